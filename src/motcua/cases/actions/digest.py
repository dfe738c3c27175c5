"""The morning letter to each officer and leader: what is due, late, waiting, untouched.

Once a day and person, on working days from 07:00. Only who has something to do gets one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, Q

from motcua.cases.states import State
from motcua.kernel.vietnamese import date_words, short_date
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, end_of_day
from motcua.notices.actions import enqueue_many
from motcua.notices.models import Message
from motcua.notices.rules import Draft
from motcua.notices.states import Way
from motcua.organisation.models import Delegation, Post
from motcua.organisation.queries import in_force
from motcua.organisation.states import Role
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS
from motcua.workcalendar.queries import calendars
from motcua.workcalendar.rules import Calendars

MORNING: Final = dt.time(7, 0)
NOON: Final = dt.time(12, 0)
RUNNING: Final = (State.RECEIVED, State.PROCESSING)
A_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """Live steps of one role in one unit with one holder (None: nobody yet), counted by files."""

    agency_id: int
    unit_id: int
    unit: str
    role: str
    holder_id: int | None
    holder: str
    files: int
    late: int
    today: int
    untouched: int


@dataclass(slots=True)
class Person:
    """Who gets a letter, with the seats of the day: (role, unit, agency)."""

    account_id: int
    name: str
    email: str
    seats: list[tuple[str, int, int]] = field(default_factory=list)


def send_digests(*, at: dt.datetime, link: str) -> int:
    """Write the letters of the day into the outbox; how many. Again: nothing.

    Before 07:00, after noon and on days off nothing is written. Six statements.
    """
    local = at.astimezone(VIETNAM)
    if not MORNING <= local.time() < NOON:
        return 0
    day = local.date()
    people = _people(day)
    keys = [_key(day, person) for person in people]
    if not people or Message.objects.filter(key__in=keys).exists():
        return 0
    work, of_all = _work(at), calendars()
    drafts = [
        draft
        for person in people
        if _works_on(day, person, of_all)
        for draft in _letters(person, work, day, link)
    ]
    enqueue_many(drafts, at=at)
    return sum(1 for draft in drafts if draft.way == Way.DESK)


def _people(day: dt.date) -> list[Person]:
    """Everybody with a seat on the day, own or lent, by account. Two statements."""
    held = Post.objects.filter(in_force(day), account__is_active=True)
    own = held.values_list(
        *("account_id", "account__full_name", "account__email"),
        *("role", "unit_id", "unit__agency_id"),
    )
    lent = (
        Delegation.objects.on(day)
        .filter(post__in=held, ended_at__isnull=True, to__is_active=True)
        .values_list(
            *("to_id", "to__full_name", "to__email"),
            *("post__role", "post__unit_id", "post__unit__agency_id"),
        )
    )
    people: dict[int, Person] = {}
    for account_id, name, email, role, unit_id, agency_id in [*own, *lent]:
        person = people.setdefault(account_id, Person(account_id, name, email))
        person.seats.append((role, unit_id, agency_id))
    return [people[key] for key in sorted(people)]


def _work(at: dt.datetime) -> list[Work]:
    """All live work of files on the clock, in groups. One statement, whatever their number."""
    due, moved = "run__case__due_at", "run__case__touched_at"
    evening = end_of_day(at.astimezone(VIETNAM).date())

    def files(**when: object) -> Count:
        return Count("run_id", distinct=True, filter=Q(**when))

    rows = (
        WorkItem.objects.filter(state__in=LIVE_ITEMS, run__case__state__in=RUNNING)
        .order_by()
        .values("agency_id", "unit_id", "unit__name", "role", "holder_id", "holder__full_name")
        .annotate(
            files=Count("run_id", distinct=True),
            late=files(**{f"{due}__lt": at}),
            today=files(**{f"{due}__gte": at, f"{due}__lte": evening}),
            untouched=files(**{f"{moved}__lt": at - A_DAY}),
        )
        .values_list(
            *("agency_id", "unit_id", "unit__name", "role", "holder_id", "holder__full_name"),
            *("files", "late", "today", "untouched"),
        )
    )
    found = [
        Work(agency, unit, name, role, holder_id, holder or "chưa ai nhận", *numbers)
        for agency, unit, name, role, holder_id, holder, *numbers in rows
    ]
    return sorted(found, key=lambda one: (one.unit, one.holder_id is None, one.holder))


def _works_on(day: dt.date, person: Person, of_all: Calendars) -> bool:
    """Whether some agency of the person works that day."""
    try:
        return any(of_all.of(agency).is_working(day) for _role, _unit, agency in person.seats)
    except BeyondHorizon:
        return False


def _letters(person: Person, work: Iterable[Work], day: dt.date, link: str) -> Iterator[Draft]:
    mine = [one for one in work if one.holder_id == person.account_id]
    places = {(role, unit) for role, unit, _agency in person.seats}
    free = [one for one in work if one.holder_id is None and (one.role, one.unit_id) in places]
    led = [one for one in work if _leads(person, one)]
    if not (mine or free or any(one.late or one.today or one.untouched for one in led)):
        return
    own = [*mine, *free]
    subject = f"Việc ngày {short_date(day)}: {_short(led or own)}"
    parts = [f"Chào {person.name},", f"{date_words(day)}."]
    if own:
        parts.append("Việc của bạn:\n" + "\n".join(_lines(mine, free)))
    if led:
        parts.append("Theo bộ phận và người giữ:\n" + "\n".join(_by_unit(led)))
    parts.append(f"Mở danh sách: {link}")
    body = "\n\n".join(parts)
    common: Mapping[str, object] = {
        "subject": subject,
        "body": body,
        "account_id": person.account_id,
        "agency_id": person.seats[0][2],
    }
    key = _key(day, person)
    yield Draft(key=key, way=Way.DESK, to=person.name, **common)  # type: ignore[arg-type]
    if person.email:
        yield Draft(key=f"{key}:email", way=Way.EMAIL, to=person.email, **common)  # type: ignore[arg-type]


def _leads(person: Person, one: Work) -> bool:
    return any(
        (role == Role.UNIT_LEADER and unit == one.unit_id)
        or (role == Role.AGENCY_LEADER and agency == one.agency_id)
        for role, unit, agency in person.seats
    )


def _lines(mine: list[Work], free: list[Work]) -> Iterator[str]:
    own = [*mine, *free]
    for words, number in (
        ("Quá hạn", sum(one.late for one in own)),
        ("Đến hạn hôm nay", sum(one.today for one in own)),
        ("Bạn đang giữ", sum(one.files for one in mine)),
        ("Chờ người nhận ở vị trí của bạn", sum(one.files for one in free)),
        ("Một ngày chưa ai xử lý", sum(one.untouched for one in own)),
    ):
        if number:
            yield f"- {words}: {number} hồ sơ"


def _by_unit(led: list[Work]) -> Iterator[str]:
    for unit in dict.fromkeys(one.unit for one in led):
        inside = [one for one in led if one.unit == unit]
        yield f"{unit}: {_short(inside)}"
        people = dict.fromkeys(one.holder for one in inside)
        for name in people:
            theirs = [one for one in inside if one.holder == name]
            if any(one.late or one.today or one.untouched for one in theirs):
                yield f"  - {name}: {_short(theirs)}"


def _short(work: Iterable[Work]) -> str:
    """What presses ("2 quá hạn, 1 đến hạn hôm nay"); when nothing does, how many files."""
    rows = list(work)
    told = [
        f"{number} {words}"
        for words, number in (
            ("quá hạn", sum(one.late for one in rows)),
            ("đến hạn hôm nay", sum(one.today for one in rows)),
            ("chưa ai xử lý một ngày", sum(one.untouched for one in rows)),
        )
        if number
    ]
    return ", ".join(told) or f"{sum(one.files for one in rows)} hồ sơ"


def _key(day: dt.date, person: Person) -> str:
    return f"digest:{day.isoformat()}:{person.account_id}"
