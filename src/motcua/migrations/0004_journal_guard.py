"""The journal only grows: the database itself refuses to change or delete an entry or a look.

A migration that rebuilds one of these tables on SQLite drops the triggers and must run
`guard_journal` again at its end; tests/journal/test_guard.py watches over it.
"""

from django.db import migrations

TABLES = ("journal_entry", "journal_look")
REFUSAL = "the journal only grows"

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def _name(table, event):
    return f"{table}_no_{event.lower()}"


def _events(schema_editor):
    """SQLite has no TRUNCATE; PostgreSQL's would pass triggers on DELETE by."""
    if schema_editor.connection.vendor == "postgresql":
        return ("UPDATE", "DELETE", "TRUNCATE")
    return ("UPDATE", "DELETE")


def guard_journal(apps, schema_editor):
    """Make the triggers; harmless when they stand already."""
    release_journal(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL, params=None)
        body = "EXECUTE FUNCTION journal_guard()"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES:
        for event in _events(schema_editor):
            schema_editor.execute(
                f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} {body}"
            )


def release_journal(apps, schema_editor):
    """Take the triggers away (going back before this migration)."""
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in _events(schema_editor):
            place = f" ON {table}" if on_table else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{place}")


class Migration(migrations.Migration):
    dependencies = [("motcua", "0003_catalogue_guard")]

    operations = [migrations.RunPython(guard_journal, release_journal)]
