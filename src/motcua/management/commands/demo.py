"""`motcua demo`: a new database with both eras, the catalogue and files in every state."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from motcua.accounts.models import Account
from motcua.management.demo.identity import CITIZENS, stand_in
from motcua.management.demo.stage import set_stage


class Command(BaseCommand):
    """Make the demonstration and serve it."""

    help = "Tạo cơ sở dữ liệu mới với dữ liệu minh họa rồi chạy máy chủ."

    def add_arguments(self, parser: CommandParser) -> None:
        """--no-serve only makes the data; --keep serves what is there."""
        parser.add_argument("--no-serve", action="store_true", help="chỉ tạo dữ liệu")
        parser.add_argument("--keep", action="store_true", help="giữ dữ liệu đã có")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--files", type=int, default=120, help="số hồ sơ ở phường An Lạc")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to wipe a PostgreSQL database that holds anything."""
        if not (options["keep"] and self._has_data()):
            self._start_over()
            call_command("migrate", verbosity=0)
            password = f"mot-cua-{secrets.token_hex(3)}"
            set_stage(
                password=password,
                at=timezone.now(),
                files=options["files"],
                say=self.stdout.write,
            )
            _password_file().write_text(password + "\n", encoding="utf-8")
        self._introduce()
        if not options["no_serve"]:
            with stand_in(port=options["port"] + 1) as provider:
                # Workers are forked from this process and find it here.
                settings.MOTCUA_OIDC = provider
                if "MOTCUA_URL" not in os.environ:
                    settings.MOTCUA_URL = f"http://127.0.0.1:{options['port']}"
                call_command("serve", port=options["port"])

    def _has_data(self) -> bool:
        tables = connection.introspection.table_names()
        return "account" in tables and Account.objects.exists()

    def _start_over(self) -> None:
        if connection.vendor == "sqlite":
            name = Path(str(connection.settings_dict["NAME"]))
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                name.with_name(name.name + suffix).unlink(missing_ok=True)
        elif self._has_data():
            raise CommandError(
                "Cơ sở dữ liệu đã có dữ liệu. Dùng cơ sở dữ liệu trống, hoặc --keep để giữ."
            )

    def _introduce(self) -> None:
        password = _password_file().read_text(encoding="utf-8").strip()
        self.stdout.write(
            "Đăng nhập cán bộ: <vai trò>.<phường>, ví dụ tiepnhan.anlac, thuly.anlac,"
            " truongphong.anlac, lanhdao.anlac, vanthu.anlac, kiemsoat.anlac, thanhtra.anlac,"
            " quantri.anlac (phường: anlac, binhtan, tantao, binhtridong, binhhunghoa;"
            " cấp thành phố: .tphcm)\n"
            f"Mật khẩu: {password}\n"
            "Đăng nhập công dân: bấm “Đăng nhập bằng VNeID” (bản giả lập chạy kèm), chọn một"
            f" trong: {', '.join(name for name, _number, _full in CITIZENS)}."
        )


def _password_file() -> Path:
    return Path(settings.MOTCUA_HOME) / "demo-password"
