"""`motcua statistics --from D --to D [--agency CODE] [--by GROUP] [--format json|csv|table]`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.indicators.queries import statistics
from motcua.indicators.rules import FIGURES, Group
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number


class Command(BaseCommand):
    """Print the figures of a period."""

    help = "In số liệu tiếp nhận, giải quyết hồ sơ của một khoảng ngày (tính cả hai ngày)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Days are YYYY-MM-DD, in Vietnam."""
        parser.add_argument("--from", dest="from_day", required=True, metavar="NGÀY")
        parser.add_argument("--to", dest="to_day", required=True, metavar="NGÀY")
        parser.add_argument(
            "--agency", metavar="MÃ", help="mã cơ quan; gồm cả các cơ quan bên dưới"
        )
        parser.add_argument("--by", metavar="NHÓM", help=f"chia theo: {', '.join(Group)}")
        parser.add_argument("--format", choices=("json", "csv", "table"), default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with one line when a day, the agency or the group is not good."""
        try:
            found = statistics(
                from_day=_day("--from", options["from_day"]),
                to_day=_day("--to", options["to_day"]),
                agency_code=options["agency"],
                by=options["by"],
                at=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(refusal.text) from None
        written = {"json": _as_json, "csv": _as_csv, "table": _as_table}[options["format"]]
        self.stdout.write(written(found), ending="")


def _day(name: str, text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise CommandError(
            f"{name}: “{text}” không phải một ngày; viết dạng năm-tháng-ngày, ví dụ 2026-03-02."
        ) from None


def _as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _as_csv(found: dict[str, Any]) -> str:
    """One row a group and the total last; rates are fractions of one, nothing where null."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["key", "label", *FIGURES], lineterminator="\n")
    writer.writeheader()
    writer.writerows([*found["groups"], {"key": "total", "label": "Tổng", **found["total"]}])
    return text.getvalue()


def _as_table(found: dict[str, Any]) -> str:
    """Figures downwards, the total and the groups across: narrow enough for a terminal."""
    columns = [("", found["total"]), *((group["key"] or "—", group) for group in found["groups"])]
    heads = ["", "total", *(head for head, _figures in columns[1:])]
    lines = [[name, *(_shown(figures[name]) for _head, figures in columns)] for name in FIGURES]
    widths = [max(len(line[place]) for line in [heads, *lines]) for place in range(len(heads))]
    about = f"{found['from']} – {found['to']}, {found['agency'] or 'tất cả cơ quan'}"
    return "\n".join([about, *(_line(line, widths) for line in [heads, *lines])]) + "\n"


def _line(cells: list[str], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def _shown(figure: float | None) -> str:
    if figure is None:
        return "–"
    return format_number(figure) if isinstance(figure, int) else f"{figure:.2%}".replace(".", ",")
