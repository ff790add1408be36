from django.db import migrations

CODE = "reports.pack"


def give(apps, schema_editor):
    """The M&E team of a database that is there already makes packs; a new one begins so."""
    for role in apps.get_model("accounts", "Role").objects.filter(slug="monitoring"):
        if CODE not in role.permissions:
            role.permissions = [*role.permissions, CODE]
            role.save(update_fields=["permissions"])


def take(apps, schema_editor):
    for role in apps.get_model("accounts", "Role").objects.all():
        if CODE in role.permissions:
            role.permissions = [each for each in role.permissions if each != CODE]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_packs_stay_frozen"), ("accounts", "0002_roles")]
    operations = [migrations.RunPython(give, take)]
