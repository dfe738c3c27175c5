"""Running totals instead of sums of quarters and years; the next fold adds them up."""

import django.db.models.deletion
from django.db import migrations, models

MEASURES = (
    *("received", "received_online", "received_postal", "received_partial", "received_full"),
    *("received_saturday", "supplement_files", "to_post", "paid_online"),
    *("finished", "early", "late", "withdrawn", "refused", "returned_postal", "overdue"),
    *("ratings", "satisfied", "neutral", "dissatisfied"),
)
AXES = [(1, "Lĩnh vực"), (2, "Cách nộp, mức dịch vụ")]


def only_months(apps, schema_editor):
    """Nothing else is left where a cell says no longer how long it is."""
    apps.get_model("motcua", "SpanCell").objects.exclude(length=1).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("motcua", "0016_reorganisation"),
    ]

    operations = [
        migrations.RunPython(only_months, migrations.RunPython.noop),
        migrations.RemoveConstraint("spancell", "one_cell_for_a_span"),
        migrations.RemoveIndex("spancell", "cells_of_a_span"),
        migrations.RemoveField("spancell", "length"),
        migrations.RenameModel("SpanCell", "MonthCell"),
        migrations.AddConstraint(
            "monthcell",
            models.UniqueConstraint(
                fields=("axis", "day", "agency", "key"), name="one_cell_for_a_month"
            ),
        ),
        migrations.CreateModel(
            name="TotalCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("axis", models.SmallIntegerField(choices=AXES)),
                ("key", models.IntegerField()),
                *((name, models.IntegerField(default=0)) for name in MEASURES),
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
                "db_table": "figure_total",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("axis", "day", "agency", "key"), name="one_total"
                    )
                ],
            },
        ),
        migrations.AddField("progress", "totals", models.DateField(null=True)),
    ]
