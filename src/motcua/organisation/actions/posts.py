"""Posts: a person in a unit with a role, from a day to a day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.accounts.states import AccountKind
from motcua.kernel.vietnamese import normalise, short_date
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.access import check_can_administer
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Delegation, Post, Unit
from motcua.organisation.rules import (
    Actor,
    Conflict,
    Forbidden,
    NotFound,
    Refused,
    check_period,
    check_separation,
)
from motcua.organisation.states import Role


def appoint(
    *,
    actor: Actor,
    account_id: int,
    unit_id: int,
    role: Role,
    valid_from: dt.date,
    at: dt.datetime,
    valid_to: dt.date | None = None,
    title: str = "",
    document: str = "",
) -> Post:
    """Give a person a post. Nobody appoints themselves. Raises Refused, Forbidden, Conflict."""
    with transaction.atomic():
        unit = Unit.objects.filter(pk=unit_id).first()
        if unit is None:
            raise NotFound("Không có đơn vị này.", field="unit")
        agency = locked_agency(unit.agency_id)
        check_can_administer(actor, agency)
        if account_id == actor.account_id:
            raise Forbidden("Không ai được tự bổ nhiệm chính mình.")
        account = _staff(account_id)
        for body in (agency, unit):
            check_period(valid_from, valid_to, within=(body.valid_from, body.valid_to))
        _check_not_held(account, unit, role, valid_from, valid_to)
        check_separation(role, roles_held(account_id, agency.pk, valid_from, valid_to))
        post = Post.objects.create(
            account=account,
            unit=unit,
            role=role,
            title=normalise(title)[:120],
            valid_from=valid_from,
            valid_to=valid_to,
            document=normalise(document)[:200],
        )
        note(agency.pk, "post.appoint", _facts(post), actor=actor, at=at)
    return post


def end_post(
    *, actor: Actor, post_id: int, last_day: dt.date, at: dt.datetime, document: str = ""
) -> Post:
    """Set the last day of a post, yesterday at the earliest: then it is gone with the next request.

    What was lent from it ends with it. Raises Refused, Forbidden, NotFound.
    """
    with transaction.atomic():
        found = Post.objects.select_related("unit").filter(pk=post_id).first()
        if found is None:
            raise NotFound("Không có vị trí này.")
        agency = locked_agency(found.unit.agency_id)
        check_can_administer(actor, agency)
        post = Post.objects.select_for_update().get(pk=post_id)
        today = at.astimezone(VIETNAM).date()
        if last_day < today - dt.timedelta(days=1):
            raise Refused(
                "Ngày cuối giữ vị trí sớm nhất là hôm qua: việc đã làm từ đó đến nay vẫn giữ"
                " nguyên người làm.",
                field="last_day",
            )
        if post.valid_to is not None and last_day > post.valid_to:
            raise Refused(
                f"Vị trí này đã kết thúc ngày {short_date(post.valid_to)}.", field="last_day"
            )
        check_period(post.valid_from, last_day)
        post.valid_to = last_day
        post.save(update_fields=["valid_to"])
        body = {"post": post_id, "to": last_day, "document": normalise(document)}
        note(agency.pk, "post.end", body, actor=actor, at=at)
    return post


def roles_held(
    account_id: int, agency_id: int, start: dt.date, end: dt.date | None
) -> tuple[Role, ...]:
    """Roles of a person in an agency on any day of a period, own and lent. Two queries."""
    meets = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    if end is not None:
        meets &= Q(valid_from__lte=end)
    own = Post.objects.filter(meets, account_id=account_id, unit__agency_id=agency_id)
    lent = Delegation.objects.filter(
        meets, to_id=account_id, ended_at__isnull=True, post__unit__agency_id=agency_id
    )
    held = [*own.values_list("role", flat=True), *lent.values_list("post__role", flat=True)]
    return tuple(Role(role) for role in dict.fromkeys(held))


def _facts(post: Post) -> dict[str, object]:
    return {
        "post": post.pk,
        "account": post.account_id,
        "unit": post.unit_id,
        "role": str(post.role),
        "title": post.title,
        "from": post.valid_from,
        "to": post.valid_to,
        "document": post.document,
    }


def _staff(account_id: int) -> Account:
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound("Không có tài khoản này, hoặc tài khoản đã bị khóa.", field="account")
    if account.kind not in (AccountKind.OFFICER, AccountKind.SYSTEM):
        raise Refused(
            "Chỉ tài khoản của cán bộ hoặc của hệ thống được giữ vị trí.", field="account"
        )
    return account


def _check_not_held(
    account: Account, unit: Unit, role: Role, start: dt.date, end: dt.date | None
) -> None:
    same = Post.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=start), account=account, unit=unit, role=role
    )
    if end is not None:
        same = same.filter(valid_from__lte=end)
    if same.exists():
        raise Conflict(
            f"{account.full_name} đã giữ vị trí “{role.label}” ở {unit.name} trong thời gian này.",
            field="account",
        )
