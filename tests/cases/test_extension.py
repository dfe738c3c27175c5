"""The apology with a new date (NĐ 61/2018 art. 19(9)): in time, once, approved by another."""

import datetime as dt

import pytest

from motcua.cases.models import Case, Extension
from motcua.cases.states import RequestState, State, Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.worktime import BeyondHorizon
from motcua.organisation.actions import appoint
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import Role
from tests.cases.story import ask, midnight, on, said, stored
from tests.office import COPIES, NOW, SINCE, Office

LATE = "Chờ kết quả xác minh của phường khác"


@pytest.fixture
def case(office: Office) -> Case:
    """A marriage of Monday 2 March, due on Monday the 9th, with the specialist."""
    return office.walk(office.take_in(), to="thu_ly")


def propose(
    office: Office, case: Case, new_due: str, *, at: str = "2026-03-05 10:00", by: str = "thuly"
) -> Case:
    day = dt.date.fromisoformat(new_due)
    return office.act(case, Verb.EXTEND, by=by, at=on(at), new_due=day, reason=LATE)


def approve(office: Office, case: Case, at: str = "2026-03-05 11:00") -> Case:
    return office.act(case, Verb.EXTEND, by="truongphong", at=on(at))


def test_proposed_by_one_approved_by_another_the_first_promise_stays(
    office: Office, case: Case
) -> None:
    case = propose(office, case, "2026-03-12")
    assert stored(case).due_at == midnight("2026-03-09")
    assert said(case)["stage"] == "proposed"
    case = stored(approve(office, case))
    assert case.due_at == case.extended_to == midnight("2026-03-12")
    assert case.due_original_at == midnight("2026-03-09")
    assert (case.state, said(case)["stage"], said(case)["note"]) == (
        State.PROCESSING,
        "in_force",
        LATE,
    )
    assert said(case)["due"] == [midnight(day).isoformat() for day in ("2026-03-09", "2026-03-12")]
    extension = Extension.objects.get()
    assert (extension.due_before, extension.due_after) == (
        midnight("2026-03-09"),
        midnight("2026-03-12"),
    )
    assert (extension.proposed_by, extension.approved_by) == (
        office.account("thuly"),
        office.account("truongphong"),
    )


def test_a_new_date_on_a_day_off_rolls_forward(office: Office, case: Case) -> None:
    case = approve(office, propose(office, case, "2026-03-14"))
    assert stored(case).due_at == midnight("2026-03-16")


@pytest.mark.parametrize(
    ("at", "in_time"),
    [("2026-03-08 23:50", True), ("2026-03-09 00:10", False), ("2026-03-10 09:00", False)],
)
def test_at_least_one_day_before_the_due_date(
    office: Office, case: Case, at: str, in_time: bool
) -> None:
    if in_time:
        assert propose(office, case, "2026-03-12", at=at)
        return
    with pytest.raises(Refused, match="trước ngày hẹn ít nhất một ngày"):
        propose(office, case, "2026-03-12", at=at)
    assert not Extension.objects.exists()


def test_approved_too_late_it_does_not_take_effect(office: Office, case: Case) -> None:
    case = propose(office, case, "2026-03-12")
    with pytest.raises(Refused, match="ít nhất một ngày"):
        approve(office, case, at="2026-03-09 08:00")
    assert stored(case).due_at == midnight("2026-03-09")


def test_once_only(office: Office, case: Case) -> None:
    case = propose(office, case, "2026-03-12")
    with pytest.raises(Refused, match="đang chờ duyệt"):
        office.act(case, Verb.EXTEND, by="thuly", stage="propose")
    case = approve(office, case)
    with pytest.raises(Refused, match="chỉ được hẹn lại một lần"):
        propose(office, case, "2026-03-20", at="2026-03-06 09:00")


def test_what_was_declined_was_no_extension(office: Office, case: Case) -> None:
    case = propose(office, case, "2026-03-12")
    case = office.act(case, Verb.EXTEND, by="lanhdao", stage="decline")
    assert (stored(case).due_at, said(case)) == (midnight("2026-03-09"), {"stage": "declined"})
    case = approve(office, propose(office, case, "2026-03-11"))
    assert stored(case).due_at == midnight("2026-03-11")
    states = Extension.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [RequestState.DECLINED, RequestState.IN_FORCE]


@pytest.mark.parametrize("day", ["2026-03-09", "2026-03-06", "2026-03-08"])
def test_the_new_date_is_after_the_old_one(office: Office, case: Case, day: str) -> None:
    with pytest.raises(Refused) as refusal:
        propose(office, case, day)
    assert refusal.value.field == "new_due"


def test_a_date_and_a_reason_are_asked_for(office: Office, case: Case) -> None:
    day = dt.date(2026, 3, 12)
    for fields, field in [({"new_due": day}, "reason"), ({"reason": LATE}, "new_due")]:
        with pytest.raises(Refused) as refusal:
            office.act(case, Verb.EXTEND, by="thuly", **fields)
        assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        office.act(case, Verb.EXTEND, by="thuly", stage="soon", new_due=day, reason=LATE)
    assert refusal.value.field == "stage"
    with pytest.raises(Refused, match="Chưa có đề nghị gia hạn"):
        office.act(case, Verb.EXTEND, by="lanhdao", stage="approve")


def test_a_date_beyond_the_declared_calendar_says_how_far_it_goes(
    office: Office, case: Case
) -> None:
    with pytest.raises((BeyondHorizon, Refused), match="2028"):
        propose(office, case, "2031-01-01")


@pytest.mark.parametrize("who", ["tiepnhan", "truongphong", "lanhdao", "vanthu"])
def test_only_the_specialists_of_the_unit_propose(office: Office, case: Case, who: str) -> None:
    with pytest.raises(Forbidden):
        propose(office, case, "2026-03-12", by=who)


def test_only_leaders_approve_and_never_their_own_proposal(office: Office, case: Case) -> None:
    case = propose(office, case, "2026-03-12")
    for who in ("tiepnhan", "thuly2", "vanthu"):
        with pytest.raises(Forbidden):
            office.act(case, Verb.EXTEND, by=who)
    appoint(
        actor=CONSOLE,
        account_id=office.account("thuly").pk,
        unit_id=office.units["anlac", "HT"].pk,
        role=Role.UNIT_LEADER,
        valid_from=SINCE,
        at=NOW,
    )
    with pytest.raises(Forbidden, match="không được tự duyệt"):
        office.act(case, Verb.EXTEND, by="thuly")


def test_a_same_day_file_cannot_be_extended(office: Office) -> None:
    case = office.act(office.take_in(COPIES), Verb.FORWARD, by="tiepnhan")
    with pytest.raises(Refused, match="ít nhất một ngày"):
        propose(office, case, "2026-03-12", at="2026-03-02 10:00")


def test_a_supplement_after_the_extension_keeps_the_later_of_both(
    office: Office, case: Case
) -> None:
    case = approve(office, propose(office, case, "2026-03-20"))
    case = ask(office, case, on("2026-03-06 09:00"))
    case = office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on("2026-03-10 09:00"))
    # Five working days after the 10th would be the 17th: the promised 20th stays.
    assert stored(case).due_at == midnight("2026-03-20")
    assert stored(case).due_original_at == midnight("2026-03-09")


def test_a_proposal_nobody_answered_ends_with_the_file(office: Office, case: Case) -> None:
    case = propose(office, case, "2026-03-12")
    office.walk(case)
    assert Extension.objects.get().state == RequestState.DECLINED
