"""The quality score of an agency in a term, self-scored and appraised."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motcua", "0022_phone_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=7)),
                ("rubric", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("own", "Đã tự chấm"), ("appraised", "Đã thẩm định")],
                        default="own",
                        max_length=9,
                    ),
                ),
                ("computed", models.JSONField()),
                ("own", models.JSONField()),
                ("own_at", models.DateTimeField()),
                ("appraised", models.JSONField(default=dict)),
                ("appraised_at", models.DateTimeField(null=True)),
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
                    "appraised_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "own_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "quality_score",
                "constraints": [
                    models.UniqueConstraint(fields=("term", "agency"), name="one_score_a_term")
                ],
            },
        ),
    ]
