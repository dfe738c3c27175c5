"""Decisions that carry procedures, and how many they issued, amended or abolished."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from motcua.catalogue.models import Decision, DecisionItem
from motcua.catalogue.states import Act
from motcua.kernel.refusals import NotFound


def _dated() -> QuerySet[Decision]:
    # Some decisions are known by their number and first day only.
    signed = Coalesce(F("date"), F("effective_date"), output_field=DateField())
    return Decision.objects.annotate(signed=signed)


def decisions() -> QuerySet[Decision]:
    """All, newest first, each with `issued`, `amended`, `replaced`, `abolished` counted."""
    return (
        _dated()
        .annotate(
            issued=Count("items", filter=Q(items__act=Act.ISSUE)),
            amended=Count("items", filter=Q(items__act=Act.AMEND)),
            replaced=Count("items", filter=Q(items__act=Act.REPLACE)),
            abolished=Count("items", filter=Q(items__act=Act.ABOLISH)),
        )
        .order_by(F("signed").desc(nulls_last=True), "-id")
    )


def decision(number: str) -> Decision:
    """One decision with its items in parts A, B, C of the form. Raises NotFound. Four statements.

    `decision.items` are prefetched with `procedure`, its versions, and `replaces`.
    """
    rows = _dated().prefetch_related("items__procedure__versions", "items__replaces")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(f"Không có quyết định số “{number}”.")
    return found


def decisions_count(first: dt.date, last: dt.date) -> dict[Act, int]:
    """How many procedures were issued, amended, replaced, abolished by decisions of a period.

    Both days inside. A procedure touched twice counts twice, as in the reports. One statement.
    """
    signed = Coalesce(F("decision__date"), F("decision__effective_date"), output_field=DateField())
    rows = (
        DecisionItem.objects.annotate(signed=signed)
        .filter(signed__gte=first, signed__lte=last)
        .values("act")
        .order_by()
        .annotate(count=Count("id"))
    )
    counted = {Act(row["act"]): row["count"] for row in rows}
    return {act: counted.get(act, 0) for act in Act}
