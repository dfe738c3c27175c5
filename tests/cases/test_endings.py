"""How files end: withdrawn, stopped, issued and returned; the correction of a reception."""

import datetime as dt

import pytest

from motcua.cases.models import Case, Result
from motcua.cases.states import Delivery, Outcome, ReturnChannel, State, Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.process.models import Run
from motcua.process.states import RunState
from tests.cases.story import ask, live, on, said, stored
from tests.office import NOW, Office

TODAY = NOW.date()


def in_state(office: Office, state: State, **changes: object) -> Case:
    """A file of An Lạc that stands in this state."""
    if state == State.REGISTERED:
        return office.take_in(accept=False, **changes)
    case = office.take_in(**changes)
    if state == State.RECEIVED:
        return case
    if state in (State.PROCESSING, State.SUPPLEMENT):
        case = office.walk(case, to="thu_ly")
        return case if state == State.PROCESSING else ask(office, case)
    return office.walk(case, to="tra_ket_qua" if state == State.DONE else "")


def issue(office: Office, case: Case, **fields: object) -> Case:
    return office.act(case, Verb.ISSUE, by="vanthu", **({"number": "12/UBND"} | fields))


@pytest.fixture
def signed(office: Office) -> Case:
    """A file with the clerk, ready for its number."""
    return office.walk(office.take_in(), to="van_thu")


@pytest.mark.parametrize(
    "state", [State.REGISTERED, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT]
)
def test_withdrawn_while_no_result_exists(office: Office, state: State) -> None:
    case = in_state(office, state)
    at = on("2026-03-04 09:00")
    case = stored(office.act(case, Verb.WITHDRAW, by="tiepnhan", at=at, reason="Đổi ý"))
    assert (case.state, case.outcome) == (State.WITHDRAWN, Outcome.WITHDRAWN)
    # Never accepted: neither received nor finished.
    assert case.finished_at == (None if state == State.REGISTERED else at)
    assert (live(case), Run.objects.get(pk=case.pk).state) == ([], RunState.CANCELLED)
    assert said(case) == {"note": "Đổi ý", "state": [int(state), 7]}


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.STOP])
@pytest.mark.parametrize("state", [State.DONE, State.RETURNED])
def test_a_result_cannot_be_taken_back(office: Office, state: State, verb: Verb) -> None:
    case = in_state(office, state)
    with pytest.raises(Refused, match=state.label):
        office.act(case, verb, by="tiepnhan", reason="Đổi ý")


def test_withdrawing_is_the_desk_s(office: Office) -> None:
    case = in_state(office, State.PROCESSING)
    for who in ("thuly", "lanhdao"):
        with pytest.raises(Forbidden):
            office.act(case, Verb.WITHDRAW, by=who)


@pytest.mark.parametrize("state", [State.RECEIVED, State.PROCESSING, State.SUPPLEMENT])
def test_stopping_needs_the_leader_a_reason_and_a_ground(office: Office, state: State) -> None:
    case = in_state(office, state)
    for who in ("tiepnhan", "truongphong"):
        with pytest.raises(Forbidden, match="lãnh đạo cơ quan"):
            office.act(case, Verb.STOP, by=who, reason="Quá hạn", legal_ground="Điều 5")
    for given, field in [(("", "Điều 5"), "reason"), (("Quá hạn", " "), "legal_ground")]:
        with pytest.raises(Refused) as refusal:
            office.act(case, Verb.STOP, by="lanhdao", reason=given[0], legal_ground=given[1])
        assert refusal.value.field == field
    case = office.act(
        case, Verb.STOP, by="lanhdao", reason="Quá hạn bổ sung", legal_ground="Điều 5 Luật X"
    )
    assert (case.state, case.outcome, case.finished_at) == (State.STOPPED, Outcome.STOPPED, NOW)
    assert (said(case)["note"], said(case)["ground"]) == ("Quá hạn bổ sung", "Điều 5 Luật X")
    assert live(case) == []


