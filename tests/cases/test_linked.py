"""One-stop across agencies: a child file elsewhere, through supplement, refusal and withdrawal."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.cases.access.possible import verbs_now
from motcua.cases.models import Case, CasePaper, HandOver
from motcua.cases.queries.linked import of_citizens
from motcua.cases.queries.page import case_page, page_of_case
from motcua.cases.rules.linked import nearest, outcome_of, papers_along, share_of
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.states import PaperForm, State, Verb
from motcua.catalogue.rules.papers import Paper
from motcua.indicators.queries import statistics
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.portal.story import events_of as story
from motcua.process.rules.checks import faults
from motcua.process.rules.graph import ChildFile
from motcua.process.rules.reading import parse_graph
from motcua.slips.queries.control import control
from motcua.slips.queries.issuer import issuer_of
from motcua.slips.queries.story import Dossier
from tests.cases.story import entries, live, on, papers, said
from tests.linked import CHILD, PARENT, fresh, handed_over, link_wards, put_into_use
from tests.office import NOW, Clock, Office

# --- Rules ----------------------------------------------------------------------------------------


def test_both_processes_are_sound() -> None:
    assert faults(parse_graph(PARENT)) == []
    assert faults(parse_graph(CHILD)) == []


@pytest.mark.parametrize(
    ("budget", "limit", "share"),
    [
        (None, "5 working_days", ""),
        ("2 working_days", "5 working_days", "2 working_days"),
        ("30%", "5 working_days", "12 working_hours"),  # of 40 working hours
        ("33%", "5 working_days", "14 working_hours"),  # 13.2, rounded up for the other agency
        ("30%", None, ""),
    ],
)
def test_each_agency_has_its_share_of_the_time(
    budget: str | None, limit: str | None, share: str
) -> None:
    assert share_of(budget, parse_limit(limit) if limit else None) == share


def test_the_nearest_agency_shares_most_of_the_way_from_the_root() -> None:
    assert nearest("/1/5/", ["/1/", "/1/5/9/", "/1/7/"]) == ["/1/5/9/"]
    assert nearest("/1/5/", ["/1/6/", "/1/7/"]) == ["/1/6/", "/1/7/"]


def test_only_granted_is_granted() -> None:
    words = [
        outcome_of(word) for word in ("granted", "rejected", "refused", "withdrawn", "stopped")
    ]
    assert words == ["granted", *["rejected"] * 4]


def test_papers_and_results_flow_without_typing_them_again() -> None:
    wanted = [Paper(key=key, name=key.upper()) for key in ("don", "khai_sinh", "ho_chieu")]
    held = [PaperIn("don", PaperForm.COPY, file_id=3), PaperIn("khac", file_id=4)]
    results = {"khai_sinh": PaperIn("ket_qua_khai_sinh", PaperForm.ELECTRONIC, file_id=9)}
    child = ChildFile("1.0", (("khai_sinh", "@khai_sinh"),))
    along = papers_along(child, wanted, held, results)
    assert [(p.key, p.name, p.file_id) for p in along] == [
        ("don", "DON", 3),
        ("khai_sinh", "KHAI_SINH", 9),
    ]


# --- A walk ---------------------------------------------------------------------------------------


@pytest.fixture
def linked(office: Office) -> Office:
    link_wards(office)
    return office


def issue_child(office: Office, child: Case, **fields: str) -> Case:
    child = office.act(child, Verb.ACCEPT, by="tiepnhan.binhtan")
    office.act(child, Verb.FORWARD, by="tiepnhan.binhtan", at=child.touched_at)
    return office.act(fresh(child), Verb.ISSUE, by="thuly.binhtan", number="7/BS", **fields)


def test_the_child_has_its_own_code_clock_papers_and_people(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    assert (child.state, child.agency_id, child.parent_id) == (
        State.REGISTERED,
        linked.neighbour.pk,
        parent.pk,
    )
    assert papers(child) == [("ban_chinh", "submitted")]
    assert child.applicant == parent.applicant
    with pytest.raises(NotFound):
        case_page(child.number, linked.actor("thuly"))  # its people are Bình Tân's
    with pytest.raises(NotFound):
        case_page(parent.number, linked.actor("thuly.binhtan"))
    child = linked.act(child, Verb.ACCEPT, by="tiepnhan.binhtan", at=on("2026-03-02 10:00"))
    assert str(child.code).startswith("H29.102-")
    # two working days are this agency's share, though a copy is made the same day elsewhere
    assert str(child.due_at)[:10] == "2026-03-04"
    assert fresh(parent).due_at == parent.due_at


def test_both_sides_confirm_each_hand_over(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    link = HandOver.objects.get(child=child)
    assert (link.given_by, link.taken_at) == (linked.account("thuly"), None)
    issue_child(linked, child)
    link.refresh_from_db()
    assert link.taken_by == linked.account("tiepnhan.binhtan")
    assert link.closed_at is not None
    linked.act(fresh(parent), Verb.COMPLETE, by="thuly")
    link.refresh_from_db()
    assert (link.back_by, link.back_at is not None) == (linked.account("thuly"), True)


def test_the_result_comes_back_as_a_paper_and_the_step_ends_by_it(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    with pytest.raises(Refused, match="chưa trả kết quả"):
        linked.act(parent, Verb.COMPLETE, by="thuly")
    with pytest.raises(Refused, match="đã chuyển liên thông"):
        linked.act(parent, Verb.HAND_OVER, by="thuly")
    issue_child(linked, child)
    parent = fresh(parent)
    assert parent.data["ban_sao"]["number"] == "7/BS"
    paper = CasePaper.objects.get(case=parent, key="ket_qua_ban_sao")
    assert "7/BS" in paper.name
    with pytest.raises(Refused, match="theo kết quả"):
        linked.act(parent, Verb.COMPLETE, by="thuly", outcome="rejected")
    parent = linked.act(parent, Verb.COMPLETE, by="thuly")
    assert said(parent)["outcome"] == "granted"
    parent = linked.walk(parent)
    assert (parent.state, fresh(child).state) == (State.RETURNED, State.DONE)


def test_refusal_of_the_child_lets_the_parent_go_on_as_rejected(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    linked.act(child, Verb.REFUSE, by="tiepnhan.binhtan", reason="Không thuộc thẩm quyền")
    told = said(fresh(parent))
    assert (told["what"], told["reason"]) == ("refuse", "Không thuộc thẩm quyền")
    # it may be handed over once more, or ended as rejected
    parent = linked.act(fresh(parent), Verb.COMPLETE, by="thuly")
    assert said(parent)["outcome"] == "rejected"
    assert [item.step for item in live(parent)] == ["ky"]


def test_while_the_child_waits_for_the_applicant_both_clocks_stand_still(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    child = linked.act(child, Verb.ACCEPT, by="tiepnhan.binhtan")
    linked.act(child, Verb.FORWARD, by="tiepnhan.binhtan")
    asked = (AskedPaper("Bản chính", "Chụp lại rõ hơn", "ban_chinh"),)
    ask = {"items": asked, "reason": "Ảnh mờ"}
    linked.act(fresh(child), Verb.REQUEST_SUPPLEMENT, by="thuly.binhtan", **ask)
    assert fresh(parent).pauses == []  # a proposal is nobody's business yet
    linked.act(fresh(child), Verb.REQUEST_SUPPLEMENT, by="lanhdao.binhtan", stage="approve")
    linked.act(fresh(child), Verb.REQUEST_SUPPLEMENT, by="tiepnhan.binhtan", stage="hand_out")
    waiting = fresh(parent)
    assert waiting.pauses == [[fresh(child).touched_at.isoformat(), None]]
    assert said(waiting)["items"] == ["Bản chính"]
    back = on("2026-03-05 09:00")
    linked.act(fresh(child), Verb.TAKE_SUPPLEMENT, by="tiepnhan.binhtan", at=back)
    parent = fresh(parent)
    assert parent.pauses[-1][1] == back.isoformat()
    assert (parent.due_at or NOW) > (parent.due_original_at or NOW)
    assert parent.state == State.PROCESSING


def test_with_the_parent_its_children_are_withdrawn(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    child = linked.act(child, Verb.ACCEPT, by="tiepnhan.binhtan")
    parent = linked.act(fresh(parent), Verb.WITHDRAW, by="tiepnhan", reason="Không cần nữa")
    child = fresh(child)
    assert (parent.state, child.state, live(child)) == (State.WITHDRAWN, State.WITHDRAWN, [])
    assert said(child)["note"] == f"Hồ sơ gốc {parent.number}: rút hồ sơ"
    assert [entry.verb for entry in entries(parent)][-1] == Verb.WITHDRAW
    assert HandOver.objects.get(child=child).closed_at is not None


def test_a_child_withdrawn_by_itself_is_told_and_the_parent_goes_on(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    linked.act(child, Verb.WITHDRAW, by="tiepnhan.binhtan")
    assert said(fresh(parent))["what"] == "withdraw"
    parent = linked.act(fresh(parent), Verb.COMPLETE, by="thuly")
    assert said(parent)["outcome"] == "rejected"


def test_counted_once_for_the_citizen_and_once_per_agency(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    linked.act(child, Verb.ACCEPT, by="tiepnhan.binhtan")
    assert [case.pk for case in Case.objects.filter(of_citizens())] == [parent.pk]
    day = NOW.date()
    counted = statistics(from_day=day, to_day=day, agency_code="H29", by="agency", at=NOW)
    by_agency = {group["key"]: group["received"] for group in counted["groups"]}
    assert by_agency == {"H29.101": 1, "H29.102": 1}


@pytest.mark.parametrize("who", ["tiepnhan", "lanhdao", "vanthu", "diachinh"])
def test_only_who_works_the_step_hands_over(linked: Office, who: str) -> None:
    parent = linked.take_in()
    linked.act(parent, Verb.FORWARD, by="tiepnhan")
    with pytest.raises((Forbidden, NotFound)):
        linked.act(parent, Verb.HAND_OVER, by=who)


def test_the_step_is_not_turned_back_while_the_other_agency_works(linked: Office) -> None:
    parent, _child = handed_over(linked, at=NOW)
    with pytest.raises(Refused, match="Cơ quan khác đang giải quyết"):
        linked.act(parent, Verb.SEND_BACK, by="thuly", reason="Nhầm")


def test_an_agency_that_does_not_take_the_procedure_is_refused(linked: Office) -> None:
    parent = linked.take_in()
    linked.act(parent, Verb.FORWARD, by="tiepnhan")
    with pytest.raises(Refused, match="Không có cơ quan nào khác nhận") as refusal:
        linked.act(parent, Verb.HAND_OVER, by="thuly", agency_code="H29")
    assert refusal.value.field == "agency_code"


def test_four_eyes_the_doer_of_one_step_does_not_do_the_other(office: Office) -> None:
    graph = {**PARENT, "nodes": [dict(node) for node in PARENT["nodes"]]}
    two = graph["nodes"][1]
    del two["child"]
    two["outcomes"] = []
    graph["flows"] = [
        {k: v for k, v in flow.items() if k != "outcome"}
        for flow in graph["flows"]
        if flow.get("outcome") != "rejected"
    ]
    graph["nodes"][2]["other_than"] = two["key"]
    put_into_use(office, "mac-dinh", graph)
    case = office.take_in()
    office.act(case, Verb.FORWARD, by="tiepnhan")
    office.act(case, Verb.COMPLETE, by="thuly")
    with pytest.raises(Forbidden, match="người khác với người làm"):
        office.act(case, Verb.ISSUE, by="thuly", number="1")
    page = case_page(case.number, office.actor("thuly"))
    assert Verb.ISSUE not in verbs_now(page, office.actor("thuly"))
    assert Verb.ISSUE in verbs_now(page, office.actor("thuly2"))
    assert office.act(case, Verb.ISSUE, by="thuly2", number="1").state == State.DONE


def test_the_citizen_reads_both_agencies_on_one_timeline(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    issue_child(linked, child)
    told = [event["what"] for event in story(page_of_case(fresh(parent)), at=NOW)]
    assert told[2:5] == [
        "Đã chuyển liên thông đến Phường Bình Tân",
        "Phường Bình Tân đã nhận hồ sơ liên thông",
        "Phường Bình Tân đã có kết quả số 7/BS",
    ]


def test_the_control_slip_has_a_line_for_giving_and_one_for_taking(linked: Office) -> None:
    parent, child = handed_over(linked, at=NOW)
    issue_child(linked, child)
    dossier = Dossier.of(page_of_case(fresh(parent)))
    rows = control(dossier, issuer_of(dossier.case, NOW.date(), ""), NOW.date()).rows
    lines = [(row.from_unit, row.giver, row.to_unit, row.taker) for row in rows][2:]
    desk = "Bộ phận Tiếp nhận và trả kết quả"
    assert lines == [
        ("Tư pháp - Hộ tịch", "Lê Thụ Lý", "Phường Bình Tân", ""),
        (desk, "", "Phường Bình Tân", "Cao Tiếp Nhận"),
        ("Phường Bình Tân", "Đinh Thụ Lý", desk, ""),
    ]


def test_each_side_sees_the_other_on_the_page_of_its_file(linked: Office, clock: Clock) -> None:
    parent, child = handed_over(linked, at=NOW)
    page = read(linked, "thuly", parent)
    assert "chưa nhận" in page
    assert child.number in page
    assert f"mở từ hồ sơ {parent.number} của Phường An Lạc" in read(
        linked, "tiepnhan.binhtan", child
    )


def read(office: Office, who: str, case: Case) -> str:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(office.account(who), backend=backend)
    return client.get(f"/desk/cases/{case.number}/").content.decode()
