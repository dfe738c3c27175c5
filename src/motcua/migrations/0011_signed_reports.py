"""Signed reports and closing days. The database refuses to change or delete what was signed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "report_signed"
REFUSAL = "a signed report is never rewritten"


def _events(schema_editor):
    """SQLite has no TRUNCATE; PostgreSQL's would pass triggers on DELETE by."""
    if schema_editor.connection.vendor == "postgresql":
        return ("UPDATE", "DELETE", "TRUNCATE")
    return ("UPDATE", "DELETE")


def guard_reports(apps, schema_editor):
    """Make the triggers; harmless when they stand already."""
    release_reports(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""
            CREATE OR REPLACE FUNCTION signed_report_guard() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            """,
            params=None,
        )
        body = "EXECUTE FUNCTION signed_report_guard()"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for event in _events(schema_editor):
        name = f"{TABLE}_no_{event.lower()}"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} {body}")


def release_reports(apps, schema_editor):
    """Take the triggers away (going back before this migration)."""
    on_table = schema_editor.connection.vendor == "postgresql"
    for event in _events(schema_editor):
        place = f" ON {TABLE}" if on_table else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{event.lower()}{place}")


class Migration(migrations.Migration):
    dependencies = [
        ("motcua", "0010_online"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="subject",
            field=models.SmallIntegerField(
                choices=[
                    (1, "Hồ sơ"),
                    (2, "Thủ tục"),
                    (3, "Lịch làm việc"),
                    (4, "Tổ chức"),
                    (5, "Quy trình"),
                    (6, "Cấu hình"),
                    (7, "Đánh giá"),
                    (9, "Báo cáo đã ký"),
                    (10, "Nạp dữ liệu cũ"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="subject",
            field=models.SmallIntegerField(
                choices=[
                    (1, "Hồ sơ"),
                    (2, "Thủ tục"),
                    (3, "Lịch làm việc"),
                    (4, "Tổ chức"),
                    (5, "Quy trình"),
                    (6, "Cấu hình"),
                    (7, "Đánh giá"),
                    (9, "Báo cáo đã ký"),
                    (10, "Nạp dữ liệu cũ"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="CutOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("day", models.PositiveSmallIntegerField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="motcua.agency",
                    ),
                ),
            ],
            options={
                "db_table": "report_cut_off",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "valid_from"), name="one_cut_off_from_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            models.Q(("day__gte", 1), ("day__lte", 28)),
                            _connector="OR",
                        ),
                        name="cut_off_in_every_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("06a", "II.06a"), ("07b", "II.07b")], max_length=3),
                ),
                ("layout", models.PositiveSmallIntegerField()),
                ("term", models.CharField(max_length=7)),
                ("edition", models.PositiveSmallIntegerField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("rows", models.JSONField()),
                ("total", models.JSONField(null=True)),
                ("members", models.BinaryField(null=True)),
                ("text", models.TextField(blank=True, default="")),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("fingerprint", models.CharField(max_length=64)),
                ("signer_title", models.CharField(max_length=160)),
                ("signed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="motcua.agency",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "report_signed",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "term", "edition"), name="one_report_an_edition"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="signed_report_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("edition", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="signed_report_replaced_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(guard_reports, release_reports),
    ]
