"""A run in the hands of a test: the verbs with their long lists of arguments filled in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from motcua.organisation.states import Role
from motcua.process import actions
from motcua.process.actions import Moved
from motcua.process.models import Definition, Run, WorkItem
from motcua.process.states import DefinitionState
from tests.organisation.builders import NOW
from tests.process.conftest import Office
from tests.process.graphs import raw

HOUR = dt.timedelta(hours=1)


def due_for(start: dt.datetime, budget: str | None) -> dt.datetime | None:
    """A share of 100 hours; the calendar is not what is tested here."""
    return start + int(budget.removesuffix("%")) * HOUR if budget else None


def defined(graph: dict[str, Any], *, key: str = "thu") -> Definition:
    """A published definition, made straight."""
    return Definition.objects.create(
        key=key,
        number=Definition.objects.filter(key=key).count() + 1,
        name="Quy trình thử",
        graph=graph,
        state=DefinitionState.PUBLISHED,
        published_at=NOW,
    )


@dataclass
class Walk:
    """A run and the office it is in; `at` goes on by an hour with each move."""

    office: Office
    run: Run
    data: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime = NOW

    @property
    def where(self) -> dict[str, Any]:
        return {
            "agency_id": self.office.agency.pk,
            "unit_for": self.office.unit_for,
            "due_for": due_for,
            "at": self.at,
        }

    def later(self) -> dt.datetime:
        self.at += HOUR
        return self.at

    def item(self, step: str) -> WorkItem:
        """The newest item of a step, as the database has it."""
        return WorkItem.objects.filter(run=self.run, step=step).latest("id")

    def complete(self, step: str, outcome: str = "", *, by: int | None = None) -> Moved:
        self.later()
        item = self.item(step)
        return actions.complete_item(
            run=self.run,
            item=item,
            actor_id=by or self.office.id_of(Role(item.role)),
            outcome=outcome,
            data=self.data,
            **self.where,
        )

    def send_back(self, step: str) -> WorkItem:
        self.later()
        item = self.item(step)
        return actions.send_back(
            run=self.run,
            item=item,
            actor_id=self.office.id_of(Role(item.role)),
            due_for=due_for,
            at=self.at,
        )

    def recall(self, step: str) -> list[WorkItem]:
        self.later()
        item = self.item(step)
        return actions.recall(run=self.run, item=item, actor_id=item.done_by_id or 0, at=self.at)

    def claim(self, step: str, by: int) -> None:
        actions.claim(item=self.item(step), actor_id=by, at=self.later())

    def live(self) -> list[str]:
        return [item.step for item in WorkItem.objects.live().filter(run=self.run).order_by("id")]

    def stored(self) -> Run:
        return Run.objects.get(pk=self.run.pk)


def walk(office: Office, *lines: str, graph: dict[str, Any] | None = None, **data: Any) -> Walk:
    """A run that has begun."""
    definition = defined(graph or raw(*lines))
    found = Walk(office, actions.open_run(definition_id=definition.pk), data)
    actions.begin_run(run=found.run, data=data, **found.where)
    return found
