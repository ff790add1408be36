"""What follows each change of people, departments and teams."""

from django.db import transaction

from accounts import choices, directory


def changed() -> None:
    """Read the choices and the names anew: for this transaction, and for everybody once it is committed."""
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    choices.forget()
    directory.forget()
