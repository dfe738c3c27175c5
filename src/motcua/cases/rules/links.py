"""Where the QR code of a receipt leads."""


def tracking_link(site_url: str, code: str | None, secret: str) -> str:
    """The portal exchanges it at once for a clean address; empty before acceptance."""
    return f"{site_url}/h/{code}?s={secret}" if code else ""
