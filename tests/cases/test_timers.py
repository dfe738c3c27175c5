"""A step reminds, tells a leader and goes on by itself, in working time; late words are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from motcua.cases.actions.moving import move_files
from motcua.cases.actions.timers import wake_steps
from motcua.cases.models import Case, CasePaper, HandOver
from motcua.cases.queries.page import case_page
from motcua.cases.states import State, Verb
from motcua.journal.queries import faults
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.notices.models import Message
from motcua.organisation.models import Unit
from motcua.organisation.rules import CONSOLE
from motcua.portal.story import events_of
from motcua.process.models import Definition, Run, WorkItem
from motcua.workcalendar.actions import set_day
from motcua.workcalendar.rules.changes import SetDay
from motcua.workcalendar.states import DayKind
from tests.cases.story import ask, entries, live, propose, said
from tests.linked import PARENT, fresh, link_wards, put_into_use
from tests.office import NOW, Office
from tests.timed import OPINION, asked, expired, on, timed

SPOKEN = {"remind": "4 working_hours", "escalate": "1 working_days", "expire": "2 working_days"}


def told(kind: str) -> list[tuple[str, str]]:
    """To whom, about what."""
    rows = Message.objects.filter(key__startswith=f"step-{kind}:").order_by("pk")
    return list(rows.values_list("account__username", "subject"))


@pytest.mark.parametrize(
    ("after", "never", "then"),
    [
        # Asked for on Friday at four: an hour of that day is left.
        ("1 working_hours", on(6, "16:59"), on(6, "17:00")),
        ("2 working_hours", on(9, "08:29"), on(9, "08:30")),
        # A day is a day of work, never some minutes and never a Sunday.
        ("1 working_days", on(9, "23:59"), on(10, "00:00")),
        ("2 working_days", on(10, "23:59"), on(11, "00:00")),
    ],
)
def test_a_timer_counts_working_time(
    office: Office, after: str, never: dt.datetime, then: dt.datetime
) -> None:
    put_into_use(office, "mac-dinh", timed(expire=after, outcome="im_lang"))
    friday = on(6, "16:00")
    case = office.walk(office.take_in(at=friday), to=OPINION, at=friday)
    for minutes in range(5, 60, 5):
        assert wake_steps(at=friday + dt.timedelta(minutes=minutes)) == 0
    assert wake_steps(at=never) == 0
    assert wake_steps(at=then + dt.timedelta(seconds=1)) == 1
    assert [item.step for item in live(case)] == ["ban_hanh"]


def test_who_holds_it_is_reminded_and_the_head_is_told_each_once(office: Office) -> None:
    case = asked(office, **SPOKEN, outcome="im_lang")
    office.act(case, Verb.CLAIM, by="thuly", at=NOW)
    assert wake_steps(at=on(2, "12:00")) == 0
    assert wake_steps(at=on(2, "15:00")) == 1
    assert wake_steps(at=on(2, "15:01")) == 0
    assert told("remind") == [("thuly.anlac", f"Nhắc việc: {case.number}")]
    assert wake_steps(at=on(4, "00:00")) == 1
    assert wake_steps(at=on(4, "00:01")) == 0
    assert told("escalate") == [("truongphong.anlac", f"Chậm bước: {case.number}")]
    assert [item.step for item in live(case)] == [OPINION]


def test_while_nobody_holds_it_everybody_whose_step_it_is_is_reminded(office: Office) -> None:
    asked(office, remind="4 working_hours")
    assert wake_steps(at=on(2, "16:00")) == 1
    assert {who for who, _subject in told("remind")} >= {"thuly.anlac", "thuly2.anlac"}


def test_a_step_that_expires_goes_on_and_the_journal_says_that_the_time_did_it(
    office: Office,
) -> None:
    case = expired(office)
    item = WorkItem.objects.get(run_id=case.pk, step=OPINION)
    assert (item.outcome, item.done_by, item.has_expired) == ("im_lang", None, True)
    assert (case.state, [one.step for one in live(case)]) == (State.PROCESSING, ["ban_hanh"])
    entry = entries(case)[-1]
    assert (entry.verb, entry.actor) == (Verb.EXPIRE, None)
    assert said(case)["outcome"] == "im_lang"
    assert wake_steps(at=NOW + dt.timedelta(hours=2)) == 0
    assert list(faults()) == []
    assert office.walk(case, at=NOW + dt.timedelta(hours=3)).state == State.RETURNED


def test_the_citizen_reads_that_the_office_did_not_wait(office: Office) -> None:
    case = expired(office)
    page = case_page(case.number, office.actor("thuly"))
    words = [str(event["what"]) for event in events_of(page, at=NOW)]
    assert "Hết thời hạn chờ ở bước “Cho ý kiến”, hồ sơ đi tiếp" in words


def test_who_answers_in_time_is_not_passed_over(office: Office) -> None:
    case = asked(office, expire="1 working_hours", outcome="im_lang")
    office.act(case, Verb.COMPLETE, by="thuly", at=NOW, outcome="dong_y")
    assert wake_steps(at=on(3, "09:00")) == 0
    assert WorkItem.objects.get(run_id=case.pk, step=OPINION).outcome == "dong_y"


# --- What comes late ------------------------------------------------------------------------------


def test_a_late_opinion_is_kept_and_moves_nothing(office: Office) -> None:
    case = expired(office)
    before = [item.pk for item in live(case)]
    case = office.act(case, Verb.LATE_OPINION, by="thuly", note="  Không đồng ý ")
    assert (said(case)["step"], said(case)["note"]) == (OPINION, "Không đồng ý")
    assert [item.pk for item in live(case)] == before


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("diachinh", NotFound), ("tiepnhan", Forbidden), ("thuly.binhtan", NotFound)],
)
def test_only_whose_step_it_was_may_say_it(
    office: Office, who: str, refusal: type[Exception]
) -> None:
    case = expired(office)
    with pytest.raises(refusal):
        office.act(case, Verb.LATE_OPINION, by=who, note="Không đồng ý")


def test_without_words_or_without_an_expired_step_there_is_no_late_opinion(office: Office) -> None:
    case = expired(office)
    with pytest.raises(Refused, match="Hãy ghi ý kiến"):
        office.act(case, Verb.LATE_OPINION, by="thuly", note=" ")
    waiting = office.walk(office.take_in(), to=OPINION)
    with pytest.raises(Refused, match="không có bước nào đã hết hạn"):
        office.act(waiting, Verb.LATE_OPINION, by="thuly", note="Đồng ý")


# --- When the clock stands still ------------------------------------------------------------------


def test_while_the_applicant_owes_papers_no_timer_runs_and_then_it_begins_anew(
    office: Office,
) -> None:
    case = ask(office, asked(office, expire="1 working_days", outcome="im_lang"))
    assert wake_steps(at=on(5, "09:00")) == 0
    office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(5, "09:00"))
    assert wake_steps(at=on(5, "17:00")) == 0
    assert wake_steps(at=on(7, "00:00")) == 1


def test_a_step_is_not_passed_on_over_an_unanswered_proposal(office: Office) -> None:
    case = propose(office, asked(office, expire="1 working_hours", outcome="im_lang"))
    assert wake_steps(at=NOW + dt.timedelta(hours=1)) == 0
    office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong", stage="decline")
    assert wake_steps(at=NOW + dt.timedelta(hours=1, minutes=30)) == 0
    assert wake_steps(at=NOW + dt.timedelta(hours=3)) == 1


def test_a_file_that_cannot_go_on_does_not_keep_the_others(office: Office) -> None:
    stuck = asked(office, expire="1 working_hours", outcome="im_lang")
    other = office.walk(office.take_in(), to=OPINION)
    # Its version of the process is of a kind of unit that the agency does not have.
    broken = timed(expire="1 working_hours", outcome="im_lang")
    broken["nodes"][2] |= {"role": "inspector", "unit": "control"}
    made = Definition.objects.create(
        key="hong", number=1, name="Hỏng", graph=broken, state="published", published_at=NOW
    )
    Run.objects.filter(pk=stuck.pk).update(definition=made)
    Unit.objects.filter(agency=stuck.agency, kind="control").update(valid_to=NOW.date())
    assert wake_steps(at=on(4, "10:00")) == 1
    assert [item.step for item in live(stuck)] == [OPINION]
    assert [item.step for item in live(other)] == ["ban_hanh"]
    assert wake_steps(at=on(4, "10:30")) == 0


def test_a_day_that_became_a_holiday_puts_it_off(office: Office) -> None:
    case = asked(office, expire="1 working_days", outcome="im_lang")
    storm = SetDay(
        agency_id=None,
        date=dt.date(2026, 3, 3),
        kind=DayKind.HOLIDAY,
        name="Nghỉ bão",
        document="12/CĐ",
    )
    set_day(actor=CONSOLE, change=storm, at=NOW)
    assert wake_steps(at=on(4, "00:00")) == 0
    assert [item.step for item in live(case)] == [OPINION]
    assert wake_steps(at=on(5, "00:00")) == 1


def test_under_another_version_what_went_off_is_not_repeated(office: Office) -> None:
    case = asked(office, remind="1 working_hours")
    assert wake_steps(at=NOW + dt.timedelta(hours=1)) == 1
    put_into_use(
        office,
        "mac-dinh",
        timed(remind="1 working_hours", expire="3 working_hours", outcome="dong_y"),
    )
    *_, old, new = Definition.objects.filter(key="mac-dinh").order_by("number")
    move_files(
        source=old,
        target=new,
        mapping={},
        actor=office.actor("kiemsoat.tphcm"),
        at=NOW + dt.timedelta(hours=2),
        dry_run=False,
    )
    assert wake_steps(at=NOW + dt.timedelta(hours=2)) == 0
    assert wake_steps(at=on(2, "13:30")) == 1
    assert [item.step for item in live(case)] == ["ban_hanh"]
    assert len(told("remind")) == len(set(told("remind")))


def test_a_result_from_another_agency_that_comes_late_is_kept_and_decides_nothing(
    office: Office,
) -> None:
    link_wards(office)
    steps = [
        {**node, "timers": {"expire": "1 working_days", "outcome": "rejected"}}
        if node["key"] == "ban_sao"
        else node
        for node in PARENT["nodes"]
    ]
    put_into_use(office, "mac-dinh", {**PARENT, "nodes": steps})
    case = office.walk(office.take_in(), to="ban_sao")
    office.act(case, Verb.HAND_OVER, by="thuly")
    child = HandOver.objects.select_related("child__version").get(parent=case).child
    assert wake_steps(at=on(4, "00:00")) == 1
    later = on(4, "09:00")
    office.act(child, Verb.ACCEPT, by="tiepnhan.binhtan", at=later)
    office.act(child, Verb.FORWARD, by="tiepnhan.binhtan", at=later)
    office.act(child, Verb.ISSUE, by="thuly.binhtan", at=later, number="7/BS")
    parent = fresh(case)
    assert CasePaper.objects.filter(case=parent, key="ket_qua_ban_sao").exists()
    assert "ban_sao" not in parent.data
    assert [item.step for item in live(parent)] == ["ky"]


def test_a_pass_asks_as_often_for_many_waiting_files_as_for_one(
    office: Office, django_assert_num_queries: object
) -> None:
    put_into_use(office, "mac-dinh", timed(expire="2 working_days", outcome="im_lang"))
    for _ in range(3):
        office.walk(office.take_in(), to=OPINION)
    assert Case.objects.count() == 3
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert wake_steps(at=NOW) == 0
