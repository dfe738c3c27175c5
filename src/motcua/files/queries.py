"""Reading papers again, always as something to save and never as something to run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings

from motcua.files.models import StoredFile
from motcua.files.store import Damage, PaperStore
from motcua.kernel.refusals import NotFound


def paper_store() -> PaperStore:
    """The store of this installation: MOTCUA_FILES."""
    return _store_at(Path(settings.MOTCUA_FILES) / "papers")


def open_stored(stored: StoredFile) -> BinaryIO:
    """The bytes of a paper. Raises NotFound, which `damaged_papers` lists."""
    try:
        return paper_store().open(stored.sha256)
    except FileNotFoundError as missing:
        raise NotFound(
            f"Không tìm thấy nội dung của tệp “{stored.name}” trong kho; hãy báo quản trị."
        ) from missing


def download_headers(stored: StoredFile) -> dict[str, str]:
    """Headers under which no browser runs a paper, whatever is in it (RFC 6266, RFC 5987)."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in stored.name
    )
    return {
        "Content-Type": stored.media_type,
        "Content-Length": str(stored.size),
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''"
        f"{quote(stored.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }


def damaged_papers() -> Iterator[Damage]:
    """Rows whose bytes are missing, short or changed: reads the whole store."""
    rows = StoredFile.objects.order_by("sha256").values_list("sha256", "size").distinct()
    return paper_store().damages(rows.iterator(chunk_size=2000))


@cache
def _store_at(root: Path) -> PaperStore:
    return PaperStore(root)
