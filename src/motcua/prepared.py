"""Questions written in the ORM, composed once and asked many times with other values.

Composing a wide QuerySet takes Django longer than the database needs to answer it. `prepared`
keeps what was composed, per thread, and puts the values of each call in its places:

    @prepared
    def _open_at(unit_ids: tuple[int, ...], before: dt.datetime) -> QuerySet[WorkItem]:
        return WorkItem.objects.filter(unit__id__in=unit_ids, due_at__lt=before)

    rows = _open_at((3, 4), now)

Numbers, texts, dates and moments become places for values, also inside tuples and dataclasses; a
tuple is as many places as it is long. All else (None, booleans, enumerations) shapes the
question: one is kept for each shape.
Django takes no places in a list beside a foreign key: such a list is asked by `unit__id__in`,
which joins nothing.

The database sees the same text again, so that its own prepared statements serve too.
`insert_new` does for new rows what `prepared` does for questions.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, wraps
from typing import Any, Final, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Field, Model, QuerySet

P = ParamSpec("P")
T = TypeVar("T")

_MOST_SHAPES: Final = 200


class _Place(Expression):
    """Where a value of the call stands in the question."""

    def __init__(self, *address: int | str) -> None:
        super().__init__()
        self.address = address

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def __repr__(self) -> str:
        return f"place {self.address}"


def prepared(compose: Callable[P, QuerySet[Any, T]]) -> Callable[P, list[T]]:
    """The rows of a question that is composed once per thread and shape of its values."""
    kept = threading.local()

    @wraps(compose)
    def ask(*values: P.args, **no_names: P.kwargs) -> list[T]:
        assert not no_names, "values of a prepared question stand in order"
        shape = tuple(_shape(value) for value in values)
        questions: dict[Hashable, _Question[T]] = kept.__dict__.setdefault("questions", {})
        question = questions.get(shape)
        if question is None:
            if len(questions) >= _MOST_SHAPES:
                questions.clear()
            placed = [_placed(value, at) for at, value in enumerate(values)]
            question = questions[shape] = _Question(compose(*placed))  # type: ignore[call-arg]
        return question.ask(values)

    return ask


class _Question(Generic[T]):
    """A compiled QuerySet. Its compiler answers with the kept text instead of composing anew."""

    def __init__(self, rows: QuerySet[Any, T]) -> None:
        self.ops = connections[rows.db].ops
        compiler = rows.query.get_compiler(using=rows.db)
        self.values: tuple[Any, ...] = ()
        self.rows: Iterable[T] = ()
        try:
            self.text, self.params = _with_constants(*compiler.as_sql())
        except EmptyResultSet:
            return  # an empty tuple: of this shape nothing is ever found
        compiler.as_sql = self._bound
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        # The QuerySet itself would keep its first answer.
        self.rows = rows._iterable_class(rows)  # type: ignore[assignment,arg-type]  # noqa: SLF001

    def ask(self, values: tuple[Any, ...]) -> list[T]:
        self.values = values
        try:
            return list(self.rows)
        finally:
            self.values = ()

    def _bound(self, **_options: Any) -> tuple[str, tuple[Any, ...]]:
        return self.text, tuple(
            self._adapted(param.address) if isinstance(param, _Place) else param
            for param in self.params
        )

    def _adapted(self, address: tuple[int | str, ...]) -> Any:
        value: Any = self.values
        for step in address:
            value = getattr(value, step) if isinstance(step, str) else value[step]
        if isinstance(value, dt.datetime):
            return self.ops.adapt_datetimefield_value(value)
        return self.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _with_constants(text: str, params: Iterable[Any]) -> tuple[str, list[Any]]:
    """Whole numbers that never change stand in the text: only so the planner of a prepared
    statement sees that a partial index holds the states asked for.
    """
    kept: list[Any] = []
    given = iter(params)

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        param = next(given)
        if isinstance(param, int) and not isinstance(param, bool):
            return str(int(param))
        kept.append(param)
        return "%s"

    return re.sub("%%|%s", written, text), kept


def _is_value(value: object) -> bool:
    return isinstance(value, int | str | dt.date) and not isinstance(value, bool | Enum)


def _shape(value: Any) -> Any:
    """What must be equal for two calls to be the same question."""
    if isinstance(value, tuple):
        return tuple(_shape(item) for item in value)
    if is_dataclass(value):
        return tuple(_shape(getattr(value, part.name)) for part in fields(value))
    return type(value) if _is_value(value) else value


def _placed(value: Any, *address: int | str) -> Any:
    if isinstance(value, tuple):
        places = [_placed(item, *address, at) for at, item in enumerate(value)]
        # A named tuple is made from its parts one by one.
        return type(value)(*places) if hasattr(value, "_fields") else tuple(places)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _placed(getattr(value, f.name), *address, f.name) for f in fields(value)}
        return type(value)(**parts)
    return _Place(*address) if _is_value(value) else value


def insert_new(rows: Sequence[Model]) -> None:
    """Write new rows of one table in one statement, composed once for the table and their number.

    What `bulk_create` does, without composing and without `save` of the model: rows whose key is
    not set get it from the database, all of them or none. Raises IntegrityError.
    """
    if not rows:
        return
    waiting: list[Sequence[Model]] | None = _sending.__dict__.get("rows")
    if waiting is not None:
        waiting.append(rows)
    else:
        keys = _sent([rows])
        if rows[0].pk is None:
            for row, (key,) in zip(rows, keys, strict=True):
                row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001


@contextmanager
def together() -> Iterator[None]:
    """What `insert_new` is given inside goes to PostgreSQL in one statement when the block ends.

    Keys that the database gives stay unknown, and an IntegrityError comes at the end.
    """
    waiting = _sending.rows = list[Sequence[Model]]()
    try:
        yield
    finally:
        del _sending.rows
    if connection.vendor == "postgresql" and waiting:
        _sent(waiting)
    else:
        for rows in waiting:
            _sent([rows])


_sending = threading.local()


def _sent(tables: Sequence[Sequence[Model]]) -> list[tuple[int]]:
    """Write the rows of each table; of a single one without keys, the keys it was given."""
    database = connections[DEFAULT_DB_ALIAS]
    parts = [_insertion(type(rows[0]), len(rows), keyed=rows[0].pk is not None) for rows in tables]
    values = [
        column.get_db_prep_save(column.pre_save(row, add=True), database)
        for rows, (_text, columns, _asking) in zip(tables, parts, strict=True)
        for row in rows
        for column in columns
    ]
    text, _columns, asking = parts[0]
    with database.cursor() as cursor:
        if len(parts) > 1:
            cursor.execute(_joined(tuple(text for text, _columns, _asking in parts)), values)
            return []
        cursor.execute(text + asking, values)
        return cast("list[tuple[int]]", cursor.fetchall()) if asking else []


@cache
def _insertion(
    model: type[Model], number: int, *, keyed: bool
) -> tuple[str, tuple[Field[Any, Any], ...], str]:
    """The statement, whose values it takes row after row, and how it asks for the keys."""
    quoted = connection.ops.quote_name
    table = model._meta  # noqa: SLF001
    columns = tuple(
        column for column in table.local_concrete_fields if keyed or column is not table.pk
    )
    names = ", ".join(quoted(str(column.column)) for column in columns)
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
    text = f"INSERT INTO {quoted(table.db_table)} ({names}) VALUES {places}"  # noqa: S608
    return text, columns, "" if keyed else f" RETURNING {quoted(str(table.pk.column))}"


@cache
def _joined(texts: tuple[str, ...]) -> str:
    """Several insertions as one statement: each but the last writes from a WITH of its own."""
    *first, last = texts
    named = ", ".join(f"part_{place} AS ({text})" for place, text in enumerate(first))
    return f"WITH {named} {last}"
