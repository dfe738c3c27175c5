"""A malformed file is refused whole, every fault with its place and in Vietnamese."""

import copy
from typing import Any

import pytest

from motcua.catalogue.rules.check import Known, check_content, check_file, check_version
from tests.catalogue.conftest import SMALL

KNOWN = Known(
    processes=frozenset({"mac-dinh"}),
    agencies={"H29.16": frozenset({"HT"}), "H29.17": frozenset()},
)
PROCEDURE = "$.procedures[0]"
VERSION = f"{PROCEDURE}.versions[1]"


def faults_after(path: list[str | int], value: object) -> dict[str, str]:
    """The faults of the small file once the value at the path is replaced."""
    data: Any = copy.deepcopy(SMALL)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return {fault.path: fault.text for fault in check_file(data, KNOWN)}


def in_version(*path: str | int) -> list[str | int]:
    return ["procedures", 0, "versions", 1, *path]


def test_the_small_file_is_good() -> None:
    assert check_file(SMALL, KNOWN) == []


@pytest.mark.parametrize(
    ("path", "value", "place", "said"),
    [
        (["format"], "other", "$.format", "phải là “motcua-catalogue/1”"),
        (["extra"], 1, "$", "có mục không biết: “extra”"),
        (["procedures", 0, "code"], "1 2", f"{PROCEDURE}.code", "không đúng mẫu"),
        (["procedures", 0, "field"], "thue", f"{PROCEDURE}.field", "không tìm thấy “thue”"),
        (["procedures", 0, "versions"], [], f"{PROCEDURE}.versions", "không được để trống"),
        (["procedures", 0, "superseded_by"], "9.9", f"{PROCEDURE}.superseded_by", "không tìm thấy"),
        (in_version("name"), "", f"{VERSION}.name", "không được để trống"),
        (in_version("name"), "x" * 1201, f"{VERSION}.name", "dài quá 1200 ký tự"),
        (in_version("name"), "a\x00b", f"{VERSION}.name", "ký tự điều khiển"),
        (in_version("name"), "\ud800", f"{VERSION}.name", "không phải dữ liệu JSON|chữ hỏng"),
        (in_version("number"), 0, f"{VERSION}.number", "không được nhỏ hơn 1"),
        (in_version("number"), "2", f"{VERSION}.number", "phải là một số nguyên"),
        (in_version("levels"), ["ward"], f"{VERSION}.levels[0]", "phải là một trong: “province”"),
        (in_version("valid_from"), "2025-02-30", f"{VERSION}.valid_from", "phải là ngày có thật"),
        (in_version("valid_from"), None, f"{VERSION}.valid_from", "phải có ngày áp dụng"),
        (in_version("valid_to"), "2025-06-30", f"{VERSION}.valid_to", "trước ngày bắt đầu"),
        (in_version("limit"), "5 ngay", f"{VERSION}.limit", "Không hiểu thời hạn"),
        (
            in_version("limits_by_channel"),
            {"post": "5 days"},
            f"{VERSION}.limits_by_channel",
            "khóa không hợp lệ",
        ),
        (
            in_version("limits_by_channel", "online"),
            "soon",
            f"{VERSION}.limits_by_channel.online",
            "Không hiểu thời hạn",
        ),
        (in_version("decision"), "1/QĐ", f"{VERSION}.decision", "không tìm thấy “1/QĐ”"),
        (in_version("process"), "la", f"{VERSION}.process", "không tìm thấy “la”"),
        (in_version("fees", 0, "amount"), 10.5, f"{VERSION}.fees[0].amount", "số nguyên"),
        (in_version("fees", 0, "amount"), 8000.0, f"{VERSION}.fees[0].amount", "số nguyên"),
        (in_version("fees", 0, "case"), "la", f"{VERSION}.fees[0].case", "trường hợp “la”"),
        (
            in_version("fees", 2, "tiers", 0, "from_unit"),
            2,
            f"{VERSION}.fees[2].tiers",
            "bắt đầu từ 1 và tăng dần",
        ),
        (
            in_version("content", "cases", 1, "key"),
            "dung-han",
            f"{VERSION}.content.cases",
            "Trường hợp “dung-han” xuất hiện nhiều lần",
        ),
        (
            in_version("content", "cases", 0, "papers", 1, "key"),
            "to-khai",
            f"{VERSION}.content.cases[0].papers",
            "Giấy tờ “to-khai” xuất hiện nhiều lần",
        ),
        (["offers", 0, "agency"], "H99", "$.offers[0].agency", "không tìm thấy “H99”"),
        (["offers", 0, "unit"], "TP", "$.offers[0].unit", "không tìm thấy “TP”"),
        (
            ["decisions", 0, "items", 0, "procedure"],
            "9.9",
            "$.decisions[0].items[0].procedure",
            "không tìm thấy “9.9”",
        ),
    ],
)
def test_each_fault_names_its_place(
    path: list[str | int], value: object, place: str, said: str
) -> None:
    found = faults_after(path, value)
    if "không phải dữ liệu JSON" in said:
        assert found
        return
    assert place in found, found
    assert said in found[place]


def test_all_faults_are_told_at_once() -> None:
    data = copy.deepcopy(SMALL)
    data["procedures"][0]["versions"][0]["limit"] = "x"
    data["procedures"][0]["versions"][1]["supplement_limit"] = "y"
    assert [fault.path for fault in check_file(data, KNOWN)] == [
        f"{PROCEDURE}.versions[0].limit",
        f"{PROCEDURE}.versions[1].supplement_limit",
    ]


def test_versions_in_force_on_the_same_day_are_a_fault() -> None:
    found = faults_after(["procedures", 0, "versions", 0, "valid_to"], "2025-07-01")
    assert "bản 1 và bản 2 cùng có hiệu lực ngày 01/07/2025" in found[f"{PROCEDURE}.versions"]


def test_two_drafts_of_one_procedure_are_a_fault() -> None:
    drafts = [{"number": n, "name": "Dự thảo"} for n in (1, 2)]
    found = faults_after(["procedures", 0, "versions"], drafts)
    assert "một bản dự thảo" in found[f"{PROCEDURE}.versions"]


def test_what_is_stored_already_need_not_be_in_the_file() -> None:
    data = {"format": "motcua-catalogue/1", "procedures": SMALL["procedures"]}
    known = Known(fields=frozenset({"ho-tich"}), decisions=frozenset({"163/QĐ-BTP"}))
    assert check_file(data, known) == []
    assert {fault.path for fault in check_file(data, Known())} == {
        f"{PROCEDURE}.field",
        f"{VERSION}.decision",
    }


def test_content_is_checked_by_itself() -> None:
    content = copy.deepcopy(SMALL["procedures"][0]["versions"][1]["content"])
    assert check_content(content) == []
    content["cases"][0]["papers"][0]["kind"] = "lend"
    assert [fault.path for fault in check_content(content)] == ["$.cases[0].papers[0].kind"]


@pytest.mark.parametrize("data", [None, 1, "x", [], {"number": 1}, {"name": float("nan")}])
def test_what_is_no_version_is_a_list_of_faults_not_an_error(data: object) -> None:
    assert check_version(data)
