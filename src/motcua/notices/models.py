"""Outgoing messages, claimed by a conditional update so that any number of workers may run."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.notices.states import MessageState, Way
from motcua.organisation.models import Agency


class Message(models.Model):
    """One message to one address. `key` is unique: writing it twice sends it once."""

    key = models.CharField(max_length=120, unique=True)
    way = models.CharField(max_length=8, choices=Way)
    to = models.CharField(max_length=254)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    queued_at = models.DateTimeField()
    # A worker that claims a message moves this ahead; if it dies, the message comes back.
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # Its text opens something: emptied as soon as the message is sent or given up.
    fleeting = models.BooleanField(default=False)
    fault = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        db_table = "message"
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="queued"),
                name="message_waiting",
            ),
            models.Index(fields=["account", "queued_at"], name="message_account"),
        ]

    def __str__(self) -> str:
        return f"{self.way}:{self.key}"
