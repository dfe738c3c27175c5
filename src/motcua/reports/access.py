"""Who signs reports, and who says when an agency's books close."""

from __future__ import annotations

from typing import Final

from motcua.kernel.refusals import Forbidden
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role

_KEEPERS: Final = (Role.CONTROLLER, Role.ADMINISTRATOR)


def can_sign(actor: Actor, agency_id: int | None = None) -> bool:
    """The agency's leader: a report goes out in the agency's name."""
    return actor.holds(Role.AGENCY_LEADER, agency_id=agency_id)


def check_can_sign(actor: Actor, agency_id: int | None = None) -> None:
    """Raises Forbidden."""
    if not can_sign(actor, agency_id):
        raise Forbidden("Chỉ lãnh đạo của chính cơ quan ký báo cáo của cơ quan.")


def can_set_cut_off(actor: Actor, agency: Agency) -> bool:
    """Controllers and administrators of the agency or of one above it."""
    return any(agency.path.startswith(path) for path in actor.paths(*_KEEPERS))


def check_can_set_cut_off(actor: Actor, agency: Agency) -> None:
    """Raises Forbidden."""
    if not can_set_cut_off(actor, agency):
        raise Forbidden(
            "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị của cơ quan, hoặc của cấp trên, đặt ngày"
            " chốt số liệu."
        )


def can_correct(actor: Actor, agency_id: int | None = None) -> bool:
    """The agency's leader and its controller: who sign and who keep its reports."""
    return actor.holds(Role.AGENCY_LEADER, Role.CONTROLLER, agency_id=agency_id)


def check_can_correct(actor: Actor, agency_id: int | None = None) -> None:
    """Raises Forbidden."""
    if not can_correct(actor, agency_id):
        raise Forbidden(
            "Chỉ lãnh đạo hoặc cán bộ kiểm soát thủ tục của chính cơ quan sửa số trong báo cáo."
        )
