"""Procedures, their versions, the decisions that carry them, fees as dated rules, offers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.states import (
    Act,
    ClockPolicy,
    FeeKind,
    ProcedureStatus,
    ServiceLevel,
    VersionState,
)
from motcua.organisation.models import Agency, Dated, Unit, ends_after_start
from motcua.process.models import Definition


class Field(models.Model):
    """A field of work (lĩnh vực)."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)

    class Meta:
        db_table = "field"

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """A numbered decision that issues, amends, replaces or abolishes procedures."""

    number = models.CharField(max_length=60, unique=True)
    date = models.DateField(null=True)
    effective_date = models.DateField(null=True)
    issuer = models.CharField(max_length=160, blank=True, default="")
    title = models.CharField(max_length=400, blank=True, default="")
    confidence = models.CharField(max_length=24, default="found")

    class Meta:
        db_table = "decision"

    def __str__(self) -> str:
        return self.number


class Procedure(models.Model):
    """A procedure by its national code; everything else belongs to its versions."""

    code = models.CharField(max_length=30, unique=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures")
    status = models.CharField(
        max_length=10, choices=ProcedureStatus, default=ProcedureStatus.ACTIVE
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes"
    )

    class Meta:
        db_table = "procedure"

    def __str__(self) -> str:
        return self.code


class DecisionItem(models.Model):
    """What one decision does to one procedure."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=8, choices=Act)
    replaces = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "decision_item"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "procedure", "act"], name="decision_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.act} {self.procedure_id}"


class ProcedureVersion(models.Model):
    """The procedure as published from a day to a day. A file keeps the one it was filed under.

    `content` holds what is only read, never searched by column: steps, cases of papers,
    conditions, keywords (catalogue.rules.check_content says its shape). `facts` says for
    each figure where it was read and how sure it is. `limit` is a kernel limit such as
    "5 working_days"; null means the source prints none.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="versions"
    )
    definition = models.ForeignKey(
        Definition,
        on_delete=models.PROTECT,
        null=True,
        related_name="procedure_versions",
    )
    # The national list has names of more than 900 letters (1.013962).
    name = models.CharField(max_length=1200)
    search = models.TextField(default="")
    levels = models.JSONField(default=list)
    limit = models.CharField(max_length=30, null=True)
    limits_by_channel = models.JSONField(default=dict)
    clock_policy = models.CharField(max_length=8, choices=ClockPolicy, default=ClockPolicy.RESTART)
    day0_shift = models.BooleanField(default=False)
    supplement_limit = models.CharField(max_length=30, null=True)
    online_level = models.CharField(max_length=12, choices=ServiceLevel, default=ServiceLevel.FULL)
    old_level = models.PositiveSmallIntegerField(null=True)
    partial_reason = models.CharField(max_length=300, blank=True, default="")
    on_the_spot = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    copies = models.PositiveSmallIntegerField(default=1)
    applicants = models.JSONField(default=list)
    applicants_text = models.TextField(blank=True, default="")
    results = models.JSONField(default=list)
    legal_basis = models.JSONField(default=list)
    content = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[ProcedureVersion]] = Dated.as_manager()

    class Meta:
        db_table = "procedure_version"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(state="draft"),
                name="one_draft_per_procedure",
            ),
            models.CheckConstraint(
                name="published_version_is_dated",
                condition=Q(state="draft") | Q(valid_from__isnull=False),
            ),
            models.CheckConstraint(
                name="version_ends_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (bản {self.number})"


class FeeRule(models.Model):
    """One fee under one condition; the day of submission decides which rules hold.

    `amount` in đồng. `tiers`: [{"from_unit": 1, "amount": 2000}, {"from_unit": 3, …}].
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="fees")
    kind = models.CharField(max_length=8, choices=FeeKind)
    name = models.CharField(max_length=200)
    case_key = models.CharField(max_length=60, blank=True, default="")
    applicant_class = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=10, blank=True, default="")
    area = models.CharField(max_length=60, blank=True, default="")
    amount = models.PositiveBigIntegerField()
    per = models.CharField(max_length=12, default="file")
    tiers = models.JSONField(null=True)
    cap = models.PositiveBigIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    set_locally = models.BooleanField(default=False)
    confidence = models.CharField(max_length=24, default="found")
    note = models.CharField(max_length=300, blank=True, default="")

    objects: ClassVar[models.Manager[FeeRule]] = Dated.as_manager()

    class Meta:
        db_table = "fee_rule"
        constraints = [ends_after_start("fee_rule_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class Offer(models.Model):
    """An agency offers a procedure from a day on; `unit` is the one that handles it there."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="offers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects: ClassVar[models.Manager[Offer]] = Dated.as_manager()

    class Meta:
        db_table = "offer"
        constraints = [
            ends_after_start("offer_ends_after_start"),
            models.UniqueConstraint(
                fields=["procedure", "agency", "valid_from"], name="offer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} offers {self.procedure_id}"
