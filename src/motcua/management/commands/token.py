"""`motcua token USERNAME`: a bearer token for the API, printed this once."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from motcua.accounts import actions, queries
from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.refusals import Refused


class Command(BaseCommand):
    """Whoever may run commands on the machine may open it; the journal says that it was done."""

    help = "Cấp token cho API, chỉ in ra một lần này. / A bearer token for the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập / account")
        parser.add_argument("--label", default="dòng lệnh", help="dùng để làm gì / what it is for")
        parser.add_argument("--days", type=days, help="hết hạn sau số ngày / ends after days")

    def handle(self, *args: Any, **options: Any) -> None:
        """Only the token goes to standard output, so that a script can take it."""
        at = timezone.now()
        ends = at + dt.timedelta(days=options["days"]) if options["days"] else None
        try:
            token = self._issue(options["username"], options["label"], ends, at)
        except Refused as refusal:
            raise CommandError(refusal.text) from refusal
        self.stdout.write(token)

    @transaction.atomic
    def _issue(self, username: str, label: str, ends: dt.datetime | None, at: dt.datetime) -> str:
        account = queries.by_username(username)
        token = actions.issue_token(account_id=account.pk, label=label, expires_at=ends, at=at)
        body = {"account": account.pk, "label": label, "expires": ends}
        record_on(Subject.SETTING, 0, verb="token.grant", body=body, actor_id=None, at=at)
        return token


def days(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 3650:
        raise ArgumentTypeError(f"{value}: số ngày phải từ 1 đến 3650 / must be 1 to 3650")
    return int(value)
