"""How allauth behaves here: nobody signs up by themselves, and its mails leave through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up. Accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