def test_the_result_gets_number_date_and_name_and_the_file_is_finished(
    office: Office, signed: Case
) -> None:
    at = on("2026-03-06 16:00")
    case = stored(
        issue(office, signed, at=at, number=" 45/GCN ", date=dt.date(2026, 3, 5), name="Giấy")
    )
    assert (case.state, case.outcome) == (State.DONE, Outcome.GRANTED)
    assert (case.finished_at, case.delivery) == (at, Delivery.READY)
    result = Result.objects.get(case=case)
    assert (result.number, result.date, result.name) == ("45/GCN", dt.date(2026, 3, 5), "Giấy")
    assert (result.issued_by, result.issued_at) == (office.account("vanthu"), at)
    assert [item.step for item in live(case)] == ["tra_ket_qua"]
    assert (said(case)["result"], said(case)["ends"]) == ("45/GCN", "granted")


def test_a_result_may_say_no(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    case = office.act(case, Verb.COMPLETE, by="thuly", outcome="de_nghi_tu_choi")
    case = issue(office, office.walk(case, to="van_thu"), outcome=Outcome.REJECTED)
    assert (case.state, case.outcome) == (State.DONE, Outcome.REJECTED)
    assert office.walk(case).outcome == Outcome.REJECTED


BAD = {
    "no number": ({"number": " "}, "number"),
    "a date in the future": ({"date": TODAY + dt.timedelta(days=1)}, "date"),
    "a date before reception": ({"date": NOW.date() - dt.timedelta(days=1)}, "date"),
    "an ending that is no result": ({"outcome": "withdrawn"}, "outcome"),
    "somebody's stored file": ({"file_id": 999}, "file"),
}


@pytest.mark.parametrize(("fields", "field"), BAD.values(), ids=BAD)
def test_a_bad_result_is_refused_at_its_field(
    office: Office, signed: Case, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        issue(office, signed, **fields)
    assert refusal.value.field == field
    assert not Result.objects.exists()
    assert stored(signed).state == State.PROCESSING


def test_today_in_vietnam_is_not_the_future(office: Office, signed: Case) -> None:
    at = dt.datetime(2026, 3, 3, 17, 30, tzinfo=dt.UTC)  # half past midnight of the 4th there
    assert issue(office, signed, at=at, date=dt.date(2026, 3, 4)).state == State.DONE


def test_issuing_is_the_clerk_s_and_only_at_its_step(office: Office, signed: Case) -> None:
    for who in ("thuly", "lanhdao", "tiepnhan"):
        with pytest.raises(Forbidden):
            office.act(signed, Verb.ISSUE, by=who, number="1")
    early = in_state(office, State.PROCESSING)
    with pytest.raises(Refused, match="Thụ lý, thẩm định hồ sơ"):
        issue(office, early)


def test_handed_over_long_after_the_due_date(office: Office) -> None:
    case = in_state(office, State.DONE)
    at = on("2026-06-30 09:00")
    case = office.act(case, Verb.RETURN_RESULT, by="tiepnhan", at=at, handed_to="Trần Văn B")
    case = stored(case)
    assert (case.state, case.delivery, case.returned_at) == (
        State.RETURNED,
        Delivery.DELIVERED,
        at,
    )
    # It was decided in time, however late it was fetched.
    assert case.finished_at == NOW
    assert Result.objects.get(case=case).handed_to == "Trần Văn B"
    assert live(case) == []


def test_handed_to_the_applicant_when_nobody_else_is_named(office: Office) -> None:
    case = in_state(office, State.RETURNED)
    assert Result.objects.get(case=case).handed_to == "Nguyễn Thị Hoa"


def test_by_post_the_bill_stands_in_for_the_signature(office: Office) -> None:
    case = in_state(office, State.DONE, return_channel=ReturnChannel.POSTAL)
    with pytest.raises(Refused) as refusal:
        office.act(case, Verb.RETURN_RESULT, by="tiepnhan", post_bill=" ")
    assert refusal.value.field == "post_bill"
    case = office.act(case, Verb.RETURN_RESULT, by="tiepnhan", post_bill=" VN123456789 ")
    assert (case.state, said(case)["bill"]) == (State.RETURNED, "VN123456789")


def test_only_the_desk_hands_over_and_only_a_result(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.act(in_state(office, State.DONE), Verb.RETURN_RESULT, by="vanthu")
    with pytest.raises(Refused, match="Đang xử lý"):
        office.act(in_state(office, State.PROCESSING), Verb.RETURN_RESULT, by="tiepnhan")
