"""Who reads why files are late, and about whom."""

from __future__ import annotations

from typing import Final

from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role

_WATCHERS: Final = (Role.AGENCY_LEADER, Role.UNIT_LEADER, Role.CONTROLLER, Role.INSPECTOR)


def can_ask_why_late(actor: Actor) -> bool:
    """Who leads, controls or inspects somewhere; each sees the files they may know of."""
    return bool(actor.seats_as(*_WATCHERS))


def check_can_ask_why_late(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_ask_why_late(actor):
        raise Forbidden("Trang này dành cho lãnh đạo, kiểm soát thủ tục và thanh tra.")


def can_see_whose_time(actor: Actor, unit_id: int, agency_id: int) -> bool:
    """Time charged to a person: for the head of their unit and the leader of their agency."""
    return actor.holds(Role.UNIT_LEADER, unit_id=unit_id) or actor.holds(
        Role.AGENCY_LEADER, agency_id=agency_id
    )
