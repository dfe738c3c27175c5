"""Tags and filters of the look: pure formatting and the components that need more than an include.

`{% load motcua_ui %}`. Dates, numbers and money are written by `kernel.vietnamese`; what has
markup of its own is drawn by `motcua.ui`. Nothing here reads the database or the clock.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from motcua.kernel import vietnamese
from motcua.ui import badges, icons, rows
from motcua.ui import forms as ui_forms
from motcua.ui import said as ui_said
from motcua.ui import side as ui_side
from motcua.ui.markup import trusted

register = template.Library()


@register.filter
def vn_date(value: date | None) -> str:
    """05/02/2026, in Vietnamese time; empty for None."""
    return rows.day(value)


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """14:05 05/02/2026, in Vietnamese time; empty for None."""
    return rows.moment(value)


@register.filter
def vn_time(value: datetime | None) -> str:
    """14:05, in Vietnamese time; empty for None."""
    return "" if value is None else f"{rows.local(value):%H:%M}"


@register.filter
def date_words(value: date | None) -> str:
    """Thứ Tư, 25/02/2026 (in English: Wednesday, 25/02/2026); empty for None."""
    if value is None:
        return ""
    return ui_said.date_words(rows.local(value) if isinstance(value, datetime) else value)


@register.filter
def iso(value: date | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    return "" if value is None else value.isoformat()


@register.filter
def number(value: int | Decimal | None) -> str:
    """1.234.567; an en dash for None, which says "no figure" and not zero."""
    return "–" if value is None else vietnamese.format_number(value)


@register.filter
def money(value: int | None) -> str:
    """75.000 đồng (in English: VND); 0 is "Không mất phí"; empty for None."""
    if value is None:
        return ""
    return ui_said.money(value) if value else ui_said.said("Không mất phí")


@register.filter
def percent(value: float | None) -> str:
    """A fraction of one as 98,7 %; an en dash when there is none (nothing to divide by)."""
    if value is None:
        return "–"
    text = vietnamese.format_number(Decimal(str(value)) * 100, places=1)
    # the space does not break: "98,7" and "%" stay together
    return f"{text.removesuffix(',0')}\u00a0%"


@register.filter
def mask_number(value: str | None) -> str:
    """An identity or phone number for lists: 079188012345 → 0791******45; short ones vanish."""
    text = (value or "").strip()
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:4]}{'*' * (len(text) - 6)}{text[-2:]}"


class KeepNode(template.Node):
    """Draws its inside once per language and keeps it with the compiled template."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.kept:
            # an empty context: what is kept for everybody must not know who asked first
            self.kept[language] = self.inside.render(context.new())
        return self.kept[language]


@register.tag
def keep(parser: template.base.Parser, token: template.base.Token) -> KeepNode:
    """{% keep %}…{% endkeep %} around what depends on nothing but the language."""
    inside = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(inside)


@register.simple_tag(takes_context=True)
def side(context: template.Context, groups: Iterable[ui_side.Group]) -> SafeString:
    """{% side desk.nav %}: the links of the desk; the current one is the page's `area`."""
    return ui_side.side(groups or (), str(context.get("area", "")))


@register.simple_tag
def key_rows(groups: Iterable[ui_side.Group]) -> SafeString:
    """{% key_rows desk.nav %}: the letters of those links, for the table of keys."""
    return ui_side.key_rows(groups or ())


@register.simple_tag
def icon(name: str, label: str = "", css: str = "", size: int = 16) -> SafeString:
    """{% icon "print" %}: drawn inline, silent unless it has a label."""
    return icons.icon(name, label=label, css=css, size=size)


@register.simple_tag
def state_badge(state: object, word: str = "", css: str = "") -> SafeString:
    """{% state_badge "late" %}, {% state_badge case.public_code %}: shape, word and colour."""
    return badges.state_badge(state, word=word, css=css)


@register.simple_tag
def clock_bar(
    segments: Sequence[badges.Segment], label: str, state: str = "running", *, mini: bool = False
) -> SafeString:
    """{% clock_bar clock.segments clock.words clock.state %}: see motcua.ui.badges.clock_bar."""
    return badges.clock_bar(segments, label=label, state=state, mini=mini)


@register.simple_tag
def field(bound: BoundField, width: str = "") -> SafeString:
    """{% field form.phone width="short" %}: label, help, error and control."""
    return ui_forms.field(bound, width=width)


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """{% fields form %}: every field in order."""
    return trusted("".join(ui_forms.field(bound) for bound in form))


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """{% error_summary form %}: nothing while there is no error."""
    return {"errors": ui_forms.error_list(form)}


@register.simple_tag(takes_context=True)
def here(context: template.Context, area: str) -> SafeString:
    """` aria-current="page"` when the page's `area` is this one; for links of the navigation."""
    return trusted(' aria-current="page"') if context.get("area") == area else SafeString("")


@register.filter
def said(value: object) -> str:
    """A label or a text of the rules in the reader's language (motcua.ui.said)."""
    return "" if value is None else ui_said.said(value)


@register.simple_tag
def in_vietnamese() -> SafeString:
    """` lang="vi"` on pages in another language, for what is published in Vietnamese only."""
    return trusted(' lang="vi"') if ui_said.is_foreign() else SafeString("")


@register.filter
def tel(value: str | None) -> str:
    """A phone number for a `tel:` link: digits and a leading plus only."""
    text = (value or "").strip()
    digits = "".join(char for char in text if char.isdigit())
    return f"+{digits}" if text.startswith("+") else digits


@register.filter
def spaced_code(value: str | None) -> SafeString:
    """A case code that may break after its dashes, on narrow screens."""
    return trusted(escape(value or "").replace("-", "-<wbr>"))
