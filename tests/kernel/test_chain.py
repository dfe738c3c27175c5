"""The journal's chain: whoever changes the past is named."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.chain import (
    GENESIS,
    Entry,
    Fault,
    Header,
    append,
    commitment,
    header_bytes,
    link,
    verify,
)
from tests.kernel.calendars import at

HEADER = Header("case", "17", 1, at("2026-02-13 10:00"), "8", "accept")
SALT = bytes(range(32))


def chain(subject: str, length: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = GENESIS
    for sequence in range(1, length + 1):
        moment = HEADER.at + timedelta(hours=sequence)
        header = replace(HEADER, subject_id=subject, sequence=sequence, at=moment)
        salt = hashlib.sha256(f"{subject} {sequence}".encode()).digest()
        entry = append(previous, salt=salt, header=header, body=b'{"n":%d}' % sequence)
        entries.append(entry)
        previous = entry.link
    return entries


def first_fault(entries: list[Entry]) -> int | None:
    return next((fault.sequence for fault in verify(entries)), None)


class TestLayout:
    """Written out by hand, so that a change of the layout cannot pass unseen."""

    def test_header(self) -> None:
        assert header_bytes(HEADER).hex(" ", -8) == (
            b"\x01"
            b"\x00\x04case"
            b"\x00\x0217"
            b"\x00\x00\x00\x00\x00\x00\x00\x01"
            + (1_770_951_600_000_000).to_bytes(8, "big")
            + b"\x00\x018"
            b"\x00\x06accept"
        ).hex(" ", -8)

    def test_commitment_and_link(self) -> None:
        head = header_bytes(HEADER)
        message = b"motcua entry 1\n" + len(head).to_bytes(4, "big") + head + b"{}"
        bound = hmac.new(SALT, message, "sha256").digest()
        assert commitment(SALT, HEADER, b"{}") == bound
        assert (
            link(GENESIS, bound) == hashlib.sha256(b"motcua link 1\n" + bytes(32) + bound).digest()
        )

    def test_the_published_vector(self) -> None:
        bound = commitment(SALT, HEADER, b"{}")
        assert bound.hex() == "91dc27a5b1969ad72586c9c81770a41d6e2dac593410a38cfd9691d8c191b946"
        assert (
            link(GENESIS, bound).hex()
            == "e32c9b6c425ae49776f6c551cd7481aac6ca7eb2a5a41cd73e3330b010de6c61"
        )

    def test_the_zone_does_not_matter_and_microseconds_do(self) -> None:
        same = replace(HEADER, at=HEADER.at.astimezone(UTC))
        later = replace(HEADER, at=HEADER.at + timedelta(microseconds=1))
        assert header_bytes(same) == header_bytes(HEADER)
        assert header_bytes(later) != header_bytes(HEADER)

    @pytest.mark.parametrize(
        "header",
        [
            replace(HEADER, at=datetime(2026, 1, 1)),  # noqa: DTZ001
            replace(HEADER, sequence=-1),
            replace(HEADER, verb="x" * 70_000),
        ],
        ids=["no zone", "negative sequence", "verb too long"],
    )
    def test_what_does_not_fit_is_refused(self, header: Header) -> None:
        with pytest.raises(ValueError, match=r"zone|layout"):
            header_bytes(header)

    def test_lengths_are_checked(self) -> None:
        with pytest.raises(ValueError, match="32"):
            commitment(b"short", HEADER, b"{}")
        with pytest.raises(ValueError, match="32"):
            link(b"", bytes(32))


class TestVerify:
    def test_a_sound_journal_has_no_fault(self) -> None:
        assert list(verify([*chain("17", 5), *chain("18", 3)])) == []
        assert list(verify([])) == []

    @pytest.mark.parametrize("sequence", range(1, 6))
    @pytest.mark.parametrize(
        "change",
        [
            {"body": b'{"n":9}'},
            {"salt": bytes(32)},
            {"commitment": bytes(32)},
            {"link": bytes(32)},
            {"link": b""},
            {"commitment": b""},
            {"salt": None},
            {"salt": b"short"},
        ],
        ids=str,
    )
    def test_a_changed_entry_is_the_first_wrong_one(
        self, sequence: int, change: dict[str, bytes]
    ) -> None:
        entries = chain("17", 5)
        entries[sequence - 1] = replace(entries[sequence - 1], **change)  # type: ignore[arg-type]
        assert first_fault(entries) == sequence

    @pytest.mark.parametrize(
        "change",
        [
            {"at": at("2026-02-01 08:00")},
            {"actor_id": "9"},
            {"verb": "refuse"},
            {"subject_kind": "file"},
        ],
        ids=str,
    )
    def test_a_changed_header_is_found(self, change: dict[str, object]) -> None:
        entries = chain("17", 1)
        entries[0] = replace(entries[0], header=replace(entries[0].header, **change))  # type: ignore[arg-type]
        assert first_fault(entries) == 1

    def test_a_missing_entry_is_named(self) -> None:
        entries = chain("17", 5)
        assert first_fault([*entries[:2], *entries[3:]]) == 3
        assert first_fault(entries[1:]) == 1

    def test_two_entries_cannot_change_places(self) -> None:
        entries = chain("17", 3)
        assert first_fault([entries[0], entries[2], entries[1]]) == 2

    def test_a_rewritten_tail_does_not_join_the_old_one(self) -> None:
        entries = chain("17", 3)
        forged = append(GENESIS, salt=SALT, header=entries[1].header, body=b'{"n":8}')
        assert first_fault([entries[0], forged, entries[2]]) == 2

    def test_each_subject_tells_its_own_first_fault(self) -> None:
        one, two, three = chain("17", 3), chain("18", 3), chain("19", 2)
        one[1] = replace(one[1], body=b"x")
        one[2] = replace(one[2], body=b"x")
        three[0] = replace(three[0], link=bytes(32))
        faults = list(verify([*one, *two, *three]))
        assert [(fault.subject_id, fault.sequence) for fault in faults] == [("17", 2), ("19", 1)]
        assert faults[0] == Fault("case", "17", 2, "nội dung đã bị đổi sau khi ghi")

    def test_an_erased_entry_with_a_cut_commitment_is_found(self) -> None:
        entries = chain("17", 2)
        entries[0] = replace(entries[0], salt=None, body=None, commitment=b"")
        assert first_fault(entries) == 1

    def test_an_erased_entry_still_stands_in_its_place(self) -> None:
        entries = chain("17", 3)
        entries[1] = replace(entries[1], salt=None, body=None)
        assert first_fault(entries) is None
        assert first_fault([entries[0], entries[2]]) == 2

    @given(st.integers(0, 4), st.integers(0, 255), st.data())
    def test_one_changed_bit_is_found(self, place: int, bit: int, data: st.DataObject) -> None:
        entries = chain("17", 5)
        column = data.draw(st.sampled_from(["salt", "commitment", "link"]))
        value = bytearray(getattr(entries[place], column))
        value[bit // 8] ^= 1 << bit % 8
        entries[place] = replace(entries[place], **{column: bytes(value)})  # type: ignore[arg-type]
        assert first_fault(entries) == place + 1
