"""Running numbers without holes: G-01, A-01, bundle 1. One lock, held until the transaction ends."""

from django.db import models
from django.db.models import Max

from accounts.models import Organisation


def next_number(model: type[models.Model]) -> int:
    """The next running number of the model's rows. Call it inside the transaction that writes the row."""
    Organisation.objects.select_for_update().get(id=1)
    highest = model._default_manager.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
