"""`motcua reorganise FILE.json [--dry-run]`: merge, split, rename, abolish agencies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.organisation.rules import CONSOLE
from motcua.reorganisation.actions import cancel_act, carry_out, check_act, plan_act
from motcua.reorganisation.queries import Preview


class Command(BaseCommand):
    """Enter an act of reorganisation and carry it out from its day on."""

    help = "Sáp nhập, chia tách, đổi tên cơ quan theo phương án trong tệp JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run only counts; --cancel gives a planned act up."""
        parser.add_argument("file", help="tệp phương án (motcua-reorganisation/1)")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm và báo, không ghi gì")
        parser.add_argument("--cancel", action="store_true", help="hủy phương án chưa thực hiện")

    def handle(self, *args: Any, **options: Any) -> None:
        """One clear line for bad input."""
        at = timezone.now()
        data = _read(Path(options["file"]))
        try:
            if options["cancel"]:
                act = cancel_act(key=str(data.get("key")), actor=CONSOLE, at=at)
                self.stdout.write(f"Đã hủy phương án “{act.key}”.")
                return
            if options["dry_run"]:
                self._tell(check_act(data=data, actor=CONSOLE, at=at))
                return
            act = plan_act(data=data, actor=CONSOLE, at=at)
            act = carry_out(key=act.key, actor=CONSOLE, at=at)
        except Refused as refusal:
            place = f" ({refusal.field})" if refusal.field else ""
            raise CommandError(f"{refusal.text}{place}") from refusal
        self.stdout.write(
            f"Phương án “{act.key}”, hiệu lực {short_date(act.effective_on)}:"
            f" {act.get_state_display().lower()}, đã bàn giao {act.transferred} hồ sơ."
        )

    def _tell(self, seen: Preview) -> None:
        total = sum(seen.files.values())
        self.stdout.write(f"Hồ sơ đang giải quyết được bàn giao: {total}.")
        for (code, state), number in sorted(seen.files.items()):
            self.stdout.write(f"  {code}, {state}: {number}")
        self.stdout.write(f"Vị trí công tác chuyển theo: {seen.posts}.")
        self.stdout.write(f"Lượt tiếp nhận thủ tục chuyển theo: {seen.offers}.")
        for clash in seen.clashes:
            self.stdout.write(f"Cần xem: {clash}")


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CommandError(f"Không đọc được {path}: {problem.strerror}.") from problem
    except (ValueError, RecursionError) as problem:
        raise CommandError(f"{path} không phải JSON đúng, mã UTF-8.") from problem
    if not isinstance(data, dict):
        raise CommandError(f"{path} phải là một đối tượng JSON.")
    return data
