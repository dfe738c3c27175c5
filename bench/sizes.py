"""Bytes of the database for a whole file: taken in, six steps, handed over, three papers."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import connection

from bench.rows import NAMES
from bench.stage import PROCEDURES, SPECIALIST, Stage, Ward
from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import State, Verb
from motcua.journal.rules import ActKey, act_key

# Files between two passes of the vacuum.
TIDY = 40
WALK: tuple[tuple[str, Verb, dict[str, Any]], ...] = (
    ("tiepnhan", Verb.FORWARD, {}),
    ("specialist", Verb.COMPLETE, {"outcome": "de_nghi_giai_quyet"}),
    ("truongphong", Verb.COMPLETE, {}),
    ("lanhdao", Verb.COMPLETE, {}),
    ("vanthu", Verb.ISSUE, {"number": "12/UBND"}),
    ("tiepnhan", Verb.RETURN_RESULT, {}),
)


def bytes_per_file(stage: Stage, at: dt.datetime, count: int) -> float:
    """Growth of all tables with indexes and TOAST over so many finished files, per file."""
    _walk_files(stage, at, max(count // 5, 20))
    before = _size()
    _walk_files(stage, at, count)
    return (_size() - before) / count


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
        )
        (size,) = cursor.fetchone()
    return int(size)


def _walk_files(stage: Stage, at: dt.datetime, count: int) -> None:
    """Files one after another; a vacuum as often as autovacuum comes by in the days they take."""
    for number in range(count):
        if number % TIDY == 0:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        ward = stage.wards[number % min(len(stage.wards), 5)]
        _walk(ward, number, at)


def _walk(ward: Ward, number: int, at: dt.datetime) -> None:
    code, case_key, unit, papers = PROCEDURES[number % len(PROCEDURES)]
    form = IntakeForm(
        procedure_code=code,
        agency_code=ward.agency.code,
        applicant=Party(
            name=NAMES[number % len(NAMES)],
            id_number=f"0793010{number:05}",
            phone=f"0901{number:06}",
            address=f"{number} Kinh Dương Vương, phường An Lạc",
        ),
        case_key=case_key,
        papers=tuple(PaperIn(key) for key in papers),
    )
    case: Case = take_in(form=form, actor=ward.actor("tiepnhan", at), at=at, key=_key())
    for who, verb, fields in WALK:
        actor = ward.actor(SPECIALIST[unit] if who == "specialist" else who, at)
        case = act_on(case.number, verb, actor=actor, at=at, key=_key(), **fields)
    if case.state != State.RETURNED:
        raise RuntimeError(f"{case.number} did not reach its end: {case.state}")


def _key() -> ActKey:
    """Every act comes with one."""
    key = act_key(1, secrets.token_hex(16), b"")
    assert key
    return key
