"""Eighteen points: what the files tell, what people add, and who may."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.appraisal.access import check_can_watch
from motcua.appraisal.actions import appraise, score_own
from motcua.appraisal.models import Score
from motcua.appraisal.queries import sheet_of
from motcua.appraisal.rubrics import rubric
from motcua.appraisal.rules import Facts, Given, band, checked_marks, computed, total
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from tests.office import NOW, Clock, Office
from tests.portal.conftest import text_of

database = pytest.mark.django_db
LATER = dt.datetime(2026, 4, 2, 9, tzinfo=VIETNAM)
TERM = "2026-q1"
NOTHING = Facts(*[0] * 12)


def facts(**told: int) -> Facts:
    return Facts(**{name: told.get(name, 0) for name in Facts.__slots__})


# TT 01/2018/TT-VPCP, Chương III: two points, one, none a file; the mean to one decimal.
@pytest.mark.parametrize(
    ("key", "told", "points"),
    [
        ("1", {"early": 10}, "2.0"),
        ("1", {"on_time": 10}, "1.0"),
        ("1", {"late": 10}, "0.0"),
        ("1", {"early": 1, "on_time": 1, "late": 1}, "1.0"),
        ("1", {"early": 3, "late": 4}, "0.9"),
        ("1", {"early": 13, "on_time": 7}, "1.7"),
        ("1", {}, None),
        ("3", {"asked_never": 9, "asked_once": 1}, "1.9"),
        ("3", {"asked_more": 5}, "0.0"),
        ("4", {"early": 4, "never_came": 1}, "1.3"),
        (
            "9",
            {"procedures": 10, "procedures_online": 2, "received": 10, "received_online": 3},
            "2",
        ),
        (
            "9",
            {"procedures": 10, "procedures_online": 1, "received": 10, "received_online": 3},
            "1",
        ),
        (
            "9",
            {"procedures": 10, "procedures_online": 9, "received": 20, "received_online": 3},
            "1",
        ),
        (
            "9",
            {"procedures": 10, "procedures_online": 9, "received": 20, "received_online": 2},
            "0",
        ),
        (
            "9",
            {
                "procedures": 10,
                "procedures_online": 9,
                "received": 10,
                "received_online": 9,
                "online_late": 1,
            },
            "0",
        ),
        ("9", {"procedures": 10}, None),
    ],
)
def test_points_follow_the_circular(key: str, told: dict[str, int], points: str | None) -> None:
    found = computed(rubric(), facts(**told))[key].points
    assert found == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("points", "name"),
    [
        *[("18", "Xuất sắc"), ("15", "Xuất sắc"), ("14.9", "Tốt"), ("12", "Tốt"), ("9", "Khá")],
        *[("8.9", "Trung bình"), ("6", "Trung bình"), ("5.9", "Yếu"), ("0", "Yếu")],
    ],
)
def test_a_sum_has_its_name(points: str, name: str) -> None:
    assert band(rubric(), Decimal(points)) == name


def test_what_has_no_data_is_left_out_of_the_sum() -> None:
    marks = computed(rubric(), NOTHING)
    assert [key for key, one in marks.items() if one.points is None] == [
        "1",
        "2",
        "3",
        "4",
        "7",
        "8",
        "9",
    ]
    assert total({key: one.points for key, one in marks.items()}) == 2


@given(st.lists(st.integers(0, 500), min_size=12, max_size=12))
def test_no_points_are_out_of_bounds(numbers: list[int]) -> None:
    numbers[6] = min(numbers[6], sum(numbers[:3]))
    for mark in computed(rubric(), Facts(*numbers)).values():
        assert mark.points is None or 0 <= mark.points <= 2
        assert mark.how


def marks(points: str = "1.5", reason: str = "Có biên bản") -> dict[str, Given]:
    return {one.key: Given(Decimal(points), reason) for one in rubric().indicators}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"1": Given(Decimal("2.1"))}, "points_1"),
        ({"1": Given(Decimal("-0.1"))}, "points_1"),
        ({"1": Given(Decimal("1.55"))}, "points_1"),
        ({"1": Given(Decimal("1.5"), " ")}, "reason_1"),
    ],
)
def test_points_are_between_nothing_and_two_and_a_change_says_why(
    change: dict[str, Given], field: str
) -> None:
    before = {"1": Decimal("1.0"), "2": None}
    assert checked_marks(rubric(), marks(), before)["2"].points == Decimal("1.5")
    with pytest.raises(Refused) as refusal:
        checked_marks(rubric(), marks() | change, before)
    assert refusal.value.field == field
    with pytest.raises(Refused):
        checked_marks(rubric(), {}, before)


@database
def test_computed_own_and_appraised_stand_side_by_side(office: Office) -> None:
    office.walk(office.take_in())
    office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan")
    sheet = sheet_of("H29.101", TERM, at=LATER)
    assert sheet.computed["1"].points == 2
    assert sheet.computed["3"].points == 2
    assert sheet.computed["4"].points == 1
    asked: dict[str, Any] = {"agency_code": "H29.101", "term": TERM, "at": LATER}
    with pytest.raises(NotFound):
        appraise(given=marks(), actor=office.actor("lanhdao.tphcm"), **asked)
    with pytest.raises(Refused, match="mới chấm được"):
        score_own(given=marks(), actor=office.actor("lanhdao"), **asked | {"at": NOW})
    score_own(given=marks(), actor=office.actor("lanhdao"), **asked)
    # Files of the term that end later change nothing of what was scored.
    office.take_in()
    appraise(given=marks("1.0", "Thiếu tài liệu"), actor=office.actor("kiemsoat.tphcm"), **asked)
    found = sheet_of("H29.101", TERM, at=LATER)
    assert (found.computed["1"].points, found.own["1"].points) == (2, Decimal("1.5"))
    assert found.appraised["1"] == Given(Decimal("1.0"), "Thiếu tài liệu")
    with pytest.raises(Conflict):
        score_own(given=marks(), actor=office.actor("lanhdao"), **asked)
    kept = Entry.objects.filter(verb__startswith="quality.").order_by("seq")
    assert list(kept.values_list("verb", flat=True)) == ["quality.own", "quality.appraise"]


@database
@pytest.mark.parametrize(
    ("who", "scores", "appraises"),
    [
        ("lanhdao", True, False),
        ("kiemsoat", True, False),
        ("thanhtra", False, False),
        ("tiepnhan", False, False),
        ("quantri", False, False),
        ("lanhdao.binhtan", False, False),
        ("lanhdao.tphcm", False, True),
    ],
)
def test_who_scores_and_who_appraises(
    office: Office, who: str, *, scores: bool, appraises: bool
) -> None:
    asked: dict[str, Any] = {"agency_code": "H29.101", "term": TERM, "at": LATER}
    if scores:
        score_own(given=marks(), actor=office.actor(who), **asked)
    else:
        with pytest.raises(Forbidden):
            score_own(given=marks(), actor=office.actor(who), **asked)
    if appraises:
        score_own(given=marks(), actor=office.actor("lanhdao"), **asked)
        appraise(given=marks(), actor=office.actor(who), **asked)
    else:
        with pytest.raises(Forbidden):
            appraise(given=marks(), actor=office.actor(who), **asked)


@database
def test_scores_are_no_business_of_the_neighbour(office: Office) -> None:
    check_can_watch(office.actor("thanhtra"), office.ward)
    check_can_watch(office.actor("lanhdao.tphcm"), office.ward)
    for who in ("lanhdao.binhtan", "thuly", "quantri"):
        with pytest.raises(Forbidden):
            check_can_watch(office.actor(who), office.ward)


@database
def test_a_score_is_given_and_appraised_in_pages(office: Office, clock: Clock) -> None:
    office.walk(office.take_in())
    clock.now = LATER
    posted = {f"points_{one.key}": "1.5" for one in rubric().indicators}
    reasons = {f"reason_{one.key}": "Có biên bản" for one in rubric().indicators}
    leader = signed(office, "lanhdao")
    address = f"?agency=H29.101&term={TERM}"
    page = leader.post(f"/desk/quality/own/{address}", posted)
    assert page.status_code == 422
    assert "hãy ghi lý do" in text_of(page)
    assert leader.post(f"/desk/quality/own/{address}", posted | reasons).status_code == 302
    above = signed(office, "lanhdao.tphcm")
    assert "Cơ quan tự chấm 1,5" in text_of(above.get(f"/desk/quality/appraise/{address}"))
    done = above.post(f"/desk/quality/appraise/{address}", posted)
    page = text_of(above.get(done.headers["Location"]))
    assert "13,5" in page
    assert "Tốt" in page
    assert Score.objects.get().state == "appraised"
    out = leader.get(f"/desk/quality/export.xlsx{address}")
    assert out.content[:2] == b"PK"
    assert leader.get("/desk/quality/?term=2026-03").status_code == 422


def signed(office: Office, who: str) -> Client:
    browser = Client()
    browser.force_login(office.account(who), backend="django.contrib.auth.backends.ModelBackend")
    return browser
