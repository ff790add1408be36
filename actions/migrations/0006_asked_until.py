from django.db import migrations, models
from django.db.models import Max, OuterRef, Q, Subquery


def note_what_was_asked(apps, schema_editor):
    """The end of the last period that each action under way was asked about."""
    actions, requests = apps.get_model("actions", "CorrectiveAction"), apps.get_model("actions", "CheckInRequest")
    ends = (
        requests.objects.filter(action=OuterRef("pk")).order_by().values("action").annotate(end=Max("period_end")).values("end")
    )
    actions.objects.filter(state__in=["approved", "in_progress", "on_hold"]).update(asked_until=Subquery(ends[:1]))


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_effect_shows_later")]

    operations = [
        migrations.AddField("correctiveaction", "asked_until", models.DateField(blank=True, null=True)),
        migrations.RunPython(note_what_was_asked, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "correctiveaction",
            models.Index(
                condition=Q(("state__in", ["approved", "in_progress"])), fields=["asked_until"], name="action_to_ask"
            ),
        ),
    ]
