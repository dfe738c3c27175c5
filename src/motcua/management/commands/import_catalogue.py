"""`motcua import_catalogue FILE.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.catalogue.actions import import_catalogue
from motcua.kernel.refusals import Refused


class Command(BaseCommand):
    """Load procedures; all of the file or nothing."""

    help = "Nạp danh mục thủ tục từ tệp motcua-catalogue/1. Nạp lại cùng tệp không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file; "-" reads standard input."""
        parser.add_argument("file", metavar="FILE.json", help="tệp JSON; “-” đọc từ đầu vào chuẩn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with every fault and its place when the file is not good."""
        data = _read(options["file"])
        try:
            report = import_catalogue(data=data, actor=None, at=timezone.now())
        except Refused as refusal:
            raise CommandError(f"Không nạp gì cả.\n{refusal.text}") from None
        if report.is_empty:
            self.stdout.write("Không có gì mới.")
            return
        self.stdout.write(
            f"Đã nạp: {report.procedures} thủ tục, {report.versions} bản,"
            f" {report.decisions} quyết định, {report.fields} lĩnh vực, {report.offers} nơi nhận."
        )


def _read(name: str) -> object:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as problem:
        raise CommandError(f"Không đọc được tệp {name}: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"Tệp {name} không phải văn bản UTF-8.") from None
    except json.JSONDecodeError as problem:
        place = f"dòng {problem.lineno}, cột {problem.colno}"
        raise CommandError(f"Tệp {name} không phải JSON hợp lệ ({place}).") from None
    except RecursionError:
        raise CommandError(f"Tệp {name} lồng nhau quá sâu.") from None
