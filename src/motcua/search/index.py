"""The index under `filter_words`, as an operation for a migration.

PostgreSQL: GIN over trigrams, LIKE uses it by itself. SQLite: an FTS5 table of trigrams that
keeps no text of its own (external content), kept in step by three triggers. SQLite forgets
triggers when a later migration rebuilds the table (Django does so for most changes of a column):
such a migration must end with `search_index` again, and a test watches over it.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def index_name(table: str, column: str) -> str:
    """Name of the index (PostgreSQL) or of the FTS5 table (SQLite)."""
    return f"{table}_{column}_words"


def search_index(table: str, column: str) -> RunPython:
    """Make the index of one folded column; harmless when it stands already. Reversible.

    PostgreSQL needs the extension pg_trgm; the owner of the database may make it.
    """

    def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _MAKE[schema_editor.connection.vendor]:
            schema_editor.execute(_filled(statement, table, column))

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _DROP[schema_editor.connection.vendor]:
            schema_editor.execute(_filled(statement, table, column))

    return RunPython(make, drop)


def _filled(statement: str, table: str, column: str) -> str:
    return statement.format(table=table, column=column, index=index_name(table, column))


_DROP_FTS = (
    'DROP TRIGGER IF EXISTS "{index}_insert"',
    'DROP TRIGGER IF EXISTS "{index}_delete"',
    'DROP TRIGGER IF EXISTS "{index}_update"',
    'DROP TABLE IF EXISTS "{index}"',
)

_MAKE = {
    "postgresql": (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        # New rows wait in a list that every search reads: short, so that neither the searches
        # nor the one insert that empties it are slow.
        (
            'CREATE INDEX IF NOT EXISTS "{index}" ON "{table}" USING gin ("{column}" gin_trgm_ops)'
            " WITH (gin_pending_list_limit = 256)"
        ),
    ),
    "sqlite": (
        *_DROP_FTS,
        # The column is folded already, so the tokenizer need not do it again.
        (
            'CREATE VIRTUAL TABLE "{index}" USING fts5("{column}", content="{table}",'
            " content_rowid=\"id\", tokenize='trigram case_sensitive 1')"
        ),
        (
            'CREATE TRIGGER "{index}_insert" AFTER INSERT ON "{table}" BEGIN'
            ' INSERT INTO "{index}"(rowid, "{column}") VALUES (new.id, new."{column}"); END'
        ),
        (
            'CREATE TRIGGER "{index}_delete" AFTER DELETE ON "{table}" BEGIN'
            ' INSERT INTO "{index}"("{index}", rowid, "{column}")'
            " VALUES ('delete', old.id, old.\"{column}\"); END"
        ),
        (
            'CREATE TRIGGER "{index}_update" AFTER UPDATE OF "{column}" ON "{table}"'
            ' WHEN old."{column}" IS NOT new."{column}" BEGIN'
            ' INSERT INTO "{index}"("{index}", rowid, "{column}")'
            " VALUES ('delete', old.id, old.\"{column}\");"
            ' INSERT INTO "{index}"(rowid, "{column}") VALUES (new.id, new."{column}"); END'
        ),
        'INSERT INTO "{index}"("{index}") VALUES (\'rebuild\')',
    ),
}

_DROP = {
    # Others may use the extension: it stays.
    "postgresql": ('DROP INDEX IF EXISTS "{index}"',),
    "sqlite": _DROP_FTS,
}
