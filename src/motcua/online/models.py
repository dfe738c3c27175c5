"""What a citizen has begun and not sent yet; only they see it."""

from __future__ import annotations

from django.db import models

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.cases.states import ReturnChannel
from motcua.files.models import StoredFile
from motcua.organisation.models import Agency


class Draft(models.Model):
    """A filing in preparation. `key` stands in addresses; `case` is what became of it.

    `applicant` and `owner` are parties as a file keeps them (cases.rules.parties).
    """

    key = models.CharField(max_length=24, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drafts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure_code = models.CharField(max_length=40)
    case_key = models.CharField(max_length=60, blank=True, default="")
    applicant = models.JSONField(default=dict)
    owner = models.JSONField(null=True)
    return_channel = models.CharField(
        max_length=8, choices=ReturnChannel, default=ReturnChannel.ONLINE
    )
    summary = models.CharField(max_length=1000, blank=True, default="")
    # The electronic form that is filled in ({"form": FormVersion id, "answers": {…}}), else empty.
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "online_draft"

    def __str__(self) -> str:
        return f"{self.procedure_code} {self.key}"


class DraftPaper(models.Model):
    """One uploaded page or file of a paper; several of one paper become one PDF when sent."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    key = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Of a paper given before: the file it was given with, and that said in words to the officer.
    reused_from = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    remark = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        db_table = "online_draft_paper"
        constraints = [
            models.UniqueConstraint(fields=["draft", "key", "file"], name="draft_paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.key}"


class PutAside(models.Model):
    """What a citizen does not want to be offered again: "paper:<SHA-256>" or "answers:<case id>".

    The file it was given with keeps it, as the law on archives asks.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=80)

    class Meta:
        db_table = "online_put_aside"
        constraints = [models.UniqueConstraint(fields=["account", "what"], name="put_aside_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.what}"
