"""Files opened at another agency for one request: where they go, how long they may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from motcua.cases.rules.papers import PaperIn
from motcua.cases.states import Outcome
from motcua.catalogue.rules.papers import Paper
from motcua.kernel.limits import Limit
from motcua.process.rules.budgets import parse_budget, working_minutes
from motcua.process.rules.graph import ChildFile

GRANTED, REJECTED = "granted", "rejected"


def share_of(budget: str | None, limit: Limit | None) -> str:
    """The other agency's share of the time, as a limit; "" when it has its own.

    A share of the whole (“30%”) is rounded up to whole working hours. Time limits are set for
    each agency of an interlinked procedure (NĐ 61/2018 art. 19(6), (7)).
    """
    if not budget:
        return ""
    part = parse_budget(budget)
    if not part.percent:
        return budget
    if limit is None:
        return ""
    minutes = part.within(working_minutes(limit))
    return f"{-(-minutes // 60)} working_hours"


def outcome_of(outcome: str) -> str:
    """How the step ends by what became of its child: granted, or anything else."""
    return GRANTED if outcome == Outcome.GRANTED else REJECTED


def nearest(path: str, others: Iterable[str]) -> list[str]:
    """Of the paths of agencies those that share most of their way from the root with `path`."""
    ranked: dict[int, list[str]] = {}
    for other in others:
        shared = 0
        for mine, theirs in zip(path.split("/"), other.split("/"), strict=False):
            if mine != theirs:
                break
            shared += 1
        ranked.setdefault(shared, []).append(other)
    return ranked[max(ranked)] if ranked else []


def papers_along(
    child: ChildFile,
    wanted: Sequence[Paper],
    held: Sequence[PaperIn],
    results: Mapping[str, PaperIn],
) -> list[PaperIn]:
    """The papers the child takes along, under the keys of its own procedure.

    `held` are the parent's; `results` those of earlier children by their step. What is neither
    named in the process nor called alike stays: the other agency asks for what it needs.
    """
    by_key = {paper.key: paper for paper in held} | {f"@{k}": v for k, v in results.items()}
    sources = {paper.key: paper.key for paper in wanted} | dict(child.papers)
    found = []
    for paper in wanted:
        source = by_key.get(sources[paper.key])
        if source is not None:
            found.append(replace(source, key=paper.key, name=paper.name))
    return found
