"""The rules of the house that import-linter cannot see, as functions over a tree of files.

Each returns sentences, one for every breach, empty when the house is in order.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps.registry import Apps

FILE_LINES = 400
FUNCTION_LINES = 40

# Tables of data and translations are as long as their subject.
DATA = re.compile(r"/(seeds?|data)/")

KEYWORD_WRITES = {"create", "update", "acreate", "aupdate"}
BARE_WRITES = {"save", "delete", "asave", "adelete"}
ALWAYS_WRITES = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "abulk_update",
    "aget_or_create",
    "aupdate_or_create",
}
# Not a method of Django's, but a function of ours (motcua.prepared).
FUNCTION_WRITES = {"insert_new"}
SQL_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\s", re.IGNORECASE)

# Where a write outside `actions` is right, and why.
WRITERS = {
    # A row goes in and is rolled back: that is the probe.
    "project/health.py",
    # The index follows its table by itself: made by a migration, kept in step by triggers.
    "search/index.py",
    # Gives `actions` their `insert_new`.
    "prepared.py",
    # Puts back the rows of a backup as they were: nobody acts.
    "management/archive/load.py",
}

# Only doors and commands read the clock.
CLOCK_READERS = {"desk", "portal", "api", "management", "project"}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("date", "today"), ("time", "time")}

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
# Django looks for a database of ours under this very name.
NAMED_BY_DJANGO = {"project/queued_sqlite3/base.py"}
FORBIDDEN_CLASSES = re.compile(r"(Service|Repository|Helper|Util|Utils)$")

LOCK_HOSTS = {"pypi.org", "files.pythonhosted.org"}


def sources(root: Path) -> Iterator[Path]:
    """Python files of ours below this folder; migrations are written by Django."""
    for path in sorted(root.rglob("*.py")):
        if not {"__pycache__", "migrations"} & set(path.parts):
            yield path


def parsed(root: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sources(root):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def floors(pyproject: Path) -> dict[str, int]:
    """Context → floor, 0 the lowest, read from the contract that import-linter checks."""
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Floors")
    return {
        name.strip(" ()"): floor
        for floor, names in enumerate(reversed(layers))
        for name in names.split("|")
    }


def foreign_keys_up(apps: Apps, floor: dict[str, int]) -> list[str]:
    """A foreign key is an import that no linter sees: it points to its own context, or down."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("motcua."):
            continue
        context = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not target or not target.__module__.startswith("motcua."):
                continue
            other = target.__module__.split(".")[1]
            if other != context and floor[other] >= floor[context]:
                found.append(f"{context}.{model.__name__}.{field.name} points up to {other}")
    return found


def writes_outside_actions(root: Path) -> list[str]:
    """Only `actions` change rows. `root` is the folder of the package."""
    found = []
    for name, tree in parsed(root):
        if name in WRITERS or re.search(r"(^|/)actions(/|\.py$)", name):
            continue
        found += [f"{name}:{line} writes ({what})" for line, what in _writes(tree)]
    return found


def _writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # `{}.update(other)` and `image.save(path)` take a position; a row's verbs do not.
            verb, bare = node.func.attr, not node.args
            if (
                verb in ALWAYS_WRITES
                or (verb in BARE_WRITES and bare and not _is_super(node.func.value))
                or (verb in KEYWORD_WRITES and bare and node.keywords)
            ):
                yield node.lineno, verb
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in FUNCTION_WRITES:
                yield node.lineno, node.func.id
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL_WRITES.match(node.value)
            and re.search(r"\s(INTO|SET|FROM|USING)\s", node.value)
        ):
            yield node.lineno, node.value.split()[0]


def _is_super(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )


def long_files(root: Path) -> list[tuple[int, str]]:
    """(lines, file), longest first."""
    counts = [
        (len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(root)))
        for path in sources(root)
        if not DATA.search(f"/{path.relative_to(root)}")
    ]
    return sorted(counts, reverse=True)


def long_functions(root: Path) -> list[tuple[int, str]]:
    """(lines, file:function), longest first; decorators are not counted."""
    counts = [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{name}:{node.name}")
        for name, tree in parsed(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(counts, reverse=True)


def clock_readers(root: Path) -> list[str]:
    """Time is an argument: below the doors nobody asks what time it is."""
    return [
        f"{name}:{node.lineno} reads the clock ({node.value.id}.{node.attr})"
        for name, tree in parsed(root)
        if name.split("/", maxsplit=1)[0] not in CLOCK_READERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]


def bad_names(root: Path) -> list[str]:
    """No junk drawers, no classes that are namespaces, no signals as control flow."""
    found = []
    for name, tree in parsed(root):
        parts = set(Path(name).with_suffix("").parts)
        if name not in NAMED_BY_DJANGO:
            found += [f"{name}: no place is named {part}" for part in parts & FORBIDDEN_NAMES]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and FORBIDDEN_CLASSES.search(node.name):
                found.append(f"{name}:{node.lineno} class {node.name}: write functions")
            if isinstance(node, ast.ImportFrom) and "django.dispatch" in (node.module or ""):
                found.append(f"{name}:{node.lineno} signals: call it, or pull it")
    return found


def foreign_hosts(lock: str) -> set[str]:
    """Hosts named in uv.lock besides the public index and its file host."""
    return set(re.findall(r"https?://([^/\"\s]+)", lock)) - LOCK_HOSTS


def over(ceiling: int, counts: Iterable[tuple[int, str]]) -> list[str]:
    return [
        f"{name}: {lines} lines, {ceiling} allowed" for lines, name in counts if lines > ceiling
    ]
