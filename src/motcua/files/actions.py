"""Taking a paper in: look at it, make it durable, then write its row."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from motcua.files.examine import examine
from motcua.files.join import JOINABLE, join
from motcua.files.models import StoredFile
from motcua.files.queries import paper_store
from motcua.files.rules.faults import Fault, NotStored, PaperRefused
from motcua.files.rules.kinds import FACTS, HEAD, Kind, kind_of, words_for
from motcua.files.rules.limits import JOIN_SECONDS, MEGABYTE
from motcua.files.rules.names import clean_name, named_as
from motcua.files.store import Readable, TooLarge
from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A paper that lies durably in the store and waits for its row."""

    sha256: str
    size: int
    kind: Kind
    name: str
    pages: int | None


def store_upload(
    *, name: str, stream: Readable, size: int | None, actor_id: int | None, at: dt.datetime
) -> StoredFile:
    """`prepare_upload` and `record_file` in one; not inside a transaction that holds locks.

    The same bytes under the same name from the same account are the row they were before, so
    that sending again after a lost answer is harmless.

    Raises PaperRefused with one sentence, NotStored when the disk fails.
    """
    ready = prepare_upload(name=name, stream=stream, size=size)
    return own_copy(ready, actor_id) or record_file(ready, actor_id=actor_id, at=at)


def take_upload(upload: UploadedFile[Any], *, actor_id: int, at: dt.datetime) -> StoredFile:
    """`store_upload` of what a page or a call brought."""
    return store_upload(
        name=upload.name or "", stream=upload, size=upload.size, actor_id=actor_id, at=at
    )


def join_papers(
    papers: Sequence[StoredFile], *, name: str, actor_id: int, at: dt.datetime
) -> StoredFile:
    """Several stored pages of one paper as one PDF, in their order; the pages stay as they are.
    A single one is the paper itself.

    Takes seconds: not inside a transaction that holds locks. Raises PaperRefused for kinds that
    have no pages, and when the whole is too large.
    """
    if len(papers) == 1:
        return papers[0]
    kinds = {facts.media_type: kind for kind, facts in FACTS.items()}
    parts = [(kinds[paper.media_type], paper) for paper in papers]
    if odd := [paper.name for kind, paper in parts if kind not in JOINABLE]:
        raise Refused(f"“{odd[0]}”: giấy tờ gồm nhiều tệp thì chỉ nhận PDF và ảnh.", field="papers")
    store = paper_store()
    with TemporaryDirectory(prefix="motcua-join-") as folder:
        out = Path(folder) / "joined.pdf"
        join(
            [(kind, store.path_of(paper.sha256)) for kind, paper in parts],
            out,
            seconds=JOIN_SECONDS,
        )
        with out.open("rb") as stream:
            size = out.stat().st_size
            return store_upload(name=name, stream=stream, size=size, actor_id=actor_id, at=at)


def prepare_upload(*, name: str, stream: Readable, size: int | None = None) -> ReadyFile:
    """Receive, examine and make durable, without touching the database.

    Takes about half a second, so it comes before the transaction. `size` is what the upload says
    of itself (None: unknown). When no row follows, the sweep removes the bytes after a day.
    """
    limit = settings.MOTCUA_UPLOAD_MB * MEGABYTE
    if size is not None and size > limit:
        raise PaperRefused(Fault.TOO_LARGE, limit=settings.MOTCUA_UPLOAD_MB)
    store = paper_store()
    try:
        with store.draft(stream, limit=limit) as draft:
            if size is not None and draft.size != size:
                raise PaperRefused(Fault.BROKEN_UPLOAD)
            kind, pages, good_name = _examined(draft.path, draft.size, clean_name(name))
            store.keep(draft)
            return ReadyFile(draft.sha256, draft.size, kind, good_name, pages)
    except TooLarge as problem:
        raise PaperRefused(Fault.TOO_LARGE, limit=settings.MOTCUA_UPLOAD_MB) from problem
    except OSError as problem:
        raise NotStored from problem


def record_file(ready: ReadyFile, *, actor_id: int | None, at: dt.datetime) -> StoredFile:
    """The row of a prepared paper, in the caller's transaction. One statement."""
    return StoredFile.objects.create(
        sha256=ready.sha256,
        size=ready.size,
        media_type=FACTS[ready.kind].media_type,
        name=ready.name,
        pages=ready.pages,
        stored_at=at,
        stored_by_id=actor_id,
    )


def own_copy(ready: ReadyFile, actor_id: int | None) -> StoredFile | None:
    """What this account stored before under this name with these bytes. One statement."""
    if actor_id is None:
        return None
    mine = StoredFile.objects.filter(stored_by_id=actor_id, sha256=ready.sha256, name=ready.name)
    return mine.order_by("id").first()


def copy_of(stored: StoredFile, *, actor_id: int, at: dt.datetime) -> StoredFile:
    """A row of this account's own for a paper that already lies in the store. Two statements."""
    mine = StoredFile.objects.filter(
        stored_by_id=actor_id, sha256=stored.sha256, name=stored.name
    ).first()
    return mine or StoredFile.objects.create(
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        name=stored.name,
        pages=stored.pages,
        stored_at=at,
        stored_by_id=actor_id,
    )


def sweep(*, at: dt.datetime) -> int:
    """Remove papers that no row names and that are older than two days. How many went."""

    def known(hashes: list[str]) -> set[str]:
        rows = StoredFile.objects.filter(sha256__in=hashes)
        return set(rows.values_list("sha256", flat=True))

    return paper_store().sweep(known, at=at)


def _examined(path: Path, size: int, name: str) -> tuple[Kind, int | None, str]:
    if size == 0:
        raise PaperRefused(Fault.EMPTY)
    with path.open("rb") as file:
        head = file.read(HEAD)
    allowed = [Kind(word) for word in settings.MOTCUA_UPLOAD_KINDS]
    taken = ", ".join(FACTS[kind].words for kind in allowed)
    kind = kind_of(head, size)
    if kind is None:
        words = words_for(head)
        fault = Fault.FORBIDDEN_KIND if words else Fault.UNKNOWN_KIND
        raise PaperRefused(fault, found=words, allowed=taken)
    _check_one_format(path, head, kind)
    pages = None
    # A ZIP so far: Word, Excel or neither is known once it has been opened.
    if kind is Kind.DOCX:
        kind = examine(path, kind, allowed=taken).kind
    if kind not in allowed:
        raise PaperRefused(Fault.FORBIDDEN_KIND, found=FACTS[kind].words, allowed=taken)
    good_name = named_as(name, kind)
    if kind not in (Kind.DOCX, Kind.XLSX, Kind.P7S):
        pages = examine(path, kind, allowed=taken).pages
    return kind, pages, good_name


def _check_one_format(path: Path, head: bytes, kind: Kind) -> None:
    """Two formats in one file are read as one thing here and as another thing elsewhere."""
    hidden = b"%PDF-" in head if kind is Kind.DOCX else zipfile.is_zipfile(path)
    if hidden:
        raise PaperRefused(Fault.TWO_FILES_IN_ONE)
