"""What was published stays: the database itself refuses to change a published version or its fees.

Two columns of a published version may still be written: `valid_to`, once a successor or an
abolition sets its last day (never later again, never open again), and `search`, which is derived.
A migration that rebuilds one of these tables on SQLite drops the triggers and must run
`guard_catalogue` again at its end; tests/catalogue/test_guard.py watches over it.
"""

from django.db import migrations

COLUMNS = (
    "id",
    "procedure_id",
    "number",
    "state",
    "valid_from",
    "decision_id",
    "definition_id",
    "name",
    "levels",
    "limit",
    "limits_by_channel",
    "clock_policy",
    "day0_shift",
    "supplement_limit",
    "online_level",
    "old_level",
    "partial_reason",
    "on_the_spot",
    "edited",
    "copies",
    "applicants",
    "applicants_text",
    "results",
    "legal_basis",
    "content",
    "facts",
    "published_at",
    "published_by_id",
)

REFUSAL = "a published version of a procedure never changes"

_CHANGED = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in COLUMNS)
_REOPENED = (
    "(OLD.valid_to IS NOT NEW.valid_to"
    " AND (NEW.valid_to IS NULL OR (OLD.valid_to IS NOT NULL AND NEW.valid_to > OLD.valid_to)))"
)
_OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM procedure_version WHERE id IN ({rows}) AND state = 'published')"
)


def _sqlite_trigger(name: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


SQLITE = {
    "procedure_version_kept": (
        "UPDATE ON procedure_version",
        f"OLD.state = 'published' AND ({_CHANGED} OR {_REOPENED})",
    ),
    "procedure_version_undeleted": (
        "DELETE ON procedure_version",
        "OLD.state = 'published'",
    ),
    "fee_rule_not_added": (
        "INSERT ON fee_rule",
        _OF_PUBLISHED.format(rows="NEW.version_id"),
    ),
    "fee_rule_kept": (
        "UPDATE ON fee_rule",
        _OF_PUBLISHED.format(rows="OLD.version_id, NEW.version_id"),
    ),
    "fee_rule_undeleted": (
        "DELETE ON fee_rule",
        _OF_PUBLISHED.format(rows="OLD.version_id"),
    ),
}

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION procedure_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'published' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR to_jsonb(OLD) - 'valid_to' - 'search' IS DISTINCT FROM
           to_jsonb(NEW) - 'valid_to' - 'search'
        OR (OLD.valid_to IS DISTINCT FROM NEW.valid_to
            AND (NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to))
    THEN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER procedure_version_kept BEFORE UPDATE OR DELETE ON procedure_version
    FOR EACH ROW EXECUTE FUNCTION procedure_version_guard();

CREATE OR REPLACE FUNCTION fee_rule_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND EXISTS (
            SELECT 1 FROM procedure_version WHERE id = OLD.version_id AND state = 'published'))
        OR (TG_OP <> 'DELETE' AND EXISTS (
            SELECT 1 FROM procedure_version WHERE id = NEW.version_id AND state = 'published'))
    THEN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE TRIGGER fee_rule_kept BEFORE INSERT OR UPDATE OR DELETE ON fee_rule
    FOR EACH ROW EXECUTE FUNCTION fee_rule_guard();

CREATE OR REPLACE FUNCTION catalogue_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE TRIGGER procedure_version_not_emptied BEFORE TRUNCATE ON procedure_version
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_not_emptied();
CREATE OR REPLACE TRIGGER fee_rule_not_emptied BEFORE TRUNCATE ON fee_rule
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_not_emptied();
"""

POSTGRESQL_BACK = """
DROP TRIGGER IF EXISTS procedure_version_kept ON procedure_version;
DROP TRIGGER IF EXISTS fee_rule_kept ON fee_rule;
DROP TRIGGER IF EXISTS procedure_version_not_emptied ON procedure_version;
DROP TRIGGER IF EXISTS fee_rule_not_emptied ON fee_rule;
DROP FUNCTION IF EXISTS procedure_version_guard();
DROP FUNCTION IF EXISTS fee_rule_guard();
DROP FUNCTION IF EXISTS catalogue_not_emptied();
"""


def guard_catalogue(apps, schema_editor):
    """Make the triggers; harmless when they stand already."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    release_catalogue(apps, schema_editor)
    for name, (event, when) in SQLITE.items():
        schema_editor.execute(_sqlite_trigger(name, event, when))


def release_catalogue(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK, params=None)
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("motcua", "0002_search")]

    operations = [migrations.RunPython(guard_catalogue, release_catalogue)]
