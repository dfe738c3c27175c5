"""Words people write for a place, and what an old name means today. Values in, verdict out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import fold

# As people write them in addresses; only whole words.
_SHORT: Final = {
    "tp": "thanh pho",
    "t": "tinh",
    "q": "quan",
    "h": "huyen",
    "tx": "thi xa",
    "tt": "thi tran",
    "p": "phuong",
    "x": "xa",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "sg": "ho chi minh",
    "hn": "ha noi",
}
_WORD: Final = re.compile(r"[a-z]+|[0-9]+")
KINDS: Final = (
    "thanh pho",
    "tinh",
    "quan",
    "huyen",
    "thi xa",
    "thi tran",
    "phuong",
    "dac khu",
    "xa",
)
MOST_WORDS: Final = 12
# More names than these are only counted.
MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A place as a list shows it. `until`: no longer since the day after; `now`: today's places."""

    pk: int
    name: str
    within: str
    is_former: bool
    now: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """Name with what it lies in: "Phường An Lạc, Thành phố Hồ Chí Minh"."""
        return f"{self.name}, {self.within}" if self.within else self.name


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for: without marks, short forms written out ("Q.3" is "quan", "3")."""
    words: list[str] = []
    for word in _WORD.findall(fold(text)):
        words += _SHORT.get(word, word).split()
    return tuple(words[:MOST_WORDS])


def search_text(names: Sequence[str]) -> str:
    """What is looked in: every word of a place and of what it lies in, between blanks."""
    return " " + " ".join(word for name in names for word in words_of(name)) + " "


def bare(name: str) -> str:
    """The folded name without what kind of place it is; numbers keep it ("quan 3")."""
    words = " ".join(words_of(name))
    for kind in KINDS:
        rest = words.removeprefix(kind + " ")
        if rest != words:
            return words if rest.isdigit() else rest
    return words


def is_called(name: str, written: str) -> bool:
    """Whether what was written is this name, with or without its kind."""
    first = written.split(",", maxsplit=1)[0]
    return " ".join(words_of(first)) in (" ".join(words_of(name)), bare(name))


def today_words(written: str, found: Collection[Known]) -> str:
    """What an address says with today's names; empty when it is today's name, or not known.

    Places of one name, and places that were divided, are left to a person: the words say between
    which. `found`: the places the words may mean.
    """
    called = [one for one in found if is_called(one.name, written)]
    if not called or any(not one.is_former for one in called):
        return ""
    now = sorted({name for one in called for name in one.now})
    if len(now) == 1:
        return f"nay là {now[0]}"
    if not now:
        return ""
    if len(now) > MOST_NAMED:
        return f"nay thuộc một trong {len(now)} xã, phường; cán bộ xác định theo số nhà"
    return f"nay thuộc một trong: {'; '.join(now)}; cán bộ xác định theo số nhà"


def check_correction(
    name: str,
    document: str,
    valid_from: dt.date | None,
    valid_to: dt.date | None,
    now: Sequence[str],
) -> None:
    """What a corrected row must say. Raises Refused at the field."""
    if not name:
        raise Refused("Hãy ghi tên.", field="name")
    if not document:
        raise Refused("Hãy ghi văn bản làm căn cứ.", field="document")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="valid_to")
    if now and valid_to is None:
        raise Refused("Địa danh còn hiệu lực thì chưa có địa danh thay thế.", field="now")
