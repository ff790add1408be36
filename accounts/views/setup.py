"""The first start: the page that makes the first administrator, and is gone afterwards."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.first_admin import is_needed, make_first_admin
from accounts.forms import SetupForm
from accounts.middleware import open_to_all
from accounts.throttling import knock, wait_sentence
from accounts.views.invitations import personal
from common.access import Unfit
from common.http import add_errors, redirect_after


@open_to_all
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Make the first administrator by the code; 404 once anybody has an account."""
    if not is_needed():
        raise Http404("an account exists")
    form = SetupForm(request.POST or None)
    if request.method == "POST" and knock(request, "setup") is None:
        form.add_error(None, f"Too many tries. {wait_sentence('setup')}")
        return personal(render(request, "setup/setup.html", {"form": form}, status=429))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = make_first_admin(
                code=given["code"],
                name=given["name"],
                email=given["email"],
                password=given["password"],
                organisation=given["organisation"],
                single_signer=given["signers"] == "one",
                at=timezone.now(),
            )
        except Unfit as error:
            add_errors(form, error)
        else:
            get_adapter().login(request, person)
            messages.success(request, "You are the first administrator. Invite the others next.")
            return personal(redirect_after(request, "/people/"))
    return personal(render(request, "setup/setup.html", {"form": form}, status=422 if form.errors else 200))
