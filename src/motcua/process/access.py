"""Who may work on an item, hand it to somebody else, and change definitions.

`check_can_x` raises Forbidden with a text for the person; `can_x` answers. Whether it is
*time* for the act is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable

from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process.models import WorkItem

EDITORS = (Role.ADMINISTRATOR, Role.CONTROLLER)


def is_in_place(actor: Actor, item: WorkItem) -> bool:
    """Whether the person has the step's role in the step's unit, of their own or lent."""
    return actor.holds(Role(item.role), unit_id=item.unit_id)


def check_can_claim(actor: Actor, item: WorkItem) -> None:
    """Anybody with the step's role in its unit. Raises Forbidden."""
    if not is_in_place(actor, item):
        raise Forbidden(f"Việc này dành cho vai trò {Role(item.role).label} của đơn vị khác.")


def can_claim(actor: Actor, item: WorkItem) -> bool:
    return is_in_place(actor, item)


def check_can_work(actor: Actor, item: WorkItem) -> None:
    """Finish the step or send it back: its holder, or while nobody holds it whoever may claim.

    Who sits in for an absent colleague works on what that colleague holds. Raises Forbidden.
    """
    if item.holder_id in (None, actor.account_id):
        check_can_claim(actor, item)
    elif not _sits_in(actor, item):
        raise Forbidden("Việc này do người khác đang giữ.")


def can_work(actor: Actor, item: WorkItem) -> bool:
    return _answers(check_can_work, actor, item)


def _sits_in(actor: Actor, item: WorkItem) -> bool:
    return any(
        seat.on_behalf_of_id == item.holder_id
        and seat.unit_id == item.unit_id
        and seat.role == item.role
        for seat in actor.seats
    )


def check_can_recall(actor: Actor, item: WorkItem) -> None:
    """Only who finished the step takes it back, and only from the same place. Raises Forbidden."""
    if item.done_by_id != actor.account_id or not is_in_place(actor, item):
        raise Forbidden("Chỉ người đã chuyển bước này mới thu hồi được.")


def can_recall(actor: Actor, item: WorkItem) -> bool:
    return _answers(check_can_recall, actor, item)


def check_can_reassign(actor: Actor, item: WorkItem) -> None:
    """The leader of the item's unit, or a leader of its agency. Raises Forbidden."""
    if not (
        actor.holds(Role.UNIT_LEADER, unit_id=item.unit_id)
        or actor.holds(Role.AGENCY_LEADER, agency_id=item.agency_id)
    ):
        raise Forbidden("Chỉ lãnh đạo đơn vị hoặc lãnh đạo cơ quan mới phân công lại được.")


def can_reassign(actor: Actor, item: WorkItem) -> bool:
    return _answers(check_can_reassign, actor, item)


def check_can_edit_definitions(actor: Actor, *, shipped: bool = False) -> None:
    """Administrators and procedure controllers; what all agencies run by, only those at a root.

    `shipped`: the process came with the product, so every agency without one of its own uses it.
    Raises Forbidden.
    """
    if not actor.holds(*EDITORS):
        raise Forbidden("Chỉ quản trị hoặc cán bộ kiểm soát TTHC mới sửa được quy trình.")
    if not can_edit_definitions(actor, shipped=shipped):
        raise Forbidden(
            "Quy trình này dùng chung cho mọi cơ quan: chỉ cấp cao nhất của hệ thống được lập bản"
            " mới. Hãy lập quy trình riêng dưới khóa khác."
        )


def can_edit_definitions(actor: Actor, *, shipped: bool = False) -> bool:
    if not shipped:
        return actor.holds(*EDITORS)
    return any(path.strip("/").isdecimal() for path in actor.paths(*EDITORS))


def _answers(check: Callable[[Actor, WorkItem], None], actor: Actor, item: WorkItem) -> bool:
    try:
        check(actor, item)
    except Forbidden:
        return False
    return True
