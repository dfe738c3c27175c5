"""Trigram indexes under the search of files and of procedures."""

from django.db import migrations

from motcua.search import search_index


class Migration(migrations.Migration):
    dependencies = [("motcua", "0001_initial")]

    operations = [
        search_index("case_file", "search"),
        search_index("procedure_version", "search"),
    ]
