"""docs/access.md as data: the tables that people write and that these tests walk.

A table is named by a line `<!-- table: name -->` above it. In a cell, names in backquotes count;
a name of the table `groups` stands for its members.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[2] / "docs" / "access.md"
_NAMED: Final = re.compile(r"<!-- table: ([a-z-]+) -->\n\n?((?:\|[^\n]*\n)+)")
_CODE: Final = re.compile(r"`([^`]+)`")

Line = dict[str, str]


@cache
def tables() -> dict[str, list[Line]]:
    """Every table by its name, its lines by their column's heading."""
    return {name: _lines(text) for name, text in _NAMED.findall(PAGE.read_text("utf-8"))}


def _lines(text: str) -> list[Line]:
    rows = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in text.splitlines()]
    head, ruler, *body = rows
    assert set("".join(ruler)) <= set("-: "), f"no ruler under {head}"
    for row in body:
        assert len(row) == len(head), f"{len(row)} cells under {len(head)} headings: {row}"
    return [dict(zip(head, row, strict=True)) for row in body]


def codes(cell: str) -> list[str]:
    """The names in backquotes."""
    return _CODE.findall(cell)


def code(cell: str) -> str:
    """The one name of a cell."""
    (one,) = codes(cell)
    return one


@cache
def actors() -> tuple[str, ...]:
    """Everybody the tables speak of."""
    return tuple(code(line["actor"]) for line in tables()["actors"])


@cache
def group(name: str) -> frozenset[str]:
    """The members of a group."""
    lines = {code(line["group"]): line["members"] for line in tables()["groups"]}
    return people(lines[name])


def people(cell: str) -> frozenset[str]:
    """The actors a cell names, by themselves or by their group."""
    found: set[str] = set()
    for name in codes(cell):
        found |= {name} if name in actors() else group(name)
    return frozenset(found)
