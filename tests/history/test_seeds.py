"""What five newspapers told comes out to the last digit from files that hold it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.history import seeds
from tests.indicators.test_figures import check_identities


def loaded(path: Path) -> None:
    call_command("import_cases", str(path), "--create-missing", stdout=io.StringIO())


def figures(first: Any, last: Any, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("statistics", "--from", str(first), "--to", str(last), *more, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    check_identities(found["total"])
    for group in found["groups"]:
        check_identities(group)
    return found


def percent(rate: float) -> str:
    return f"{100 * rate:.2f}".replace(".", ",")


@pytest.fixture
def here(db: None, tmp_path: Path) -> Path:
    return tmp_path / "ho-so.csv"


def test_binh_tan_2019(here: Path) -> None:
    loaded(seeds.binh_tan(here))
    found = figures(*seeds.NINE_MONTHS_2019, "--agency", "H29.22", "--by", "service_level")
    partial, full = (
        next(group for group in found["groups"] if group["key"] == key)
        for key in ("partial", "full")
    )
    assert (partial["received_online"], partial["received"]) == (7_237, 13_549)
    assert (full["received_online"], full["received"]) == (3_292, 3_956)
    assert round(100 * full["online_rate"]) == 83
    total = found["total"]
    assert (total["received_partial"], total["received_full"]) == (13_549, 3_956)


def test_binh_chanh_2020(here: Path) -> None:
    loaded(seeds.binh_chanh(here))
    assert percent(figures("2020-01-01", "2020-06-30")["total"]["online_rate"]) == "69,48"


def test_ben_luc_2021(here: Path) -> None:
    loaded(seeds.ben_luc(here))
    total = figures("2021-01-01", "2021-11-30", "--agency", "H29.24")["total"]
    assert total["received"] == 26_545
    assert percent(total["late"] / total["finished"]) == "0,38"
    assert 0.59 < total["early"] / total["finished"] < 0.60
    assert 0.40 < total["on_time"] / total["finished"] < 0.41
    assert round(100 * total["postal_rate"]) == 30
    assert percent(total["satisfied_rate"]) == "92,35"
    assert percent(total["neutral_rate"]) == "7,65"


def test_ben_luc_after_tet_2022(here: Path) -> None:
    loaded(seeds.after_tet(here))
    total = figures(*seeds.AFTER_TET_2022)["total"]
    assert total["received"] == 297
    assert (total["early"], total["on_time"], total["late"]) == (298, 232, 0)


def test_ben_luc_online_2021(here: Path) -> None:
    loaded(seeds.ben_luc_online(here))
    found = figures("2021-01-01", "2021-12-31", "--by", "agency")
    district, commune = found["groups"]
    assert (district["received_online"], commune["received_online"]) == (2_327, 10_166)
    # 2.320 of 2.327 are 99,699…%: the paper cut what it did not round.
    assert int(10_000 * district["on_time_rate"]) == 99_69
    assert percent(commune["on_time_rate"]) == "99,76"


def test_quan_11_2019(here: Path) -> None:
    loaded(seeds.quan_11(here))
    total = figures("2018-07-01", "2019-06-30")["total"]
    assert total["received_saturday"] == 15_983
    assert round(100 * total["online_rate"]) == 28
    assert total["satisfied_rate"] == 0.98


def test_hai_ba_trung_2020(here: Path) -> None:
    loaded(seeds.hai_ba_trung(here))
    assert figures("2020-01-01", "2020-03-31")["total"]["on_time_rate"] == 1
