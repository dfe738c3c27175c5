"""`motcua backup FILE`: database and papers in one file, while the office works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.management.archive.dump import make_archive


class Command(BaseCommand):
    """The file is whole and on the disk when this ends, or it is not there."""

    help = "Sao lưu cơ sở dữ liệu và giấy tờ vào một tệp; cán bộ vẫn làm việc bình thường."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file, which must not exist yet."""
        parser.add_argument("file", metavar="FILE", type=Path, help="tệp sẽ tạo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 when the file could not be made; damaged papers are named and left out."""
        path: Path = options["file"].absolute()
        if path.exists():
            raise CommandError(f"Tệp {path} đã có; hãy chọn tên khác.")
        try:
            made = make_archive(path, at=timezone.now())
        except OSError as problem:
            raise CommandError(f"Không ghi được {path}: {problem.strerror}.") from None
        self.stdout.write(
            f"Đã sao lưu {made.rows} dòng của {len(made.tables)} bảng và"
            f" {len(made.papers)} giấy tờ vào {path} ({path.stat().st_size / 1e6:.1f} MB)."
        )
        for sha256 in made.lost:
            self.stderr.write(f"Giấy tờ {sha256} thiếu hoặc hỏng trong kho, không sao lưu được.")
