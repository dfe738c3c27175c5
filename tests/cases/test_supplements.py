"""Papers asked for on the clock: proposed, approved, handed out, taken in."""

import datetime as dt

import pytest

from motcua.cases.models import Case, CasePaper, SupplementRequest
from motcua.cases.queries.lists import Moments, WorkList, listed
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.states import PaperForm, RequestState, State, Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.organisation.actions import appoint
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import Role
from tests.cases.story import (
    AGAIN,
    ASKED,
    WHY,
    ask,
    live,
    midnight,
    offer,
    on,
    papers,
    propose,
    said,
    stored,
)
from tests.office import BUILDING, NOW, SINCE, Office

BROUGHT = (PaperIn("to_khai"),)


@pytest.fixture
def case(office: Office) -> Case:
    """A marriage of Monday 2 March, due on the 9th, with the specialist."""
    return office.walk(office.take_in(), to="thu_ly")


def the_request(case: Case) -> SupplementRequest:
    return SupplementRequest.objects.get(case_id=case.pk)


def take(office: Office, case: Case, at: str, **fields: object) -> Case:
    fields = {"papers": BROUGHT} | fields
    return office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(at), **fields)


def test_the_clock_stops_only_when_the_notice_is_handed_out(office: Office, case: Case) -> None:
    case = propose(office, case)
    assert (case.state, case.pauses, case.supplements) == (State.PROCESSING, [], 0)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong")
    assert (case.state, case.pauses, case.supplements) == (State.PROCESSING, [], 0)
    assert papers(case) == [("to_khai", "submitted"), ("xac_nhan", "submitted")]
    moment = on("2026-03-03 10:00")
    case = stored(office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", at=moment))
    assert case.state == State.SUPPLEMENT
    assert (case.pauses, case.supplements) == ([[moment.isoformat(), None]], 1)
    request = the_request(case)
    assert (request.state, request.handed_at) == (RequestState.IN_FORCE, moment)
    assert (request.requested_by, request.approved_by) == (
        office.account("thuly"),
        office.account("truongphong"),
    )
    assert said(case) == {"request": 1, "stage": "in_force", "state": [4, 5]}


def test_the_paper_says_what_to_change_and_the_next_one_stands_beside_it(
    office: Office, case: Case
) -> None:
    case = ask(office, case, on("2026-03-03 10:00"))
    assert papers(case) == [("to_khai", "to_change"), ("xac_nhan", "submitted")]
    assert CasePaper.objects.get(case=case, key="to_khai").remark == "Ký tên và ghi ngày"
    case = take(office, case, "2026-03-05 09:00", papers=(PaperIn("to_khai", PaperForm.COPY, 2),))
    assert papers(case) == [
        ("to_khai", "replaced"),
        ("xac_nhan", "submitted"),
        ("to_khai", "submitted"),
    ]
    newest = CasePaper.objects.filter(case=case).latest("id")
    assert (newest.form, newest.quantity, newest.remark) == ("copy", 2, "Bổ sung lần 1")
    assert the_request(case).state == RequestState.DONE
    assert the_request(case).taken_at == on("2026-03-05 09:00")
    assert said(case)["papers"] == [["to_khai", "copy", 2]]


def test_restart_counts_the_whole_limit_from_the_day_the_papers_came(
    office: Office, case: Case
) -> None:
    case = ask(office, case, on("2026-03-03 10:00"))
    case = stored(take(office, case, "2026-03-05 09:00"))
    # Five working days after Thursday 5 March: 6, 9, 10, 11, 12.
    assert case.due_at == midnight("2026-03-12")
    assert case.due_original_at == midnight("2026-03-09")
    assert said(case)["due"] == [
        midnight("2026-03-09").isoformat(),
        midnight("2026-03-12").isoformat(),
    ]
    assert case.pauses == [[on("2026-03-03 10:00").isoformat(), on("2026-03-05 09:00").isoformat()]]
    # The step begins anew too: half of five working days after Thursday 9:00.
    assert live(case)[0].due_at == on("2026-03-09 14:30")


def test_pause_gives_back_the_nights_waited(office: Office) -> None:
    case = office.act(office.take_in(BUILDING), Verb.FORWARD, by="tiepnhan")
    # Twenty days after 2 March is Sunday the 22nd, so Monday the 23rd.
    assert case.due_at == midnight("2026-03-23")
    asked = (AskedPaper("Bản vẽ thiết kế", "Thiếu mặt cắt móng", "ban_ve"),)
    case = ask(office, case, on("2026-03-03 10:00"), items=asked)
    case = take(office, case, "2026-03-10 09:00", papers=(PaperIn("ban_ve"),))
    # Seven nights: 29 March is a Sunday again, so Monday the 30th.
    assert case.due_at == midnight("2026-03-30")
    assert case.due_original_at == midnight("2026-03-23")


@pytest.mark.parametrize(
    ("asked", "brought", "due"),
    [
        ("2026-03-09 16:00", "2026-03-13 09:00", "2026-03-20"),
        ("2026-03-10 08:00", "2026-03-13 09:00", "2026-03-09"),
    ],
    ids=["on the last day", "the day after"],
)
def test_asking_when_it_is_late_does_not_wash_the_lateness_away(
    office: Office, case: Case, asked: str, brought: str, due: str
) -> None:
    case = ask(office, case, on(asked))
    case = take(office, case, brought)
    assert stored(case).due_at == midnight(due)


def test_nothing_moves_while_the_applicant_is_awaited(office: Office, case: Case) -> None:
    case = ask(office, case)
    for who, verb in [("thuly", Verb.COMPLETE), ("thuly", Verb.EXTEND), ("thuly", Verb.CLAIM)]:
        with pytest.raises(Refused, match="Yêu cầu bổ sung giấy tờ"):
            office.act(case, verb, by=who)
    with pytest.raises(Refused, match="đang chờ bổ sung"):
        propose(office, case)


def test_the_proposer_does_not_approve(office: Office, case: Case) -> None:
    appoint(
        actor=CONSOLE,
        account_id=office.account("thuly").pk,
        unit_id=office.units["anlac", "HT"].pk,
        role=Role.UNIT_LEADER,
        valid_from=SINCE,
        at=NOW,
    )
    case = propose(office, case)
    with pytest.raises(Forbidden, match="không được tự duyệt"):
        office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly")
    assert the_request(case).state == RequestState.PROPOSED


@pytest.mark.parametrize(
    ("done", "who"),
    [
        ((), "tiepnhan"),
        ((), "truongphong"),
        (("thuly",), "thuly2"),
        (("thuly",), "tiepnhan"),
        (("thuly", "truongphong"), "thuly"),
        (("thuly", "truongphong"), "lanhdao"),
    ],
)
def test_each_stage_is_for_its_own_people(
    office: Office, case: Case, done: tuple[str, ...], who: str
) -> None:
    fields = {"items": ASKED, "reason": WHY}
    for actor in done:
        case = office.act(case, Verb.REQUEST_SUPPLEMENT, by=actor, **fields)
    with pytest.raises(Forbidden):
        office.act(case, Verb.REQUEST_SUPPLEMENT, by=who, **fields)


def test_stages_come_in_their_order(office: Office, case: Case) -> None:
    def stage(name: str, who: str) -> Case:
        return office.act(case, Verb.REQUEST_SUPPLEMENT, by=who, stage=name)

    for early in ("approve", "decline", "hand_out"):
        with pytest.raises(Refused, match="Chưa có đề nghị"):
            stage(early, "lanhdao")
    propose(office, case)
    with pytest.raises(Refused, match="đang chờ xử lý"):
        stage("propose", "thuly")
    with pytest.raises(Refused, match="chưa được lãnh đạo duyệt"):
        stage("hand_out", "tiepnhan")
    with pytest.raises(Refused, match="Bước phải là") as refusal:
        stage("hop", "thuly")
    assert refusal.value.field == "stage"
    stage("approve", "truongphong")
    with pytest.raises(Refused, match="đã được duyệt"):
        stage("approve", "lanhdao")


def test_what_is_declined_may_be_proposed_anew(office: Office, case: Case) -> None:
    case = propose(office, case)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong", stage="decline")
    assert the_request(case).state == RequestState.DECLINED
    assert propose(office, case).supplements == 0
    assert list(case.supplement_requests.values_list("number", flat=True)) == [1, 2]


def test_a_second_request_needs_a_reason_of_its_own_and_the_agency_s_leader(
    office: Office, case: Case
) -> None:
    case = ask(office, case, on("2026-03-03 10:00"))
    case = take(office, case, "2026-03-04 09:00")
    with pytest.raises(Refused, match="lần nữa phải nêu lý do") as refusal:
        propose(office, case)
    assert refusal.value.field == "again_because"
    case = propose(office, case, again_because=AGAIN)
    with pytest.raises(Forbidden, match="lần thứ hai phải do lãnh đạo cơ quan"):
        office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong")
    office.act(case, Verb.REQUEST_SUPPLEMENT, by="lanhdao")
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan")
    assert (case.supplements, len(case.pauses)) == (2, 2)
    assert case.supplement_requests.get(number=2).again_because == AGAIN


BAD = {
    "no paper": ({"items": ()}, "items"),
    "a paper without a name": ({"items": (AskedPaper(" ", "Ký"),)}, "items.0.name"),
    "nothing to change": ({"items": (*ASKED, AskedPaper("Sổ", " "))}, "items.1.change"),
    "no reason": ({"reason": " "}, "reason"),
}


@pytest.mark.parametrize(("fields", "field"), BAD.values(), ids=BAD)
def test_a_request_names_each_paper_and_what_to_change(
    office: Office, case: Case, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        propose(office, case, **fields)
    assert refusal.value.field == field
    assert not SupplementRequest.objects.exists()


def test_how_long_the_applicant_has_is_a_fact_of_the_procedure(office: Office, case: Case) -> None:
    assert the_request(ask(office, case)).limit_at is None
    code = offer(office, "9.000010", limit="5 working_days", supplement_limit="10 days")
    other = office.take_in(procedure_code=code, papers=())
    other = office.act(other, Verb.FORWARD, by="tiepnhan")
    # Ten days after 4 March is Saturday the 14th, so Monday the 16th.
    other = ask(office, other, on("2026-03-04 10:00"))
    assert the_request(other).limit_at == midnight("2026-03-16")


def test_taking_in_is_for_the_desk_and_for_all_that_was_asked(office: Office, case: Case) -> None:
    with pytest.raises(Refused, match="Đang xử lý"):
        take(office, case, "2026-03-04 09:00")
    case = ask(office, case)
    with pytest.raises(Forbidden):
        office.act(case, Verb.TAKE_SUPPLEMENT, by="thuly", papers=BROUGHT)
    with pytest.raises(Refused, match="nộp đủ"):
        take(office, case, "2026-03-04 09:00", complete=False)
    with pytest.raises(Refused) as refusal:
        take(office, case, "2026-03-04 09:00", papers=(PaperIn("to_khai", file_id=999),))
    assert refusal.value.field == "papers.0.file"
    assert stored(case).state == State.SUPPLEMENT


def test_a_file_that_ends_leaves_no_request_behind(office: Office, case: Case) -> None:
    moments = Moments(NOW, NOW + dt.timedelta(days=1), NOW)
    for act in (propose, ask):
        file = act(office, office.walk(office.take_in(), to="thu_ly"))
        office.act(file, Verb.WITHDRAW, by="tiepnhan")
    states = SupplementRequest.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [RequestState.DECLINED, RequestState.DONE]
    assert not listed(WorkList.TO_APPROVE, office.actor("lanhdao"), moments).exists()
    with pytest.raises(Refused, match="Đang có đề nghị bổ sung"):
        office.act(
            propose(office, office.walk(case, to="van_thu")), Verb.ISSUE, by="vanthu", number="1"
        )
