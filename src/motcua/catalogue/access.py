"""Who may change the catalogue.

A procedure belongs to the agencies that offer it: the seat must stand in or above every one of
them, so a ward alone cannot rewrite what its neighbours offer too. What nobody offers belongs to
the root (the province). Controllers and administrators prepare; only controllers publish.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role

EDITORS: Final = (Role.CONTROLLER, Role.ADMINISTRATOR)
PUBLISHERS: Final = (Role.CONTROLLER,)


def can_edit(actor: Actor, offering_paths: Collection[str]) -> bool:
    """Prepare a draft; `offering_paths`: Agency.path of every agency that offers it."""
    return _stands_over(actor, EDITORS, offering_paths)


def check_can_edit(actor: Actor, offering_paths: Collection[str]) -> None:
    """Raises Forbidden unless controller or administrator over every agency concerned."""
    if not can_edit(actor, offering_paths):
        raise Forbidden(
            "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị của cơ quan cấp trên (hoặc chính cơ quan)"
            " của mọi nơi tiếp nhận thủ tục này được sửa."
        )


def can_publish(actor: Actor, offering_paths: Collection[str]) -> bool:
    """Put a draft into force, abolish a procedure."""
    return _stands_over(actor, PUBLISHERS, offering_paths)


def check_can_publish(actor: Actor, offering_paths: Collection[str]) -> None:
    """Raises Forbidden unless controller over every agency concerned."""
    if not can_publish(actor, offering_paths):
        raise Forbidden(
            "Chỉ cán bộ kiểm soát thủ tục của cơ quan cấp trên (hoặc chính cơ quan) của mọi nơi"
            " tiếp nhận thủ tục này được công bố hoặc bãi bỏ."
        )


def can_offer(actor: Actor, agency_path: str) -> bool:
    """Say whether an agency takes files of a procedure, and which unit handles them."""
    return _stands_over(actor, EDITORS, (agency_path,))


def check_can_offer(actor: Actor, agency_path: str) -> None:
    """Raises Forbidden unless controller or administrator in or above the agency."""
    if not can_offer(actor, agency_path):
        raise Forbidden("Chỉ cán bộ kiểm soát thủ tục hoặc quản trị của cơ quan được làm việc này.")


def can_import(actor: Actor) -> bool:
    """Load a whole catalogue file: an editor at the root."""
    return _stands_over(actor, EDITORS, ())


def check_can_import(actor: Actor) -> None:
    """Raises Forbidden unless controller or administrator of a root agency."""
    if not can_import(actor):
        raise Forbidden("Chỉ cán bộ kiểm soát hoặc quản trị của cấp tỉnh được nạp danh mục.")


def _stands_over(actor: Actor, roles: tuple[Role, ...], paths: Collection[str]) -> bool:
    seats = actor.paths(*roles)
    if not paths:
        return any(seat.count("/") == 2 for seat in seats)
    return all(any(path.startswith(seat) for seat in seats) for path in paths)
