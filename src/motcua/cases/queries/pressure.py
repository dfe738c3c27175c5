"""Where work piles up: live steps by unit and person, with what is late and what soon will be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from motcua.cases.models import Case
from motcua.cases.queries.filters import RUNNING
from motcua.cases.queries.lists import Moments
from motcua.cases.queries.visible import visible_to
from motcua.organisation.rules import Actor
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS


@dataclass(frozen=True, slots=True)
class Pile:
    """What one person of one unit (or nobody yet) has before them."""

    agency: str
    unit_id: int
    unit: str
    holder_id: int | None
    holder: str
    live: int
    late: int
    soon: int
    untouched: int


def piles(actor: Actor, moments: Moments) -> list[Pile]:
    """By unit and holder, the latest first, over the files the actor may see. One statement."""
    seen = Case.objects.filter(visible_to(actor), pk=OuterRef("run_id"), state__in=RUNNING)
    rows = (
        WorkItem.objects.filter(Exists(seen), state__in=LIVE_ITEMS)
        .values("agency__short_name", "unit_id", "unit__name", "holder_id", "holder__full_name")
        .annotate(
            live=Count("id"),
            late=Count("id", filter=Q(run__case__due_at__lt=moments.at)),
            soon=Count(
                "id",
                filter=Q(run__case__due_at__gte=moments.at, run__case__due_at__lte=moments.soon),
            ),
            untouched=Count("id", filter=Q(run__case__touched_at__lt=moments.stale)),
        )
        .order_by("-late", "-soon", "-live", "unit__name")
    )
    return [
        Pile(
            agency=row["agency__short_name"],
            unit_id=row["unit_id"],
            unit=row["unit__name"],
            holder_id=row["holder_id"],
            holder=row["holder__full_name"] or "",
            live=row["live"],
            late=row["late"],
            soon=row["soon"],
            untouched=row["untouched"],
        )
        for row in rows
    ]
