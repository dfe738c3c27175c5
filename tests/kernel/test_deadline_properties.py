"""What must hold of every due date, on any calendar, for any file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.deadline import Due, Pause, Policy, compute, due_many
from motcua.kernel.intervals import Interval, union
from motcua.kernel.limits import LARGEST_AMOUNT, Limit, Unit
from motcua.kernel.worktime import VIETNAM, Mark, MarkKind, WorkCalendar, end_of_day
from tests.kernel import naive
from tests.kernel.calendars import calendars, days, limits, moments, pauses

policies = st.sampled_from(Policy)
several_pauses = st.lists(pauses, max_size=3)
extensions = st.one_of(
    st.none(), days, limits.filter(lambda limit: limit.unit is not Unit.SAME_DAY)
)


@given(calendars(), moments, limits, several_pauses, policies, st.booleans(), days)
def test_another_holiday_never_makes_it_earlier(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    policy: Policy,
    shift: bool,
    holiday: date,
) -> None:
    marks = dict(calendar.marks) | {holiday: Mark(MarkKind.HOLIDAY, "nghỉ lễ mới")}
    fewer_days = replace(calendar, marks=marks)
    before, after = (
        compute(c, received_at=received, limit=limit, pauses=waits, policy=policy, day0_shift=shift)
        for c in (calendar, fewer_days)
    )
    assert after.due_at is not None
    assert before.due_at is not None
    assert after.due_at >= before.due_at


@given(calendars(), moments, limits, several_pauses, policies)
def test_pauses_that_meet_equal_their_union(
    calendar: WorkCalendar, received: datetime, limit: Limit, waits: list[Pause], policy: Policy
) -> None:
    real = [wait for wait in waits if wait.end != wait.start]
    joined = [Pause(*span) for span in union(Interval(wait.start, wait.end) for wait in real)]
    apart, together = (
        compute(calendar, received_at=received, limit=limit, pauses=spans, policy=policy)
        for spans in (real, joined)
    )
    assert apart.due_at == together.due_at


@given(calendars(), moments, limits, pauses, pauses, policies)
def test_the_order_of_pauses_does_not_matter(
    calendar: WorkCalendar, received: datetime, limit: Limit, a: Pause, b: Pause, policy: Policy
) -> None:
    one, other = (
        compute(calendar, received_at=received, limit=limit, pauses=waits, policy=policy)
        for waits in ([a, b], [b, a])
    )
    assert (one.due_at, one.steps) == (other.due_at, other.steps)


@given(calendars(), moments, moments, limits, st.booleans())
def test_a_file_received_later_is_never_due_earlier(
    calendar: WorkCalendar,
    a: datetime,
    b: datetime,
    limit: Limit,
    shift: bool,
) -> None:
    sooner, later = due_many(calendar, [limit] * 2, sorted((a, b)), day0_shift=shift)
    assert sooner <= later


@given(calendars(), moments, limits, several_pauses, policies, st.integers(1, 5))
def test_a_longer_limit_is_never_due_earlier(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    policy: Policy,
    more: int,
) -> None:
    if limit.unit is Unit.SAME_DAY:
        limit = Limit(1, Unit.WORKING_DAYS)
    longer = Limit(min(limit.amount + more, LARGEST_AMOUNT), limit.unit)
    short, long = (
        compute(calendar, received_at=received, limit=term, pauses=waits, policy=policy).due_at
        for term in (limit, longer)
    )
    assert short is not None
    assert long is not None
    assert short <= long


@given(calendars(), moments, limits, several_pauses, policies)
def test_waiting_never_makes_it_earlier(
    calendar: WorkCalendar, received: datetime, limit: Limit, waits: list[Pause], policy: Policy
) -> None:
    answer = compute(calendar, received_at=received, limit=limit, pauses=waits, policy=policy)
    assert answer.due_at is not None
    assert answer.due_at >= answer.original_at


@given(calendars(), moments, limits, several_pauses, policies, extensions)
def test_an_extension_never_makes_it_earlier_and_leaves_the_original(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    policy: Policy,
    extension: Limit | date | None,
) -> None:
    plain, extended = (
        compute(
            calendar,
            received_at=received,
            limit=limit,
            pauses=waits,
            policy=policy,
            extension=more,
        )
        for more in (None, extension)
    )
    assert plain.due_at is not None
    assert extended.due_at is not None
    assert extended.due_at >= plain.due_at
    assert extended.original_at == plain.original_at


@given(calendars(), moments, limits, several_pauses, pauses, policies)
def test_an_open_request_is_one_that_is_never_answered(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    last: Pause,
    policy: Policy,
) -> None:
    options = {"received_at": received, "limit": limit, "policy": policy}
    waiting = compute(calendar, pauses=[*waits, Pause(last.start)], **options)  # type: ignore[arg-type]
    never = Pause(last.start, last.start + timedelta(days=200))
    answered = compute(calendar, pauses=[*waits, never], **options)  # type: ignore[arg-type]
    assert waiting.waiting
    if waiting.due_at is None:
        assert answered.due_at is not None
        assert answered.due_at > last.start
    else:
        assert answered.due_at == waiting.due_at
    assert waiting.steps


def _told(answer: Due, limit: Limit) -> None:
    steps = answer.steps
    assert answer.due_date is not None
    assert steps[-1].date == answer.due_date
    assert [step.date for step in steps] == sorted(step.date for step in steps)
    counted = sum(step.counted for step in steps)
    if limit.unit in (Unit.WORKING_DAYS, Unit.DAYS):
        assert counted == limit.amount
    elif limit.unit in (Unit.SAME_DAY, Unit.MONTHS):
        assert counted == 1
    else:
        assert counted >= 1


@settings(max_examples=250)
@given(calendars(), moments, limits, several_pauses, policies, st.booleans())
def test_the_explanation_tells_the_due_date_and_counts_the_limit(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    policy: Policy,
    shift: bool,
) -> None:
    answer = compute(
        calendar,
        received_at=received,
        limit=limit,
        pauses=waits,
        policy=policy,
        day0_shift=shift,
    )
    _told(answer, limit)


@given(calendars(), moments, limits, several_pauses, policies, extensions)
def test_the_explanation_of_an_extension_ends_on_the_new_date(
    calendar: WorkCalendar,
    received: datetime,
    limit: Limit,
    waits: list[Pause],
    policy: Policy,
    extension: Limit | date | None,
) -> None:
    answer = compute(
        calendar,
        received_at=received,
        limit=limit,
        pauses=waits,
        policy=policy,
        extension=extension,
    )
    assert answer.steps[-1].date == answer.due_date


@given(calendars(), st.lists(st.tuples(limits, moments), max_size=8), st.booleans())
def test_many_at_once_equal_one_by_one(
    calendar: WorkCalendar,
    files: Sequence[tuple[Limit, datetime]],
    shift: bool,
) -> None:
    one_by_one = [
        compute(calendar, received_at=start, limit=limit, day0_shift=shift).due_at
        for limit, start in files
    ]
    several = due_many(
        calendar,
        [limit for limit, _ in files],
        [start for _, start in files],
        day0_shift=shift,
    )
    assert several == one_by_one


def _waited(waits: list[Pause], first: date) -> set[date]:
    """The days at whose 24:00 the file waited, asked of every midnight by itself."""
    midnights = [datetime.combine(first, datetime.min.time(), VIETNAM)]
    midnights += [midnights[0] + timedelta(days=n) for n in range(1, 120)]
    return {
        (midnight - timedelta(days=1)).date()
        for midnight in midnights
        if any(w.end is not None and w.start < midnight <= w.end for w in waits)
    }


@given(calendars(), moments, st.integers(1, 25), several_pauses, st.booleans())
def test_pauses_in_days_agree_with_the_day_by_day_loop(
    calendar: WorkCalendar,
    received: datetime,
    amount: int,
    waits: list[Pause],
    working: bool,
) -> None:
    limit = Limit(amount, Unit.WORKING_DAYS if working else Unit.DAYS)
    answer = compute(calendar, received_at=received, limit=limit, pauses=waits, policy=Policy.PAUSE)
    waited = _waited(waits, received.date())
    last = naive.nth_agency_day(calendar, received.date(), amount, waited, working=working)
    assert answer.due_at == end_of_day(naive.roll_forward(calendar, last, waited))


@given(calendars(), moments, st.integers(1, 40), several_pauses)
def test_pauses_in_hours_cost_their_working_minutes_exactly(
    calendar: WorkCalendar, received: datetime, hours: int, waits: list[Pause]
) -> None:
    limit = Limit(hours, Unit.WORKING_HOURS)
    answer = compute(calendar, received_at=received, limit=limit, pauses=waits, policy=Policy.PAUSE)
    assert answer.due_at is not None
    due_at = answer.due_at
    if due_at.second:  # 24:00, written 23:59:59
        due_at += timedelta(seconds=1)
    waited = sum(
        naive.working_minutes_between(calendar, max(span.start, received), min(span.end, due_at))
        for span in union(Interval(w.start, w.end) for w in waits)
        if span.end is not None and max(span.start, received) < min(span.end, due_at)
    )
    gross = naive.working_minutes_between(calendar, received, due_at)
    assert gross - waited == hours * 60
