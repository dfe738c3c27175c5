"""`python -m bench.merging`: ten wards become five while a clerk goes on writing.

On a PostgreSQL of its own. Tells how many files went over a second, how long a batch held its
locks, how long the clerk's slowest write took beside the slowest without a merger, and whether
codes, due dates and sums are what they were.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from typing import Any

from bench.alone import run

WARDS = 10
KEY = "do-toc-do"


def _measure(files: int, at: dt.datetime) -> None:
    from bench.rows import fill
    from bench.stage import build
    from motcua.cases.models import Case
    from motcua.indicators.actions import fold_figures
    from motcua.organisation.rules import CONSOLE
    from motcua.reorganisation import actions

    stage = build(at, wards=WARDS)
    fill(stage, files, at)
    fold_figures(at=at)
    before = _state(at)
    actions.plan_act(data=_plan(stage, at), actor=CONSOLE, at=at)
    alone = _writes(seconds=5.0)
    batches = _timed(actions)
    stop = threading.Event()
    beside: list[float] = []
    clerk = threading.Thread(target=lambda: beside.extend(_writes(stop=stop)))
    clerk.start()
    began = time.perf_counter()
    act = actions.carry_out(key=KEY, actor=CONSOLE, at=at)
    took = time.perf_counter() - began
    stop.set()
    clerk.join()
    fold_figures(at=at)
    left = Case.objects.filter(agency__in=[ward.agency for ward in stage.wards]).count()
    print(f"{act.transferred} files in {took:.0f} s, {act.transferred / took:.0f} a second")
    print(f"a batch: median {_middle(batches):.3f} s, longest {max(batches):.3f} s")
    print(
        f"a clerk's write: median {_middle(beside):.4f} s, longest {max(beside):.3f} s;"
        f" without a merger {_middle(alone):.4f} and {max(alone):.3f} s"
    )
    print(f"codes, due dates and sums unchanged: {_state(at) == before}; files left: {left}")


def _state(at: dt.datetime) -> tuple[int, Any]:
    """Codes and due dates of all files, and the figures of everybody by field."""
    from motcua.cases.models import Case
    from motcua.indicators.queries.figures import statistics

    rows = Case.objects.order_by("pk").values_list("pk", "code", "due_at")
    period = {"from_day": dt.date(2025, 7, 1), "to_day": at.date(), "at": at}
    return hash(tuple(rows)), statistics(**period, agency_code=None, by="field")


def _plan(stage: Any, at: dt.datetime) -> dict[str, Any]:
    wards = [ward.agency for ward in stage.wards]
    units = [
        {"code": unit.code, "name": unit.name, "kind": str(unit.kind)}
        for unit in stage.wards[0].units.values()
    ]
    new = [
        {
            "code": f"H29.9{number}1",
            "name": f"Ủy ban nhân dân phường mới {number}",
            "short_name": f"Phường mới {number}",
            "level": "commune",
            "parent": wards[0].parent.code,
            "units": units,
        }
        for number in range(WARDS // 2)
    ]
    same = {unit["code"]: unit["code"] for unit in units}
    return {
        "format": "motcua-reorganisation/1",
        "key": KEY,
        "document": "Nghị quyết đo tốc độ",
        "effective": (at + dt.timedelta(hours=7)).date().isoformat(),
        "new": new,
        "moves": [
            {"from": ward.code, "to": new[place // 2]["code"], "units": same}
            for place, ward in enumerate(wards)
        ],
    }


def _timed(actions: Any) -> list[float]:
    """How long each batch takes from its lock to its commit."""
    batches: list[float] = []
    whole = actions.transfer_batch

    def batch(*args: Any, **named: Any) -> int:
        began = time.perf_counter()
        done: int = whole(*args, **named)
        batches.append(time.perf_counter() - began)
        return done

    actions.transfer_batch = batch
    return batches


def _writes(*, stop: threading.Event | None = None, seconds: float = 0.0) -> list[float]:
    """A clerk writes to any live file, again and again; how long each write took."""
    from django.db import connections, transaction

    from motcua.cases.actions.transfer import LIVE
    from motcua.cases.models import Case

    chance = random.Random(1)
    files = list(Case.objects.filter(state__in=LIVE).values_list("pk", flat=True))
    took, until = [], time.perf_counter() + seconds
    while not stop.is_set() if stop else time.perf_counter() < until:
        began = time.perf_counter()
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=chance.choice(files))
            Case.objects.filter(pk=case.pk).update(summary="x")
        took.append(time.perf_counter() - began)
        time.sleep(0.02)
    if stop:
        connections.close_all()
    return took


def _middle(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


if __name__ == "__main__":
    run("bench.merging", __doc__, "files", 100000, _measure)
