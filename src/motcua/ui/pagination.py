"""Pages of a list by cursor: the page after the last row seen, never `OFFSET`, never a count.

A cursor is the sort key of the last row, packed as text. It is not a secret and carries no
rights: the query behind it is filtered by who is asking each time.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

Row = TypeVar("Row")
Key = tuple[str | int | None, ...]


class BadCursorError(ValueError):
    """The cursor in the address was cut or made up; the text may be shown to a person."""

    def __init__(self) -> None:
        super().__init__("Địa chỉ của trang này không đúng. Hãy mở lại danh sách từ đầu.")


def pack(key: Key) -> str:
    """A sort key as text that fits an address; datetimes must be given as ISO text."""
    raw = json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpack(cursor: str, *, length: int) -> Key:
    """The key of `length` parts inside a cursor. Raises BadCursorError."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = json.loads(raw)
    except (binascii.Error, ValueError) as error:
        raise BadCursorError from error
    right = isinstance(key, list) and len(key) == length
    if not right or not all(part is None or type(part) in (str, int) for part in key):
        raise BadCursorError
    return tuple(key)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows with the cursor of the next one; `next` is empty on the last page."""

    rows: Sequence[Row]
    size: int
    next: str = ""
    first: bool = True

    @property
    def more(self) -> bool:
        return bool(self.next)


def page_of(
    rows: Sequence[Row], *, size: int, key: Callable[[Row], Sequence[object]], first: bool = True
) -> Page[Row]:
    """Cut a page from `size + 1` rows: the extra row only tells that there is a next page.

    `key` gives the sort key of a row; dates and datetimes in it are stored as ISO text.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    kept = rows[:size]
    if len(rows) <= size:
        return Page(rows=kept, size=size, first=first)
    return Page(rows=kept, size=size, first=first, next=pack(_plain(key(kept[-1]))))


def _plain(key: Sequence[object]) -> Key:
    return tuple(_plain_part(part) for part in key)


def _plain_part(part: object) -> str | int | None:
    if part is None or isinstance(part, str | int):
        return part
    if isinstance(part, datetime | date):
        return part.isoformat()
    raise TypeError(f"a cursor cannot hold {type(part).__name__}")
