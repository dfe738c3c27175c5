"""Every cell of the table of acts, through the rules, the offers and the acts themselves."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from motcua.cases.access import possible
from motcua.cases.actions.verbs import VERBS, act_on
from motcua.cases.models import Case
from motcua.cases.queries.page import page_of_case
from motcua.cases.queries.visible import visible_cases
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.process.actions import create_draft
from motcua.process.queries import live_items, published
from tests.access import table
from tests.access.acts import ACTS, COLLEAGUES, ON_ANOTHERS_FORM
from tests.access.town import SITUATIONS, Town, undone
from tests.office import NOW

pytestmark = pytest.mark.django_db
OTHERS: dict[str, type[Refused]] = {"deny": Forbidden, "refused": Refused}
FILES = {table.code(line["file"]): line for line in table.tables()["files"]}


class Cell(NamedTuple):
    """One act to one file; `others` is what those are told who know of the file."""

    act: str
    file: str
    allowed: frozenset[str]
    others: type[Refused]


CELLS = [
    Cell(table.code(line["act"]), file, table.people(line["allowed"]), OTHERS[line["others"]])
    for line in table.tables()["acts"]
    for file in table.codes(line["file"])
]


def known_to(situation: str) -> frozenset[str]:
    return table.people(FILES[situation]["known to"])


def _named(cell: Cell) -> str:
    return f"{cell.act} @ {cell.file}"


def test_everybody_and_every_situation_is_there(town: Town) -> None:
    assert set(table.actors()) == set(town.actors)
    assert set(FILES) == set(SITUATIONS)
    assert {cell.act for cell in CELLS} == set(ACTS)
    assert {ACTS[cell.act][0] for cell in CELLS} == set(VERBS)
    assert len({(cell.act, cell.file) for cell in CELLS}) == len(CELLS)


@pytest.mark.parametrize("situation", FILES)
def test_who_knows_of_a_file(town: Town, situation: str) -> None:
    case = town.files[situation]
    seen = {who for who, actor in town.actors.items() if _sees(actor, case)}
    assert seen == known_to(situation)


def _sees(actor: object, case: Case) -> bool:
    return visible_cases(actor).filter(pk=case.pk).exists()  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", CELLS, ids=_named)
def test_who_may_act(town: Town, cell: Cell) -> None:
    """Allowed: done. The others who know of it: told why. The rest: there is no such file."""
    known = known_to(cell.file)
    assert cell.allowed <= known
    expected = dict.fromkeys(cell.allowed, "done")
    expected |= dict.fromkeys(known - cell.allowed, cell.others.__name__)
    expected |= dict.fromkeys(set(table.actors()) - known, NotFound.__name__)
    assert {who: _try(town, who, cell) for who in table.actors()} == expected


def _try(town: Town, who: str, cell: Cell) -> str:
    case = town.files[cell.file]
    verb, fields = ACTS[cell.act]
    if verb == Verb.REASSIGN:
        fields = {"username": _colleague(town, case)}
    # Of this file: handing it over writes the first entry of another agency's too.
    mine = Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk)
    entries, everything = mine.count(), Entry.objects.count()
    with undone():
        try:
            act_on(case.number, verb, actor=town.actors[who], at=NOW, **fields)
        except Refused as refusal:
            # Before it is undone: a refused act has written nothing by itself.
            assert Entry.objects.count() == everything
            assert Case.objects.get(pk=case.pk).journal_head == case.journal_head
            # Too late, too early or nothing there: all are refusals of the state.
            state = not isinstance(refusal, Forbidden | NotFound)
            return Refused.__name__ if state else type(refusal).__name__
        assert mine.count() == entries + 1
    return "done"


def _colleague(town: Town, case: Case) -> str:
    (item,) = live_items(case.pk)
    if item.unit_id == town.office.units["anlac", "DC"].pk:
        return "diachinh.anlac"
    return f"{COLLEAGUES[item.role]}.anlac"


@pytest.mark.parametrize("situation", FILES)
def test_the_buttons_are_the_acts_that_are_allowed(town: Town, situation: str) -> None:
    """Both ways: what the table allows is offered, and nothing it does not."""
    case = Case.objects.select_related("version", "run", "agency").get(pk=town.files[situation].pk)
    page = page_of_case(case)
    wrong = {}
    for who in known_to(situation):
        allowed = {
            ACTS[cell.act][0]
            for cell in CELLS
            if cell.file == situation and cell.act not in ON_ANOTHERS_FORM and who in cell.allowed
        }
        offered = set(possible.verbs_now(page, town.actors[who]))
        if offered != allowed:
            wrong[who] = {str(verb) for verb in offered ^ allowed}
    assert wrong == {}


@pytest.mark.parametrize("key", ["mac-dinh", "rieng"])
def test_what_all_wards_run_by_is_changed_at_the_root_only(town: Town, key: str) -> None:
    """`mac-dinh` came with the product; under a key of its own a ward makes its own process."""
    allowed = table.group("root-editors" if key == "mac-dinh" else "editors")
    standing = published("mac-dinh")
    assert standing is not None
    for who in sorted(table.group("seated")):
        with undone():
            try:
                create_draft(
                    key=key, name="Thử", graph=standing.graph, actor=town.actors[who], at=NOW
                )
            except Forbidden:
                assert who not in allowed
            else:
                assert who in allowed
