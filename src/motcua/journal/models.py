"""Entries of the journal, and looks at personal data. The database refuses to change either."""

from __future__ import annotations

from django.db import models

from motcua.accounts.models import Account
from motcua.journal.states import Subject


class Entry(models.Model):
    """One act on one subject. `hash` binds it to all entries before it (kernel.chain).

    `body` is the canonical JSON exactly as hashed. `act_key` makes a repeat of the same
    act harmless: (who, Idempotency-Key) hashed, `act_body` the hash of what
    was asked, so that the same key with another body is told apart.
    """

    subject = models.SmallIntegerField(choices=Subject)
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=24)
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    act_key = models.BinaryField(max_length=16, null=True, unique=True)
    act_body = models.BinaryField(max_length=16, null=True)

    class Meta:
        db_table = "journal_entry"
        constraints = [
            # Files come first, so that their entries are added at the end of the index.
            models.UniqueConstraint(
                fields=["subject_id", "seq", "subject"],
                name="journal_one_entry_per_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}:{self.subject_id}#{self.seq} {self.verb}"


class Look(models.Model):
    """Somebody saw personal data (Luật 91/2025/QH15): who, what, when, why."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    subject = models.SmallIntegerField(choices=Subject)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    what = models.CharField(max_length=40)

    class Meta:
        db_table = "journal_look"
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="look_subject"),
            models.Index(fields=["account", "at"], name="look_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} saw {self.what} of {self.subject}:{self.subject_id}"
