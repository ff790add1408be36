from django.db import migrations

from accounts.roles import DEFAULT_ROLES


def write_roles(apps, schema_editor):
    role = apps.get_model("accounts", "Role")
    for each in DEFAULT_ROLES:
        role.objects.get_or_create(
            slug=each.slug,
            defaults={
                "name": each.name,
                "sentence": each.sentence,
                "scope": each.scope,
                "permissions": list(each.permissions),
            },
        )
    apps.get_model("accounts", "Organisation").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
