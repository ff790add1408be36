from django.db import migrations


def name_kinds(apps, schema_editor):
    """What an import wrote: headings, and the points of the report below them."""
    items = apps.get_model("meetings", "AgendaItem")
    items.objects.filter(parent=None, key="").update(kind="heading")
    items.objects.exclude(parent=None).filter(key="").update(kind="point")


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0002_the_meeting_itself"),
    ]

    operations = [
        migrations.RunPython(name_kinds, migrations.RunPython.noop),
    ]
