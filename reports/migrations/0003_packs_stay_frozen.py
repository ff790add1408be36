from django.db import migrations

from common.db import frozen

CONTENT = (
    "meeting_id",
    "number",
    "department_id",
    "data",
    "digest",
    "chain_head",
    "file",
    "sha256",
    "size",
    "pages",
    "standard",
    "issued_at",
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_briefing_packs")]
    operations = [frozen("reports_briefingpack", ("issued", "superseded"), CONTENT, moves=("superseded",))]
