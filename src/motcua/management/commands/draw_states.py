"""`motcua draw_states [FILE]`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from motcua.cases.states import TRANSITIONS, State, Verb

_HEAD: Final = """\
# The states of a file

Written by `motcua draw_states docs/case-states.md` from `motcua.cases.states.TRANSITIONS`; a test
compares the two. The numbers are the national portal's codes 1-10. Money and delivery are axes of
their own. Code 6 is reserved for payments.

"""
_TABLE: Final = """
| verb | API | from | to |
|---|---|---|---|
"""


class Command(BaseCommand):
    """Write the diagram of the manual from the table that the program obeys."""

    help = "Vẽ sơ đồ trạng thái hồ sơ từ bảng chuyển trạng thái (không tên tệp: ra màn hình)."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file name is optional."""
        parser.add_argument("file", metavar="FILE", nargs="?", help="tệp .md sẽ ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        """The whole page at once."""
        if options["file"] is None:
            self.stdout.write(page(), ending="")
            return
        try:
            Path(options["file"]).write_text(page(), encoding="utf-8")
        except OSError as problem:
            raise CommandError(
                f"Không ghi được tệp {options['file']}: {problem.strerror}."
            ) from None


def page() -> str:
    """docs/case-states.md: what changes the state as a diagram, every verb as a row."""
    diagram = TRANSITIONS.mermaid(
        state_label=_named, verb_label=lambda verb: str(verb.label), loops=False
    )
    return f"{_HEAD}```mermaid\n{diagram}```\n{_TABLE}" + "".join(_rows())


def _rows() -> Iterator[str]:
    for verb in Verb:
        moves = [(state, target) for (state, known), target in _all_moves() if known == verb]
        froms = ", ".join(map(str, sorted({int(state) for state, _ in moves})))
        yield f"| {verb.label} | `{verb.value}` | {froms or '-'} | {_to(verb, moves)} |\n"


def _to(verb: Verb, moves: list[tuple[State, State]]) -> str:
    """The states a verb leads to, or that it leaves the state alone."""
    if verb == Verb.REGISTER:
        return str(int(TRANSITIONS.initial))
    changed = {int(target) for state, target in moves if state != target}
    kept = ["the same"] if any(state == target for state, target in moves) else []
    return ", ".join([*map(str, sorted(changed)), *kept])


def _all_moves() -> list[tuple[tuple[State, Verb], State]]:
    return [*TRANSITIONS.moves.items(), *TRANSITIONS.also.items()]


def _named(state: State) -> str:
    return f"{int(state)} · {state.label}"
