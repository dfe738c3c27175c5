"""What was loaded: the log that roll-ups of figures are folded from, beside the journal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Batch(models.Model):
    """Files stored together. `first` and `last` are the smallest and the largest of their ids.

    Ids of files taken in at the same moment may lie between. `seq` is the number of the journal
    entry of the import (Subject.IMPORT).
    """

    seq = models.IntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    files = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "history_batch"
        constraints = [
            models.CheckConstraint(name="batch_has_an_order", condition=Q(last__gte=F("first")))
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.files}"
