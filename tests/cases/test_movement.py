"""Along the process: forward, claim, complete, send back, recall, reassign."""

import datetime as dt

import pytest

from motcua.cases.models import Case
from motcua.cases.states import State, Verb
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.organisation.actions import appoint, end_post
from motcua.organisation.models import Post
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import Role
from motcua.process.models import WorkItem
from motcua.process.states import ItemState
from tests.cases.story import live, propose, said, stored
from tests.office import MARRIAGE, NOW, SINCE, Office

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def at_thu_ly(office: Office) -> Case:
    return office.walk(office.take_in(), to="thu_ly")


def test_forward_hands_the_file_to_the_unit_that_handles_it(office: Office) -> None:
    case = office.act(office.take_in(), Verb.FORWARD, by="tiepnhan2", at=LATER, note=" Đủ giấy tờ ")
    assert stored(case).state == State.PROCESSING
    (item,) = live(case)
    hall = office.units["anlac", "MC"].pk
    room = office.units["anlac", "HT"].pk
    assert (item.step, item.unit_id, item.opened_at) == ("thu_ly", room, LATER)
    assert said(case) == {
        "note": "Đủ giấy tờ",
        "state": [2, 4],
        "step": "tiep_nhan",
        "to": [["thu_ly", room]],
        "unit": hall,
    }


def test_forward_by_another_post_or_agency_or_twice(office: Office) -> None:
    case = office.take_in()
    for who, fault in [
        ("thuly", Forbidden),
        ("lanhdao", Forbidden),
        ("tiepnhan.binhtan", NotFound),
    ]:
        with pytest.raises(fault):
            office.act(case, Verb.FORWARD, by=who)
    office.act(case, Verb.FORWARD, by="tiepnhan")
    with pytest.raises(Refused, match="đang ở trạng thái “Đang xử lý”"):
        office.act(case, Verb.FORWARD, by="tiepnhan")
    assert stored(case).journal_seq == 2


def test_of_two_who_claim_one_wins_and_the_other_reads_who(office: Office, at_thu_ly: Case) -> None:
    case = office.act(at_thu_ly, Verb.CLAIM, by="thuly", at=LATER)
    (item,) = live(case)
    assert (item.state, item.holder, item.claimed_at) == (
        ItemState.CLAIMED,
        office.account("thuly"),
        LATER,
    )
    with pytest.raises(Conflict, match="Lê Thụ Lý đã nhận việc này lúc 10:00"):
        office.act(case, Verb.CLAIM, by="thuly2")
    with pytest.raises(Refused, match="đang giữ việc này rồi"):
        office.act(case, Verb.CLAIM, by="thuly")
    with pytest.raises(Forbidden, match="người khác đang giữ"):
        office.act(case, Verb.COMPLETE, by="thuly2")


def test_a_step_is_claimed_in_its_own_room_and_role(office: Office, at_thu_ly: Case) -> None:
    with pytest.raises(Forbidden, match="Thụ lý|Chuyên viên|vai trò"):
        office.act(at_thu_ly, Verb.CLAIM, by="truongphong")
    with pytest.raises(NotFound):
        office.act(at_thu_ly, Verb.CLAIM, by="diachinh")


@pytest.mark.parametrize("outcome", ["de_nghi_giai_quyet", "de_nghi_tu_choi"])
def test_each_outcome_goes_on_and_is_kept(office: Office, at_thu_ly: Case, outcome: str) -> None:
    case = office.act(at_thu_ly, Verb.COMPLETE, by="thuly", outcome=outcome, note="Đã xác minh")
    assert [item.step for item in live(case)] == ["lanh_dao_phong"]
    done = WorkItem.objects.get(run_id=case.pk, step="thu_ly")
    assert (done.state, done.outcome, done.done_by) == (
        ItemState.DONE,
        outcome,
        office.account("thuly"),
    )
    assert (said(case)["outcome"], said(case)["note"]) == (outcome, "Đã xác minh")


def test_without_a_word_the_first_outcome_and_never_an_unknown_one(
    office: Office, at_thu_ly: Case
) -> None:
    with pytest.raises(Refused):
        office.act(at_thu_ly, Verb.COMPLETE, by="thuly", outcome="tuy_y")
    case = office.act(at_thu_ly, Verb.COMPLETE, by="thuly")
    assert said(case)["outcome"] == "de_nghi_giai_quyet"


def test_complete_waits_for_the_state_the_step_and_the_open_request(
    office: Office, at_thu_ly: Case
) -> None:
    with pytest.raises(Refused, match="Được tiếp nhận"):
        office.act(office.take_in(), Verb.COMPLETE, by="thuly")
    with pytest.raises(Refused, match="không ở bước “Hoàn thành bước”"):
        office.act(office.walk(office.take_in(), to="van_thu"), Verb.COMPLETE, by="vanthu")
    case = propose(office, at_thu_ly)
    for who, verb, more in [
        ("thuly", Verb.COMPLETE, {}),
        ("thuly", Verb.SEND_BACK, {"reason": "Thiếu"}),
        ("tiepnhan", Verb.RECALL, {}),
    ]:
        with pytest.raises(Refused, match="Đang có đề nghị bổ sung"):
            office.act(case, verb, by=who, **more)


def test_nobody_signs_a_file_they_received(office: Office) -> None:
    appoint(
        actor=CONSOLE,
        account_id=office.account("tiepnhan").pk,
        unit_id=office.units["anlac", "HT"].pk,
        role=Role.UNIT_LEADER,
        valid_from=SINCE,
        at=NOW,
    )
    case = office.walk(office.take_in(), to="lanh_dao_phong")
    with pytest.raises(Forbidden, match="không được duyệt chính hồ sơ đó"):
        office.act(case, Verb.COMPLETE, by="tiepnhan")
    assert office.act(case, Verb.COMPLETE, by="truongphong").state == State.PROCESSING


