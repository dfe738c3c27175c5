"""A file laid on the desk and not accepted yet: asked, completed, accepted, refused."""

import pytest

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.queries.page import case_by_number
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.states import Outcome, RequestState, State, Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.process.models import WorkItem
from tests.cases.story import AGAIN, ask, live, midnight, on, papers, said, stored
from tests.office import BUILDING, NOW, Office

BOTH = (PaperIn("to_khai"), PaperIn("xac_nhan"))
MISSING = (AskedPaper("Giấy xác nhận tình trạng hôn nhân", "Chưa nộp", "xac_nhan"),)


def lay_down(office: Office, *keys: str) -> Case:
    return office.take_in(accept=False, papers=tuple(PaperIn(key) for key in keys))


def ask_at_the_counter(office: Office, case: Case, **fields: object) -> Case:
    fields = {"items": MISSING, "reason": "Thiếu giấy tờ"} | fields
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", **fields)


def test_accepted_later_it_gets_its_code_and_its_clock_then(office: Office) -> None:
    case = office.act(
        lay_down(office, "to_khai", "xac_nhan"),
        Verb.ACCEPT,
        by="tiepnhan2",
        at=on("2026-03-05 09:00"),
    )
    case = stored(case)
    assert case.code == f"{office.ward.code}-260305-0001"
    assert str(case.provisional).startswith("TN-")
    assert (case.submitted_at, case.received_at) == (NOW, on("2026-03-05 09:00"))
    assert case.due_at == case.due_original_at == midnight("2026-03-12")
    assert (case.received_by, case.receipt_number) == (office.account("tiepnhan2"), 1)
    assert [item.step for item in live(case)] == ["tiep_nhan"]
    assert said(case)["code"] == case.code
    assert case.code.lower() in case.search.lower()


@pytest.mark.parametrize("number", ["code", "provisional"])
def test_it_is_found_under_both_of_its_numbers(office: Office, number: str) -> None:
    case = office.act(lay_down(office, "to_khai", "xac_nhan"), Verb.ACCEPT, by="tiepnhan")
    found = case_by_number(getattr(case, number), office.actor("tiepnhan"))
    assert found.pk == case.pk


def test_incomplete_it_is_not_accepted(office: Office) -> None:
    case = lay_down(office, "to_khai")
    with pytest.raises(Refused, match="Giấy xác nhận tình trạng hôn nhân") as refusal:
        office.act(case, Verb.ACCEPT, by="tiepnhan")
    assert refusal.value.field == "papers"
    assert (stored(case).state, stored(case).code) == (State.REGISTERED, None)
    assert not WorkItem.objects.filter(run_id=case.pk).exists()


def test_what_was_missing_may_come_with_the_acceptance(office: Office) -> None:
    case = office.act(
        lay_down(office, "to_khai"), Verb.ACCEPT, by="tiepnhan", papers=(PaperIn("xac_nhan"),)
    )
    assert case.state == State.RECEIVED
    assert papers(case) == [("to_khai", "submitted"), ("xac_nhan", "submitted")]
    assert said(case)["papers"] == [["xac_nhan", "original", 1]]


def test_asked_at_the_counter_brought_and_accepted(office: Office) -> None:
    asked = (*MISSING, AskedPaper("Tờ khai", "Ký tên", "to_khai"))
    case = ask_at_the_counter(office, lay_down(office, "to_khai"), items=asked)
    assert (case.state, case.supplements, case.pauses) == (State.SUPPLEMENT, 0, [])
    assert papers(case) == [("to_khai", "to_change")]
    request = SupplementRequest.objects.get(case_id=case.pk)
    assert (request.state, request.handed_at) == (RequestState.IN_FORCE, NOW)
    with pytest.raises(Refused, match="Còn thiếu"):
        office.act(case, Verb.ACCEPT, by="tiepnhan")
    at = on("2026-03-04 09:00")
    case = stored(office.act(case, Verb.ACCEPT, by="tiepnhan", at=at, papers=BOTH))
    assert papers(case) == [
        ("to_khai", "replaced"),
        ("to_khai", "submitted"),
        ("xac_nhan", "submitted"),
    ]
    assert (case.state, case.due_at) == (State.RECEIVED, midnight("2026-03-11"))
    request.refresh_from_db()
    assert (request.state, request.taken_at) == (RequestState.DONE, at)


