"""The quality score of an agency in a term: what was computed, what it gave itself, what it got."""

from __future__ import annotations

from django.db import models

from motcua.accounts.models import Account
from motcua.appraisal.states import ScoreState
from motcua.organisation.models import Agency


class Score(models.Model):
    """`computed` is as it was when the agency scored itself; `own` and `appraised` are points and
    reasons by indicator ({"1": ["1.5", "…"]}).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    term = models.CharField(max_length=7)
    rubric = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=ScoreState, default=ScoreState.OWN)
    computed = models.JSONField()
    own = models.JSONField()
    own_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    own_at = models.DateTimeField()
    appraised = models.JSONField(default=dict)
    appraised_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    appraised_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "quality_score"
        constraints = [models.UniqueConstraint(fields=["term", "agency"], name="one_score_a_term")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.term}"
