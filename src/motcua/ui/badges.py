"""State badges and clock bars: a word, a shape and a colour, in that order of importance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from motcua.ui.icons import icon
from motcua.ui.markup import trusted

Tone = Literal["ok", "soon", "late", "busy", "wait", "plain"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state looks: its word (Vietnamese, translatable), shape and tone."""

    word: str
    shape: str
    tone: Tone


CLOCK_MARKS: dict[str, Mark] = {
    "early": Mark(gettext_noop("Trước hạn"), "disc", "ok"),
    "on_time": Mark(gettext_noop("Đúng hạn"), "target", "ok"),
    "running": Mark(gettext_noop("Trong hạn"), "disc", "ok"),
    "soon": Mark(gettext_noop("Sắp đến hạn"), "half", "soon"),
    "today": Mark(gettext_noop("Đến hạn hôm nay"), "half", "soon"),
    "late": Mark(gettext_noop("Quá hạn"), "square", "late"),
    "paused": Mark(gettext_noop("Chờ bổ sung"), "pause", "wait"),
    "none": Mark(gettext_noop("Chưa tính hạn"), "ring", "plain"),
}

# The ten states of the national portal, by their code; red and amber stay reserved for the clock.
PUBLIC_MARKS: dict[int, Mark] = {
    1: Mark(gettext_noop("Mới đăng ký"), "ring", "plain"),
    2: Mark(gettext_noop("Được tiếp nhận"), "target", "busy"),
    3: Mark(gettext_noop("Không được tiếp nhận"), "cross", "plain"),
    4: Mark(gettext_noop("Đang xử lý"), "play", "busy"),
    5: Mark(gettext_noop("Yêu cầu bổ sung giấy tờ"), "pause", "wait"),
    6: Mark(gettext_noop("Yêu cầu thực hiện nghĩa vụ tài chính"), "diamond", "wait"),
    7: Mark(gettext_noop("Công dân yêu cầu rút hồ sơ"), "back", "plain"),
    8: Mark(gettext_noop("Dừng xử lý"), "frame", "plain"),
    9: Mark(gettext_noop("Đã xử lý xong"), "tick", "ok"),
    10: Mark(gettext_noop("Đã trả kết quả"), "ticked", "ok"),
}


def mark_of(state: object) -> Mark:
    """The mark of a clock state ("late") or of a public code (1–10, also as text).

    Raises KeyError when the state is unknown.
    """
    text = str(getattr(state, "value", state))
    return PUBLIC_MARKS[int(text)] if text.isdecimal() else CLOCK_MARKS[text]


def state_badge(state: object, *, word: str = "", css: str = "") -> SafeString:
    """A badge for a state; `word` replaces the standing word ("Còn 2 ngày")."""
    mark = mark_of(state)
    text = escape(word or gettext(mark.word))
    extra = f" {escape(css)}" if css else ""
    shape = _shape(mark.shape)
    return trusted(f'<span class="state tone-{mark.tone}{extra}">{shape}<span>{text}</span></span>')


@cache
def _shape(name: str) -> SafeString:
    return icon(name)


Segment = tuple[Literal["used", "waiting", "left", "over"], float]

_HEIGHTS = {"used": (0.0, 14.0), "waiting": (5.0, 4.0), "left": (0.0, 14.0), "over": (0.0, 14.0)}


def clock_bar(
    segments: Sequence[Segment], *, label: str, state: str = "running", mini: bool = False
) -> SafeString:
    """Time of a file as a bar, in order: used, waiting (for the applicant), left, over (too late).

    Amounts may be in any one unit; only their shares are drawn. `label` is what a screen reader
    says and must carry the same facts in words. Negative or empty amounts are not drawn.
    """
    parts = [(kind, amount) for kind, amount in segments if amount > 0]
    total = sum(amount for _, amount in parts) or 1.0
    shapes: list[str] = []
    at = 0.0
    due: float | None = None
    for kind, amount in parts:
        width = 400 * amount / total
        top, height = _HEIGHTS[kind]
        if kind == "over" and due is None:
            due = at
        shapes.append(
            f'<rect class="{kind}" x="{at:.1f}" y="{top:g}" '
            f'width="{width:.1f}" height="{height:g}"/>'
        )
        at += width
    if due is not None:
        shapes.append(f'<rect class="due" x="{max(due - 2, 0):.1f}" y="0" width="4" height="14"/>')
    tone = CLOCK_MARKS[state].tone
    css = "clockbar clockbar-mini" if mini else "clockbar"
    return trusted(
        f'<svg class="{css} {tone}" viewBox="0 0 400 14" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}">{"".join(shapes)}</svg>'
    )
