"""A bearer token: shown once, kept as a hash, gone at once when revoked, expired or disabled."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.accounts import actions, queries
from motcua.accounts.models import Account, Token
from motcua.accounts.rules import TOKEN_LENGTH, token_digest
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def system(db: None) -> Account:
    return Account.objects.create(username="csdl.dancu", full_name="CSDL dân cư", kind="system")


def issue(account: Account, expires_at: dt.datetime | None = None) -> str:
    return actions.issue_token(
        account_id=account.pk, label="Đồng bộ", expires_at=expires_at, at=NOW
    )


def test_token_opens_its_account_in_one_query(
    system: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = issue(system)
    with django_assert_num_queries(1):
        assert queries.account_for_token(token, at=LATER) == system


def test_database_holds_only_the_hash(system: Account) -> None:
    token = issue(system)
    row = Token.objects.get()
    assert len(token) == TOKEN_LENGTH
    assert token.startswith("mc_")
    assert bytes(row.digest) == token_digest(token)
    assert token.encode() not in bytes(row.digest)


@pytest.mark.parametrize(
    "text", ["", "mc_", "x" * TOKEN_LENGTH, "mc_" + "đ" * 43, "mc_" + "a" * 44, "Bearer mc_a"]
)
def test_text_that_cannot_be_a_token_costs_no_query(
    text: str, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert queries.account_for_token(text, at=NOW) is None


def test_unknown_token_opens_nothing(db: None) -> None:
    assert queries.account_for_token("mc_" + "a" * 43, at=NOW) is None


def test_token_ends_at_its_hour(system: Account) -> None:
    token = issue(system, expires_at=LATER)
    assert queries.account_for_token(token, at=LATER - dt.timedelta(microseconds=1)) == system
    assert queries.account_for_token(token, at=LATER) is None


def test_revoked_token_is_gone_at_once_and_the_first_hour_stays(system: Account) -> None:
    token = issue(system)
    row = Token.objects.get()
    actions.revoke_token(token_id=row.pk, at=LATER)
    actions.revoke_token(token_id=row.pk, at=LATER + dt.timedelta(days=1))
    row.refresh_from_db()
    assert row.revoked_at == LATER
    assert queries.account_for_token(token, at=LATER) is None


def test_tokens_of_a_disabled_account_open_nothing(system: Account) -> None:
    token = issue(system)
    actions.disable(account_id=system.pk)
    assert queries.account_for_token(token, at=LATER) is None
    with pytest.raises(Refused, match="đã bị khóa"):
        issue(system)


def test_token_needs_a_label_and_a_future_end(system: Account) -> None:
    with pytest.raises(Refused, match="dùng để làm gì"):
        actions.issue_token(account_id=system.pk, label=" ", expires_at=None, at=NOW)
    with pytest.raises(Refused, match="ở sau lúc cấp") as refusal:
        issue(system, expires_at=NOW)
    assert refusal.value.field == "expires_at"


def test_unknown_account_or_token_is_said(db: None) -> None:
    with pytest.raises(NotFound):
        actions.issue_token(account_id=1, label="x", expires_at=None, at=NOW)
    with pytest.raises(NotFound):
        actions.revoke_token(token_id=1, at=NOW)


def test_tokens_are_listed_newest_first(system: Account) -> None:
    issue(system)
    actions.issue_token(account_id=system.pk, label="Mới", expires_at=None, at=LATER)
    assert [token.label for token in queries.tokens_of(system.pk)] == ["Mới", "Đồng bộ"]
