"""The due dates of the law's own examples, through the desk; limits by case and by channel."""

from __future__ import annotations

import pytest

from motcua.cases.models import Case
from motcua.cases.rules.papers import PaperIn, chosen_case
from motcua.cases.states import Channel, Verb
from motcua.catalogue import actions as catalogue
from motcua.catalogue.seed import document
from tests.cases.story import midnight, offer, on, stored
from tests.office import BUILDING, COPIES, MARRIAGE, SETUP, Office

# Limit, moment of acceptance, last day. 2026: Tết 16-20/2; Giỗ Tổ Sunday 26/4, so 27/4 off;
# 30/4 and 1/5 off; 31/8 swapped with Saturday 22/8; 1-2/9 and 24/11 off.
DATES = [
    ("3 working_days", "2026-02-13 10:00", "2026-02-25"),
    ("3 working_days", "2026-04-21 15:30", "2026-04-24"),
    ("3 working_days", "2026-08-19 09:00", "2026-08-22"),
    ("1 working_days", "2026-08-28 09:00", "2026-09-03"),
    ("5 working_days", "2026-04-24 09:00", "2026-05-06"),
    ("2 working_days", "2026-11-23 16:59", "2026-11-26"),
    ("10 days", "2026-04-20 09:00", "2026-05-04"),
    ("15 days", "2026-03-02 09:00", "2026-03-17"),
    ("20 days", "2026-03-02 09:00", "2026-03-23"),
    ("1 months", "2026-01-31 09:00", "2026-03-02"),
    ("3 months", "2026-11-30 09:00", "2027-03-01"),
    ("same_day", "2026-03-02 15:00", "2026-03-02"),
    ("same_day", "2026-03-02 15:01", "2026-03-03"),
    ("same_day", "2026-03-06 16:00", "2026-03-09"),
    ("same_day", "2026-03-07 09:00", "2026-03-09"),
    ("3 working_days", "2026-03-07 09:00", "2026-03-11"),
]


@pytest.mark.parametrize(("limit", "at", "last_day"), DATES)
def test_the_promise_on_the_receipt(office: Office, limit: str, at: str, last_day: str) -> None:
    code = offer(office, "9.000001", limit=limit)
    case = stored(office.take_in(procedure_code=code, papers=(), at=on(at)))
    assert case.due_at == case.due_original_at == midnight(last_day)
    assert (case.limit, case.received_at) == (limit, on(at))


def test_after_15_00_with_the_day_zero_switch_the_next_working_day_is_day_zero(
    office: Office,
) -> None:
    code = offer(office, "9.000002", limit="3 working_days", day0_shift=True)
    case = office.take_in(procedure_code=code, papers=(), at=on("2026-04-21 15:30"))
    assert case.due_at == midnight("2026-04-28")
    case = office.take_in(procedure_code=code, papers=(), at=on("2026-04-21 15:00"))
    assert case.due_at == midnight("2026-04-24")


@pytest.mark.parametrize(
    ("limit", "at", "due"),
    [
        ("16 working_hours", "2026-03-02 09:00", "2026-03-04 09:00"),
        ("8 working_hours", "2026-03-06 15:00", "2026-03-09 15:00"),
        ("24 hours", "2026-03-06 09:00", "2026-03-07 09:00"),
    ],
)
def test_hours_run_from_the_minute(office: Office, limit: str, at: str, due: str) -> None:
    code = offer(office, "9.000003", limit=limit)
    assert office.take_in(procedure_code=code, papers=(), at=on(at)).due_at == on(due)


def test_no_limit_printed_no_promise_made(office: Office) -> None:
    code = offer(office, "9.000004", limit=None)
    case = stored(office.take_in(procedure_code=code, papers=()))
    assert (case.limit, case.due_at, case.due_original_at) == ("", None, None)
    assert office.walk(case).returned_at is not None


@pytest.mark.parametrize(
    ("channel", "case_key", "limit"),
    [
        (Channel.COUNTER, "chung", "5 working_days"),
        (Channel.ONLINE, "chung", "4 working_days"),
        (Channel.POSTAL, "chung", "5 working_days"),
        (Channel.ONLINE, "gap", "1 working_days"),
    ],
)
def test_the_most_particular_limit_holds(
    office: Office, channel: str, case_key: str, limit: str
) -> None:
    cases = [
        {"key": "chung", "name": "Chung", "papers": []},
        {"key": "gap", "name": "Gấp", "papers": [], "limit": "1 working_days"},
    ]
    code = offer(
        office,
        "9.000005",
        limit="5 working_days",
        limits_by_channel={"online": "4 working_days"},
        content={"cases": cases},
    )
    case = office.take_in(procedure_code=code, channel=channel, case_key=case_key, papers=())
    assert case.limit == limit


def test_the_promised_limit_outlives_a_new_version(office: Office) -> None:
    code = offer(office, "9.000006", limit="5 working_days")
    case = office.take_in(procedure_code=code, papers=())
    walked = office.walk(case)
    assert (walked.limit, walked.due_at) == ("5 working_days", case.due_at)


SEEDED = {
    ("1.013225", "nha-o-rieng-le"): "15 days",
    ("1.013225", "cong-trinh-khac"): "20 days",
    ("1.013225", "ton-giao-tin-nguong"): "20 days",
    ("1.013229", "nha-o-rieng-le"): "15 days",
    ("1.013229", "cong-trinh-khac"): "20 days",
    ("1.004859", "cai-chinh"): "3 working_days",
    ("1.004859", "thay-doi"): "3 working_days",
    ("1.004859", "dan-toc"): "3 working_days",
    ("1.004859", "bo-sung"): "same_day",
    ("2.000575", "cap-lai"): "1 working_days",
    ("2.000575", "cap-doi"): "3 working_days",
}


@pytest.fixture
def seeded(office: Office) -> Office:
    """The office with the shipped catalogue, its four procedures with limits by case offered."""
    file = document()
    own = {MARRIAGE, BUILDING, COPIES}  # the office's versions are published: they stay
    file["procedures"] = [one for one in file["procedures"] if one["code"] not in own]
    codes = sorted({code for code, _ in SEEDED})
    file["offers"] = [
        {"procedure": code, "agency": "H29.101", "unit": "HT", "valid_from": "2025-07-01"}
        for code in codes
    ]
    catalogue.import_catalogue(data=file, actor=office.actor("kiemsoat.tphcm", at=SETUP), at=SETUP)
    return office


def test_the_seed_s_limits_by_case_reach_the_receipt(seeded: Office) -> None:
    found = {}
    for code, case_key in SEEDED:
        for channel in Channel:
            case = seeded.take_in(
                procedure_code=code, case_key=case_key, accept=False, papers=(), channel=channel
            )
            limit = _accepted(seeded, case).limit
            assert found.setdefault((code, case_key), limit) == limit
    assert found == SEEDED


def _accepted(office: Office, case: Case) -> Case:
    """With every paper that the case asks for."""
    wanted = chosen_case(case.version.content, case.case_key).papers
    brought = tuple(PaperIn(paper.key) for paper in wanted)
    return office.act(case, Verb.ACCEPT, by="tiepnhan", papers=brought)


def test_every_limit_by_case_of_the_seed_is_on_its_case() -> None:
    told = 0
    for procedure in document()["procedures"]:
        for version in procedure["versions"]:
            by_case = version["facts"].get("limit", {}).get("by_case", {})
            limits = {case["key"]: case.get("limit") for case in version["content"]["cases"]}
            assert by_case.items() <= limits.items(), procedure["code"]
            told += len(by_case)
    assert told == len(SEEDED)
