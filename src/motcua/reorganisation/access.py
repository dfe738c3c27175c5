"""Who reads an act of reorganisation, and who agrees to it for an agency."""

from __future__ import annotations

from collections.abc import Collection

from motcua.kernel.refusals import Forbidden, NotFound
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.reorganisation.rules import FOLLOWERS


def can_follow_acts(actor: Actor) -> bool:
    """Administrators and leaders, each for what concerns their agency or one below it."""
    return bool(actor.seats_as(*FOLLOWERS))


def check_can_follow_acts(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_follow_acts(actor):
        raise Forbidden("Phương án sắp xếp dành cho quản trị và lãnh đạo các cơ quan liên quan.")


def check_can_read_act(actor: Actor, agencies: Collection[Agency]) -> None:
    """`agencies`: those the act concerns. To others there is no such act: NotFound."""
    check_can_follow_acts(actor)
    paths = actor.paths(*FOLLOWERS)
    if not any(agency.path.startswith(paths) for agency in agencies):
        raise NotFound("Không có phương án này.")


def check_can_agree(actor: Actor, agency: Agency) -> None:
    """The leader of the agency itself. Raises Forbidden."""
    if not actor.holds(Role.AGENCY_LEADER, agency_id=agency.pk):
        raise Forbidden(f"Chỉ lãnh đạo {agency.name} xác nhận cho cơ quan mình.")
