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
    """Sunday 0 … Saturday 6 of a moment at UTC+7."""

    output_field = IntegerField()
    template = "EXTRACT(DOW FROM %(expressions)s AT TIME ZONE INTERVAL '+07:00')::integer"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A sign of per cent is halved twice on its way: by the template, by the parameters."""
        template = "CAST(STRFTIME('%%%%w', %(expressions)s, '+7 hours') AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)
