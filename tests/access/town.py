"""The small office with everybody whom the table of rights tells apart, and a file for each state.

Made once per module in one transaction that is rolled back; each test undoes what it did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from motcua.accounts.actions import create_account
from motcua.accounts.states import AccountKind
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.organisation.actions import appoint, delegate
from motcua.organisation.models import Post
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import CONSOLE, Actor
from motcua.organisation.states import Role
from tests.cases.story import AGAIN, ASKED, WHY, ask, propose
from tests.linked import link_wards
from tests.office import BUILDING, NOW, SETUP, Office, build
from tests.office_catalogue import SINCE
from tests.timed import expired

DAY: Final = dt.timedelta(days=1)
TODAY: Final = NOW.date()

# Beyond the office's own people: sign-in name, kind, posts as (agency, unit, role, last day).
_Posts = tuple[tuple[str, str, Role, dt.date | None], ...]
_MORE: Final[dict[str, tuple[AccountKind, _Posts]]] = {
    "kiemnhiem.anlac": (
        AccountKind.OFFICER,
        (("anlac", "MC", Role.RECEPTION, None), ("anlac", "HT", Role.UNIT_LEADER, None)),
    ),
    "phophong.anlac": (
        AccountKind.OFFICER,
        (("anlac", "HT", Role.SPECIALIST, None), ("anlac", "HT", Role.UNIT_LEADER, None)),
    ),
    "bietphai.anlac": (
        AccountKind.OFFICER,
        (("binhtan", "MC", Role.RECEPTION, None), ("anlac", "KS", Role.CONTROLLER, None)),
    ),
    "thay1.anlac": (AccountKind.OFFICER, (("anlac", "DC", Role.SPECIALIST, None),)),
    "thay2.anlac": (AccountKind.OFFICER, (("anlac", "DC", Role.SPECIALIST, None),)),
    "thay3.anlac": (AccountKind.OFFICER, (("anlac", "DC", Role.SPECIALIST, None),)),
    "nghi.anlac": (AccountKind.OFFICER, (("anlac", "HT", Role.SPECIALIST, TODAY - DAY),)),
    "hethong.anlac": (AccountKind.SYSTEM, (("anlac", "MC", Role.RECEPTION, None),)),
    "hethong.khac": (AccountKind.SYSTEM, ()),
    "congdan.anlac": (AccountKind.CITIZEN, ()),
    "thanhtra.tphcm": (AccountKind.OFFICER, (("tphcm", "KS", Role.INSPECTOR, None),)),
}


@dataclass(frozen=True)
class Town:
    """The office, everybody as a request would load them at NOW, a file per situation."""

    office: Office
    actors: dict[str, Actor]
    files: dict[str, Case]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def standing(*, files: bool = True) -> Iterator[Town]:
    """The town for as long as the module's tests run."""
    with undone():
        office = build()
        _people(office)
        actors = {short(who): _actor(office, who) for who in office.accounts}
        made = {name: start(office) for name, start in SITUATIONS.items()} if files else {}
        yield Town(office, actors, made)


def short(username: str) -> str:
    """As the tables write it: An Lạc's people without their ward."""
    return username.removesuffix(".anlac")


def _actor(office: Office, who: str) -> Actor:
    actor = actor_for_session(office.accounts[who].pk, at=NOW)
    assert actor is not None
    return actor


def _people(office: Office) -> None:
    for username, (kind, posts) in _MORE.items():
        account = create_account(username=username, full_name=username, kind=kind, at=SETUP)
        office.accounts[username] = account
        for agency, unit, role, last_day in posts:
            appoint(
                actor=CONSOLE,
                account_id=account.pk,
                unit_id=office.units[agency, unit].pk,
                role=role,
                valid_from=SINCE,
                valid_to=last_day,
                at=SETUP,
            )
    lend(office, "thuly", "thay1", TODAY, TODAY + 4 * DAY)
    lend(office, "thuly2", "thay2", TODAY - 10 * DAY, TODAY - DAY)
    lend(office, "truongphong", "thay3", TODAY + DAY, TODAY + 8 * DAY)


def lend(office: Office, who: str, to: str, first: dt.date, last: dt.date) -> None:
    """A post lent for these days, arranged on the first of them or today."""
    at = min(NOW, NOW + (first - TODAY))
    delegate(
        actor=office.actor(who, at=at),
        post_id=Post.objects.get(account=office.account(who)).pk,
        to_id=office.account(to).pk,
        valid_from=first,
        valid_to=last,
        reason="Nghỉ phép",
        at=at,
    )


# The situations of docs/access.md.

Start = Callable[[Office], Case]
DATE: Final[dict[str, Any]] = {"new_due": dt.date(2026, 4, 10), "reason": "Chờ xác minh"}


def _at(step: str, **changes: Any) -> Start:
    return lambda office: office.walk(office.take_in(**changes), to=step)


def _held(office: Office) -> Case:
    return office.act(_at("thu_ly")(office), Verb.CLAIM, by="thuly")


def _desk_held(office: Office) -> Case:
    return office.act(office.take_in(), Verb.CLAIM, by="tiepnhan2")


def _own_papers(office: Office) -> Case:
    return _proposed(office, by="phophong")


def _proposed(office: Office, by: str = "thuly") -> Case:
    case = _at("thu_ly")(office)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by=by, items=ASKED, reason=WHY)


def _asked_twice(office: Office) -> Case:
    case = office.act(_asked(office), Verb.TAKE_SUPPLEMENT, by="tiepnhan")
    return propose(office, case, again_because=AGAIN)


def _asked(office: Office) -> Case:
    return ask(office, _at("thu_ly")(office))


def _at_the_counter(office: Office) -> Case:
    case = office.take_in(accept=False)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", items=ASKED, reason=WHY)


def _approved(office: Office) -> Case:
    return office.act(_proposed(office), Verb.REQUEST_SUPPLEMENT, by="truongphong")


def _dated(by: str) -> Start:
    return lambda office: office.act(_at("thu_ly")(office), Verb.EXTEND, by=by, **DATE)


def _across_wards(office: Office) -> Case:
    link_wards(office)
    return office.walk(office.take_in(), to="ban_sao")


SITUATIONS: Final[dict[str, Start]] = {
    "registered": lambda office: office.take_in(accept=False),
    "asked-at-counter": _at_the_counter,
    "received": lambda office: office.take_in(),
    "received-held": _desk_held,
    "handling": _at("thu_ly"),
    "held": _held,
    "proposed": _proposed,
    "own-proposal": _own_papers,
    "second-proposal": _asked_twice,
    "approved": _approved,
    "asked": _asked,
    "new-date": _dated("thuly"),
    "own-date": _dated("phophong"),
    "to-sign-in-room": _at("lanh_dao_phong"),
    "received-by-leader": _at("lanh_dao_phong", by="kiemnhiem"),
    "to-sign": _at("lanh_dao_ky"),
    "to-issue": _at("van_thu"),
    "to-return": _at("tra_ket_qua"),
    "other-room": _at("thu_ly", procedure=BUILDING),
    "returned": _at(""),
    # The last ones put other processes into use.
    "to-hand-over": _across_wards,
    "expired": expired,
}
