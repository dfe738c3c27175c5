"""Each verb over the API: done by who may, refused otherwise; a file from desk to applicant."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

import pytest

from motcua.api.acts import BODIES
from motcua.cases.actions.timers import wake_steps
from motcua.cases.actions.verbs import VERBS
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from tests.api.callers import Calls, fields_of, intake
from tests.office import MARRIAGE, NOW, Clock, Office
from tests.timed import OPINION, asked

ASKED = [{"key": "to_khai", "name": "Tờ khai", "change": "Ký và ghi ngày"}]


def number_at(office: Office, step: str) -> str:
    """A marriage whose step `step` is open."""
    return office.walk(office.take_in(), to=step).number


@pytest.mark.parametrize("verb", list(VERBS), ids=str)
def test_a_body_has_the_fields_of_its_action(verb: Verb) -> None:
    taken = list(inspect.signature(VERBS[verb]).parameters)[1:]
    sent = [name for name in BODIES[verb].model_fields if name != "seen"]
    assert ["file_id" if name == "file" else name for name in sent] == taken


def test_a_whole_walk(office: Office, call: Calls, clock: Clock) -> None:
    desk = call("tiepnhan")
    code = desk.post("cases", intake(office)).json()["code"]
    walk: list[tuple[str, str, dict[str, Any], str]] = [
        ("tiepnhan", "forward", {"note": "Đủ giấy tờ"}, "processing"),
        ("thuly", "claim", {}, "processing"),
        ("thuly", "complete", {"outcome": "de_nghi_giai_quyet"}, "processing"),
        ("truongphong", "complete", {}, "processing"),
        ("lanhdao", "complete", {}, "processing"),
        ("vanthu", "issue", {"number": "12/UBND", "date": "2026-03-02"}, "done"),
        ("tiepnhan", "return_result", {"handed_to": "Nguyễn Thị Hoa"}, "returned"),
    ]
    for seq, (who, verb, fields, state) in enumerate(walk, start=2):
        clock.forward(minutes=10)
        offered = call(who).get(f"cases/{code}").json()
        assert verb in offered["allowed"]
        answer = call(who).act(code, verb, seen=offered["seen"], **fields)
        assert answer.status_code == 200, answer.content.decode()
        assert (answer.json()["state"], answer.json()["seen"]) == (state, seq)
    page = desk.get(f"cases/{code}").json()
    assert page["public_code"] == 10
    assert page["outcome"] == "granted"
    assert [entry["verb"] for entry in page["journal"]] == [
        "accept",
        *(verb for _, verb, _, _ in walk),
    ]
    assert page["result"]["number"] == "12/UBND"
    assert page["allowed"] == []


def test_a_round_of_supplement(office: Office, call: Calls, clock: Clock) -> None:
    code = number_at(office, "thu_ly")
    desk, specialist, head = call("tiepnhan"), call("thuly"), call("truongphong")
    asked = specialist.act(code, "request_supplement", items=ASKED, reason="Tờ khai chưa ký")
    assert asked.json()["state"] == "processing"
    assert specialist.act(code, "complete", outcome="de_nghi_giai_quyet").status_code == 409
    assert "request_supplement" in head.get(f"cases/{code}").json()["allowed"]
    assert head.act(code, "request_supplement", stage="approve").status_code == 200
    assert desk.act(code, "request_supplement").json()["state"] == "supplement"
    waiting = desk.get(f"cases/{code}").json()
    assert (waiting["papers"][0]["state"], waiting["supplement_requests"]) == ("to_change", 1)
    assert waiting["requests"][0]["state"] == "in_force"
    clock.forward(days=3)
    back = desk.act(code, "take_supplement", papers=[{"key": "to_khai"}]).json()
    assert back["state"] == "processing"
    # Counted again from the start: five working days after Thursday 5 March.
    assert back["due_at"][:10] == "2026-03-12"
    papers = desk.get(f"cases/{code}").json()["papers"]
    assert [paper["state"] for paper in papers] == ["replaced", "submitted", "submitted"]


def test_papers_asked_for_before_acceptance(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    number = desk.post("cases", intake(office, accept=False, papers=[])).json()["number"]
    asked = desk.act(number, "request_supplement", items=ASKED, reason="Thiếu tờ khai")
    assert asked.json()["state"] == "supplement"
    papers = [{"key": "to_khai"}, {"key": "xac_nhan"}]
    assert desk.act(number, "accept").status_code == 422
    assert desk.act(number, "correct", reason="Nộp thêm", papers=papers).status_code == 409
    accepted = desk.act(number, "accept", papers=papers).json()
    assert (accepted["state"], accepted["number"][-4:]) == ("received", "0001")


def test_papers_that_never_come(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    number = desk.post("cases", intake(office, accept=False, papers=[])).json()["number"]
    assert desk.act(number, "request_supplement", items=ASKED, reason="Thiếu").status_code == 200
    again = desk.act(number, "request_supplement", items=ASKED, reason="Thiếu")
    assert fields_of(again) == ["again_because"]
    assert desk.act(number, "refuse", reason="Không bổ sung").json()["state"] == "not_accepted"


def test_extension(office: Office, call: Calls) -> None:
    code = number_at(office, "thu_ly")
    sent = {"new_due": "2026-03-11", "reason": "Chờ xác minh"}
    assert call("thuly").act(code, "extend", **sent).status_code == 200
    assert call("thuly").act(code, "extend", stage="approve").status_code == 403
    approved = call("lanhdao").act(code, "extend")
    assert approved.json()["due_at"][:10] == "2026-03-11"
    page = call("thuly").get(f"cases/{code}").json()
    assert page["due_original_at"][:10] == "2026-03-09"
    assert page["extensions"][0]["state"] == "in_force"
    assert call("thuly").act(code, "extend", **sent).status_code == 409


def test_back_and_forth(office: Office, call: Calls) -> None:
    code = number_at(office, "lanh_dao_phong")
    head, specialist = call("truongphong"), call("thuly")
    assert fields_of(head.act(code, "send_back")) == ["reason"]
    assert head.act(code, "send_back", reason="Thiếu xác minh").status_code == 200
    again = specialist.act(code, "complete", outcome="de_nghi_giai_quyet")
    assert again.status_code == 200
    assert specialist.act(code, "recall").status_code == 200
    assert head.act(code, "reassign", username="thuly2.anlac").status_code == 200
    assert fields_of(head.act(code, "reassign", username="vanthu.anlac")) == ["username"]
    taken = specialist.act(code, "complete", outcome="de_nghi_giai_quyet")
    assert taken.status_code == 403
    assert "người khác" in taken.json()["detail"]


@pytest.mark.parametrize(
    ("step", "who", "verb", "fields", "state"),
    [
        ("tiep_nhan", "tiepnhan", "withdraw", {"reason": "Không làm nữa"}, "withdrawn"),
        ("thu_ly", "lanhdao", "stop", {"reason": "Tranh chấp", "legal_ground": "Luật"}, "stopped"),
        ("tiep_nhan", "tiepnhan", "correct", {"reason": "Ghi sai", "summary": "Mới"}, "received"),
        ("thu_ly", "thuly2", "claim", {}, "processing"),
    ],
)
def test_endings_and_corrections(
    office: Office, call: Calls, step: str, who: str, verb: str, fields: dict[str, Any], state: str
) -> None:
    answer = call(who).act(number_at(office, step), verb, **fields)
    assert (answer.status_code, answer.json()["state"]) == (200, state)


@pytest.mark.parametrize(
    ("step", "who", "verb", "fields", "status"),
    [
        ("tiep_nhan", "tiepnhan", "accept", {}, 409),
        ("tiep_nhan", "tiepnhan", "refuse", {"reason": "x"}, 409),
        ("thu_ly", "tiepnhan", "forward", {}, 409),
        ("thu_ly", "vanthu", "claim", {}, 403),
        ("thu_ly", "thuly", "complete", {"outcome": "khong_co"}, 422),
        ("thu_ly", "tiepnhan", "complete", {"outcome": "de_nghi_giai_quyet"}, 403),
        ("tiep_nhan", "tiepnhan", "recall", {}, 409),
        ("thu_ly", "thuly", "reassign", {"username": "thuly2.anlac"}, 403),
        ("thu_ly", "thuly", "request_supplement", {}, 422),
        ("thu_ly", "tiepnhan", "take_supplement", {}, 409),
        ("thu_ly", "thuly", "extend", {}, 422),
        ("thu_ly", "thuly", "stop", {"reason": "x", "legal_ground": "y"}, 403),
        ("thu_ly", "lanhdao", "stop", {"reason": "x"}, 422),
        ("thu_ly", "vanthu", "issue", {"number": "1"}, 409),
        ("van_thu", "vanthu", "issue", {"number": " "}, 422),
        ("van_thu", "vanthu", "issue", {"number": "1", "date": "2026-03-03"}, 422),
        ("van_thu", "vanthu", "issue", {"number": "1", "file": 99}, 422),
        ("van_thu", "tiepnhan", "return_result", {}, 409),
        ("thu_ly", "tiepnhan", "correct", {"reason": "x"}, 409),
        ("tra_ket_qua", "tiepnhan", "withdraw", {}, 409),
    ],
)
def test_refusals_leave_the_file_as_it_was(
    office: Office, call: Calls, step: str, who: str, verb: str, fields: dict[str, Any], status: int
) -> None:
    number = number_at(office, step)
    before = list(Case.objects.values()), Entry.objects.count()
    answer = call(who).act(number, verb, **fields)
    assert answer.status_code == status, answer.content.decode()
    assert answer.json()["detail"]
    assert (list(Case.objects.values()), Entry.objects.count()) == before


@pytest.mark.parametrize("verb", list(VERBS), ids=str)
def test_every_verb_refuses_a_page_drawn_before_the_last_change(
    office: Office, call: Calls, clock: Clock, verb: Verb
) -> None:
    number = number_at(office, "thu_ly")
    required = {
        name: "2026-03-02" if name == "date" else "x"
        for name, field in BODIES[verb].model_fields.items()
        if field.is_required()
    }
    answer = call("tiepnhan").act(number, verb.value, seen=1, **required)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith(
        "Trần Tiếp Nhận vừa thực hiện “Chuyển xử lý” lúc 09:00"
    )


def test_what_is_allowed_is_what_is_accepted(office: Office, call: Calls) -> None:
    """The list on the page and the action are one rule, for everybody at every step."""
    needs: dict[str, dict[str, Any]] = {
        "complete": {"outcome": "de_nghi_giai_quyet"},
        "send_back": {"reason": "x"},
        "reassign": {"username": "thuly2.anlac"},
        "request_supplement": {"items": ASKED, "reason": "x"},
        "extend": {"new_due": "2026-03-11", "reason": "x"},
        "stop": {"reason": "x", "legal_ground": "y"},
        "issue": {"number": "1"},
        "correct": {"reason": "x", "summary": "y"},
        "refuse": {"reason": "x"},
        "late_opinion": {"note": "x"},
    }
    from django.db import transaction

    for step in ("tiep_nhan", "thu_ly", "lanh_dao_phong", "van_thu", "tra_ket_qua"):
        number = number_at(office, step)
        for who in ("tiepnhan", "thuly", "truongphong", "lanhdao", "vanthu"):
            allowed = call(who).get(f"cases/{number}").json()["allowed"]
            for verb in BODIES:
                fields = dict(needs.get(verb, {}))
                if verb == "complete" and step != "thu_ly":
                    fields = {}
                with transaction.atomic():
                    status = call(who).act(number, verb.value, **fields).status_code
                    transaction.set_rollback(True)
                # 422: the act is allowed, a field of it is not right.
                assert (status in (200, 422)) == (verb.value in allowed), (step, who, verb)


def test_postal_results_need_their_bill(office: Office, call: Calls) -> None:
    case = office.walk(office.take_in(MARRIAGE, return_channel="postal"), to="tra_ket_qua")
    desk = call("tiepnhan")
    assert fields_of(desk.act(case.number, "return_result")) == ["post_bill"]
    assert desk.act(case.number, "return_result", post_bill="EB1VN").json()["state"] == "returned"


def test_a_step_that_ran_out_of_time_was_done_by_nobody(office: Office, call: Calls) -> None:
    case = asked(office, expire="1 working_hours", outcome="im_lang")
    office.act(case, Verb.CLAIM, by="thuly")
    assert wake_steps(at=NOW + dt.timedelta(hours=1)) == 1
    steps = call("thuly").get(f"cases/{case.number}").json()["steps"]
    assert [(one["who"], one["outcome"]) for one in steps if one["step"] == OPINION] == [
        ("Hết hạn, không chờ thêm", "im_lang")
    ]
