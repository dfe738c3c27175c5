"""Nothing is forgotten: every check, address and operation stands in docs/access.md, and no more."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import motcua
from tests.access import table
from tests.access.routes import routes
from tests.api.test_doors import operations


def _checks() -> Iterator[str]:
    """Every public function that a module named `access` defines."""
    for found in pkgutil.walk_packages(motcua.__path__, "motcua."):
        if "access" in found.name.split("."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                own = isinstance(value, FunctionType) and value.__module__ == found.name
                if own and not name.startswith("_"):
                    yield f"{found.name}.{name}".removeprefix("motcua.")


def test_every_check_has_a_line() -> None:
    written = [name for line in table.tables()["checks"] for name in table.codes(line["function"])]
    assert sorted(written) == sorted(_checks())


def test_a_check_and_its_answer_stand_together() -> None:
    """`check_can_x` has a `can_x` where a page may ask first, and both are one line."""
    for line in table.tables()["checks"]:
        stems = {
            name.rpartition(".")[2].removeprefix("check_").removeprefix("can_")
            for name in table.codes(line["function"])
            if name.rpartition(".")[2].startswith(("can_", "check_can_"))
        }
        assert len(stems) <= 1, line


def test_every_address_has_a_line_with_its_methods() -> None:
    written = {table.code(line["name"]): line["methods"] for line in table.tables()["pages"]}
    assert len(written) == len(table.tables()["pages"])
    assert written == routes()


def test_every_operation_has_a_line() -> None:
    written = [table.code(line["operation"]) for line in table.tables()["api"]]
    assert sorted(written) == sorted(f"{m.upper()} {path}" for m, path in operations())


def test_every_cell_names_people_of_the_page() -> None:
    for name in ("files", "acts", "pages", "api", "fields"):
        for line in table.tables()[name]:
            for column in ("known to", "allowed", "opens to", "whole for"):
                if column in line:
                    assert table.people(line[column]) <= set(table.actors())
