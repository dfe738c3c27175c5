"""Who may look into unhappy answers, and who types paper slips in."""

from __future__ import annotations

from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.surveys.rules.gaming import WATCHERS


def can_follow_up(actor: Actor, agency_id: int | None = None) -> bool:
    """The agency's leader: an unhappy answer names its file, and those who worked on the file
    must not learn who was unhappy with them.
    """
    return actor.holds(Role.AGENCY_LEADER, agency_id=agency_id)


def check_can_follow_up(actor: Actor, agency_id: int | None = None) -> None:
    """Raises Forbidden."""
    if not can_follow_up(actor, agency_id):
        raise Forbidden("Chỉ lãnh đạo cơ quan xem xét các đánh giá không hài lòng.")


def can_watch_patterns(actor: Actor) -> bool:
    """Leaders, controllers and inspectors: a pattern names a tablet, never a file or a person."""
    return bool(actor.seats_as(*WATCHERS))


def check_can_watch_patterns(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_watch_patterns(actor):
        raise Forbidden("Chỉ lãnh đạo, kiểm soát và thanh tra xem các dấu hiệu bất thường.")


def can_enter_slips(actor: Actor, agency_id: int | None = None) -> bool:
    """Reception of the agency, where the box with the slips stands."""
    return actor.holds(Role.RECEPTION, agency_id=agency_id)


def check_can_enter_slips(actor: Actor, agency_id: int | None = None) -> None:
    """Raises Forbidden."""
    if not can_enter_slips(actor, agency_id):
        raise Forbidden("Chỉ bộ phận tiếp nhận của cơ quan được nhập phiếu đánh giá giấy.")
