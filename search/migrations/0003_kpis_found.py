from django.db import migrations, models

from search.index import drop_index, make_index


def without_index(apps, schema_editor):
    """SQLite makes the table anew for another rule, and its triggers are lost with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        drop_index(apps, schema_editor)


def with_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        make_index(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [('search', '0002_index')]

    operations = [
        migrations.RunPython(without_index, with_index),
        migrations.RemoveConstraint(
            model_name='searchdocument',
            name='search_kind_known',
        ),
        migrations.AddConstraint(
            model_name='searchdocument',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['action', 'gap', 'analysis', 'kpi', 'meeting', 'task'])), name='search_kind_known'),
        ),
        migrations.RunPython(with_index, without_index),
    ]
