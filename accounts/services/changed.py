"""What follows each change of people, departments and teams."""

from django.db import transaction

from accounts import choices


def changed() -> None:
    """Read the choices anew: for this transaction, and for everybody once it is committed."""
    choices.forget()
    transaction.on_commit(choices.forget)
