"""Reports as they were signed, and the day on which an agency's books close."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.organisation.models import Agency
from motcua.reports.states import Kind


class CutOff(models.Model):
    """From a month on the books close on this day of each month; null: on its last.

    An agency without a row goes by the nearest one above it that has one.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    day = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "report_cut_off"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="one_cut_off_from_a_month"
            ),
            # Every month has a 28th.
            models.CheckConstraint(
                name="cut_off_in_every_month",
                condition=Q(day__isnull=True) | Q(day__gte=1, day__lte=28),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.day} ({self.valid_from:%m/%Y})"


class Correction(models.Model):
    """A number of a report that people put right: what was counted, what it is to be, who, why.

    Rows are only added; of a cell the latest counts. It holds for the form of one agency, term and
    days. `row`: key of the row (a field's code).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=3, choices=Kind)
    term = models.CharField(max_length=7)
    first = models.DateField()
    last = models.DateField()
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=30)
    counted = models.PositiveIntegerField()
    value = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "report_correction"
        indexes = [models.Index(fields=["agency", "kind", "term"], name="correction_of_report")]
        constraints = [
            models.CheckConstraint(
                name="correction_says_why",
                condition=~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}/{self.column}: {self.counted} → {self.value}"


class SignedReport(models.Model):
    """A report with the numbers its signer saw. The database refuses to change a row.

    `edition` counts the signed ones of the same form, agency and term; a later one stands in place
    of those before it, which stay. `rows`: [{key, label, cells}], the total apart in `total` (null
    where the form has one row). `members` tells which file is counted where
    (rules.differences.packed); null where they were too many to keep.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=3, choices=Kind)
    layout = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=7)
    edition = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    rows = models.JSONField()
    total = models.JSONField(null=True)
    members = models.BinaryField(null=True)
    text = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    fingerprint = models.CharField(max_length=64)
    signed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signer_title = models.CharField(max_length=160)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "report_signed"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "term", "edition"], name="one_report_an_edition"
            ),
            models.CheckConstraint(
                name="signed_report_days_in_order", condition=Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="signed_report_replaced_for_a_reason",
                condition=Q(edition=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.term}, lần {self.edition}"
