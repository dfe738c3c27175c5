"""Working calendars the kernel's tests count on: 2026 as announced, and random ones."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.waits import Pause
from motcua.kernel.worktime import VIETNAM, Mark, MarkKind, Session, WorkCalendar, office_week

OFFICE = office_week("07:00-11:30, 13:30-17:00")
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _marks_of_2026() -> dict[date, Mark]:
    off: dict[str, list[date]] = {
        "nghỉ Tết Dương lịch": [date(2026, 1, 1)],
        "nghỉ Tết Nguyên đán": _days(date(2026, 2, 16), date(2026, 2, 20)),
        "nghỉ Giỗ Tổ Hùng Vương": [date(2026, 4, 26)],
        "nghỉ Ngày Chiến thắng": [date(2026, 4, 30)],
        "nghỉ Ngày Quốc tế Lao động": [date(2026, 5, 1)],
        "nghỉ Quốc khánh": _days(date(2026, 9, 1), date(2026, 9, 2)),
        "nghỉ Ngày Văn hóa Việt Nam": [date(2026, 11, 24)],
    }
    marks = {day: Mark(MarkKind.HOLIDAY, text) for text, days in off.items() for day in days}
    marks[date(2026, 4, 27)] = Mark(MarkKind.COMPENSATION_OFF, "nghỉ bù Giỗ Tổ Hùng Vương")
    marks[date(2026, 8, 31)] = Mark(MarkKind.SWAPPED_OFF, "nghỉ hoán đổi dịp Quốc khánh")
    marks[date(2026, 8, 22)] = Mark(
        MarkKind.SWAPPED_WORKING, "làm bù cho ngày 31/08/2026", date(2026, 8, 31)
    )
    return marks


MARKS_2026 = _marks_of_2026()
CALENDAR = WorkCalendar(OFFICE, FIRST, LAST, MARKS_2026)
# Without a single holiday, for cases that are about something else.
PLAIN = WorkCalendar(OFFICE, FIRST, LAST)


def at(text: str) -> datetime:
    """A moment in Vietnam: "2026-02-13 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


# Everything random begins in the first weeks; the horizon is far enough for any limit drawn below.
START, BUSY_UNTIL, END = date(2026, 1, 1), date(2026, 2, 28), date(2027, 6, 30)


@st.composite
def _sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    edges = draw(st.lists(st.integers(0, 24 * 12), max_size=6, unique=True).map(sorted))
    return tuple(Session(a * 5, b * 5) for a, b in zip(edges[::2], edges[1::2], strict=False))


# Two full days keep a strange week from needing years for forty hours.
_strange_week = st.tuples(
    st.just(OFFICE[0]), *[_sessions()] * 2, st.just(OFFICE[0]), *[_sessions()] * 3
)
_weeks = st.one_of(
    st.just(OFFICE),
    st.just(office_week("07:30-11:30, 13:00-16:30", "07:30-11:30")),
    _strange_week,
)
_marks = st.builds(
    Mark,
    st.sampled_from(MarkKind),
    st.just("được thông báo"),
    st.none() | st.sampled_from(_days(START, BUSY_UNTIL)),
)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Ordinary and strange weeks, marks of every kind."""
    marks = st.dictionaries(st.sampled_from(_days(START, BUSY_UNTIL)), _marks, max_size=12)
    return WorkCalendar(draw(_weeks), START, END, draw(marks))


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 15)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=VIETNAM)
)
days = moments.map(lambda moment: moment.date())
limits = st.one_of(
    st.builds(Limit, st.integers(1, 20), st.just(Unit.WORKING_DAYS)),
    st.builds(Limit, st.integers(1, 40), st.just(Unit.DAYS)),
    st.builds(Limit, st.integers(1, 3), st.just(Unit.MONTHS)),
    st.builds(Limit, st.integers(1, 60), st.just(Unit.WORKING_HOURS)),
    st.builds(Limit, st.integers(1, 60), st.just(Unit.HOURS)),
    st.just(Limit(1, Unit.SAME_DAY)),
)
pauses = st.tuples(moments, st.integers(0, 12 * 24 * 60)).map(
    lambda drawn: Pause(drawn[0], drawn[0] + timedelta(minutes=drawn[1]))
)
