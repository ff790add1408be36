"""Answering a request with a page or with a part of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from common.access import Unfit


def page_or_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render the named partial of the template when htmx asks for that target, else the whole page."""
    htmx = getattr(request, "htmx", None)
    if part and htmx and not htmx.history_restore_request and htmx.target == part:
        template = f"{template}#{part}"
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "HX-Request, HX-Target"
    return response


def redirect_after(request: HttpRequest, address: str) -> HttpResponse:
    """See other; for htmx by its own header, so that the whole page is loaded."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def add_errors(form: BaseForm, error: Unfit | ValidationError) -> None:
    """Put a service's refusal of values at the fields of the form, and what has no field on top of it."""
    errors = error.errors if isinstance(error, Unfit) else getattr(error, "message_dict", {"": error.messages})
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def form_page(
    request: HttpRequest,
    form: BaseForm,
    title: str,
    submit: str,
    back: str,
    *,
    lead: str = "",
    template: str = "forms/page.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page with one form; 422 with what was typed where it has errors."""
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "title": title, "submit": submit, "back": back, "lead": lead, **(extra or {})}
    return page_or_part(request, template, context, status=status)
