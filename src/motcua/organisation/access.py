"""Who may change the organisation: its administrators, and each holder their own delegation."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from motcua.organisation.models import Agency, Delegation, Post
from motcua.organisation.rules import CONSOLE, Actor, Forbidden, NotFound
from motcua.organisation.states import Role


def administers(actor: Actor, agency_path: str) -> bool:
    """Holds the role administrator in the agency at this path or in one above it."""
    return actor is CONSOLE or any(
        agency_path.startswith(path) for path in actor.paths(Role.ADMINISTRATOR)
    )


def administers_root(actor: Actor) -> bool:
    """Administrator at a root of the tree: the province, or the only agency of a small office."""
    return actor is CONSOLE or any(
        path.strip("/").isdecimal() for path in actor.paths(Role.ADMINISTRATOR)
    )


def can_administer(actor: Actor, agency: Agency) -> bool:
    return administers(actor, agency.path)


def check_can_administer(actor: Actor, agency: Agency) -> None:
    """Raises Forbidden."""
    if not administers(actor, agency.path):
        raise Forbidden(f"Chỉ quản trị của {agency.name} hoặc của cấp trên được làm việc này.")


def check_can_administer_root(actor: Actor) -> None:
    """For what concerns everybody: national calendar, a new root. Raises Forbidden."""
    if not administers_root(actor):
        raise Forbidden("Chỉ quản trị ở cấp cao nhất của hệ thống được làm việc này.")


def can_delegate(actor: Actor, post: Post) -> bool:
    """The holder of the post, never somebody it was lent to, or an administrator."""
    return post.account_id == actor.account_id or administers(actor, post.unit.agency.path)


def check_can_delegate(actor: Actor, post: Post) -> None:
    """Raises Forbidden; who may not know the post at all gets NotFound."""
    if can_delegate(actor, post):
        return
    if any(seat.agency_id == post.unit.agency_id for seat in actor.seats):
        raise Forbidden("Chỉ người giữ vị trí hoặc quản trị được ủy quyền vị trí này.")
    raise NotFound("Không có vị trí này.")


def can_end_delegation(actor: Actor, delegation: Delegation) -> bool:
    """Who may lend the post, and who was lent it."""
    return delegation.to_id == actor.account_id or can_delegate(actor, delegation.post)


def check_can_end_delegation(actor: Actor, delegation: Delegation) -> None:
    """Raises Forbidden or NotFound."""
    if not can_end_delegation(actor, delegation):
        check_can_delegate(actor, delegation.post)


def check_can_administer_account(actor: Actor, account_id: int, *, at: dt.date) -> None:
    """An administrator of every agency in which the account has or will have a post.

    An account without posts belongs to the root's administrators: who made it appoints it at
    once. Raises Forbidden. One query.
    """
    paths = set(
        Post.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=at), account_id=account_id
        ).values_list("unit__agency__path", flat=True)
    )
    allowed = all(administers(actor, path) for path in paths) if paths else administers_root(actor)
    if not allowed:
        raise Forbidden("Tài khoản này do quản trị của cơ quan khác phụ trách.")
