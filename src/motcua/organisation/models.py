"""The tree of agencies, the units inside them, and who sits where, since when."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.organisation.states import Level, Role, UnitKind

Row = TypeVar("Row", bound=models.Model)


def ends_after_start(name: str) -> models.CheckConstraint:
    """`valid_to` is the last day (đến hết ngày), so a single day has both ends equal."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    )


class Dated(models.QuerySet[Row]):
    """Rows that hold from a day up to and including another."""

    def on(self, day: dt.date) -> Self:
        """Those in force on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Agency(models.Model):
    """A body with a code of its own (QĐ 20/2020/QĐ-TTg) that receives or decides files."""

    code = models.CharField(max_length=35, unique=True)
    # QCVN 102:2016, read right to left; kept because old files carry it for ever.
    legacy_code = models.CharField(max_length=35, blank=True, default="")
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    # "/1/5/": ids from the root down, so that a subtree is one indexed prefix.
    path = models.CharField(max_length=120, db_index=True)
    desk_name = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    # The statistical code of the province ("79"): fees set by its People's Council hang on it.
    area = models.CharField(max_length=8, blank=True, default="")
    address = models.CharField(max_length=250, blank=True, default="")
    hotline = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    opening_hours = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True, default="")

    objects = Dated["Agency"].as_manager()

    class Meta:
        db_table = "agency"
        constraints = [ends_after_start("agency_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A room of an agency: its desk, a division, its leaders, its văn thư."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=UnitKind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = Dated["Unit"].as_manager()

    class Meta:
        db_table = "unit"
        constraints = [
            ends_after_start("unit_ends_after_start"),
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person in a unit with a role, from a day to a day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=14, choices=Role)
    title = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True, default="")

    objects = Dated["Post"].as_manager()

    class Meta:
        db_table = "post"
        indexes = [models.Index(fields=["account"], name="post_account")]
        constraints = [
            ends_after_start("post_ends_after_start"),
            models.UniqueConstraint(
                fields=["account", "unit", "role", "valid_from"], name="post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} @ {self.unit_id}: {self.role}"


class Delegation(models.Model):
    """A post lent to a colleague for some days; it returns by itself the day after the last."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="delegated_posts")
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=250)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = Dated["Delegation"].as_manager()

    class Meta:
        db_table = "delegation"
        indexes = [models.Index(fields=["to", "valid_to"], name="delegation_to")]
        constraints = [ends_after_start("delegation_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.to_id}"


class Succession(models.Model):
    """Who answers for an agency from a day on, by which document (sáp nhập, chia tách).

    One row for each pair: a split has several successors, a merger several predecessors.
    """

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="inheritances")
    effective_on = models.DateField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                name="nobody_succeeds_themselves",
                condition=~Q(predecessor=F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class FormerName(models.Model):
    """A name an agency bore until a day; what was signed under it stays signed under it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    until = models.DateField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "former_name"

    def __str__(self) -> str:
        return f"{self.name} ({self.until})"
