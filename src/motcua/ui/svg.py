"""Bar and line charts as SVG from the server, each with the same figures in a table.

No script and no inline style: positions are attributes, colours are classes of parts.css. A chart
is an image with a title and a description; the table beside it is the accessible form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from django.utils.html import escape
from django.utils.safestring import SafeString

from motcua.ui.markup import trusted

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures; None is a gap (no data), never zero."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Drawing and table; both are safe HTML."""

    title: str
    drawing: SafeString
    table: SafeString


Write = Callable[[float], str]


def plain_number(value: float) -> str:
    """1234.5 → "1.234,5": the Vietnamese way, at most one decimal."""
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


def ceiling(value: float) -> float:
    """The next round number (1, 2 or 5 times a power of ten) at or above a value ≥ 0."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def bar_chart(
    title: str,
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    unit: str = "",
    write: Write = plain_number,
) -> Chart:
    """Horizontal bars: labels are long in Vietnamese, so they get a line of their own."""
    _same_length(labels, [values])
    top = ceiling(max((value for value in values if value is not None), default=0))
    bars = "".join(
        _bar(row * 44, label, value, top, write)
        for row, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    series = [Series(unit or title, values)]
    spoken = _spoken(labels, series, write)
    return Chart(
        title=title,
        drawing=_frame(title, spoken, max(len(labels), 1) * 44, f'<g class="s0">{bars}</g>'),
        table=chart_table(title, labels, series, write=write),
    )


def line_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    write: Write = plain_number,
    top: float | None = None,
) -> Chart:
    """Lines over time from zero to a round top; at most three, told apart by their dashes too."""
    if not 1 <= len(series) <= 3:
        raise ValueError("a line chart takes one to three series")
    _same_length(labels, [one.values for one in series])
    known = [value for one in series for value in one.values if value is not None]
    limit = top or ceiling(max(known, default=0))
    inside = _axis(labels, limit, write) + "".join(
        _legend(at, one.label) + _trace(at, one, len(labels), limit)
        for at, one in enumerate(series)
    )
    return Chart(
        title=title,
        drawing=_frame(title, _spoken(labels, series, write), 280, inside),
        table=chart_table(title, labels, series, write=write),
    )


def chart_table(
    title: str, labels: Sequence[str], series: Sequence[Series], *, write: Write = plain_number
) -> SafeString:
    """The figures of a chart as a table; gaps are dashes."""
    head = "".join(f'<th scope="col" class="num">{escape(one.label)}</th>' for one in series)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f'<td class="num">{_cell(one.values[at], write)}</td>' for one in series)
        + "</tr>"
        for at, label in enumerate(labels)
    )
    return trusted(
        f'<table class="data"><caption class="visually-hidden">{escape(title)}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(value: float | None, write: Write) -> str:
    return "–" if value is None else escape(write(value))


def _same_length(labels: Sequence[str], rows: Sequence[Sequence[float | None]]) -> None:
    if any(len(row) != len(labels) for row in rows):
        raise ValueError("every series needs one value per label")


def _spoken(labels: Sequence[str], series: Sequence[Series], write: Write) -> str:
    said = []
    for one in series:
        pairs = (
            f"{label} {write(value)}"
            for label, value in zip(labels, one.values, strict=True)
            if value is not None
        )
        said.append(f"{one.label}: {'; '.join(pairs)}")
    return ". ".join(said)


def _frame(title: str, description: str, height: int, inside: str) -> SafeString:
    """As wide as its place: x is in per cent and y in pixels, so that text never shrinks."""
    number = next(_numbers)
    return trusted(
        f'<svg width="100%" height="{height}" role="img" aria-labelledby="chart-{number}-t" '
        f'aria-describedby="chart-{number}-d"><title id="chart-{number}-t">{escape(title)}</title>'
        f'<desc id="chart-{number}-d">{escape(description)}</desc>{inside}</svg>'
    )


def _bar(y: int, label: str, value: float | None, top: float, write: Write) -> str:
    # 80 %: room for the figure behind the longest bar
    width = 0.0 if value is None else 80 * max(value, 0) / top
    shown = "–" if value is None else write(value)
    return (
        f'<text x="0" y="{y + 14}">{escape(label)}</text>'
        f'<rect class="bar" x="0" y="{y + 20}" width="{width:.2f}%" height="14" rx="2"/>'
        f'<text class="value" x="{width:.2f}%" dx="8" y="{y + 32}">{escape(shown)}</text>'
    )


_FLOOR, _RISE = 244.0, 196.0


def _x(at: int, places: int) -> float:
    return 12 + (84 * at / (places - 1) if places > 1 else 42)


def _axis(labels: Sequence[str], limit: float, write: Write) -> str:
    lines = "".join(
        f'<line class="{"axis" if share == 0 else "rule"}" x1="0" x2="100%" '
        f'y1="{_FLOOR - _RISE * share:g}" y2="{_FLOOR - _RISE * share:g}"/>'
        f'<text x="0" y="{_FLOOR - 5 - _RISE * share:g}">{escape(write(limit * share))}</text>'
        for share in (0, 0.5, 1)
    )
    step = max(1, -(-len(labels) // 8))
    names = "".join(
        f'<text x="{_x(at, len(labels)):.2f}%" y="266" text-anchor="middle">{escape(label)}</text>'
        for at, label in enumerate(labels)
        if at % step == 0
    )
    return lines + names


def _legend(at: int, label: str) -> str:
    x = at * 34
    # the sample is a nested drawing because x2 cannot say "x1 plus 24 pixels"
    return (
        f'<svg class="s{at}" x="{x}%" y="0" width="24" height="20">'
        f'<line class="trace" x1="1" x2="23" y1="10" y2="10"/></svg>'
        f'<text class="value" x="{x}%" dx="30" y="15">{escape(label)}</text>'
    )


def _trace(at: int, one: Series, places: int, limit: float) -> str:
    drawn: list[str] = []
    last: tuple[float, float] | None = None
    for index, value in enumerate(one.values):
        if value is None:
            last = None
            continue
        x, y = _x(index, places), _FLOOR - _RISE * min(max(value, 0), limit) / limit
        if last is not None:
            drawn.append(
                f'<line class="trace" x1="{last[0]:.2f}%" y1="{last[1]:.1f}" '
                f'x2="{x:.2f}%" y2="{y:.1f}"/>'
            )
        last = x, y
        drawn.append(f'<circle class="dot" cx="{x:.2f}%" cy="{y:.1f}" r="3"/>')
    return f'<g class="s{at}">{"".join(drawn)}</g>'
