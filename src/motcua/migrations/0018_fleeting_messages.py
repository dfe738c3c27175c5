"""Messages whose text is kept no longer than it takes to send them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motcua", "0017_totals_of_figures"),
    ]

    operations = [
        migrations.AddField("message", "fleeting", models.BooleanField(default=False)),
    ]
