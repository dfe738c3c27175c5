"""Every list holds the files that the rule allows, counted by brute force, and never one more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from motcua.cases.models import Case
from motcua.cases.queries.filters import Filters
from motcua.cases.queries.lists import Moments, WorkList, counts, lists_for, page_of
from motcua.cases.queries.pressure import piles
from motcua.cases.states import RequestState, State, Verb
from motcua.organisation.models import Agency, Unit
from motcua.organisation.rules import Actor
from motcua.organisation.states import Level, Role, UnitKind
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS, ItemState
from tests.access import table
from tests.access.conftest import signed_in
from tests.access.town import Town
from tests.api.callers import Caller
from tests.cases.story import ASKED, WHY
from tests.office import BUILDING, COPIES, MARRIAGE, NOW, Office

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MOMENTS = Moments(at=NOW, soon=NOW + 2 * DAY, stale=NOW - DAY)
RUNNING = (State.RECEIVED, State.PROCESSING)
NAMES = ("Trần Văn Bảy", "Lê Thị Tám", "Nguyễn Văn Chín")
WALK = (
    (Verb.FORWARD, "tiepnhan"),
    (Verb.COMPLETE, "thuly"),
    (Verb.COMPLETE, "truongphong"),
    (Verb.COMPLETE, "lanhdao"),
    (Verb.ISSUE, "vanthu"),
    (Verb.RETURN_RESULT, "tiepnhan"),
)


@pytest.fixture(scope="module")
def files(people: Town) -> list[Case]:
    """Some sixty files of both wards, and of a district that is no more."""
    office, dice = people.office, random.Random(7)
    made = [_in_an_lac(office, dice) for _ in range(42)]
    made += [_in_binh_tan(office, dice) for _ in range(14)]
    _to_the_district(office, [case.pk for case in made[:6]])
    found = Case.objects.select_related("agency", "version__procedure__field")
    return list(found.prefetch_related("run__items", "supplement_requests", "extensions"))


def _in_an_lac(office: Office, dice: random.Random) -> Case:
    at = NOW - dice.randrange(1, 20) * DAY
    kind = dice.choice((MARRIAGE, MARRIAGE, BUILDING, COPIES))
    case = office.take_in(
        kind, at=at, accept=dice.random() < 0.8, applicant=_somebody(office, dice)
    )
    if kind != MARRIAGE or case.code is None:
        return office.walk(case, to="thu_ly") if kind == BUILDING and case.code else case
    for verb, who in WALK[: dice.randrange(len(WALK) + 1)]:
        fields: dict[str, Any] = {"number": "12/UBND"} if verb == Verb.ISSUE else {}
        case = office.act(case, verb, by=who, **fields)
    if case.state == State.PROCESSING:
        return _with_more(office, dice, case)
    return case


def _with_more(office: Office, dice: random.Random, case: Case) -> Case:
    what = dice.randrange(4)
    if what == 0:
        return case
    fields: dict[str, Any] = {"items": ASKED, "reason": WHY}
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly", **fields)
    for who in ("lanhdao", "tiepnhan")[: what - 1]:
        case = office.act(case, Verb.REQUEST_SUPPLEMENT, by=who)
    return case


def _in_binh_tan(office: Office, dice: random.Random) -> Case:
    case = office.take_in(
        by="tiepnhan.binhtan",
        at=NOW - dice.randrange(1, 20) * DAY,
        agency_code=office.neighbour.code,
        applicant=_somebody(office, dice),
    )
    if dice.random() < 0.6:
        case = office.act(case, Verb.FORWARD, by="tiepnhan.binhtan")
        if dice.random() < 0.5:
            case = office.act(case, Verb.CLAIM, by="thuly.binhtan")
    return case


def _somebody(office: Office, dice: random.Random) -> Any:
    return replace(office.form().applicant, name=dice.choice(NAMES))


def _to_the_district(office: Office, ids: list[int]) -> None:
    """Taken in before it ended; the province still reads them, its wards do not."""
    root = office.agencies["tphcm"]
    old = Agency.objects.create(
        code="H29.50",
        slug="quan-binh-tan",
        name="Quận Bình Tân",
        short_name="Quận Bình Tân",
        level=Level.DISTRICT,
        parent=root,
        path="",
        valid_from=dt.date(2020, 1, 1),
        valid_to=dt.date(2025, 6, 30),
    )
    Agency.objects.filter(pk=old.pk).update(path=f"{root.path}{old.pk}/")
    room = Unit.objects.create(
        agency=old, code="X", name="Phòng cũ", kind=UnitKind.HANDLING, valid_from=old.valid_from
    )
    Case.objects.filter(pk__in=ids).update(agency=old, reception_unit=room, handling_unit=room)
    WorkItem.objects.filter(run_id__in=ids).update(agency=old, unit=room)


# The rules in words of docs/access.md, as plain loops.


def knows(actor: Actor, case: Case) -> bool:
    for seat in actor.seats:
        if seat.role in (Role.RECEPTION, Role.CLERK):
            found = seat.agency_id == case.agency_id
        elif seat.role in (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR):
            found = case.agency.path.startswith(seat.agency_path)
        elif seat.role in (Role.SPECIALIST, Role.UNIT_LEADER):
            units = {case.handling_unit_id} | {item.unit_id for item in case.run.items.all()}
            found = seat.agency_id == case.agency_id and seat.unit_id in units
        else:
            found = False
        if found:
            return True
    return False


def _live(case: Case) -> list[Any]:
    return [item for item in case.run.items.all() if item.state in LIVE_ITEMS]


def _running(case: Case) -> bool:
    return case.state in RUNNING


def _mine(actor: Actor, case: Case) -> bool:
    here = {seat.unit_id for seat in actor.seats}
    return any(i.holder_id == actor.account_id and i.unit_id in here for i in _live(case))


def _of_the_unit(actor: Actor, case: Case) -> bool:
    return any(
        seat.unit_id == item.unit_id
        and (
            seat.role in (Role.UNIT_LEADER, Role.AGENCY_LEADER)
            or (seat.role == item.role and item.state == ItemState.OPEN)
        )
        for seat in actor.seats
        for item in _live(case)
    )


def _at_desk(actor: Actor, case: Case) -> bool:
    return actor.holds(Role.RECEPTION, agency_id=case.agency_id)


def _requested(case: Case, state: RequestState) -> bool:
    asked = [*case.supplement_requests.all()]
    if state == RequestState.PROPOSED:
        asked += [*case.extensions.all()]  # type: ignore[list-item]
    return any(one.state == state for one in asked)


def _leads(actor: Actor, case: Case) -> bool:
    return actor.holds(Role.AGENCY_LEADER, agency_id=case.agency_id) or actor.holds(
        Role.UNIT_LEADER, unit_id=case.handling_unit_id or 0
    )


BY_HAND: dict[WorkList, Callable[[Actor, Case], bool]] = {
    WorkList.MINE: _mine,
    WorkList.UNIT: _of_the_unit,
    WorkList.TO_ACCEPT: lambda a, c: _at_desk(a, c) and c.state == State.REGISTERED,
    WorkList.TO_APPROVE: lambda a, c: _leads(a, c) and _requested(c, RequestState.PROPOSED),
    WorkList.TO_HAND_OUT: lambda a, c: _at_desk(a, c) and _requested(c, RequestState.APPROVED),
    WorkList.DUE_SOON: lambda _a, c: bool(
        _running(c) and c.due_at and NOW <= c.due_at <= MOMENTS.soon
    ),
    WorkList.OVERDUE: lambda _a, c: bool(_running(c) and c.due_at and c.due_at < NOW),
    WorkList.WAITING: lambda _a, c: c.state == State.SUPPLEMENT and c.code is not None,
    WorkList.TO_RETURN: lambda _a, c: c.state == State.DONE,
    WorkList.UNTOUCHED: lambda _a, c: _running(c) and c.touched_at < MOMENTS.stale,
    WorkList.ALL: lambda _a, _c: True,
}


def _allowed(actor: Actor, files: list[Case], name: WorkList = WorkList.ALL) -> set[str]:
    return {c.number for c in files if knows(actor, c) and BY_HAND[name](actor, c)}


def _walked(turn: Callable[[str], Any]) -> list[str]:
    """All pages of a list, by its cursor."""
    found, after = [], ""
    for _page in range(9):
        numbers, after = turn(after)
        found += numbers
        if not after:
            return found
    raise AssertionError("the list never ends")


def test_the_files_are_of_many_kinds(files: list[Case]) -> None:
    assert len(files) > 50
    assert len({case.state for case in files}) >= 6
    assert len({case.agency_id for case in files}) == 3


@pytest.mark.parametrize("who", table.actors())
def test_every_work_list_is_what_the_rule_allows(people: Town, files: list[Case], who: str) -> None:
    actor = people.actors[who]
    sizes = {}
    for name in WorkList:

        def turn(after: str, name: WorkList = name) -> Any:
            page = page_of(name, actor, MOMENTS, after=after, most=20)
            return [row.number for row in page.rows], page.next

        found = _walked(turn)
        assert len(found) == len(set(found)), name
        assert set(found) == _allowed(actor, files, name), name
        sizes[name] = len(found)
    assert counts(actor, MOMENTS) == {name: sizes[name] for name in lists_for(actor)}


@pytest.mark.parametrize("who", table.actors())
def test_filters_words_and_piles_tell_nothing_of_other_files(
    people: Town, files: list[Case], who: str
) -> None:
    actor = people.actors[who]
    mine = {case.number: case for case in files if knows(actor, case)}

    def asked(q: str = "", **only: Any) -> set[str]:
        page = page_of(WorkList.ALL, actor, MOMENTS, q=q, only=Filters(**only), most=99)
        return {row.number for row in page.rows}

    for state in {case.state for case in files}:
        assert asked(state=state) == {n for n, c in mine.items() if c.state == state}
    for unit in people.office.units.values():
        there = {n for n, c in mine.items() if any(i.unit_id == unit.pk for i in _live(c))}
        assert asked(unit=unit.pk) == there
    for name in NAMES:
        assert asked(q=name) == {n for n, c in mine.items() if c.applicant_name == name}
    for case in files:
        assert asked(q=case.number) == {case.number} & set(mine)
    work = sum(len(_live(case)) for case in mine.values() if _running(case))
    assert sum(pile.live for pile in piles(actor, MOMENTS)) == work


@pytest.mark.parametrize("who", sorted(table.group("seated")))
def test_export_and_api_hold_the_same_files(
    people: Town, files: list[Case], who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    allowed = _allowed(people.actors[who], files)
    sent = signed_in(people.office, who).get("/desk/all/export.csv")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == allowed
    caller = Caller(people.office.token(who))

    def turn(place: str) -> Callable[[str], Any]:
        def of(after: str) -> Any:
            answer = caller.get(place, list="all", cursor=after).json()
            return [row["number"] for row in answer["items"]], answer["next"]

        return of

    for place in ("cases", "work-items"):
        found = _walked(turn(place))
        assert len(found) == len(allowed)
        assert set(found) == allowed


def test_a_made_up_cursor_opens_nothing(people: Town, files: list[Case]) -> None:
    """A cursor says where to go on, never whose list it is."""
    root, ward = people.actors["lanhdao.tphcm"], people.actors["thuly.binhtan"]
    foreign = page_of(WorkList.ALL, root, MOMENTS, most=3).next
    assert foreign
    for cursor in (foreign, "0.0", ".0", "x", "9" * 30):
        page = page_of(WorkList.ALL, ward, MOMENTS, after=cursor, most=99)
        assert {row.number for row in page.rows} <= _allowed(ward, files)
