"""A state machine as a table: (state, verb) → state, checked when it is made.

States and verbs are enums of a context's ``states.py``. The diagram in the manual is
written from the table, so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)
V = TypeVar("V", bound=Enum)


class IllegalMove(Exception):
    """The verb is not possible in this state. ``state`` and ``verb`` say which."""

    def __init__(self, state: Enum, verb: Enum) -> None:
        super().__init__(f"Không thể thực hiện “{verb}” khi đang ở trạng thái “{state}”.")
        self.state = state
        self.verb = verb


class Table(Generic[S, V]):
    """All legal moves of one kind of thing.

    `also` says where else a verb may lead: a proposal that takes effect only once approved.
    Raises ``ValueError`` when a state of the enum can never be reached from ``initial``, or a verb
    of the enum is never used: a table with dead parts tells a reader something untrue. What is
    ``reserved`` for a later part of the product is excepted.
    """

    def __init__(
        self,
        states: type[S],
        verbs: type[V],
        *,
        initial: S,
        moves: Mapping[tuple[S, V], S],
        also: Mapping[tuple[S, V], S] = MappingProxyType({}),
        reserved: Collection[Enum] = (),
    ) -> None:
        self.states = tuple(states)
        self.initial = initial
        self.moves: Mapping[tuple[S, V], S] = MappingProxyType(dict(moves))
        self.also: Mapping[tuple[S, V], S] = MappingProxyType(dict(also))
        if not self.also.keys() <= self.moves.keys():
            raise ValueError("`also` adds to moves, it does not make any")
        unreachable = set(self.states) - self._reachable() - set(reserved)
        if unreachable:
            raise ValueError(f"never reached: {', '.join(sorted(map(str, unreachable)))}")
        unused = set(verbs) - {verb for _, verb in self.moves} - set(reserved)
        if unused:
            raise ValueError(f"never used: {', '.join(sorted(map(str, unused)))}")

    def check(self, state: S, verb: V) -> S:
        """The state the verb leads to. Raises ``IllegalMove``."""
        try:
            return self.moves[state, verb]
        except KeyError:
            raise IllegalMove(state, verb) from None

    def allows(self, state: S, verb: V) -> bool:
        return (state, verb) in self.moves

    def leads(self, state: S, verb: V, target: S) -> bool:
        """Whether the verb may leave a thing of this state in the target."""
        move = (state, verb)
        return move in self.moves and target in (self.moves[move], self.also.get(move))

    def verbs_from(self, state: S) -> tuple[V, ...]:
        """The verbs possible in a state, in the order of the table."""
        return tuple(verb for source, verb in self.moves if source == state)

    @property
    def final(self) -> frozenset[S]:
        """The states no verb leads out of."""
        return frozenset(self.states) - {source for source, _ in self.moves}

    def mermaid(
        self,
        *,
        state_label: Callable[[S], str] = str,
        verb_label: Callable[[V], str] = str,
        loops: bool = True,
    ) -> str:
        """The table as a Mermaid state diagram, in the order of the enum and of the table.

        Without `loops` only what changes the state is drawn.
        """
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{_quoted(state_label(s))}" as {s.name}' for s in self.states]
        lines.append(f"    [*] --> {self.initial.name}")
        lines += [
            f"    {source.name} --> {target.name}: {_quoted(verb_label(verb))}"
            for moves in (self.moves, self.also)
            for (source, verb), target in moves.items()
            if loops or source != target
        ]
        lines += [f"    {state.name} --> [*]" for state in self.states if state in self.final]
        return "\n".join(lines) + "\n"

    def _reachable(self) -> set[S]:
        reached, edge = {self.initial}, [self.initial]
        while edge:
            here = edge.pop()
            for (source, _), target in self.moves.items():
                if source == here and target not in reached:
                    reached.add(target)
                    edge.append(target)
        return reached


def _quoted(label: str) -> str:
    return label.replace('"', "#quot;").replace(":", "#58;").replace("\n", " ")
