"""Making an archive while the office works: one moment of the database, then the papers."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from motcua.files.models import StoredFile
from motcua.files.queries import paper_store
from motcua.management.archive import seal
from motcua.management.archive.manifest import MANIFEST, Manifest, Table, paper_member, written
from motcua.management.archive.tables import children_first, columns_of, table_of
from motcua.management.archive.values import kind_of, line

SNAPSHOT = "snapshot"


def make_archive(path: Path, *, at: dt.datetime) -> Manifest:
    """Write database and papers into one file, durably. Raises OSError, FileExistsError.

    Nobody waits for it: on SQLite the online backup copies the file first, on PostgreSQL one
    read-only transaction sees one moment.
    """
    with tempfile.TemporaryDirectory(prefix=".motcua-backup-", dir=path.parent) as folder:
        scratch = Path(folder)
        with _one_moment(scratch) as database:
            tables = tuple(_written(model, database, scratch) for model in children_first())
            schema = tuple(sorted(_applied(database)))
            papers = dict(_papers(database))
        whole, lost = _sound(papers)
        made = Manifest(
            made_at=at.isoformat(),
            engine=connection.vendor,
            schema=schema,
            tables=tables,
            papers=whole,
            lost=tuple(lost),
        )
        draft = scratch / "archive"
        with draft.open("x+b") as file:
            os.fchmod(file.fileno(), 0o600)
            _filled(file, made, scratch)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    _sync(path.parent)
    return made


@contextmanager
def _one_moment(scratch: Path) -> Iterator[str]:
    """The alias of a database that stands still."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = scratch / "snapshot.sqlite3"
        connections.databases[SNAPSHOT] = connection.settings_dict | {"NAME": str(copy)}
        snapshot = connections[SNAPSHOT]
        try:
            snapshot.ensure_connection()
            connection.connection.backup(snapshot.connection)
            yield SNAPSHOT
        finally:
            snapshot.close()
            del connections[SNAPSHOT], connections.databases[SNAPSHOT]
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection.alias


def _written(model: type[models.Model], database: str, scratch: Path) -> Table:
    fields = columns_of(model)
    kinds = [kind_of(field) for field in fields]
    rows: models.QuerySet[Any, Any] = (
        models.QuerySet(model, using=database)
        .order_by("pk")
        .values_list(*(field.attname for field in fields))
    )
    count = size = 0
    name = table_of(model)
    # mtime=0: the same rows are the same bytes.
    with (scratch / name).open("xb") as file, gzip.GzipFile("", "wb", 6, file, 0) as packed:
        for row in rows.iterator(chunk_size=2000):
            text = line(row, kinds)
            packed.write(text)
            count, size = count + 1, size + len(text)
    columns = tuple((str(f.column), kind) for f, kind in zip(fields, kinds, strict=True))
    return Table(name, columns, count, size)


def _applied(database: str) -> list[str]:
    wrapper: BaseDatabaseWrapper = connections[database]
    recorded = MigrationRecorder(wrapper).applied_migrations()
    return [name for app, name in recorded if app == "motcua"]


def _papers(database: str) -> Iterator[tuple[str, int]]:
    stored = StoredFile.objects.using(database)
    yield from stored.order_by("sha256").values_list("sha256", "size").distinct()


def _sound(papers: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """Papers that are what their rows say, and those that are not: read twice, archived once."""
    lost = [damage.sha256 for damage in paper_store().damages(papers.items())]
    return {sha: size for sha, size in papers.items() if sha not in lost}, lost


def _filled(file: BinaryIO, made: Manifest, scratch: Path) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        seal.add(archive, MANIFEST, io.BytesIO(written(made)))
        for table in made.tables:
            with (scratch / table.name).open("rb") as rows:
                seal.add(archive, table.member, rows)
        for sha256 in made.papers:
            with paper_store().open(sha256) as paper:
                seal.add(archive, paper_member(sha256), paper)
        seal.close(archive, file)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
