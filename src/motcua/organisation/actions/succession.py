"""One agency takes over from another: names, posts, and the end of the old one. Each may run again.

Called by `reorganisation`, which holds the plan; here is only what the tree itself must do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from motcua.kernel.vietnamese import normalise
from motcua.organisation.access import check_can_administer
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Agency, Delegation, FormerName, Post, Succession, Unit
from motcua.organisation.rules import Actor

DAY = dt.timedelta(days=1)


def succeed(
    *,
    predecessor_id: int,
    successor_id: int,
    on: dt.date,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Say who answers for an agency from a day on. Again changes nothing."""
    with transaction.atomic():
        check_can_administer(actor, locked_agency(predecessor_id))
        _row, made = Succession.objects.get_or_create(
            predecessor_id=predecessor_id,
            successor_id=successor_id,
            defaults={"effective_on": on, "document": document[:200]},
        )
        if made:
            body = {"successor": successor_id, "on": on, "document": document}
            note(predecessor_id, "agency.succeed", body, actor=actor, at=at)


def take_over_posts(
    *, units: Mapping[int, int], on: dt.date, document: str, actor: Actor, at: dt.datetime
) -> int:
    """Everybody in the old units on a day sits in the new ones from that day on, in the same role.

    Who holds the role there already gets no second post. How many posts were given.
    """
    with transaction.atomic():
        standing = Post.objects.on(on).filter(unit_id__in=units).select_related("unit")
        given = 0
        for post in standing.order_by("pk"):
            new_unit = units[post.unit_id]
            same = Post.objects.on(on).filter(
                account_id=post.account_id, unit_id=new_unit, role=post.role
            )
            if new_unit == post.unit_id or same.exists():
                continue
            made = Post.objects.create(
                account_id=post.account_id,
                unit_id=new_unit,
                role=post.role,
                title=post.title,
                valid_from=on,
                valid_to=post.valid_to,
                document=document[:200],
            )
            given += 1
            agency = Unit.objects.only("agency_id").get(pk=new_unit).agency_id
            locked_agency(agency)
            body = {"post": made.pk, "account": post.account_id, "was": post.pk, "from": on}
            note(agency, "post.take_over", body, actor=actor, at=at)
    return given


def close_agency(
    *, agency_id: int, last_day: dt.date, document: str, actor: Actor, at: dt.datetime
) -> None:
    """The agency's last day, of its units, posts and delegations too. Again changes nothing."""
    with transaction.atomic():
        agency = locked_agency(agency_id)
        check_can_administer(actor, agency)
        if agency.valid_to is not None and agency.valid_to <= last_day:
            return
        later = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
        posts = Post.objects.filter(later, unit__agency_id=agency_id)
        ended = list(posts.filter(valid_from__lte=last_day).values_list("pk", flat=True))
        Delegation.objects.filter(post_id__in=ended, valid_to__gt=last_day).update(ended_at=at)
        Post.objects.filter(pk__in=ended).update(valid_to=last_day)
        Unit.objects.filter(later, agency_id=agency_id, valid_from__lte=last_day).update(
            valid_to=last_day
        )
        Agency.objects.filter(pk=agency_id).update(valid_to=last_day)
        body = {"to": last_day, "document": document, "posts": len(ended)}
        note(agency_id, "agency.close", body, actor=actor, at=at)


def rename_agency(
    *,
    agency_id: int,
    name: str,
    short_name: str,
    on: dt.date,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """A new name from a day on; the old one is kept with its last day. Again changes nothing."""
    name, short_name = normalise(name)[:200], normalise(short_name)[:120]
    with transaction.atomic():
        agency = locked_agency(agency_id)
        check_can_administer(actor, agency)
        if (agency.name, agency.short_name) == (name, short_name):
            return
        FormerName.objects.create(
            agency=agency,
            name=agency.name,
            short_name=agency.short_name,
            until=on - DAY,
            document=document[:200],
        )
        Agency.objects.filter(pk=agency_id).update(name=name, short_name=short_name)
        body = {"from": agency.name, "to": name, "on": on, "document": document}
        note(agency_id, "agency.rename", body, actor=actor, at=at)
