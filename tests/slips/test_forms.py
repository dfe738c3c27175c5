"""Which form applies on which day (TT 01/2018/TT-VPCP, TT 03/2025/TT-VPCP)."""

from datetime import date

import pytest

from motcua.slips.forms import (
    VALUES_OF,
    Confidence,
    FormKind,
    Generation,
    NoSuchForm,
    form,
    form_on,
    generation_on,
    registry,
)
from motcua.slips.render import TEMPLATES

NUMBERS = {
    Generation.TT01_2018: {
        "01": FormKind.RECEIPT,
        "02": FormKind.SUPPLEMENT,
        "03": FormKind.REFUSAL,
        "04": FormKind.APOLOGY,
        "05": FormKind.CONTROL,
        "06": FormKind.REGISTER,
    },
    Generation.TT03_2025: {
        "01": FormKind.RECEIPT,
        "02": FormKind.SUPPLEMENT,
        "03": FormKind.REFUSAL,
        "04": FormKind.APOLOGY,
        "05": FormKind.STOP,
        "06": FormKind.CONTROL,
        "07": FormKind.REGISTER,
    },
}


@pytest.mark.parametrize("generation", NUMBERS)
def test_each_circular_has_its_numbers(generation: Generation) -> None:
    found = {f.number: f.kind for f in registry().values() if f.generation is generation}

    assert found == NUMBERS[generation]


@pytest.mark.parametrize(
    ("day", "generation"),
    [
        (date(2019, 1, 6), Generation.TT01_2018),
        (date(2025, 9, 14), Generation.TT01_2018),
        (date(2025, 9, 15), Generation.TT03_2025),
        (date(2026, 11, 22), Generation.TT03_2025),
    ],
)
def test_the_day_chooses_the_circular(day: date, generation: Generation) -> None:
    assert generation_on(day) is generation


def test_before_the_first_circular_there_is_no_form() -> None:
    with pytest.raises(NoSuchForm, match="05/01/2019"):
        form_on(FormKind.RECEIPT, date(2019, 1, 5))


def test_the_notice_of_stopping_came_with_the_second_circular() -> None:
    assert form_on(FormKind.STOP, date(2026, 1, 1)).number == "05"
    with pytest.raises(NoSuchForm, match="stop"):
        form_on(FormKind.STOP, date(2025, 9, 14))


def test_own_papers_apply_on_any_day() -> None:
    assert form_on(FormKind.NOTICE, date(2018, 1, 1)).generation is Generation.OWN


def test_layouts_never_seen_are_marked_for_the_administrator() -> None:
    """domain.md 13: layouts 03, 04, 05, 07 of TT 03/2025 are not confirmed."""
    unseen = (FormKind.REFUSAL, FormKind.APOLOGY, FormKind.STOP, FormKind.REGISTER)

    for kind in unseen:
        known = form(kind, Generation.TT03_2025)
        assert known.confidence is not Confidence.FOUND
        assert known.note
        assert known.source


def test_every_form_has_its_template_and_values() -> None:
    for entry in registry().values():
        assert (TEMPLATES / entry.template).is_file()
        assert entry.kind in VALUES_OF


def test_the_foot_names_the_circular() -> None:
    reference = form(FormKind.RECEIPT, Generation.TT03_2025).reference

    assert reference == "Mẫu số 01, Thông tư số 03/2025/TT-VPCP"
    assert not form(FormKind.NOTICE, Generation.OWN).reference
