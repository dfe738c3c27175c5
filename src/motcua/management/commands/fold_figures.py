"""`motcua fold_figures [--rebuild]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.indicators.actions import fold_figures, rebuild_figures
from motcua.kernel.vietnamese import format_number


class Command(BaseCommand):
    """Bring the sums of the figures up to now, or count them anew from the files."""

    help = (
        "Cộng dồn số liệu đến lúc này (worker vẫn tự làm mỗi phút)."
        " --rebuild đếm lại từ đầu; trong lúc đếm, số liệu lấy thẳng từ hồ sơ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """May be run at any time, beside the worker too."""
        parser.add_argument("--rebuild", action="store_true", help="đếm lại từ từng hồ sơ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many files were counted."""
        fold = rebuild_figures if options["rebuild"] else fold_figures
        files = fold(at=timezone.now())
        self.stdout.write(f"Đã cộng {format_number(files)} hồ sơ.")
