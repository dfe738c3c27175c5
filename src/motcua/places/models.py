"""A row per place and name; what became of it stands beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.places.states import PlaceLevel


class Place(models.Model):
    """A province, district or commune under one name. `code` is the statistics office's (GSO).

    `valid_from` is null for what was there before records begin, `valid_to` the last day it was.
    `search`: rules.search_text of its own name and of what it lies in.
    """

    level = models.CharField(max_length=8, choices=PlaceLevel)
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=100)
    search = models.CharField(max_length=300)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    # Where it comes from: the shipped table, or the document an administrator names.
    document = models.CharField(max_length=200, blank=True, default="")
    edited_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "place"
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_to"], name="place_once"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_to=None), name="place_now_once"
            ),
            models.CheckConstraint(
                name="place_end_after_start",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceSuccession(models.Model):
    """What became of a place: several rows when it was divided, several to one when merged."""

    former = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="became")
    now = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="was")
    on = models.DateField()

    class Meta:
        db_table = "place_succession"
        constraints = [
            models.UniqueConstraint(fields=["former", "now"], name="succession_of_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.former_id} → {self.now_id}"
