"""From what a person types to a filter, and from the rows found to their order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import RawSQL

from motcua.kernel.vietnamese import fold, normalise
from motcua.search.index import index_name

# A query longer than this is no search but a pasted letter; the rest of it is not read.
MOST_WORDS = 12
LONGEST_WORD = 64
# The trigram index of SQLite knows no shorter words.
SHORTEST_INDEXED = 3
# Neither a quote nor a wildcard: safe inside a text of SQL.
_PLAIN: Final = re.compile("[a-z0-9]+")

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def searchable(*texts: str) -> str:
    """The folded column of a row: one line for each text, so that no word spans two of them."""
    return "\n".join(" ".join(_words(text)) for text in texts if text)


def folded_words(text: str) -> tuple[str, ...]:
    """The words to look for: lower case, no marks, each once, the first twelve."""
    words = (word[:LONGEST_WORD] for word in _words(text))
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def filter_words(
    queryset: models.QuerySet[M, Any], column: str, query: str
) -> models.QuerySet[M, Any]:
    """The rows whose `column` (folded, see `searchable`) holds every word of the query.

    A query without words leaves the rows as they are. On SQLite the table must have its
    `search_index`.
    """
    words = folded_words(query)
    if connections[queryset.db].vendor == "sqlite":
        indexed = [word for word in words if len(word) >= SHORTEST_INDEXED]
        words = tuple(word for word in words if len(word) < SHORTEST_INDEXED)
        if indexed:
            queryset = queryset.filter(pk__in=_matching(queryset.model, column, indexed))
    for word in words:
        queryset = queryset.filter(_holds(column, word))
    return queryset


def _holds(column: str, word: str) -> Q:
    """Plain letters and digits stand in the text of the question: how often a word occurs decides
    which index PostgreSQL should read, and behind a parameter it stops asking after a few times.
    """
    if _PLAIN.fullmatch(word):
        text = f"%(expressions)s LIKE '%%%%{word}%%%%'"
        return Q(Func(F(column), template=text, output_field=BooleanField()))
    return Q(**{f"{column}__contains": word})


def closest_first(rows: Iterable[T], query: str, text: Callable[[T], str]) -> list[T]:
    """The rows with those that hold the query as it was typed, marks and all, before the others.

    Within a group the order stays. For a page of rows: it is sorted here, not by the database.
    """
    typed, folded = marked(query), f" {' '.join(folded_words(query))} "

    def distance(row: T) -> int:
        has = marked(text(row))
        if typed.strip() and typed in has:
            return 0
        if all(f" {word} " in has for word in typed.split()):
            return 1
        return 2 if folded in f" {fold(text(row))} " else 3

    return sorted(rows, key=distance)


def _matching(model: type[models.Model], column: str, words: list[str]) -> RawSQL:
    name = index_name(model._meta.db_table, column)  # noqa: SLF001
    # A quoted word is a string to FTS5, whatever it holds: no operator, no wildcard.
    wanted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    # The name of the index comes from the model, never from the query.
    return RawSQL(f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH %s', (wanted,))  # noqa: S608, S611


def _words(text: str) -> list[str]:
    # Control characters and halves of surrogate pairs: no database takes them in a parameter.
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return fold(clean).split()


def marked(text: str) -> str:
    """Lower case with its marks, between spaces, each tone moved behind its word.

    "hoà" and "hòa" become equal, "hoa" stays another word.
    """
    words = []
    for word in normalise(text).lower().split():
        letters = unicodedata.normalize("NFD", word)
        tone = "".join(sorted(c for c in letters if c in _TONES))
        words.append("".join(c for c in letters if c not in _TONES) + tone)
    return f" {' '.join(words)} "
