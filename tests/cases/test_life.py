"""Whole lives of files: any verb by anyone at any time, and what must hold whatever they do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from motcua.cases.access.possible import verbs_now
from motcua.cases.actions.reclock import reclock_open_cases
from motcua.cases.actions.timers import wake_steps
from motcua.cases.actions.verbs import VERBS, act_on
from motcua.cases.models import Case, CasePaper, Extension, Result, SupplementRequest
from motcua.cases.queries.integrity import loose_ends
from motcua.cases.queries.page import page_of_case
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import CLOSED, TRANSITIONS, Outcome, State, Verb
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Actor
from motcua.process.models import Run, WorkItem
from motcua.process.states import LIVE_ITEMS, RunState
from motcua.workcalendar.queries import calendar_for
from tests.cases.test_reclock import with_holiday
from tests.linked import put_into_use
from tests.office import BUILDING, COPIES, MARRIAGE, NOW, Office
from tests.process.graphs import seed

PEOPLE: Final = (
    *("tiepnhan", "tiepnhan2", "thuly", "thuly2", "diachinh", "truongphong", "lanhdao", "vanthu"),
    *("kiemsoat", "thanhtra", "tiepnhan.binhtan"),
)
# Who would do what a file waits for; the walk needs them to get anywhere.
DOERS: Final = ("tiepnhan", "thuly", "diachinh", "truongphong", "lanhdao", "vanthu")
ROWS: Final = (Case, Run, WorkItem, CasePaper, SupplementRequest, Extension, Result)
ASKED: Final = (AskedPaper("Tờ khai", "Ký tên", "to_khai"), AskedPaper("Sổ", "Thêm bản chụp"))

reasons = st.sampled_from(["", "Lý do", "Lý do"])
papers = st.lists(
    st.sampled_from(["to_khai", "xac_nhan", "don", "ban_ve", "ban_chinh"]), max_size=3, unique=True
).map(lambda keys: tuple(PaperIn(key, name="Giấy tờ") for key in keys))
days = st.dates(dt.date(2026, 3, 1), dt.date(2026, 5, 1))
sound: dict[Verb, dict[str, st.SearchStrategy[Any]]] = {
    Verb.ACCEPT: {"papers": papers},
    Verb.REFUSE: {"reason": st.just("Sai nơi")},
    Verb.SEND_BACK: {"reason": st.just("Thiếu")},
    Verb.REASSIGN: {"username": st.sampled_from(["thuly2.anlac", "thuly.anlac"])},
    Verb.REQUEST_SUPPLEMENT: {
        "items": st.just(ASKED),
        "reason": st.just("Thiếu"),
        "again_because": st.just("Hết hạn"),
    },
    Verb.TAKE_SUPPLEMENT: {"papers": papers},
    Verb.EXTEND: {"new_due": days, "reason": st.just("Chờ xác minh")},
    Verb.STOP: {"reason": st.just("Quá hạn"), "legal_ground": st.just("Điều 5")},
    Verb.ISSUE: {"number": st.just("12/UBND"), "outcome": st.sampled_from(["granted", "rejected"])},
    Verb.LATE_OPINION: {"note": st.just("Không đồng ý")},
    Verb.RETURN_RESULT: {"post_bill": st.just("VN1")},
    Verb.CORRECT: {"reason": st.just("Nhầm"), "summary": st.sampled_from(["Khác", "Nữa"])},
}
wild: dict[Verb, dict[str, st.SearchStrategy[Any]]] = {
    **{verb: dict.fromkeys(fields, reasons) for verb, fields in sound.items()},
    Verb.ACCEPT: {"papers": papers},
    Verb.COMPLETE: {"outcome": st.sampled_from(["", "", "de_nghi_tu_choi", "tuy_y"])},
    Verb.REQUEST_SUPPLEMENT: {
        "items": st.sampled_from([ASKED, ()]),
        "reason": reasons,
        "again_because": reasons,
        "stage": st.sampled_from(["", "", "", "decline", "hop"]),
    },
    Verb.TAKE_SUPPLEMENT: {"papers": papers, "complete": st.booleans()},
    Verb.EXTEND: {"new_due": days, "reason": reasons, "stage": st.sampled_from(["", "decline"])},
    Verb.ISSUE: {"number": reasons, "outcome": st.sampled_from(Outcome)},
    Verb.CORRECT: {
        "reason": reasons,
        "summary": reasons,
        "papers": st.none() | papers,
        "applicant": st.none() | st.just(Party("Lê An", address="Số 1")),
        "return_channel": st.none() | st.sampled_from(["counter", "postal"]),
    },
}
ENDING: Final = (Verb.REFUSE, Verb.STOP, Verb.WITHDRAW)
ONWARD: Final = (
    *(Verb.ACCEPT, Verb.FORWARD, Verb.COMPLETE, Verb.TAKE_SUPPLEMENT),
    *(Verb.ISSUE, Verb.RETURN_RESULT),
)
waits = st.sampled_from([0, 1, 5, 30, 60, 24 * 60, 3 * 24 * 60, -60])


class Life(RuleBasedStateMachine):
    """One file from its first moment; `reached` counts over all lives what was done."""

    office: Office
    actors: dict[str, Actor]
    reached: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = NOW

    def teardown(self) -> None:
        if hasattr(self, "case"):
            assert [f for f in faults() if f.subject_id == str(self.case.pk)] == []
            assert list(loose_ends()) == []
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize(
        procedure=st.sampled_from([MARRIAGE, MARRIAGE, BUILDING, COPIES]), accept=st.booleans()
    )
    def begins(self, procedure: str, accept: bool) -> None:
        self.case = self.office.take_in(procedure, accept=accept)
        self.first_due = self.case.due_at
        self._whole()

    @rule(
        data=st.data(), verb=st.sampled_from(list(VERBS)), who=st.sampled_from(PEOPLE), wait=waits
    )
    def anything(self, data: st.DataObject, verb: Verb, who: str, wait: int) -> None:
        self._try(data, verb, who, wait, wild)

    @rule(data=st.data(), wait=waits)
    def something_offered(self, data: st.DataObject, wait: int) -> None:
        self._offered(data, wait, [verb for verb in VERBS if verb not in ENDING])

    @rule(data=st.data(), wait=waits)
    def the_way_on(self, data: st.DataObject, wait: int) -> None:
        self._offered(data, wait, ONWARD)

    @rule(data=st.data(), wait=waits)
    def papers_are_wanted(self, data: st.DataObject, wait: int) -> None:
        self._offered(data, wait, [Verb.REQUEST_SUPPLEMENT])

    @rule(data=st.data(), wait=waits, ends=st.integers(0, 5))
    def an_end(self, data: st.DataObject, wait: int, ends: int) -> None:
        if ends == 0:
            self._offered(data, wait, ENDING)

    @rule(day=days)
    def the_calendar_changes(self, day: dt.date) -> None:
        calendar = with_holiday(calendar_for(self.case.agency_id), day.isoformat())
        before = self._row()
        moved = reclock_open_cases(
            calendars={self.case.agency_id: calendar}, actor_id=None, at=self.now, because="Bão"
        )
        self.case = self._row()
        assert self.case.journal_seq == before.journal_seq + len(moved)
        assert not moved or TRANSITIONS.allows(State(before.state), Verb.RECLOCK)
        self._whole()

    @rule(wait=waits)
    def the_clock_rings(self, wait: int) -> None:
        before = self._row()
        self.now += dt.timedelta(minutes=wait)
        wake_steps(at=self.now)
        self._whole()
        rung = self.case.journal_seq - before.journal_seq
        assert rung in (0, 1)
        assert not rung or TRANSITIONS.allows(State(before.state), Verb.EXPIRE)
        self.reached[Verb.EXPIRE] += rung

    def _offered(self, data: st.DataObject, wait: int, among: Collection[Verb]) -> None:
        page = page_of_case(self._row())
        offers = [
            (verb, who)
            for who in DOERS
            for verb in verbs_now(page, self.actors[who])
            if verb in among
        ]
        if offers:
            verb = data.draw(st.sampled_from(sorted({verb for verb, _ in offers})))
            who = data.draw(st.sampled_from([who for known, who in offers if known == verb]))
            self._try(data, verb, who, wait, sound)

    def _try(
        self, data: st.DataObject, verb: Verb, who: str, wait: int, known: dict[Verb, Any]
    ) -> None:
        fields = {name: data.draw(drawn) for name, drawn in known.get(verb, {}).items()}
        before, rows = self._row(), self._rows()
        offered = verbs_now(page_of_case(before), self.actors[who])
        self.now += dt.timedelta(minutes=wait)
        try:
            act_on(before.number, verb, actor=self.actors[who], at=self.now, **fields)
        except Refused:
            assert self._rows() == rows, f"{verb} was refused and wrote"
            return
        self.case = self._row()
        self.reached[verb] += 1
        assert TRANSITIONS.leads(State(before.state), verb, State(self.case.state))
        assert verb in offered or fields.get("stage") == "decline", f"{verb} was not offered"
        assert self.case.journal_seq == before.journal_seq + 1
        self._whole()

    def _row(self) -> Case:
        return Case.objects.select_related("version", "run").get(pk=self.case.pk)

    def _rows(self) -> list[list[tuple[Any, ...]]]:
        rows = [list(table.objects.order_by("pk").values_list()) for table in ROWS]  # type: ignore[attr-defined]
        return [*rows, [(Entry.objects.count(),)]]

    def _whole(self) -> None:
        """What holds after every act."""
        case = self.case = self._row()
        if self.first_due is None:
            self.first_due = case.due_original_at
        assert case.due_original_at == self.first_due
        live = WorkItem.objects.filter(run_id=case.pk, state__in=LIVE_ITEMS).count()
        received = case.received_at is not None
        over = case.state in TRANSITIONS.final
        assert (live > 0) == (received and not over)
        assert (case.run.state == RunState.OPEN) == (not over)
        assert (case.outcome != "") == (case.state in CLOSED)
        assert (case.finished_at is not None) == (received and case.outcome != "")
        assert (case.returned_at is not None) == (case.state == State.RETURNED)
        assert (case.code is not None) == received
        if case.state in CLOSED:
            still = ["proposed", "approved", "in_force"]
            assert not case.supplement_requests.filter(state__in=still).exists()
            assert not case.extensions.filter(state="proposed").exists()
        else:
            waits = received and case.state == State.SUPPLEMENT
            assert [end is None for _, end in case.pauses].count(True) == waits
        moments = list(
            Entry.objects.filter(subject=1, subject_id=case.pk)
            .order_by("seq")
            .values_list("at", flat=True)
        )
        assert moments == sorted(moments)
        assert len(moments) == case.journal_seq


def appraised_in_time() -> dict[str, Any]:
    """The default process, whose appraisal is not waited for for ever."""
    whole = seed("default")
    for node in whole["nodes"]:
        if node["key"] == "thu_ly":
            node["timers"] = {
                "remind": "4 working_hours",
                "expire": "2 working_days",
                "outcome": "de_nghi_giai_quyet",
            }
    return whole


def test_whatever_people_do_to_a_file_it_stays_whole(office: Office) -> None:
    reached: Counter[str] = Counter()
    put_into_use(office, "mac-dinh", appraised_in_time())
    actors = {who: office.actor(who) for who in PEOPLE}
    machine = type("ALife", (Life,), {"office": office, "actors": actors, "reached": reached})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The walk is worth something only if it gets about.
    assert len(+reached) >= 8, reached
