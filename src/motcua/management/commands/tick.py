"""`motcua tick`: every pass of the background once."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from motcua.management.passes import run


class Command(BaseCommand):
    """For a timer of the system (cron, systemd), or by hand."""

    help = "Chạy một lượt các việc nền: gửi thư, bản tin sáng, cảnh báo, dọn dẹp."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each pass; exit 1 when one failed."""
        failed = []
        for outcome in run(timezone.now()):
            if outcome.error is None:
                self.stdout.write(f"{outcome.name}: {outcome.count}")
            else:
                failed.append(f"{outcome.name} ({type(outcome.error).__name__})")
        if failed:
            raise CommandError(f"Không xong: {', '.join(failed)}. / Failed.")
