"""`motcua import_cases FILE.csv|.xlsx [--dry-run] [--skip-bad] [--create-missing]`."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any, Final

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.history.actions import begin_import, make_placeholders, store_batch
from motcua.history.checking import Checked, Checker
from motcua.history.queries import known
from motcua.history.reading import digest_of
from motcua.history.rules import COLUMNS
from motcua.journal.models import Entry
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number

_WIDTH: Final = 30


class Command(BaseCommand):
    """Load files of another system: all of a file or nothing, unless told to skip bad rows."""

    help = (
        "Nạp hồ sơ cũ từ tệp CSV hoặc XLSX. Có dòng sai thì không nạp gì, trừ khi --skip-bad."
        " Nạp lại cùng tệp không đổi gì; lần nạp bị dừng giữa chừng thì chạy lại để nạp tiếp."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The columns are those of `motcua.history.rules.COLUMNS`."""
        parser.add_argument("file", metavar="TỆP", help=f"các cột: {', '.join(COLUMNS)}")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không nạp")
        parser.add_argument(
            "--skip-bad", action="store_true", help="nạp dòng đúng, ghi dòng sai ra tệp riêng"
        )
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="tạo tạm cơ quan, thủ tục chưa có trong danh mục",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with every bad line, column and reason; nothing is stored then."""
        try:
            self._import(Path(options["file"]), options)
        except Refused as refusal:
            raise CommandError(f"Không nạp gì cả.\n{refusal.text}") from None

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        at, begun = timezone.now(), monotonic()
        digest = digest_of(path)
        bar = Bar()
        create = options["create_missing"]
        with closing(Checker(path, known(), at, create, bar.counted).check()) as checked:
            bar.end()
            if checked.faults:
                self._tell(checked, path, options)
            if options["dry_run"]:
                self._sum("Kiểm tra xong, chưa nạp gì", checked, monotonic() - begun)
                return
            if checked.new and create:
                make_placeholders(missing=checked.missing, at=at)
            if checked.new:
                facts = {"file": path.name[:200], "files": checked.new, "bad": len(checked.bad)}
                _store(checked, begin_import(digest=digest, facts=facts, at=at), bar, at)
        self._sum("Nạp xong", checked, monotonic() - begun)

    def _tell(self, checked: Checked, path: Path, options: dict[str, Any]) -> None:
        """Each fault; raises CommandError unless bad rows are to be passed over."""
        lines = [str(fault) for fault in sorted(checked.faults)]
        if not options["skip_bad"]:
            raise CommandError("\n".join(["Không nạp gì cả.", *lines]))
        self.stderr.write("\n".join(lines))
        if not options["dry_run"]:
            bad = path.with_name(f"{path.stem}.loi.csv")
            _write_bad(bad, checked)
            self.stderr.write(f"Các dòng sai nằm ở tệp {bad}.")

    def _sum(self, words: str, checked: Checked, seconds: float) -> None:
        rate = int(checked.lines / seconds) if seconds else 0
        self.stdout.write(
            f"{words}: {format_number(checked.new)} hồ sơ mới,"
            f" {format_number(checked.there)} đã có từ trước,"
            f" {format_number(len(checked.bad))} dòng sai"
            f" ({format_number(rate)} dòng mỗi giây)."
        )


def _store(checked: Checked, entry: Entry, bar: Bar, at: dt.datetime) -> None:
    found, done = known(), 0
    for rows in checked.batches():
        if rows:
            store_batch(rows=rows, found=found, entry=entry, at=at)
        done += len(rows)
        bar.of(done, checked.new)
    bar.end()


def _write_bad(path: Path, checked: Checked) -> None:
    """The bad rows as they were, each with its line and reasons; mended, the file can be loaded."""
    reasons: dict[int, list[str]] = {}
    for fault in checked.faults:
        reasons.setdefault(fault.line, []).append(f"{fault.column}: {fault.reason}")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "line", "reason"])
        for line, cells in sorted(checked.bad.items()):
            written = ["" if cells.get(name) is None else str(cells[name]) for name in COLUMNS]
            writer.writerow([*written, line, "; ".join(reasons[line])])


class Bar:
    """How far it is, on one line of the terminal; silent where nobody looks."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def counted(self, lines: int) -> None:
        """While it is not known yet how many there are."""
        self._write(f"Đã kiểm tra {format_number(lines)} dòng")

    def of(self, done: int, whole: int) -> None:
        """The part that is done."""
        full = _WIDTH * done // max(whole, 1)
        self._write(f"[{'█' * full}{'·' * (_WIDTH - full)}] {100 * done // max(whole, 1)} %")

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            sys.stderr.write("\n")

    def _write(self, text: str) -> None:
        if self.shown:
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()
