"""Addresses of a file that stand outside the product: on a receipt, in a letter."""


def tracking_link(site_url: str, code: str | None, secret: str) -> str:
    """Where the QR code of a receipt leads; the portal exchanges it at once for a clean address.

    Empty before acceptance.
    """
    return f"{site_url}/h/{code}?s={secret}" if code else ""


def letter_link(site_url: str, number: str, *, own: bool) -> str:
    """To the citizen's own place for who files from there, to the tracking form for the others."""
    return f"{site_url}/cua-toi/ho-so/{number}/" if own else f"{site_url}/tra-cuu/?code={number}"
