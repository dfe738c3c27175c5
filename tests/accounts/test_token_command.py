"""`motcua token`: prints what opens the API, and nothing else."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from motcua.accounts import actions
from motcua.accounts.models import Token
from motcua.accounts.queries import account_for_token
from motcua.journal.models import Entry
from tests.organisation import builders


def token_for(*arguments: str) -> str:
    out = StringIO()
    call_command("token", *arguments, stdout=out)
    return out.getvalue()


def test_printed_token_opens_the_account_and_is_journalled(db: None) -> None:
    hoa = builders.account("hoa")
    printed = token_for("hoa", "--label", "máy quét", "--days", "30")
    assert printed.count("\n") == 1
    assert account_for_token(printed.strip(), at=timezone.now()) == hoa
    row = Token.objects.get()
    assert row.label == "máy quét"
    assert row.expires_at is not None
    assert (row.expires_at - row.created_at).days == 30
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id) == ("token.grant", None)
    assert json.loads(entry.body)["account"] == hoa.pk
    assert printed.strip() not in entry.body


def test_unknown_or_closed_account_is_one_line(db: None) -> None:
    with pytest.raises(CommandError, match="Không có tài khoản “ai”"):
        token_for("ai")
    actions.disable(account_id=builders.account("nghi").pk)
    with pytest.raises(CommandError, match="đã bị khóa"):
        token_for("nghi")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("days", ["0", "-1", "x", "99999"])
def test_bad_number_of_days_is_one_line(db: None, days: str) -> None:
    builders.account("hoa")
    with pytest.raises(CommandError, match="từ 1 đến 3650"):
        token_for("hoa", f"--days={days}")
