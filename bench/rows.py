"""Many files at once, written by COPY: each row is a real one, taken in by the product, varied.

Every file has its run, its step open at the specialist's, its finished step of the desk, three
papers and a journal of two entries whose chain holds (`motcua verify_journal` agrees).
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from bench.stage import PROCEDURES, Stage, Ward
from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import Verb
from motcua.journal.rules import header_of
from motcua.kernel import chain
from motcua.kernel.vietnamese import fold

TABLES = ("process_run", "case_file", "work_item", "case_paper", "journal_entry")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý")
MIDDLE = ("Thị", "Văn", "Minh", "Thanh", "Ngọc", "Quốc", "Hữu", "Thúy")
GIVEN = ("Anh", "Bảo", "Châu", "Đào", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nhung", "Oanh", "Phú")
NAMES = [" ".join(words) for words in itertools.product(FAMILY, MIDDLE, GIVEN)]

Row = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """The rows of one real file by table."""

    rows: dict[str, list[Row]]


def fill(stage: Stage, count: int, at: dt.datetime, *, finished: bool = False) -> None:
    """`count` more files over all wards. Finished ones stand in no list any more."""
    templates = [
        [_template(ward, number, at) for number in range(len(PROCEDURES))] for ward in stage.wards
    ]
    first = _next_id("process_run")
    for table in TABLES:
        plan = _plan(templates, count, first, finished=finished)
        _copy(table, (row for variant in plan for row in variant.of(table)))
        _set_sequence(table)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


def _template(ward: Ward, number: int, at: dt.datetime) -> Template:
    code, case_key, _unit, papers = PROCEDURES[number]
    form = IntakeForm(
        procedure_code=code,
        agency_code=ward.agency.code,
        applicant=Party(name=NAMES[0], id_number="079301012345", phone="0901234567"),
        case_key=case_key,
        papers=tuple(PaperIn(key) for key in papers),
    )
    case = take_in(form=form, actor=ward.actor("tiepnhan", at), at=at)
    act_on(case.number, Verb.FORWARD, actor=ward.actor("tiepnhan", at), at=at)
    where = {
        "process_run": "id = %s",
        "case_file": "id = %s",
        "work_item": "run_id = %s",
        "case_paper": "case_id = %s",
        "journal_entry": "subject = 1 AND subject_id = %s",
    }
    rows = {table: list(_read(table, where[table], case.pk)) for table in TABLES}
    return Template(rows)


def _read(table: str, where: str, case_id: int) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id", [case_id])
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


@dataclass(frozen=True)
class Variant:
    """One file to write: a template under its own id, code, person and moment."""

    template: Template
    pk: int
    number: int
    finished: bool

    def of(self, table: str) -> Iterator[Row]:
        """Its rows in one table."""
        rows = self.template.rows[table]
        change: Callable[[Row, int], Row] = getattr(self, f"_{table}")
        if table == "journal_entry":
            yield from self._entries(rows)
            return
        for place, row in enumerate(rows):
            yield change(row, place)

    @property
    def _shift(self) -> dt.timedelta:
        return dt.timedelta(minutes=37 * (self.number % 240))

    def _process_run(self, row: Row, _place: int) -> Row:
        return row | {"id": self.pk, "state": 2 if self.finished else row["state"]}

    def _case_file(self, row: Row, _place: int) -> Row:
        name = NAMES[self.number % len(NAMES)]
        agency = row["code"].split("-")[0]
        code = f"{agency}-{'24' if self.finished else '25'}0101-{self.number:06}"
        number = f"079{self.number:09}"
        moved = {
            key: row[key] - self._shift
            for key in ("submitted_at", "received_at", "clock_from", "due_at", "due_original_at")
            if row[key] is not None
        }
        moved["touched_at"] = row["touched_at"]
        ended = {"state": 10, "outcome": "granted", "finished_at": row["touched_at"]}
        entries = self._entries(self.template.rows["journal_entry"])
        last = list(entries)[-1]
        return (
            row
            | moved
            | (ended if self.finished else {})
            | {
                "id": self.pk,
                "code": code,
                "applicant": Jsonb(
                    json.loads(row["applicant"]) | {"name": name, "id_number": number}
                ),
                "applicant_name": name,
                "applicant_number": number,
                "search": fold(f"{code} {name} {number} 0901234567"),
                "journal_head": last["hash"],
            }
        )

    def _work_item(self, row: Row, place: int) -> Row:
        first = self.pk * 10
        live = row["done_at"] is None
        done = {"state": 3, "done_at": row["opened_at"], "done_by_id": row["holder_id"]}
        due = row["due_at"] - self._shift if row["due_at"] else None
        return (
            row
            | (done if live and self.finished else {})
            | {
                "id": first + place,
                "run_id": self.pk,
                "due_at": due,
                "previous_id": first + place - 1 if row["previous_id"] else None,
            }
        )

    def _case_paper(self, row: Row, place: int) -> Row:
        return row | {"id": self.pk * 10 + place, "case_id": self.pk}

    _journal_entry = _case_paper

    def _entries(self, rows: list[Row]) -> Iterator[Row]:
        head = chain.GENESIS
        for place, row in enumerate(rows):
            salt = self.pk.to_bytes(8, "big") * 4
            header = header_of(
                row["subject"], self.pk, row["seq"],
                at=row["at"], actor_id=row["actor_id"], verb=row["verb"],
            )  # fmt: skip
            head = chain.link(head, chain.commitment(salt, header, row["body"].encode()))
            yield row | {
                "id": self.pk * 10 + place,
                "subject_id": self.pk,
                "salt": salt,
                "hash": head,
                "act_key": None,
                "act_body": None,
            }


def _plan(
    templates: list[list[Template]], count: int, first: int, *, finished: bool
) -> Iterator[Variant]:
    for number in range(count):
        ward = templates[number % len(templates)]
        template = ward[number // len(templates) % len(ward)]
        yield Variant(template, first + number, number, finished)


def _copy(table: str, rows: Iterator[Row]) -> None:
    first = next(rows)
    columns = ", ".join(f'"{name}"' for name in first)
    with connection.cursor() as cursor:
        raw = cursor.cursor
        with raw.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in itertools.chain([first], rows):
                copy.write_row(list(row.values()))


def _next_id(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        (last,) = cursor.fetchone()
    return int(last or 0) + 1_000 + secrets.randbelow(10)


def _set_sequence(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            if table != "case_file"
            else "SELECT 1"
        )
