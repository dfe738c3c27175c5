"""Sums of the figures by day and by month, and running totals: all can be counted again."""

from __future__ import annotations

from django.db import models

from motcua.organisation.models import Agency


class Axis(models.IntegerChoices):
    """What else a cell is about besides its agency: a field, or how files came in."""

    FIELD = 1, "Lĩnh vực"
    WAY = 2, "Cách nộp, mức dịch vụ"


class Cell(models.Model):
    """What the files of an agency and of one key of an axis add to one span of days.

    Every file stands once in each axis. `key`: id of the field; or the number of the channel and
    the service level (queries.rolled.WAYS). `overdue` is a difference: summed over all days until
    one, it is the number overdue at the end of that day.
    """

    day = models.DateField()
    axis = models.SmallIntegerField(choices=Axis)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.IntegerField()
    received = models.IntegerField(default=0)
    received_online = models.IntegerField(default=0)
    received_postal = models.IntegerField(default=0)
    received_partial = models.IntegerField(default=0)
    received_full = models.IntegerField(default=0)
    received_saturday = models.IntegerField(default=0)
    supplement_files = models.IntegerField(default=0)
    to_post = models.IntegerField(default=0)
    paid_online = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)
    early = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    returned_postal = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    ratings = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    neutral = models.IntegerField(default=0)
    dissatisfied = models.IntegerField(default=0)

    class Meta:
        abstract = True


class DayCell(Cell):
    """The sums of one day."""

    class Meta:
        db_table = "figure_day"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "day", "agency", "key"], name="one_cell_for_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.agency_id}/{self.key}"


class MonthCell(Cell):
    """The sums of a month; `day` is its first."""

    class Meta:
        db_table = "figure_month"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "day", "agency", "key"], name="one_cell_for_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m} {self.agency_id}/{self.key}"


class TotalCell(Cell):
    """The sums of everything before a month that begins on `day`."""

    class Meta:
        db_table = "figure_total"
        constraints = [
            models.UniqueConstraint(fields=["axis", "day", "agency", "key"], name="one_total")
        ]

    def __str__(self) -> str:
        return f"< {self.day:%Y-%m} {self.agency_id}/{self.key}"


class Folded(models.Model):
    """What a file that may still change has added: taken away again before it is added anew.

    `cells`: [agency, field, way, [[day, measure, number], …]]. Files that are over have no row
    from a day after their last act on.
    """

    case_id = models.BigIntegerField(primary_key=True)
    cells = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "figure_folded"

    def __str__(self) -> str:
        return f"{self.case_id}"


class Progress(models.Model):
    """How far the sums are: one row, id 1; none when there are no sums.

    Entries of the journal up to `safe` are in the sums and everybody's. `seen` was the last entry
    at `seen_at`: an entry with a lower number may still be on its way then, but not half a minute
    later. `batch`: the last batch of past files. `rated`, `rated_seen`: the same of answers about
    files, which are counted once and for all when they are settled. `counted`: files up to this
    id were counted by the rebuild that is going on; null when it is done. `totals`: the last
    month with running totals; null while there are none, or old ones.
    """

    safe = models.BigIntegerField()
    seen = models.BigIntegerField()
    seen_at = models.DateTimeField()
    batch = models.BigIntegerField()
    rated = models.BigIntegerField()
    rated_seen = models.BigIntegerField()
    counted = models.BigIntegerField(null=True)
    totals = models.DateField(null=True)

    class Meta:
        db_table = "figure_progress"

    def __str__(self) -> str:
        return f"{self.safe}"
