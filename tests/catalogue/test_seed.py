"""The catalogue a new office starts with is complete, dated, labelled and readable."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from motcua.catalogue.rules.check import Known, check_file
from motcua.catalogue.rules.fees import quote, rule_from
from motcua.catalogue.seed import FOLDER, document
from motcua.kernel.limits import parse_limit

CODE = re.compile(r"\d\.\d{6}")
CONFIDENCES = {"found", "found_value_recalled_unit", "recalled", "unknown", "edited"}
DISTRICT_ERA_ENDS = "2025-06-30"
JsonObject = dict[str, Any]


@pytest.fixture(scope="module")
def seed() -> JsonObject:
    return document()


@pytest.fixture(scope="module")
def procedures(seed: JsonObject) -> dict[str, JsonObject]:
    return {procedure["code"]: procedure for procedure in seed["procedures"]}


def in_force(procedure: JsonObject) -> JsonObject:
    latest: JsonObject = max(procedure["versions"], key=lambda version: version["number"])
    return latest


def edited(procedures: dict[str, JsonObject]) -> list[JsonObject]:
    return [p for p in procedures.values() if in_force(p)["edited"]]


def versions(procedures: dict[str, JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    for code, procedure in procedures.items():
        for version in procedure["versions"]:
            yield f"{code} bản {version['number']}", version


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_the_seed_is_a_catalogue_file_without_a_fault(seed: JsonObject) -> None:
    assert check_file(seed, Known()) == []


def test_256_procedures_are_active_and_thirty_of_them_written_out(
    procedures: dict[str, JsonObject],
) -> None:
    assert sum(p["status"] == "active" for p in procedures.values()) == 256
    assert len(edited(procedures)) == 30
    assert all(CODE.fullmatch(code) for code in procedures)


def test_every_edited_procedure_has_a_file_of_its_own(procedures: dict[str, JsonObject]) -> None:
    files = {path.stem for path in (FOLDER / "edited").glob("*.json")}
    assert files == {procedure["code"] for procedure in edited(procedures)}


def test_every_limit_is_one_the_clock_can_count(procedures: dict[str, JsonObject]) -> None:
    for _, version in versions(procedures):
        cases = [case.get("limit") for case in version["content"]["cases"]]
        limits = [version["limit"], version["supplement_limit"], *cases]
        for limit in [*limits, *version["limits_by_channel"].values()]:
            assert limit is None or parse_limit(limit).amount >= 1


def test_an_unknown_limit_is_left_empty_and_labelled(procedures: dict[str, JsonObject]) -> None:
    for name, version in versions(procedures):
        if version["limit"] is None:
            assert version["facts"]["limit"]["confidence"] == "unknown", name


def test_every_figure_says_where_it_comes_from(procedures: dict[str, JsonObject]) -> None:
    for name, version in versions(procedures):
        facts = version["facts"]
        assert {"limit", "fee", "papers", "legal_basis"} <= facts.keys(), name
        for fact in facts.values():
            assert fact["confidence"] in CONFIDENCES, name
            assert fact["source"], name
            assert re.fullmatch(r"\d{4}-\d{2}", fact["as_of"]), name


def test_every_fee_is_dated_and_labelled(procedures: dict[str, JsonObject]) -> None:
    for name, version in versions(procedures):
        for fee in version["fees"]:
            assert dt.date.fromisoformat(fee["valid_from"]) <= dt.date(2026, 12, 31), name
            assert fee["confidence"] in CONFIDENCES, name


def test_a_fee_of_zero_that_the_province_sets_says_it_is_not_free(
    procedures: dict[str, JsonObject],
) -> None:
    for name, version in versions(procedures):
        for fee in version["fees"]:
            if fee["set_locally"] and fee["amount"] == 0 and not fee.get("area"):
                assert "Hội đồng nhân dân" in fee["note"], name


def test_no_text_is_cut_off(seed: JsonObject) -> None:
    assert [text for text in strings(seed) if "…" in text or "..." in text] == []


def test_a_written_procedure_answers_what_a_clerk_is_asked(
    procedures: dict[str, JsonObject],
) -> None:
    for procedure in edited(procedures):
        version, content = in_force(procedure), in_force(procedure)["content"]
        assert version["legal_basis"], procedure["code"]
        assert version["limit"], procedure["code"]
        assert version["fees"], procedure["code"]
        assert version["results"], procedure["code"]
        assert 4 <= len(content["steps"]) <= 8, procedure["code"]
        for part in ("summary", "where", "eligibility", "conditions", "mistakes"):
            assert content[part], f"{procedure['code']} {part}"
        assert len(content["keywords"]) >= 4, procedure["code"]
        assert content["life_events"], procedure["code"]
        assert all(case["papers"] for case in content["cases"]), procedure["code"]


def test_related_procedures_exist(procedures: dict[str, JsonObject]) -> None:
    named = {code for p in edited(procedures) for code in in_force(p)["content"]["related"]}
    assert named <= procedures.keys()


def test_no_paper_is_asked_for_twice_in_one_case(procedures: dict[str, JsonObject]) -> None:
    for name, version in versions(procedures):
        for case in version["content"]["cases"]:
            papers = case["papers"]
            for part in ("key", "name"):
                twice = [k for k, n in Counter(paper[part] for paper in papers).items() if n > 1]
                assert twice == [], f"{name} {case['key']}"


def test_every_paper_says_what_will_do_and_how_many(procedures: dict[str, JsonObject]) -> None:
    for name, version in versions(procedures):
        for case in version["content"]["cases"]:
            for paper in case["papers"]:
                where = f"{name} {case['key']} {paper['key']}"
                assert paper["accepts"], where
                assert paper["originals"] + paper["copies"] >= 1, where
                assert paper["form"] != "original" or paper["originals"], where


def test_district_procedures_end_with_the_districts(procedures: dict[str, JsonObject]) -> None:
    old = [v for _, v in versions(procedures) if v["levels"] == ["district"]]
    assert len(old) >= 9
    assert {version["valid_to"] for version in old} == {DISTRICT_ERA_ENDS}


def test_what_is_no_longer_active_has_an_end(procedures: dict[str, JsonObject]) -> None:
    for procedure in procedures.values():
        assert (procedure["status"] == "active") == (in_force(procedure)["valid_to"] is None)


def test_an_amended_procedure_keeps_its_earlier_version(procedures: dict[str, JsonObject]) -> None:
    before, now = procedures["1.001612"]["versions"]
    assert (before["levels"], now["levels"]) == (["district"], ["commune"])
    assert before["facts"]["change_reason"]["confidence"] == "recalled"
    assert before["content"]["cases"][1]["papers"] != now["content"]["cases"][1]["papers"]


@pytest.mark.parametrize(
    ("code", "asked", "total"),
    [
        pytest.param(
            "2.000815", {"units": {"page": 12}}, 14_000, id="12 trang: 2 x 2.000 + 10 x 1.000"
        ),
        pytest.param("2.000815", {"units": {"page": 500}}, 200_000, id="một bản không quá 200.000"),
        pytest.param("2.000635", {"units": {"copy": 3}}, 24_000, id="ba bản trích lục"),
        pytest.param("2.000635", {"applicant_class": "ho-ngheo"}, 0, id="hộ nghèo được miễn"),
        pytest.param("1.001193", {"case_key": "dung-han"}, 0, id="khai sinh đúng hạn"),
        pytest.param("1.000894", {}, 0, id="kết hôn trong nước"),
        pytest.param("1.004222", {"channel": "counter"}, 20_000, id="thường trú tại quầy"),
        pytest.param("1.004222", {"channel": "online"}, 10_000, id="thường trú trực tuyến"),
        pytest.param(
            "1.004222", {"applicant_class": "tre-em", "channel": "online"}, 0, id="trẻ em"
        ),
        pytest.param(
            "1.013225",
            {"case_key": "nha-o-rieng-le", "area": "31"},
            75_000,
            id="Hải Phòng, tại quầy",
        ),
        pytest.param(
            "1.013225",
            {"case_key": "nha-o-rieng-le", "area": "31", "channel": "online"},
            0,
            id="Hải Phòng, trực tuyến từ 08/8/2026",
        ),
    ],
)
def test_the_fees_add_up(
    procedures: dict[str, JsonObject], code: str, asked: dict[str, Any], total: int
) -> None:
    rules = [rule_from(fee) for fee in in_force(procedures[code])["fees"]]
    assert quote(rules, day=dt.date(2026, 9, 1), **asked).total == total


def test_a_local_tariff_takes_the_place_of_the_printed_figure(
    procedures: dict[str, JsonObject],
) -> None:
    rules = [rule_from(fee) for fee in in_force(procedures["1.001612"])["fees"]]
    assert quote(rules, day=dt.date(2026, 8, 7)).total == 150_000
    assert quote(rules, day=dt.date(2026, 8, 8), area="31").total == 0
