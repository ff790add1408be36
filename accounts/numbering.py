"""Running numbers without holes: G-01, A-01, bundle 1. One lock, held until the transaction ends."""

from django.db import models
from django.db.models import Max

from accounts.models import Organisation


def next_number(model: type[models.Model]) -> int:
    """The next running number of the model's rows. Call it inside the transaction that writes the row."""
    return next_numbers(model, 1)[0]


def next_numbers(model: type[models.Model], count: int) -> range:
    """The next running numbers, for as many rows. Call it inside the transaction that writes them."""
    Organisation.objects.select_for_update().get(id=1)
    highest = model._default_manager.aggregate(highest=Max("number"))["highest"]
    first = (highest or 0) + 1
    return range(first, first + count)
