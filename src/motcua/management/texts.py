"""Which texts of the sources are to be translated; read without gettext's own programs.

Texts are Vietnamese in the sources. Three kinds are found: strings given to Django's gettext
functions in Python, the translate tags of templates, and the labels of choices in `states.py`,
which stay plain there and are said by the doors (docs/decisions/0008-english.md).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# Position of (context, singular, plural) in a call; None: the function has no such part.
_PLACES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    # motcua.ui.said
    "counted": (None, 0, 0),
}
_CHOICES = {"TextChoices", "IntegerChoices"}
# What `templatize` leaves of a template: calls with string literals, all else blanked out.
_IN_TEMPLATE = re.compile(
    r"\b(?:n?p?gettext|_)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\)"
)


class Text(NamedTuple):
    """One text to translate; `context` and `plural` are empty when there is none."""

    msgid: str
    plural: str = ""
    context: str = ""


def texts_of(package: Path) -> dict[Text, set[str]]:
    """Every text below this folder with the files it stands in, relative to the folder."""
    found: dict[Text, set[str]] = {}
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if path.suffix == ".py" and not name.startswith("migrations/"):
            texts = in_python(path.read_text(encoding="utf-8"), labels=path.name == "states.py")
        elif path.suffix == ".html" and name.startswith("templates/"):
            texts = in_template(path.read_text(encoding="utf-8"), name)
        else:
            continue
        for text in texts:
            found.setdefault(text, set()).add(name)
    return found


def in_python(source: str, *, labels: bool = False) -> Iterator[Text]:
    """Texts of one module; with `labels` also the labels of its choices."""
    tree = ast.parse(source)
    names = {name: name for name in _PLACES} | dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _called(names[node.func.id], node.args)
        elif labels and isinstance(node, ast.ClassDef) and _is_choices(node):
            yield from (Text(label) for label in _labels(node))


def in_template(source: str, name: str) -> Iterator[Text]:
    """Texts of one template."""
    for match in _IN_TEMPLATE.finditer(templatize(source, origin=name)):
        call = ast.parse(match[0], mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            kind = "gettext" if call.func.id == "_" else call.func.id
            yield from _called(kind, call.args)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in _PLACES:
                    yield alias.asname or alias.name, alias.name


def _called(kind: str, args: list[ast.expr]) -> Iterator[Text]:
    """Nothing for a call whose text is a variable: its text is marked where it is written."""
    context, singular, plural = _PLACES[kind]
    parts = [_literal(args, place) for place in (singular, plural, context)]
    if parts[0]:
        yield Text(*parts)


def _literal(args: list[ast.expr], place: int | None) -> str:
    node = args[place] if place is not None and place < len(args) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_choices(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in _CHOICES for one in node.bases)


def _labels(node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        value = part.value if isinstance(part, ast.Assign) else None
        if isinstance(value, ast.Tuple):
            last = value.elts[-1]
            if isinstance(last, ast.Constant) and isinstance(last.value, str):
                yield last.value
