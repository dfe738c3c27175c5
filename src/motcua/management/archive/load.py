"""Putting an archive into an empty installation: the same database engine or the other one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from motcua.files.queries import paper_store
from motcua.management.archive.checked import Archive
from motcua.management.archive.manifest import BadArchive, Table
from motcua.management.archive.tables import our_models, table_of
from motcua.management.archive.values import row_of

_BATCH = 500


def restore(archive: Archive) -> None:
    """Papers first, then all rows in one transaction, then migrations up to this version.

    Raises BadArchive when the installation is not empty or a row does not fit; the database is
    as it was then. Papers that were put into the store meanwhile are orphans and swept.
    """
    _check_empty()
    _check_tables(archive)
    for sha256 in archive.manifest.papers:
        _keep_paper(archive, sha256)
    _make_tables(archive)
    with transaction.atomic():
        for table in archive.manifest.tables:
            _fill(archive, table)
        connection.check_constraints()
    call_command("migrate", verbosity=0)
    _follow_sequences()


def _check_empty() -> None:
    there = set(connection.introspection.table_names())
    for model in our_models():
        if table_of(model) in there and models.QuerySet(model).exists():
            raise BadArchive(
                f"Nơi khôi phục không trống: bảng {table_of(model)} đã có dữ liệu."
                " Hãy dùng một MOTCUA_HOME hoặc cơ sở dữ liệu mới."
            )


def _check_tables(archive: Archive) -> None:
    """Empty tables of another version would have to be taken back first."""
    executor = MigrationExecutor(connection)
    applied = {name for app, name in executor.loader.applied_migrations if app == "motcua"}
    if applied and applied != set(archive.manifest.schema):
        raise BadArchive(
            "Cơ sở dữ liệu trống nhưng đã được tạo bảng theo phiên bản khác với bản sao lưu."
            " Hãy dùng một cơ sở dữ liệu chưa có bảng nào."
        )


def _keep_paper(archive: Archive, sha256: str) -> None:
    store, size = paper_store(), archive.manifest.papers[sha256]
    with store.draft(archive.paper(sha256), limit=size) as draft:
        if draft.sha256 != sha256:
            raise BadArchive(f"Giấy tờ {sha256[:12]}… không đúng mã băm.")
        store.keep(draft)


def _make_tables(archive: Archive) -> None:
    """The tables as they were when the archive was made."""
    executor = MigrationExecutor(connection)
    schema = set(archive.manifest.schema)
    graph = executor.loader.graph
    parents = {key for name in schema for key in graph.node_map[("motcua", name)].parents}
    targets = [("motcua", name) for name in schema if ("motcua", name) not in parents]
    executor.migrate(targets)


def _fill(archive: Archive, table: Table) -> None:
    quote = connection.ops.quote_name
    kinds = [kind for _, kind in table.columns]
    columns = ", ".join(quote(name) for name, _ in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for batch in _batches(archive.lines(table)):
            try:
                rows = [row_of(line, kinds, connection.ops) for line in batch]
            except (TypeError, ValueError) as problem:
                raise BadArchive(f"Bảng {table.name} có dòng không đọc được.") from problem
            cursor.executemany(statement, rows)


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(itertools.islice(lines, _BATCH)):
        yield batch


def _follow_sequences() -> None:
    """The next row gets a number after those that were put in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), our_models()):
            cursor.execute(statement)
