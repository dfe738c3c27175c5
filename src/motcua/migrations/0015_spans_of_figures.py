"""Sums of quarters and years beside those of months, from the months that are there."""

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import TruncQuarter, TruncYear

MEASURES = (
    *("received", "received_online", "received_postal", "received_partial", "received_full"),
    *("received_saturday", "supplement_files", "to_post", "paid_online"),
    *("finished", "early", "late", "withdrawn", "refused", "returned_postal", "overdue"),
    *("ratings", "satisfied", "neutral", "dissatisfied"),
)
PLACE = ("axis", "agency_id", "key")


def add_up(apps, schema_editor):
    """Three months and twelve make a cell each."""
    cells = apps.get_model("motcua", "SpanCell").objects.order_by()
    for length, begins in ((3, TruncQuarter("day")), (12, TruncYear("day"))):
        rows = (
            cells.filter(length=1)
            .annotate(begins=begins)
            .values(*PLACE, "begins")
            .annotate(**{f"n_{name}": Sum(name) for name in MEASURES})
        )
        made = (
            cells.model(
                day=row["begins"],
                length=length,
                **{name: row[name] for name in PLACE},
                **{name: row[f"n_{name}"] for name in MEASURES},
            )
            for row in rows.iterator(chunk_size=2_000)
        )
        cells.bulk_create(list(made), batch_size=500)


def take_out(apps, schema_editor):
    """Only months (going back before this migration)."""
    apps.get_model("motcua", "SpanCell").objects.exclude(length=1).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("motcua", "0014_corrections"),
    ]

    operations = [
        migrations.RenameModel("MonthCell", "SpanCell"),
        migrations.RemoveConstraint("spancell", "one_cell_for_a_month"),
        migrations.AddField("spancell", "length", models.PositiveSmallIntegerField(default=1)),
        migrations.AddConstraint(
            "spancell",
            models.UniqueConstraint(
                fields=("axis", "length", "agency", "day", "key"), name="one_cell_for_a_span"
            ),
        ),
        migrations.AddIndex(
            "spancell", models.Index(fields=["axis", "length", "day"], name="cells_of_a_span")
        ),
        # The last: PostgreSQL alters no table whose new rows still have keys to check.
        migrations.RunPython(add_up, take_out),
    ]
