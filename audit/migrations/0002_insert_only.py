from django.db import migrations

from common.db import insert_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [insert_only("audit_entry", "audit_seal")]