def test_a_paper_mended_at_the_desk_counts_as_handed_in(office: Office) -> None:
    asked = (AskedPaper("Tờ khai", "Ký tên", "to_khai"),)
    case = ask_at_the_counter(office, lay_down(office, "to_khai", "xac_nhan"), items=asked)
    case = office.act(case, Verb.ACCEPT, by="tiepnhan")
    assert papers(case) == [("to_khai", "submitted"), ("xac_nhan", "submitted")]


def test_a_second_request_at_the_counter_says_why_not_at_once(office: Office) -> None:
    case = ask_at_the_counter(office, lay_down(office, "to_khai"))
    with pytest.raises(Refused) as refusal:
        ask_at_the_counter(office, case)
    assert refusal.value.field == "again_because"
    case = ask_at_the_counter(office, case, again_because=AGAIN)
    assert list(case.supplement_requests.order_by("number").values_list("state", flat=True)) == [
        RequestState.DONE,
        RequestState.IN_FORCE,
    ]


def test_taking_a_supplement_in_is_for_the_clock(office: Office) -> None:
    case = ask_at_the_counter(office, lay_down(office, "to_khai"))
    with pytest.raises(Refused, match="bấm “Tiếp nhận”"):
        office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", papers=BOTH)


@pytest.mark.parametrize("asked", [False, True])
def test_refused_it_has_no_code_and_counts_as_neither_received_nor_finished(
    office: Office, asked: bool
) -> None:
    case = lay_down(office, "to_khai")
    if asked:
        case = ask_at_the_counter(office, case)
    with pytest.raises(Refused) as refusal:
        office.act(case, Verb.REFUSE, by="tiepnhan", reason=" ")
    assert refusal.value.field == "reason"
    case = stored(
        office.act(
            case,
            Verb.REFUSE,
            by="tiepnhan",
            reason="Không thuộc thẩm quyền",
            legal_ground="Điều 17 Luật Hộ tịch",
        )
    )
    assert (case.state, case.outcome) == (State.NOT_ACCEPTED, Outcome.REFUSED)
    assert (case.code, case.received_at, case.finished_at) == (None, None, None)
    assert (said(case)["note"], said(case)["ground"]) == (
        "Không thuộc thẩm quyền",
        "Điều 17 Luật Hộ tịch",
    )


def test_once_accepted_it_is_not_refused_any_more(office: Office) -> None:
    with pytest.raises(Refused, match="Được tiếp nhận"):
        office.act(office.take_in(), Verb.REFUSE, by="tiepnhan", reason="Sai")


def test_asked_on_the_clock_it_is_neither_refused_nor_accepted(office: Office) -> None:
    case = ask(office, office.walk(office.take_in(), to="thu_ly"))
    with pytest.raises(Refused, match="đã được tiếp nhận nên không từ chối"):
        office.act(case, Verb.REFUSE, by="tiepnhan", reason="Sai")
    with pytest.raises(Refused, match="hãy dùng “Nhận bổ sung”"):
        office.act(case, Verb.ACCEPT, by="tiepnhan")


@pytest.mark.parametrize("asked", [False, True])
def test_nothing_is_stopped_that_was_not_accepted(office: Office, asked: bool) -> None:
    case = lay_down(office, "to_khai")
    if asked:
        case = ask_at_the_counter(office, case)
    with pytest.raises(Refused):
        office.act(case, Verb.STOP, by="lanhdao", reason="Quá hạn", legal_ground="Điều 1")
    assert stored(case).state == case.state


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.REFUSE, Verb.REQUEST_SUPPLEMENT, Verb.CORRECT])
def test_before_acceptance_everything_is_the_desk_s(office: Office, verb: Verb) -> None:
    fields = {
        Verb.REFUSE: {"reason": "Sai"},
        Verb.REQUEST_SUPPLEMENT: {"items": MISSING, "reason": "Thiếu"},
        Verb.CORRECT: {"reason": "Nhầm", "summary": "Khác"},
    }
    case = lay_down(office, "to_khai", "xac_nhan")
    for who in ("thuly", "lanhdao"):
        with pytest.raises(Forbidden):
            office.act(case, verb, by=who, **fields.get(verb, {}))


def test_the_unit_that_handles_it_is_asked_again_at_acceptance(office: Office) -> None:
    case = office.take_in(BUILDING, accept=False)
    Case.objects.filter(pk=case.pk).update(handling_unit=None)
    case = office.act(case, Verb.ACCEPT, by="tiepnhan")
    assert stored(case).handling_unit_id == office.units["anlac", "DC"].pk
