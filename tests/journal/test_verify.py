"""`motcua verify_journal` finds and names any change to a copy of the journal."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.rules import ActKey, act_key, hashed_text
from motcua.journal.states import Subject
from tests.office import NOW, Office

# The row's own number means nothing: the place of an entry is (subject, subject_id, seq).
COLUMNS = [field.column for field in Entry._meta.concrete_fields if field.column != "id"]


def verdict() -> str:
    said = io.StringIO()
    try:
        call_command("verify_journal", stdout=said)
    except CommandError as problem:
        return str(problem)
    return said.getvalue().strip()


@pytest.fixture
def case(office: Office) -> Case:
    """A file with four entries, the second done under a key, in an office without guards."""
    office.take_in()
    case = office.take_in()
    key = act_key(office.account("tiepnhan").pk, "abc", b"body")
    case = office.act(case, Verb.FORWARD, by="tiepnhan", key=key)
    case = office.act(case, Verb.CLAIM, by="thuly")
    case = office.act(case, Verb.COMPLETE, by="thuly", outcome="de_nghi_giai_quyet", note="Đủ")
    connection.check_constraints()
    lift_guards()
    return case


def lift_guards() -> None:
    """A thief with the database in his hands takes the triggers away first."""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            place = " ON journal_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER journal_entry_no_{event}{place}")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def at_entry(case: Case, seq: int) -> str:
    return f"WHERE subject = 1 AND subject_id = {case.pk} AND seq = {seq}"


def changed(value: Any) -> Any:
    """The value with one byte changed, still of its kind."""
    if isinstance(value, bytes | memoryview):
        value = bytes(value)
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, str):
        return value[:-2] + chr(ord(value[-2]) ^ 1) + value[-1]
    if isinstance(value, int):
        return value ^ 1 or 7
    return value.replace(microsecond=value.microsecond ^ 1)


def test_a_whole_journal_is_said_to_be_whole(case: Case) -> None:
    chains = Entry.objects.values("subject", "subject_id").distinct().count()
    assert verdict() == f"{Entry.objects.count()} mục, {chains} chuỗi: nguyên vẹn"


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_byte_in_any_column_is_found_and_named(
    office: Office, case: Case, column: str
) -> None:
    entry = Entry.objects.get(subject=Subject.CASE, subject_id=case.pk, seq=2)
    fields = {field.column: field.attname for field in Entry._meta.concrete_fields}
    value = changed(getattr(entry, fields[column]))
    if column == "actor_id":
        value = office.account("thuly").pk
    if column == "seq":
        value = 12
    with transaction.atomic():
        sql(f'UPDATE journal_entry SET "{column}" = %s {at_entry(case, 2)}', value)
        found = verdict()
        assert found.startswith("Nhật ký không nguyên vẹn:")
        assert f"Hồ sơ số {case.pk}, mục 2: " in found
        transaction.set_rollback(True)
    assert verdict().endswith("nguyên vẹn")


@pytest.mark.parametrize("column", ["salt", "hash", "act_key", "act_body"])
def test_an_emptied_column_is_found(case: Case, column: str) -> None:
    empty = b"" if column in ("salt", "hash") else None
    sql(f"UPDATE journal_entry SET {column} = %s {at_entry(case, 2)}", empty)
    assert f"Hồ sơ số {case.pk}, mục 2: " in verdict()


def test_an_act_moved_from_its_columns_into_the_body_is_found(case: Case) -> None:
    """The hashed text is the same then; the next repeat would act once more."""
    entry = Entry.objects.get(subject=Subject.CASE, subject_id=case.pk, seq=2)
    assert entry.act_key
    assert entry.act_body
    text = hashed_text(entry.body, ActKey(bytes(entry.act_key), bytes(entry.act_body)))
    place = at_entry(case, 2)
    sql(f"UPDATE journal_entry SET body = %s, act_key = NULL, act_body = NULL {place}", text)
    assert f"Hồ sơ số {case.pk}, mục 2: " in verdict()


def cut_tail(case: Case) -> None:
    sql(f"DELETE FROM journal_entry {at_entry(case, 4)}")


def cut_middle(case: Case) -> None:
    sql(f"DELETE FROM journal_entry {at_entry(case, 2)}")


def cut_all(case: Case) -> None:
    sql("DELETE FROM journal_entry WHERE subject = 1 AND subject_id = %s", case.pk)


def move_end_back(case: Case) -> None:
    """The tail and the file's own mark of it: the file then looks older than it is."""
    sql("UPDATE case_file SET journal_seq = 3 WHERE id = %s", case.pk)


def change_head(case: Case) -> None:
    sql("UPDATE case_file SET journal_head = %s WHERE id = %s", bytes(32), case.pk)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (cut_tail, "thiếu các mục cuối của nhật ký (hồ sơ ghi 4 mục)"),
        (cut_middle, "mục 2: thiếu hoặc sai thứ tự"),
        (cut_all, "thiếu các mục cuối của nhật ký (hồ sơ ghi 4 mục)"),
        (move_end_back, "nhật ký có mục mà hồ sơ không biết"),
        (change_head, "mục cuối không khớp với hồ sơ"),
    ],
)
def test_what_was_cut_off_is_found(case: Case, tamper: Callable[[Case], None], words: str) -> None:
    tamper(case)
    found = verdict()
    assert words in found
    assert case.number in found or f"Hồ sơ số {case.pk}" in found
    assert "Hồ sơ " in found


def test_a_chain_without_its_file_is_found(case: Case) -> None:
    sql(
        "UPDATE journal_entry SET subject_id = 999999 WHERE subject = 1 AND subject_id = %s",
        case.pk,
    )
    assert "nhật ký còn mà hồ sơ không còn" in verdict()


def test_bytes_that_are_no_text_do_not_stop_the_search(office: Office, case: Case) -> None:
    if connection.vendor == "postgresql":
        return  # PostgreSQL keeps no such text.
    sql(f"UPDATE journal_entry SET body = CAST(x'7bff7d' AS TEXT) {at_entry(case, 2)}")
    sql(f"UPDATE journal_entry SET at = '2026-13-45 ab' {at_entry(case, 3)}")
    first = Case.objects.exclude(pk=case.pk).get()
    sql(f"UPDATE journal_entry SET at = 'yesterday' {at_entry(first, 1)}")
    found = verdict()
    assert f"Hồ sơ số {case.pk}, mục 2: mắt xích không nối với mục trước." in found
    assert f"Hồ sơ số {first.pk}, mục 1: nội dung không đọc được" in found


def test_the_moment_is_kept_to_the_microsecond(office: Office) -> None:
    office.take_in(at=NOW.replace(microsecond=120))
    assert verdict().endswith("nguyên vẹn")
