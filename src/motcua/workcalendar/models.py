"""Hours per weekday, marked days, and the revision that tells caches to look again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.organisation.models import Agency, Dated, ends_after_start
from motcua.workcalendar.states import DayKind, HoursKind


class WorkingHours(models.Model):
    """Sessions per weekday: {"0": [["07:30", "11:30"], ["13:00", "17:00"]], …}, 0 = Monday.

    Without an agency they are the country's; an agency's own stand in their place.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="working_hours"
    )
    kind = models.CharField(max_length=10, choices=HoursKind)
    sessions = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True, default="")

    objects = Dated["WorkingHours"].as_manager()

    class Meta:
        db_table = "working_hours"
        constraints = [
            ends_after_start("working_hours_end_after_start"),
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"], name="working_hours_once"
            ),
            # NULLs are distinct in a unique constraint, so the country's rows need their own.
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=Q(agency__isnull=True),
                name="national_hours_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id or 'VN'} {self.valid_from}"


class CalendarDay(models.Model):
    """A day that is not what its weekday says, with the document that says so."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="calendar_days"
    )
    date = models.DateField()
    kind = models.CharField(max_length=16, choices=DayKind)
    # The other half of a swap: a day worked in its place, or the day off it makes up for.
    replaces = models.DateField(null=True)
    name = models.CharField(max_length=120)
    document = models.CharField(max_length=200, blank=True, default="")
    # "found", "recalled" or "forecast": a forecast day is shown as such to the administrator.
    confidence = models.CharField(max_length=12, default="found")
    edited_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendar_day"
        constraints = [
            models.UniqueConstraint(fields=["agency", "date"], name="calendar_day_once"),
            models.UniqueConstraint(
                fields=["date"], condition=Q(agency__isnull=True), name="national_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class CalendarRevision(models.Model):
    """One row. Its number grows with every change, so a process knows its sums are stale.

    It grows by a random step: a change that was rolled back and the next one that was not
    never carry the same number, so no process keeps the sums of a change that did not happen.
    """

    number = models.PositiveBigIntegerField()
    # No due date is promised past this day: holidays beyond it are not declared yet.
    declared_until = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "calendar_revision"
        constraints = [
            models.CheckConstraint(name="calendar_revision_is_one_row", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return f"{self.number} → {self.declared_until}"
