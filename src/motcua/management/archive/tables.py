"""Which tables are ours, and in which order they can be filled."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models


def our_models() -> list[type[models.Model]]:
    """Everything of the platform itself; not sessions and sign-in counters of others."""
    return list(apps.get_app_config("motcua").get_models())


def table_of(model: type[models.Model]) -> str:
    """The name of the table."""
    return str(model._meta.db_table)  # noqa: SLF001  (public in Django)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns, in the order of the model."""
    return list(model._meta.concrete_fields)  # noqa: SLF001  (public in Django)


def children_first() -> list[type[models.Model]]:
    """Our tables, each before those it points to.

    Keys are checked at the end of a transaction, and the guards that keep what belongs to a
    published version as it is do not stand in the way of a child whose parent is not there yet.
    """
    ordered: list[type[models.Model]] = []

    def place(model: type[models.Model]) -> None:
        if model in ordered:
            return
        for field in columns_of(model):
            target = field.related_model
            if isinstance(target, type) and target is not model:
                place(target)
        ordered.append(model)

    for model in our_models():
        place(model)
    return ordered[::-1]
