"""Timers of steps: the holder is reminded, a leader told, and a step goes on without an answer.

Where an office that is asked for its opinion does not answer in time, the file does not wait for
it; what it says afterwards is recorded and passed over.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from django.db import transaction

from motcua.cases.actions.act import Act, after_last, finished, last_entry_at
from motcua.cases.actions.movement import is_waiting_for_papers, pass_on
from motcua.cases.actions.warnings import tell_once
from motcua.cases.models import Case
from motcua.cases.rules.clock import stands_still
from motcua.cases.states import State, Verb
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise, short_date
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, day_of
from motcua.notices.rules import Draft
from motcua.notices.states import Way
from motcua.organisation.models import Post
from motcua.organisation.queries import in_force
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process import actions as process
from motcua.process.access import can_work, check_can_work
from motcua.process.models import WorkItem
from motcua.process.rules.graph import Timer, TimerKind
from motcua.process.states import LIVE_ITEMS, ItemState
from motcua.workcalendar.queries import revision_number

log = logging.getLogger("motcua.events")

# Signs the journal as nobody: what the time has done.
CLOCK: Final = Actor(account_id=0, name="Hệ thống", kind="clock")
# The clock of a file stands still in every other state.
_RUNNING: Final = (State.RECEIVED, State.PROCESSING)
BATCH: Final = 500
# When a file that cannot go on now is looked at again.
LATER: Final = dt.timedelta(hours=1)


def wake_steps(*, at: dt.datetime) -> int:
    """Let the timers whose moment has come go off, each file in its own transaction; how many."""
    rows = WorkItem.objects.filter(
        state__in=LIVE_ITEMS, wake_at__lte=at, run__case__state__in=_RUNNING
    )
    files = list(dict.fromkeys(rows.order_by("wake_at").values_list("run_id", flat=True)[:BATCH]))
    revision = revision_number() if files else 0
    return sum(_woken_or_put_off(case_id, revision, at) for case_id in files)


def _woken_or_put_off(case_id: int, revision: int, at: dt.datetime) -> int:
    """One file that cannot go on (a unit is missing) does not keep the others from it."""
    try:
        return _woken(case_id, revision, at)
    except (Refused, BeyondHorizon) as refusal:
        fields = {"verb": "steps", "case": case_id, "reason": type(refusal).__name__}
        log.warning("pass", extra={"event_fields": fields})
        ringing = WorkItem.objects.filter(run_id=case_id, state__in=LIVE_ITEMS, wake_at__lte=at)
        process.put_off(list(ringing), to=at + LATER)
        return 0


@transaction.atomic
def _woken(case_id: int, revision: int, at: dt.datetime) -> int:
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("version", "run", "agency")
        .annotate(last_at=last_entry_at())
        .filter(pk=case_id, state__in=_RUNNING)
        .first()
    )
    if case is None:
        return 0
    first = Act(case, CLOCK, Verb.EXPIRE, after_last(at, case), revision)
    ringing = [item for item in first.items if item.wake_at is not None and item.wake_at <= at]
    # Another agency may wait for the applicant's papers; and a step is not passed on over a
    # proposal of papers that nobody has answered yet.
    if stands_still(case.pauses) or is_waiting_for_papers(first):
        process.put_off(ringing, to=at + LATER)
        return 0
    count = 0
    for item in ringing:
        act = Act(case, CLOCK, Verb.EXPIRE, first.at, revision)
        task = act.graph.task(item.step)
        for timer in process.go_off(item, task, due_for=act.where["due_for"], at=at):
            _gone_off(act, item, timer)
            count += 1
    return count


def _gone_off(act: Act, item: WorkItem, timer: Timer) -> None:
    if timer.kind is not TimerKind.EXPIRE:
        _tell(act, item, timer)
        return
    pass_on(act, item, outcome=timer.outcome)
    finished(act, None)


def _tell(act: Act, item: WorkItem, timer: Timer) -> None:
    """A line into the box of who does the work, or of who leads them."""
    name, since = act.graph.task(item.step).name, item.opened_at.astimezone(VIETNAM)
    reminded = timer.kind is TimerKind.REMIND
    people = _doers(item, act.at) if reminded else _leaders(item, act.at)
    subject = f"Nhắc việc: {act.case.number}" if reminded else f"Chậm bước: {act.case.number}"
    body = f"{act.case.version.name}\nBước “{name}” mở từ {since:%H:%M} ngày"
    body += f" {short_date(since.date())} và chưa xong."
    if not reminded:
        body += f" Người giữ việc: {item.holder or 'chưa có ai nhận'} ({item.unit.name})."
    tell_once(
        [
            Draft(
                key=f"step-{timer.kind.value}:{item.pk}:{account_id}",
                way=Way.DESK,
                to=to,
                subject=subject,
                body=body,
                account_id=account_id,
                agency_id=item.agency_id,
            )
            for account_id, to in people
        ],
        act.at,
    )


def _doers(item: WorkItem, at: dt.datetime) -> list[tuple[int, str]]:
    """The holder; everybody whose step it is while nobody holds it."""
    if item.holder is not None:
        return [(item.holder.pk, item.holder.full_name)]
    return _sitting(at, role=item.role, unit_id=item.unit_id)


def _leaders(item: WorkItem, at: dt.datetime) -> list[tuple[int, str]]:
    """The heads of the unit; of the agency where the unit has none or they are the ones late."""
    heads = _sitting(at, role=Role.UNIT_LEADER, unit_id=item.unit_id)
    if heads and item.role != Role.UNIT_LEADER:
        return heads
    return _sitting(at, role=Role.AGENCY_LEADER, unit__agency_id=item.agency_id)


def _sitting(at: dt.datetime, **where: object) -> list[tuple[int, str]]:
    posts = Post.objects.filter(in_force(day_of(at)), account__is_active=True, **where)
    rows = posts.order_by("account_id").values_list("account_id", "account__full_name")
    return list(dict.fromkeys(rows))


# --- What comes after the time has run out --------------------------------------------------------


def late_opinion(act: Act, *, note: str, step: str | None = None) -> None:
    """Record what the people of an expired step still have to say. The file goes on as it does."""
    words = normalise(note)
    if not words:
        raise Refused("Hãy ghi ý kiến.", field="note")
    ended = WorkItem.objects.filter(
        run_id=act.case.pk, state=ItemState.DONE, done_by__isnull=True
    ).order_by("-pk")
    found = [item for item in ended if step in (None, item.step)]
    if not found:
        raise Refused("Hồ sơ không có bước nào đã hết hạn.")
    item = next((one for one in found if can_work(act.actor, one)), found[0])
    check_can_work(act.actor, item)
    act.say(step=item.step, unit=item.unit_id, note=words)
