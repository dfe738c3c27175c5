"""History files that hold what five newspapers told of one-stop shops, row by row.

The papers give counts; when within the period, and to whom, is made up.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from motcua.history.rules import COLUMNS

Row = dict[str, Any]
_numbers = count(1)


def files(
    number: int,
    *,
    agency: str,
    procedure: str,
    days: tuple[dt.date, dt.date],
    level: str = "partial",
    channel: str = "counter",
    ending: str = "on_time",
    weekdays: range = range(5),
    **more: Any,
) -> Iterator[Row]:
    """That many files alike, spread over the days; each ends a day before, on or after its due day."""
    first, last = days
    inside = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    inside = [day for day in inside if day.weekday() in weekdays]
    for place in range(number):
        day = inside[place % len(inside)]
        due = day + dt.timedelta(3)
        ended = due + dt.timedelta({"early": -1, "on_time": 0, "late": 1}[ending])
        yield {
            "code": f"{agency}-{day:%y%m%d}-{next(_numbers):06}",
            "procedure_code": procedure,
            "agency_code": agency,
            "channel": channel,
            "service_level": level,
            "applicant_name": "Nguyễn Thị Hoa",
            "applicant_id": f"0793{place:08}",
            "received_at": f"{day}T08:30:00",
            "due_at": str(due),
            "finished_at": f"{ended}T15:00:00",
            "returned_at": f"{ended}T16:00:00",
            "outcome": "granted",
            **more,
        }


def write(path: Path, *parts: Iterator[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for part in parts:
            writer.writerows(part)
    return path


NINE_MONTHS_2019 = (dt.date(2019, 1, 1), dt.date(2019, 9, 30))
BEN_LUC_2021 = (dt.date(2021, 1, 1), dt.date(2021, 11, 11))
AFTER_TET_2022 = (dt.date(2022, 2, 7), dt.date(2022, 2, 10))


def binh_tan(path: Path) -> Path:
    """Quận Bình Tân, nine months of 2019: 7.237/13.549 at level 3, 3.292/3.956 at level 4 (83%)."""
    here = {"agency": "H29.22", "days": NINE_MONTHS_2019}
    return write(
        path,
        files(7237, procedure="1.000001", level="3", channel="online", **here),
        files(13549 - 7237, procedure="1.000001", level="3", **here),
        files(3292, procedure="1.000002", level="4", channel="online", **here),
        files(3956 - 3292, procedure="1.000002", level="4", **here),
    )


def binh_chanh(path: Path) -> Path:
    """Huyện Bình Chánh, half of 2020: 69,48% of the files at level 3 came online."""
    here = {"agency": "H29.23", "days": (dt.date(2020, 1, 1), dt.date(2020, 6, 30))}
    return write(
        path,
        files(1737, procedure="1.000001", channel="online", **here),
        files(2500 - 1737, procedure="1.000001", **here),
    )


def ben_luc(path: Path) -> Path:
    """Bến Lức, 1 January to 11 November 2021: 26.545 files, nearly 60% early, 0,38% late.

    "tỷ lệ hài lòng chung … đạt 92,35%, còn lại … bình thường (7,65%)"; 30% by post.
    """
    here = {"agency": "H29.24", "procedure": "1.000003", "days": BEN_LUC_2021}
    posted, late = 7964, 101
    happy, fair = {"rating": "satisfied"}, {"rating": "neutral"}
    return write(
        path,
        files(late, ending="late", **here),
        files(posted, ending="early", return_channel="postal", **here),
        files(1847, ending="early", **happy, **here),
        files(153, ending="early", **fair, **here),
        files(5836, ending="early", **here),
        files(26545 - late - posted - 1847 - 153 - 5836, **here),
    )


def after_tet(path: Path) -> Path:
    """Bến Lức, the four days from the seventh of Tết 2022: 297 files in; 298 early, 232 in time."""
    here = {"agency": "H29.24", "procedure": "1.000003"}
    before = (dt.date(2022, 2, 4), dt.date(2022, 2, 4))
    return write(
        path,
        files(147, days=AFTER_TET_2022, finished_at="", returned_at="", outcome="", **here),
        files(
            150,
            days=(dt.date(2022, 2, 7),) * 2,
            finished_at="2022-02-09T10:00",
            returned_at="",
            **here,
        ),
        files(
            148,
            days=before,
            due_at="2022-02-11",
            finished_at="2022-02-08T10:00",
            returned_at="",
            **here,
        ),
        files(232, days=before, finished_at="2022-02-07T10:00", returned_at="", **here),
    )


def ben_luc_online(path: Path) -> Path:
    """2021: the district took 2.327 files online (99,69% in time), its communes 10.166 (99,76%)."""
    year = (dt.date(2021, 1, 1), dt.date(2021, 12, 20))
    here = {"procedure": "1.000001", "channel": "online", "days": year}
    return write(
        path,
        files(7, agency="H29.25", ending="late", **here),
        files(2327 - 7, agency="H29.25", **here),
        files(24, agency="H29.25.01", ending="late", **here),
        files(10166 - 24, agency="H29.25.01", **here),
    )


def quan_11(path: Path) -> Path:
    """Quận 11 until June 2019: 15.983 files on Saturdays, 28% sent by net, 98% content."""
    here = {
        "agency": "H29.26",
        "procedure": "1.000001",
        "days": (dt.date(2018, 7, 1), dt.date(2019, 6, 26)),
        "weekdays": range(5, 6),
    }
    rated = 1000
    return write(
        path,
        files(4475, channel="online", **here),
        files(980, rating="very_satisfied", **here),
        files(20, rating="dissatisfied", **here),
        files(15983 - 4475 - rated, **here),
    )


def hai_ba_trung(path: Path) -> Path:
    """Quận Hai Bà Trưng, first quarter of 2020: units with 100% in time."""
    here = {"agency": "H29.27", "procedure": "1.000001"}
    return write(path, files(239, days=(dt.date(2020, 1, 2), dt.date(2020, 3, 25)), **here))
