"""The side of the desk: lists with their counts, drawn in Python because every page pays for it."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from motcua.kernel.vietnamese import format_number
from motcua.ui.icons import icon
from motcua.ui.markup import trusted

# {title, links: [{area, label, href, count, tone, shape, key}]}; all but label and href may lack.
Group = Mapping[str, Any]


def side(groups: Iterable[Group], area: str) -> SafeString:
    """Sections of links; the link whose area is `area` is marked as this page."""
    drawn = []
    for group in groups:
        title = group.get("title")
        heading = f"<h2>{escape(str(title))}</h2>" if title else ""
        links = "".join(_link(link, area) for link in group["links"])
        drawn.append(f"<section>{heading}<ul>{links}</ul></section>")
    return trusted("".join(drawn))


def key_rows(groups: Iterable[Group]) -> SafeString:
    """Rows for the table of keys: "g" and the letter of each link that has one."""
    return trusted(
        "".join(
            f'<tr><th scope="row"><kbd>g</kbd> <kbd>{escape(str(link["key"]))}</kbd></th>'
            f"<td>{escape(str(link['label']))}</td></tr>"
            for group in groups
            for link in group["links"]
            if link.get("key")
        )
    )


def _link(link: Mapping[str, Any], area: str) -> str:
    here = ' aria-current="page"' if area and link.get("area") == area else ""
    key = f' data-key-go="{escape(str(link["key"]))}"' if link.get("key") else ""
    return (
        f'<li><a href="{escape(str(link["href"]))}"{here}{key}>'
        f"{escape(str(link['label']))}{_count(link)}</a></li>"
    )


def _count(link: Mapping[str, Any]) -> str:
    count = link.get("count")
    if count is None:
        return ""
    # no alarm for a list with nothing in it
    tone = f" t-{escape(str(link['tone']))}" if count and link.get("tone") else ""
    shape = f" {icon(str(link['shape']))}" if count and link.get("shape") else ""
    return f'<span class="count{tone}">{format_number(count)}{shape}</span>'
