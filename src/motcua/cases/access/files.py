"""Who may do what to which file they know of (cases.queries.visible).

`check_can_x` raises, `can_x` answers: the button asks the second, the action calls the first, so
they are one rule. Who may do a step is `process.access`.
"""

from __future__ import annotations

from typing import Final

from motcua.cases.models import Case
from motcua.cases.queries.lists import LEADERS
from motcua.cases.queries.visible import AGENCY_VIEWERS, UNIT_VIEWERS
from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process.models import WorkItem

# Who needs the full identity number to do the work; the others see it masked.
PERSONAL_VIEWERS: Final = (*AGENCY_VIEWERS, *UNIT_VIEWERS, Role.AGENCY_LEADER, Role.INSPECTOR)


def can_view_personal(actor: Actor, case: Case) -> bool:
    """Whether the whole identity number may be shown (the look is journalled)."""
    return actor.holds(*PERSONAL_VIEWERS, agency_id=case.agency_id)


def check_can_view_personal(actor: Actor, case: Case) -> None:
    """Raises Forbidden: papers and slips tell as much of a person as the whole number does."""
    if not can_view_personal(actor, case):
        _refuse("Vai trò của bạn không được xem dữ liệu cá nhân và giấy tờ của hồ sơ này.")


def _refuse(text: str) -> None:
    raise Forbidden(text)


def can_receive(actor: Actor, agency_id: int) -> bool:
    """Take files in at this agency's desk."""
    return actor.holds(Role.RECEPTION, agency_id=agency_id)


def check_can_receive(actor: Actor, agency_id: int) -> None:
    """Raises Forbidden unless the actor sits at the desk of the agency."""
    if not can_receive(actor, agency_id):
        _refuse("Chỉ bộ phận tiếp nhận của cơ quan được làm việc này.")


def check_can_sign(actor: Actor, case: Case, item: WorkItem) -> None:
    """Nobody both receives and approves the same file. Raises Forbidden."""
    if item.role in LEADERS and actor.account_id == case.received_by_id:
        _refuse("Người tiếp nhận hồ sơ không được duyệt chính hồ sơ đó.")


def can_lead(actor: Actor, case: Case) -> bool:
    """Approve requests about a file: the head of the unit that handles it, or of the agency."""
    return actor.holds(Role.AGENCY_LEADER, agency_id=case.agency_id) or (
        case.handling_unit_id is not None
        and actor.holds(Role.UNIT_LEADER, unit_id=case.handling_unit_id)
    )


def check_can_lead(actor: Actor, case: Case, *, proposed_by: int | None = None) -> None:
    """Raises Forbidden unless a leader over the file, and not the one who proposed."""
    if not can_lead(actor, case):
        _refuse("Việc này cần lãnh đạo phòng hoặc lãnh đạo cơ quan duyệt.")
    if proposed_by == actor.account_id:
        _refuse("Người đề nghị không được tự duyệt đề nghị của mình.")


def can_approve_papers(actor: Actor, case: Case, *, proposed_by: int) -> bool:
    """Approve a request for papers of another; a second one only as the agency's leader."""
    if proposed_by == actor.account_id:
        return False
    if case.supplements:
        return actor.holds(Role.AGENCY_LEADER, agency_id=case.agency_id)
    return can_lead(actor, case)


def check_can_approve_papers(actor: Actor, case: Case, *, proposed_by: int) -> None:
    """Raises Forbidden; NĐ 61/2018 art. 17 asks once only, so a second time is for the head."""
    check_can_lead(actor, case, proposed_by=proposed_by)
    if not can_approve_papers(actor, case, proposed_by=proposed_by):
        _refuse("Yêu cầu bổ sung lần thứ hai phải do lãnh đạo cơ quan duyệt.")


def can_stop(actor: Actor, case: Case) -> bool:
    """Stop a file on the agency's own motion."""
    return actor.holds(Role.AGENCY_LEADER, agency_id=case.agency_id)


def check_can_stop(actor: Actor, case: Case) -> None:
    """Raises Forbidden unless the agency's leader."""
    if not can_stop(actor, case):
        _refuse("Chỉ lãnh đạo cơ quan được dừng giải quyết hồ sơ.")


def can_handle(actor: Actor, case: Case) -> bool:
    """Ask for papers or more time: the specialists of the unit that handles the file."""
    return case.handling_unit_id is not None and actor.holds(
        Role.SPECIALIST, unit_id=case.handling_unit_id
    )


def check_can_handle(actor: Actor, case: Case) -> None:
    """Raises Forbidden unless a specialist of the handling unit."""
    if not can_handle(actor, case):
        _refuse("Chỉ công chức thụ lý của bộ phận giải quyết hồ sơ được đề nghị việc này.")
