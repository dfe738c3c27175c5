"""Where a file stands, in the words its applicant may read."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import RequestState, State
from motcua.process.queries import graph_of, live_items


@dataclass(frozen=True, slots=True)
class Standing:
    """`steps` are the plain sentences of the steps open now; `request` is what is waited for."""

    steps: list[str]
    request: SupplementRequest | None


def standing(case: Case) -> Standing:
    """What happens with the file now; `case.run` is loaded.

    One statement, two while the applicant is waited for.
    """
    graph = graph_of(case.run.definition_id)
    tasks = [graph.task(item.step) for item in live_items(case.pk)]
    waiting = case.state == State.SUPPLEMENT
    asked = case.supplement_requests.filter(state=RequestState.IN_FORCE)
    return Standing(
        steps=list(dict.fromkeys(task.plain or task.name for task in tasks)),
        request=asked.first() if waiting else None,
    )
