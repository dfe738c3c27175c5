"""A QR code as SVG inside the page: no picture file, no script."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString

from motcua.ui.markup import trusted


def qr_svg(text: str) -> SafeString:
    """The drawing, sized by its container; its words stand in the label around it."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=2,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    return trusted(drawn.getvalue().decode())
