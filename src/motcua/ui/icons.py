"""The icons and shapes, drawn here so that no page waits for an icon font.

Each is the inside of a 16 × 16 drawing in `currentColor`. The shapes of states (`disc`, `half`,
`square`, `pause`, …) differ in outline, so that they are told apart without colour and in print.
"""

from django.utils.html import escape
from django.utils.safestring import SafeString

from motcua.ui.markup import trusted

_FILLED = 'fill="currentColor" stroke="none"'

DRAWINGS: dict[str, str] = {
    # shapes of states
    "disc": f'<circle cx="8" cy="8" r="6.5" {_FILLED}/>',
    "ring": '<circle cx="8" cy="8" r="6"/>',
    "target": f'<circle cx="8" cy="8" r="6.2"/><circle cx="8" cy="8" r="2.8" {_FILLED}/>',
    "half": f'<circle cx="8" cy="8" r="6.2"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" {_FILLED}/>',
    "square": f'<rect x="2" y="2" width="12" height="12" rx="1" {_FILLED}/>',
    "frame": '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/>',
    "pause": f'<rect x="3" y="2" width="3.6" height="12" rx="1" {_FILLED}/>'
    f'<rect x="9.4" y="2" width="3.6" height="12" rx="1" {_FILLED}/>',
    "play": f'<path d="M3.5 2v12l10.5-6z" {_FILLED}/>',
    "diamond": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    "cross": '<path d="m3 3 10 10M13 3 3 13" stroke-width="2.4"/>',
    "back": '<path d="M6.5 3 2.5 7l4 4M3 7h6.5a4 4 0 0 1 0 8H8" stroke-width="2"/>',
    "tick": '<path d="m2 8.5 4 4L14 4" stroke-width="2.4"/>',
    "ticked": f'<circle cx="8" cy="8" r="7" {_FILLED}/>'
    '<path d="m4.5 8.3 2.4 2.4 4.6-5" class="cut" stroke-width="1.8"/>',
    # acts and things
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/>',
    "print": '<path d="M4.5 6V1.5h7V6M4.5 12h-3V6h13v6h-3"/><path d="M4.5 9.5h7v5h-7z"/>',
    "copy": '<rect x="5.5" y="5.5" width="9" height="9" rx="1"/><path d="M10.5 5.5v-4h-9v9h4"/>',
    "file": '<path d="M9.5 1.5h-6v13h9v-10z"/><path d="M9.5 1.5v3h3"/>',
    "papers": '<path d="M5 4.5h8.5v10H5z"/><path d="M2.5 12V1.5H11M7.5 8h3.5M7.5 11h3.5"/>',
    "inbox": '<path d="M1.5 9.5 4 2.5h8l2.5 7v4h-13z"/><path d="M1.5 9.5H5l1 2h4l1-2h3.5"/>',
    "calendar": '<rect x="1.5" y="3" width="13" height="11.5" rx="1"/>'
    '<path d="M1.5 6.5h13M5 1v3.5M11 1v3.5"/>',
    "clock": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4l2.8 1.8"/>',
    "money": '<rect x="1" y="3.5" width="14" height="9" rx="1"/><circle cx="8" cy="8" r="2"/>',
    "place": '<path d="M8 15S3 9.8 3 6a5 5 0 0 1 10 0c0 3.8-5 9-5 9z"/>'
    '<circle cx="8" cy="6" r="1.8"/>',
    "screen": '<rect x="1.5" y="2" width="13" height="9" rx="1"/><path d="M5 14h6M8 11v3"/>',
    "person": '<circle cx="8" cy="5" r="3.2"/><path d="M2 14.5c.6-3.5 3-5 6-5s5.4 1.5 6 5"/>',
    "card": '<rect x="1" y="3" width="14" height="10" rx="1"/>'
    '<circle cx="5" cy="7" r="1.5"/><path d="M3 10.5h4M9.5 6.5h3.5M9.5 9.5h3.5"/>',
    "phone": '<path d="M5.5 1.5h-4c0 8 5 13 13 13v-4l-4-1.5-1.5 2C6.5 10 6 9.5 5 7l2-1.5z"/>',
    "talk": '<path d="M1.5 2h13v9H7.5L4 14v-3H1.5z"/>',
    "chart": '<path d="M1.5 1.5v13h13"/><path d="M5 11V7.5M8.5 11V4M12 11V6" stroke-width="2"/>',
    "door": '<path d="M2.5 14.5V6.5a5.5 5.5 0 0 1 11 0v8M1 14.5h14"/><path d="M6 14.5V8l4-1.5v8"/>',
    "sign-in": '<path d="M9 1.5h5.5v13H9M1.5 8H10M7 4.5 10.5 8 7 11.5"/>',
    "upload": '<path d="M8 10.5v-9M4.5 5 8 1.5 11.5 5M1.5 10v4.5h13V10"/>',
    "download": '<path d="M8 1.5v9M4.5 7 8 10.5 11.5 7M1.5 10v4.5h13V10"/>',
    "plus": '<path d="M8 2v12M2 8h12"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
    "previous": '<path d="M10 3 5 8l5 5"/>',
    "sort": '<path d="m4.5 6 3.5-4 3.5 4M4.5 10 8 14l3.5-4"/>',
    "up": '<path d="M8 14V2M3.5 6.5 8 2l4.5 4.5"/>',
    "down": '<path d="M8 2v12M3.5 9.5 8 14l4.5-4.5"/>',
    "info": '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.5v4M8 4.5v.2" stroke-width="1.8"/>',
    "warning": '<path d="M8 1.5 15 14H1z"/><path d="M8 6v4M8 11.8v.2" stroke-width="1.8"/>',
    "lock": '<rect x="3" y="7" width="10" height="7.5" rx="1"/>'
    '<path d="M5 7V4.5a3 3 0 0 1 6 0V7"/>',
    "edit": '<path d="m2 14 .8-3.5L11 2.3l2.7 2.7-8.2 8.2z"/>',
    "mail": '<rect x="1.5" y="3" width="13" height="10" rx="1"/><path d="m2 4 6 5 6-5"/>',
    "people": '<circle cx="6" cy="5.5" r="2.7"/><path d="M1 14c.4-3 2.5-4.3 5-4.3s4.6 1.3 5 4.3'
    'M10.5 3a2.6 2.6 0 0 1 0 5M12.5 10c1.5.6 2.3 2 2.5 4"/>',
}


def icon(name: str, *, label: str = "", css: str = "", size: int = 16) -> SafeString:
    """An inline drawing. Without a label it is hidden from screen readers: words stand beside it.

    Raises KeyError for a name that is not drawn, so that a missing icon fails in tests.
    """
    classes = f"icon {escape(css)}" if css else "icon"
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return trusted(
        f'<svg class="{classes}" viewBox="0 0 16 16" width="{size}" height="{size}" fill="none" '
        f'stroke="currentColor" stroke-width="1.5" stroke-linecap="round" '
        f'stroke-linejoin="round" focusable="false" {spoken}>{DRAWINGS[name]}</svg>'
    )
