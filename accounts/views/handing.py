"""Handing over and switching off: what is open, who gets it, exactly what that changes, then one press."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms import HandOverForm, ReasonForm
from accounts.middleware import ViewerRequest
from accounts.models import User
from accounts.permissions import can_hand_over, can_switch_off
from accounts.services.handing import Choice, Preview, hand_over, preview
from accounts.services.people import switch_off, switch_on
from accounts.work import Kind, Source, Work, blocking, counts_in_words, kinds_of, open_work
from common.access import Conflict, Unfit, require
from common.http import add_errors, form_page, page_or_part, redirect_after

ITEM, KIND = "item-", "kind-"


def find(request: ViewerRequest, pk: int) -> User:
    """The person, if the viewer may see them; else 404."""
    return get_object_or_404(User.objects.visible_to(request.viewer).select_related("department"), pk=pk)


@require_http_methods(["GET", "POST"])
def person_off(request: ViewerRequest, pk: int, *, sources: Sequence[Source]) -> HttpResponse:
    """End somebody's access, with a reason; with open work the way leads to handing it over."""
    found = find(request, pk)
    require(can_switch_off(request.viewer, found))
    at, kinds = timezone.now(), kinds_of(sources)
    works = open_work(found, sources, at)
    if blocking(works, kinds):
        return redirect_after(request, reverse("person_hand_over", args=[pk]))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            switch_off(found, reason=form.cleaned_data["reason"], sources=sources, by=request.viewer, at=at)
        except Unfit as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{found.name} can no longer sign in.")
            return redirect_after(request, reverse("person", args=[pk]))
    lead = "They are out at once, on every device. What they did stays in the history."
    if works:
        lead += (
            f" They still have {counts_in_words(works, kinds)}, which can stay so; hand over first if somebody follows."
        )
    title = f"Switch off {found.name}"
    return form_page(request, form, title, title, reverse("person", args=[pk]), lead=lead)


@require_http_methods(["GET", "POST"])
def person_on(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give somebody access again, with a reason."""
    found = find(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and (found.is_active or form.is_valid()):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        switch_on(found, reason=reason, by=request.viewer, at=timezone.now())
        messages.success(request, f"{found.name} can sign in again.")
        return redirect_after(request, reverse("person", args=[pk]))
    require(can_hand_over(request.viewer, found))
    title = f"Switch on {found.name}"
    lead = "They sign in as before, with the roles they had. What was handed over stays with who has it now."
    return form_page(request, form, title, title, reverse("person", args=[pk]), lead=lead)


@require_http_methods(["GET", "POST"])
def person_hand_over(request: ViewerRequest, pk: int, *, sources: Sequence[Source]) -> HttpResponse:
    """Choose who gets what; `step` is "preview", "confirm", or "change" to go back to the choices."""
    found = find(request, pk)
    require(can_hand_over(request.viewer, found))
    at, step = timezone.now(), request.POST.get("step", "")
    kinds = kinds_of(sources)
    form = HandOverForm(
        request.POST if step in ("preview", "confirm") else None, initial=first(request.POST), kinds=kinds
    )
    if step == "preview" and form.is_valid():
        try:
            seen = preview(found, choice_of(request.POST), sources, by=request.viewer, at=at)
        except Unfit as error:
            add_errors(form, error)
        else:
            return preview_page(request, found, seen)
    if step == "confirm":
        try:
            done = hand_over(
                found,
                choice_of(request.POST),
                sources,
                token=request.POST.get("token", ""),
                reason=request.POST.get("reason", ""),
                then_off=request.POST.get("only") != "on" and found.is_active,
                by=request.viewer,
                at=at,
            )
        except Unfit as error:
            form.is_valid()
            add_errors(form, error)
        except Conflict as conflict:
            seen = preview(found, choice_of(request.POST), sources, by=request.viewer, at=at)
            return preview_page(request, found, seen, conflict)
        else:
            messages.success(request, done_words(found, done))
            return redirect_after(request, reverse("person", args=[pk]))
    return choices_page(request, found, form, open_work(found, sources, at), kinds)


def first(post: QueryDict) -> dict[str, object]:
    """The choices as they came, to go on from."""
    return {name: post.get(name) for name in post if name != "step"}


def choice_of(post: QueryDict) -> Choice:
    """Who was chosen. Single things name people by their address, the others by id."""
    by_item = {name.removeprefix(ITEM): str(value).strip() for name, value in post.items() if name.startswith(ITEM)}
    emails = {value.lower() for value in by_item.values() if "@" in value}
    ids = {}
    if emails:
        ids = {email.lower(): str(pk) for pk, email in User.objects.active().values_list("pk", "email")}
    return Choice(
        for_all=post.get("for_all", ""),
        by_kind={
            name.removeprefix(KIND): str(value) for name, value in post.items() if name.startswith(KIND) and value
        },
        by_item={key: ids.get(value.lower(), value) for key, value in by_item.items() if value},
    )


def done_words(person: User, done: Preview) -> str:
    words = f"The work of {person.name} is handed over." if done.lines else ""
    person.refresh_from_db(fields=["is_active"])
    return words if person.is_active else f"{words} {person.name} can no longer sign in.".strip()


def choices_page(
    request: ViewerRequest, person: User, form: HandOverForm, works: list[Work], kinds: dict[str, Kind]
) -> HttpResponse:
    """Everything open, by kind, with who gets it; 422 where something typed does not fit."""
    typed = request.POST
    groups = []
    for key, kind in kinds.items():
        items = [(work, typed.get(ITEM + work.key, "")) for work in works if work.kind == key]
        if items:
            groups.append({"kind": kind, "field": form[KIND + key], "items": items, "open": any(v for _, v in items)})
    context = {
        "person": person,
        "form": form,
        "groups": groups,
        "words": counts_in_words(works, kinds),
        "must": blocking(works, kinds),
        "people": User.objects.active().exclude(pk=person.pk).values_list("email", "name").order_by("name"),
        "can_switch_off": can_switch_off(request.viewer, person),
        "only": typed.get("only") == "on",
    }
    status = 422 if form.is_bound and form.errors else 200
    return page_or_part(request, "people/hand_over.html", context, status=status)


def preview_page(request: ViewerRequest, person: User, seen: Preview, conflict: Conflict | None = None) -> HttpResponse:
    """Exactly what would change; 409 with what changed meanwhile where that is why it is shown again."""
    groups = [(kind, [line for line in seen.lines if line.work.kind == key]) for key, kind in seen.kinds.items()]
    only = request.POST.get("only") == "on" or not person.is_active
    context = {
        "person": person,
        "seen": seen,
        "groups": [(kind, lines) for kind, lines in groups if lines],
        "given": [(name, value) for name, value in request.POST.items() if name.startswith((ITEM, KIND)) and value],
        "for_all": request.POST.get("for_all", ""),
        "reason": request.POST.get("reason", ""),
        "only": only,
        "is_possible": bool(seen.lines or not only) and not seen.refused and (only or not seen.missing),
        "token": seen.token(),
        "conflict": conflict,
        "receivers": len({line.to.pk for line in seen.lines if line.to}),
    }
    return page_or_part(request, "people/hand_over_preview.html", context, status=409 if conflict else 200)
