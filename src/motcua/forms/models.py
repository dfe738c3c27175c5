"""Forms by procedure, and their versions: what was published never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.forms.states import FormState


class Form(models.Model):
    """A form of a procedure. Procedures are a floor above: they are named by their code."""

    procedure_code = models.CharField(max_length=40)
    key = models.CharField(max_length=40)

    class Meta:
        db_table = "form"
        constraints = [models.UniqueConstraint(fields=["procedure_code", "key"], name="form_once")]

    def __str__(self) -> str:
        return f"{self.procedure_code} {self.key}"


class FormVersion(models.Model):
    """One version. `layout` is what people edit, `schema` the JSON Schema of the answers from it.

    `paper_key`: the paper of the procedure this form stands for, "" when none. `source` says where
    the questions were read, and how sure that is.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    paper_key = models.CharField(max_length=60, blank=True, default="")
    layout = models.JSONField()
    schema = models.JSONField()
    state = models.CharField(max_length=9, choices=FormState, default=FormState.DRAFT)
    source = models.CharField(max_length=400, blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "form_version"
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(state="draft"), name="one_draft_of_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
