from django.db import migrations

from gaps.tree_rules import keep_trees_whole


class Migration(migrations.Migration):

    dependencies = [('gaps', '0004_registers_and_shared_causes')]

    operations = [keep_trees_whole()]
