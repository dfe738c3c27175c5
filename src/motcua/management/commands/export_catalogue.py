"""`motcua export_catalogue [FILE]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from motcua.catalogue.queries import export_catalogue


class Command(BaseCommand):
    """Write the whole catalogue; `import_catalogue` reads it back."""

    help = "Xuất toàn bộ danh mục thủ tục ra tệp motcua-catalogue/1 (không tên tệp: ra màn hình)."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file name is optional."""
        parser.add_argument("file", metavar="FILE", nargs="?", help="tệp JSON sẽ ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        """The file appears whole or not at all."""
        with transaction.atomic():
            document = export_catalogue()
        text = json.dumps(document, ensure_ascii=False, indent=1)
        if options["file"] is None:
            self.stdout.write(text)
            return
        target = Path(options["file"])
        beside = target.with_name(f".{target.name}.part")
        try:
            beside.write_text(f"{text}\n", encoding="utf-8")
            beside.replace(target)
        except OSError as problem:
            raise CommandError(f"Không ghi được tệp {target}: {problem.strerror}.") from None
