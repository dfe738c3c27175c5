"""`motcua restore FILE`: an archive into an empty installation, after all of it was verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from motcua.management.archive.checked import opened
from motcua.management.archive.load import restore
from motcua.management.archive.manifest import BadArchive


class Command(BaseCommand):
    """From either database to either database; `verify_journal` has the last word."""

    help = "Khôi phục từ tệp sao lưu vào nơi còn trống (MOTCUA_HOME, DATABASE_URL)."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """--check only verifies."""
        parser.add_argument("file", metavar="FILE", type=Path, help="tệp sao lưu")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không ghi gì")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 and nothing written when the file is damaged or the place is not empty."""
        path: Path = options["file"]
        try:
            with opened(path) as archive:
                made = archive.manifest
                what = (
                    f"{made.rows} dòng của {len(made.tables)} bảng, {len(made.papers)} giấy tờ,"
                    f" sao lưu lúc {made.made_at}"
                )
                if options["check"]:
                    self.stdout.write(f"Tệp nguyên vẹn: {what}.")
                    return
                restore(archive)
        except BadArchive as problem:
            raise CommandError(f"Không khôi phục gì cả. {problem}") from None
        except OSError as problem:
            raise CommandError(f"Không đọc được {path}: {problem.strerror}.") from None
        self.stdout.write(f"Đã khôi phục {what}.")
        call_command("verify_journal", stdout=self.stdout)
