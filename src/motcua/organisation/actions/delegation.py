"""Lending a post during an absence; it returns by itself the day after the last."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motcua.accounts.models import Account
from motcua.kernel.vietnamese import normalise, short_date
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.access import check_can_delegate, check_can_end_delegation
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.actions.posts import roles_held
from motcua.organisation.models import Agency, Delegation, Post
from motcua.organisation.queries import in_force
from motcua.organisation.rules import (
    CONSOLE,
    Actor,
    Conflict,
    Forbidden,
    NotFound,
    Refused,
    check_period,
    check_separation,
)
from motcua.organisation.states import Role


def delegate(
    *,
    actor: Actor,
    post_id: int,
    to_id: int,
    valid_from: dt.date,
    valid_to: dt.date,
    reason: str,
    at: dt.datetime,
) -> Delegation:
    """Lend a post to a colleague of the same agency. A lent post is not lent on.

    Raises Refused, Forbidden, NotFound; Conflict when it is lent already in these days.
    """
    reason = normalise(reason)
    if not reason or len(reason) > 250:
        raise Refused("Ghi lý do ủy quyền, không quá 250 ký tự.", field="reason")
    with transaction.atomic():
        post = Post.objects.select_related("unit__agency", "account").filter(pk=post_id).first()
        if post is None:
            raise NotFound("Không có vị trí này.")
        agency = locked_agency(post.unit.agency_id)
        check_can_delegate(actor, post)
        if actor is CONSOLE:
            raise Forbidden("Ủy quyền do người giữ vị trí hoặc quản trị cơ quan lập.")
        _check_days(post, valid_from, valid_to, at)
        colleague = _colleague(actor, post, to_id, valid_from)
        _check_free(post, valid_from, valid_to)
        check_separation(Role(post.role), roles_held(to_id, agency.pk, valid_from, valid_to))
        delegation = Delegation.objects.create(
            post=post,
            to=colleague,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            created_by_id=actor.account_id,
            created_at=at,
        )
        _note(agency, "post.delegate", delegation, actor, at)
    return delegation


def end_delegation(*, actor: Actor, delegation_id: int, at: dt.datetime) -> Delegation:
    """Take a post back, or give it back, before its day: gone with the next request.

    Raises Refused when it has ended already, Forbidden, NotFound.
    """
    with transaction.atomic():
        found = (
            Delegation.objects.select_related("post__unit__agency").filter(pk=delegation_id).first()
        )
        if found is None:
            raise NotFound("Không có ủy quyền này.")
        check_can_end_delegation(actor, found)
        agency = locked_agency(found.post.unit.agency_id)
        delegation = Delegation.objects.select_for_update().get(pk=delegation_id)
        over = delegation.valid_to < at.astimezone(VIETNAM).date()
        if delegation.ended_at is not None or over:
            raise Refused("Ủy quyền này đã hết hiệu lực.")
        delegation.ended_at = at
        delegation.save(update_fields=["ended_at"])
        _note(agency, "post.delegation_end", delegation, actor, at)
    return delegation


def _check_days(post: Post, valid_from: dt.date, valid_to: dt.date, at: dt.datetime) -> None:
    if valid_from < at.astimezone(VIETNAM).date():
        raise Refused("Ủy quyền bắt đầu sớm nhất từ hôm nay.", field="valid_from")
    check_period(valid_from, valid_to, within=(post.valid_from, post.valid_to))


def _colleague(actor: Actor, post: Post, to_id: int, day: dt.date) -> Account:
    if to_id == post.account_id:
        raise Refused("Không thể ủy quyền cho chính mình.", field="to")
    if to_id == actor.account_id:
        raise Forbidden("Người quản trị không tự nhận ủy quyền.")
    works_here = Post.objects.filter(
        in_force(day), account_id=to_id, unit__agency_id=post.unit.agency_id
    )
    account = Account.objects.filter(pk=to_id, is_active=True).first()
    if account is None or not works_here.exists():
        raise Refused(
            f"Người nhận ủy quyền phải đang công tác tại {post.unit.agency.name}"
            f" từ ngày {short_date(day)}.",
            field="to",
        )
    return account


def _check_free(post: Post, valid_from: dt.date, valid_to: dt.date) -> None:
    taken = (
        Delegation.objects.filter(
            post=post,
            ended_at__isnull=True,
            valid_from__lte=valid_to,
            valid_to__gte=valid_from,
        )
        .select_related("to")
        .first()
    )
    if taken is not None:
        raise Conflict(
            f"Vị trí này đã ủy quyền cho {taken.to.full_name} từ {short_date(taken.valid_from)}"
            f" đến {short_date(taken.valid_to)}.",
            field="valid_from",
        )


def _note(agency: Agency, verb: str, delegation: Delegation, actor: Actor, at: dt.datetime) -> None:
    body = {
        "delegation": delegation.pk,
        "post": delegation.post_id,
        "to": delegation.to_id,
        "from": delegation.valid_from,
        "until": delegation.valid_to,
        "reason": delegation.reason,
    }
    note(agency.pk, verb, body, actor=actor, at=at)
