"""One act of reorganisation: its document, its plan, how far it has come, and who agreed."""

from __future__ import annotations

from django.db import models

from motcua.accounts.models import Account
from motcua.organisation.models import Agency
from motcua.reorganisation.states import ActState


class Act(models.Model):
    """`plan` is the file as it was read (reorganisation.rules); `key` names it, once and for all.

    `transferred`: files handed over so far. Stopped in the middle, it goes on where it was.
    """

    key = models.SlugField(max_length=60, unique=True)
    document = models.CharField(max_length=200)
    effective_on = models.DateField()
    plan = models.JSONField()
    state = models.CharField(max_length=9, choices=ActState, default=ActState.PLANNED)
    transferred = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reorganisation_act"

    def __str__(self) -> str:
        return f"{self.key} ({self.effective_on})"


class Agreement(models.Model):
    """An agency's leader has read the plan and confirms it, for the side that gives or takes."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="agreements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "reorganisation_agreement"
        constraints = [models.UniqueConstraint(fields=["act", "agency"], name="agreed_once")]

    def __str__(self) -> str:
        return f"{self.act_id}/{self.agency_id}"
