"""A row per stored paper; the bytes lie in the paper store under their SHA-256."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account


class StoredFile(models.Model):
    """A paper as it came in. Two uploads of the same bytes share one stored file."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    pages = models.PositiveIntegerField(null=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "stored_file"
        constraints = [models.CheckConstraint(name="file_not_empty", condition=Q(size__gt=0))]

    def __str__(self) -> str:
        return self.name
