"""`python -m bench.filing`: two hundred citizens press “Gửi hồ sơ” at once, each of them twice.

On a PostgreSQL of its own, from forty threads. Tells how many files there are (one a draft), how
many answers differ from the draft's own file, and how long a filing took.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.alone import run

THREADS = 40


def _measure(count: int, at: dt.datetime) -> None:
    from bench.stage import build
    from motcua.cases.models import Case
    from motcua.journal.queries import faults

    drafts = _drafts(build(at, wards=2), count, at)
    sends = [draft for draft in drafts for _twice in range(2)]
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(lambda draft: _sent(draft, at), sends))
    took = time.perf_counter() - began
    numbers: dict[str, set[str]] = {}
    for (key, _actor), (number, _seconds) in zip(sends, answers, strict=True):
        numbers.setdefault(key, set()).add(number)
    torn = sum(1 for found in numbers.values() if len(found) != 1 or "" in found)
    files = Case.objects.filter(channel="online").count()
    slow = sorted(seconds for _number, seconds in answers)
    print(f"{len(sends)} sends of {count} drafts in {took:.1f} s from {THREADS} threads")
    print(f"files: {files}, drafts with another answer or none: {torn}")
    print(f"a send: median {slow[len(slow) // 2]:.3f} s, longest {slow[-1]:.3f} s")
    print(f"journal whole: {not list(faults())}")


def _drafts(stage: Any, count: int, at: dt.datetime) -> Sequence[tuple[str, Any]]:
    from bench.stage import PROCEDURES
    from motcua.accounts.actions import person_of_identity
    from motcua.cases.rules.parties import Party
    from motcua.files.models import StoredFile
    from motcua.online.actions.drafts import attach, begin_draft
    from motcua.organisation.rules import Actor

    code, case_key, _unit, papers = PROCEDURES[0]
    drafts = []
    for number in range(count):
        person = person_of_identity(
            personal_number=f"079301{number:06}", full_name=f"Công Dân {number}", at=at
        )
        actor = Actor(person.pk, person.full_name, person.kind)
        draft = begin_draft(
            procedure_code=code,
            agency_code=stage.wards[number % 2].agency.code,
            case_key=case_key,
            applicant=Party(name=person.full_name, phone="0901234567"),
            actor=actor,
            at=at,
        )
        stored = StoredFile.objects.create(
            sha256=f"{number:064}",
            size=1,
            media_type="application/pdf",
            name="a.pdf",
            stored_at=at,
            stored_by_id=person.pk,
        )
        for key in papers:
            attach(draft.key, paper_key=key, files=[stored], actor=actor, at=at)
        drafts.append((draft.key, actor))
    return drafts


def _sent(draft: tuple[str, Any], at: dt.datetime) -> tuple[str, float]:
    """The number of the file, empty when it was refused; and how long it took."""
    from django.db import connection

    from motcua.kernel.refusals import Refused
    from motcua.online.actions.drafts import send

    key, actor = draft
    began = time.perf_counter()
    try:
        number = send(key, actor=actor, at=at).number
    except Refused as refusal:
        print(refusal.text)
        number = ""
    finally:
        connection.close()
    return number, time.perf_counter() - began


if __name__ == "__main__":
    run("bench.filing", __doc__, "drafts", 200, _measure)
