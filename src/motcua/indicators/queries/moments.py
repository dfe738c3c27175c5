"""Days in Vietnam inside the database, by its own functions: a file's day never depends on UTC."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, Func, IntegerField


class VietnamDay(Func):
    """The calendar day of a moment at UTC+7 (no daylight saving; kernel.worktime.VIETNAM)."""

    output_field = DateField()
    template = "(%(expressions)s AT TIME ZONE INTERVAL '+07:00')::date"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps moments as texts in UTC."""
        return self.as_sql(
            compiler, connection, template="DATE(%(expressions)s, '+7 hours')", **context
        )


class VietnamWeekday(Func):
    """Monday 1 … Sunday 7 of a moment at UTC+7."""

    output_field = IntegerField()
    template = "EXTRACT(ISODOW FROM %(expressions)s AT TIME ZONE INTERVAL '+07:00')::integer"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """STRFTIME counts from Sunday 0."""
        template = "((STRFTIME('%%w', %(expressions)s, '+7 hours') + 6) %% 7 + 1)"
        return self.as_sql(compiler, connection, template=template, **context)
