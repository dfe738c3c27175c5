"""`motcua open_office`: from an empty database to a desk that can take files in."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from motcua.kernel.refusals import Refused
from motcua.management.opening import open_office
from motcua.organisation.rules import AgencyFacts
from motcua.organisation.states import Level


class Command(BaseCommand):
    """The first agency, its units, its administrator, calendar, processes and catalogue."""

    help = "Lập cơ quan đầu tiên với đơn vị, quản trị, lịch, quy trình và thủ tục."

    def add_arguments(self, parser: CommandParser) -> None:
        """Code and names as in the decision that founded the agency."""
        parser.add_argument("--code", required=True, help="mã định danh, ví dụ H29.101.05")
        parser.add_argument("--name", required=True, help="Ủy ban nhân dân phường …")
        parser.add_argument("--short-name", required=True, help="Phường …")
        parser.add_argument("--level", default=Level.COMMUNE, choices=Level.values)
        parser.add_argument("--place", default="", help="địa danh ghi trên phiếu")
        parser.add_argument("--area", default="", help="mã tỉnh để tính lệ phí, ví dụ 79")
        parser.add_argument("--address", default="")
        parser.add_argument("--hotline", default="")
        parser.add_argument("--administrator", default="quantri", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        """The administrator's password is made up and printed this once."""
        at, password = timezone.now(), secrets.token_urlsafe(12)
        given = ("code", "name", "short_name", "place", "area", "address", "hotline")
        facts = AgencyFacts(
            **{name: options[name] for name in given},
            level=Level(options["level"]),
            valid_from=timezone.localdate(),
            desk_name=f"Trung tâm Phục vụ hành chính công {_lower(options['short_name'])}",
        )
        try:
            opened = open_office(
                facts=facts, username=options["administrator"], password=password, at=at
            )
        except Refused as refusal:
            raise CommandError(refusal.text) from refusal
        self.stdout.write(
            f"Đã lập {opened.agency.name}, tiếp nhận {opened.offers} thủ tục.\n"
            f"Quản trị: {opened.username}\nMật khẩu (chỉ hiện lần này): {password}"
        )


def _lower(name: str) -> str:
    """`Phường An Lạc` inside a longer name: only the first letter is small."""
    return name[:1].lower() + name[1:]
