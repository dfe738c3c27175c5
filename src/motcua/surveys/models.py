"""Answers of people about their files, and what is done about the unhappy ones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.organisation.models import Agency
from motcua.surveys.states import FollowUpState, RatingChannel, Satisfaction


class Kiosk(models.Model):
    """A tablet at an agency's desk. Only the hash of its token is kept; it opens nothing else.

    `seen_at` is its last heartbeat, `waiting` how many answers it held then for want of a line.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    waiting = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "kiosk"

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """The one overall answer about a file. Officers never see whose it is.

    `agency` is the one that decided the file when it was rated. `given_by` is null: who rates
    shows a receipt, not an account; `entered_by` typed a paper slip in.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    value = models.CharField(max_length=17, choices=Satisfaction)
    channel = models.CharField(max_length=8, choices=RatingChannel)
    comment = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    kiosk = models.ForeignKey(
        Kiosk, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta:
        db_table = "rating"
        indexes = [models.Index(fields=["agency", "at"], name="rating_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="rating_value_known", condition=Q(value__in=Satisfaction.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_value_display()} ({self.at:%d/%m/%Y})"


class FollowUp(models.Model):
    """An unhappy answer that somebody must look into: who, until when, with what outcome."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="follow_up")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=6, choices=FollowUpState, default=FollowUpState.OPEN)
    due_at = models.DateTimeField()
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    outcome = models.CharField(max_length=2000, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rating_follow_up"
        indexes = [models.Index(fields=["agency", "state", "due_at"], name="follow_up_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="follow_up_taken_has_owner",
                condition=Q(state=FollowUpState.OPEN) | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_closed_says_how",
                condition=~Q(state=FollowUpState.CLOSED)
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.due_at:%d/%m/%Y}"
