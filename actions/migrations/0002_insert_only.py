from django.db import migrations

from common.db import insert_only


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial")]
    operations = [insert_only("actions_snapshot", "actions_signature")]