def test_a_page_drawn_before_the_last_act_is_told_who_was_first(
    office: Office, at_thu_ly: Case
) -> None:
    seen = at_thu_ly.journal_seq
    office.act(at_thu_ly, Verb.CLAIM, by="thuly", at=LATER)
    with pytest.raises(Conflict, match="Lê Thụ Lý vừa thực hiện “Nhận việc” lúc 10:00 02/03/2026"):
        office.act(at_thu_ly, Verb.REASSIGN, by="truongphong", username="thuly2.anlac", seen=seen)


def test_a_step_sent_back_is_held_by_who_did_it_and_says_why(office: Office) -> None:
    case = office.walk(office.take_in(), to="lanh_dao_phong")
    with pytest.raises(Refused) as refusal:
        office.act(case, Verb.SEND_BACK, by="truongphong", reason="  ")
    assert refusal.value.field == "reason"
    assert [item.step for item in live(case)] == ["lanh_dao_phong"]
    case = office.act(case, Verb.SEND_BACK, by="truongphong", reason="Thiếu xác minh nơi cư trú")
    (item,) = live(case)
    assert (item.step, item.holder) == ("thu_ly", office.account("thuly"))
    assert case.state == State.PROCESSING
    assert said(case)["note"] == "Thiếu xác minh nơi cư trú"
    assert [item.step for item in live(office.act(case, Verb.COMPLETE, by="thuly"))] == [
        "lanh_dao_phong"
    ]


def test_sent_back_to_the_desk_the_file_is_received_again(office: Office, at_thu_ly: Case) -> None:
    case = office.act(at_thu_ly, Verb.SEND_BACK, by="thuly", reason="Nhầm phòng")
    assert case.state == State.RECEIVED
    assert said(case)["state"] == [4, 2]
    assert office.act(case, Verb.FORWARD, by="tiepnhan").state == State.PROCESSING


def test_only_who_may_do_a_step_sends_it_back(office: Office) -> None:
    case = office.walk(office.take_in(), to="lanh_dao_ky")
    for who in ("truongphong", "thuly", "vanthu"):
        with pytest.raises(Forbidden):
            office.act(case, Verb.SEND_BACK, by=who, reason="Sai")


def test_recall_before_anybody_begins_and_not_after(office: Office, at_thu_ly: Case) -> None:
    case = office.act(at_thu_ly, Verb.COMPLETE, by="thuly")
    case = office.act(case, Verb.RECALL, by="thuly", at=LATER)
    (item,) = live(case)
    assert (item.step, item.holder, item.outcome) == ("thu_ly", office.account("thuly"), "")
    case = office.act(case, Verb.COMPLETE, by="thuly", outcome="de_nghi_tu_choi")
    office.act(case, Verb.CLAIM, by="truongphong")
    with pytest.raises(Conflict, match="Phạm Trưởng Phòng đã nhận việc này"):
        office.act(case, Verb.RECALL, by="thuly")


def test_recalling_the_forward_brings_the_file_back_to_the_desk(
    office: Office, at_thu_ly: Case
) -> None:
    assert office.act(at_thu_ly, Verb.RECALL, by="tiepnhan").state == State.RECEIVED


def test_who_passed_nothing_on_has_nothing_to_recall(office: Office, at_thu_ly: Case) -> None:
    with pytest.raises(Refused, match="không có gì để thu hồi"):
        office.act(at_thu_ly, Verb.RECALL, by="tiepnhan2")
    with pytest.raises(Refused, match="Được tiếp nhận"):
        office.act(office.take_in(), Verb.RECALL, by="tiepnhan")


def test_who_no_longer_sits_there_recalls_nothing(office: Office, at_thu_ly: Case) -> None:
    case = office.act(at_thu_ly, Verb.COMPLETE, by="thuly")
    post = Post.objects.get(account=office.account("thuly"))
    appoint(
        actor=CONSOLE,
        account_id=post.account_id,
        unit_id=office.units["anlac", "MC"].pk,
        role=Role.RECEPTION,
        valid_from=SINCE,
        at=NOW,
    )
    end_post(actor=CONSOLE, post_id=post.pk, last_day=NOW.date() - dt.timedelta(days=1), at=NOW)
    with pytest.raises(Forbidden, match="Chỉ người đã chuyển bước này"):
        office.act(case, Verb.RECALL, by="thuly")


def test_a_leader_gives_the_step_to_a_colleague(office: Office, at_thu_ly: Case) -> None:
    case = office.act(
        at_thu_ly, Verb.REASSIGN, by="truongphong", username="thuly2.anlac", reason="Nghỉ phép"
    )
    assert live(case)[0].holder == office.account("thuly2")
    assert said(case) == {
        "holder": office.account("thuly2").pk,
        "note": "Nghỉ phép",
        "step": "thu_ly",
    }
    with pytest.raises(Refused) as refusal:
        office.act(case, Verb.REASSIGN, by="lanhdao", username="thuly2.anlac")
    assert refusal.value.field == "to"


def test_reassigning_is_for_leaders_and_among_the_step_s_own_people(
    office: Office, at_thu_ly: Case
) -> None:
    with pytest.raises(Forbidden):
        office.act(at_thu_ly, Verb.REASSIGN, by="thuly", username="thuly2.anlac")
    for stranger in ("vanthu.anlac", "thuly.binhtan", "ai-do"):
        with pytest.raises(Refused, match="Hồ Thụ Lý") as refusal:
            office.act(at_thu_ly, Verb.REASSIGN, by="truongphong", username=stranger)
        assert refusal.value.field == "username"
    assert at_thu_ly.version.procedure.code == MARRIAGE
