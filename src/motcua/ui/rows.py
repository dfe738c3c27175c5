"""Rows of long lists as joined strings: in lists the template nodes cost more than the query.

A table is described once, at import time, by its columns; drawing a page of rows is then one
function call per cell. Every cell function takes a raw value and returns escaped HTML.

`html.escape` is Django's `escape` without the wrapping for lazy texts, which a list of 50 rows
would pay for some 400 times.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from motcua.kernel.vietnamese import format_number, short_date
from motcua.ui.badges import state_badge
from motcua.ui.markup import trusted

Cell = Callable[[object], str]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def text(value: object) -> str:
    """Any value, escaped; None is empty."""
    return "" if value is None else escape(str(value))


def number(value: object) -> str:
    """A whole number with dots between thousands; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, int):
        raise TypeError("number needs an int")
    return format_number(value)


def day(value: object) -> str:
    """A date or an aware datetime as 05/02/2026 in Vietnamese time; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, date):
        raise TypeError("day needs a date or a datetime")
    return short_date(local(value) if isinstance(value, datetime) else value)


def moment(value: object) -> str:
    """An aware datetime as 14:05 05/02/2026 in Vietnamese time; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        raise TypeError("moment needs a datetime")
    at = local(value)
    return f"{at.hour:02}:{at.minute:02} {short_date(at)}"


def local(value: datetime) -> datetime:
    """An aware datetime in Vietnamese time; a naive one is taken to be there already."""
    return value if value.tzinfo is None else value.astimezone(ZONE)


def two_lines(value: object) -> str:
    """A pair (main, second): the second stands below, soft."""
    if not isinstance(value, tuple):
        raise TypeError("two_lines needs a pair")
    main, second = value
    return f'{text(main)}<span class="second">{text(second)}</span>'


class Badges:
    """A cell of states. Few states, many rows: a badge is drawn once for its words and language."""

    _MOST = 500

    def __init__(self) -> None:
        self._kept: dict[tuple[object, str, str | None], str] = {}

    def __call__(self, value: object) -> str:
        """`value` is a state, a pair (state, word), or None for an empty cell."""
        if value is None:
            return ""
        state, word = value if isinstance(value, tuple) else (value, "")
        place = state, word, get_language()
        drawn = self._kept.get(place)
        if drawn is None:
            # Words like "Còn 2 ngày" repeat, but not without bound.
            if len(self._kept) >= self._MOST:
                self._kept.clear()
            drawn = self._kept[place] = state_badge(state, word=word)
        return drawn


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key (also the sort key), Vietnamese heading, how a cell is written, its class."""

    key: str
    label: str
    cell: Cell = text
    css: str = ""
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in order. A row is a sequence: its key first, then one value per column.

    The first column is the link to the row: `prefix` + quoted key + `suffix`.
    """

    columns: tuple[Column, ...]
    prefix: str
    suffix: str = ""
    select: bool = False

    def head(self, *, sort: str = "", query: dict[str, str] | None = None) -> list[dict[str, str]]:
        """Headings for ui/table.html; `sort` is the key in use, with "-" when descending.

        A sortable heading links to the same list in the other order; the cursor is dropped.
        """
        kept = {key: value for key, value in (query or {}).items() if key not in ("sort", "after")}
        heads = []
        for column in self.columns:
            used, down = sort.removeprefix("-") == column.key, sort.startswith("-")
            link = f"-{column.key}" if used and not down else column.key
            heads.append(
                {
                    "label": gettext(column.label) if column.label else "",
                    "css": column.css,
                    "href": "?" + urlencode({**kept, "sort": link}) if column.sortable else "",
                    "order": ("descending" if down else "ascending") if used else "",
                }
            )
        return heads

    def body(self, rows: Iterable[Sequence[object]]) -> SafeString:
        """All rows as safe HTML, ready for the inside of `<tbody>`."""
        first, *others = self.columns
        opened = [
            (f'<td class="{escape(c.css)}"' if c.css else "<td")
            + f' data-label="{escape(gettext(c.label) if c.label else "")}">'
            for c in others
        ]
        cells = [(opening, column.cell) for opening, column in zip(opened, others, strict=True)]
        lead = f'<th scope="row" class="{escape(first.css)}">' if first.css else '<th scope="row">'
        prefix, suffix = escape(self.prefix), escape(self.suffix)
        choose = escape(gettext("Chọn"))
        drawn: list[str] = []
        put = drawn.append
        for row in rows:
            key, name = quote(str(row[0]), safe=""), escape(str(row[0]))
            put(f'<tr data-row="{name}">')
            if self.select:
                put(_pick(name, choose))
            put(f'{lead}<a class="row-link" href="{prefix}{key}{suffix}">')
            put(f"{first.cell(row[1])}</a></th>")
            at = 2
            for opening, cell in cells:
                put(f"{opening}{cell(row[at])}</td>")
                at += 1
            put("</tr>")
        return trusted("".join(drawn))


def _pick(name: str, choose: str) -> str:
    return (
        f'<td class="pick"><input class="form-check-input" type="checkbox" name="pick" '
        f'value="{name}" aria-label="{choose} {name}"></td>'
    )
