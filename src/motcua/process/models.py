"""Definitions apart from runs; work items are rows so that a work list is one indexed query."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.organisation.models import Agency, Unit
from motcua.organisation.states import Role
from motcua.process.states import LIVE_ITEMS, DefinitionState, ItemState, RunState


class Definition(models.Model):
    """One version of one process: a graph of nodes and flows (process.rules says what is sound)."""

    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=DefinitionState, default=DefinitionState.DRAFT)
    graph = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "process_definition"
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="definition_once"),
            models.CheckConstraint(
                name="definition_published_has_moment",
                condition=Q(state="draft") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.key}/{self.number})"


class Run(models.Model):
    """One walk through a definition. `tokens` counts what has arrived at each join."""

    definition = models.ForeignKey(
        Definition, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    state = models.SmallIntegerField(choices=RunState, default=RunState.OPEN)
    tokens = models.JSONField(default=dict)

    class Meta:
        db_table = "process_run"

    def __str__(self) -> str:
        return f"{self.definition_id}#{self.id}"


class WorkItems(models.QuerySet["WorkItem"]):
    """Chainable questions about work."""

    def live(self) -> Self:
        """Work that somebody still has to do."""
        return self.filter(state__in=LIVE_ITEMS)


class WorkItem(models.Model):
    """One step of one run: for a role in a unit, held by one person once claimed."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="items")
    step = models.CharField(max_length=40)
    role = models.CharField(max_length=14, choices=Role)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.SmallIntegerField(choices=ItemState, default=ItemState.OPEN)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # Timers (process.rules.timers): counted from when, the next one's moment, which went off.
    timed_from = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    fired = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=24, blank=True, default="")
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects: ClassVar[models.Manager[WorkItem]] = WorkItems.as_manager()

    class Meta:
        db_table = "work_item"
        indexes = [
            models.Index(
                fields=["unit", "role", "due_at"],
                condition=Q(state__in=[1, 2]),
                name="work_of_unit",
            ),
            models.Index(fields=["holder", "due_at"], condition=Q(state=2), name="work_of_holder"),
            models.Index(
                fields=["wake_at"],
                condition=Q(state__in=[1, 2], wake_at__isnull=False),
                name="work_to_wake",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="claimed_work_has_a_holder",
                condition=~Q(state=2) | Q(holder__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.step}"

    @property
    def has_expired(self) -> bool:
        """Whether its time ran out and the run went on: done, and by nobody."""
        return self.state == ItemState.DONE and self.done_by_id is None
