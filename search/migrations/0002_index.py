"""The trigram index: GIN on PostgreSQL, where the extension may be made; FTS5 on SQLite."""

from django.db import migrations

from search.index import drop_index, make_index


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
