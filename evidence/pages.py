"""The pages of proof, for whatever carries it: add, all versions, a new version, withdraw, and the file itself.

An app that has a many-to-many field `evidence` on something makes one `EvidencePages` for it. `find` answers 404 for what
the viewer may not see, so a file is only ever reached through the object that it proves.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import ViewerRequest
from accounts.viewer import Viewer
from common.access import ALLOWED, Answer, Conflict, Unfit, require
from common.dates import today
from common.http import add_errors, form_page, page_or_part, redirect_after
from evidence.forms import EvidenceForm, VersionForm, WithdrawForm
from evidence.models import Evidence, EvidenceVersion
from evidence.services import add_file, add_link, add_version, withdraw
from evidence.serving import serve


@dataclass(frozen=True)
class Held:
    """The object that carries proof, as one viewer found it: its name, where one goes back to, and whether they may add."""

    thing: Any
    label: str
    lead: str
    department_id: int | None
    back: str
    may: Answer = ALLOWED
    choices: dict[str, Any] = field(default_factory=dict)


Find = Callable[[ViewerRequest, int], Held]
Attach = Callable[[Held, Evidence, dict[str, Any], Viewer, datetime], None]


def plain_form(held: Held, *args: Any, **kwargs: Any) -> EvidenceForm:
    return EvidenceForm(*args, **kwargs)


@dataclass(frozen=True)
class EvidencePages:
    """Five addresses below an object's own. `key` begins their names: `gap_evidence`, `gap_evidence_new`, …

    `attach` points the object at new proof and asks again whether the person may.
    """

    key: str
    find: Find
    attach: Attach
    form: Callable[..., EvidenceForm] = plain_form

    def urls(self, prefix: str) -> list[URLPattern]:
        """The addresses; `prefix` is the object's own, as in "gaps/<int:pk>/"."""
        both = require_http_methods(["GET", "POST"])
        start, name = f"{prefix}evidence/", f"{self.key}_evidence"
        return [
            path(f"{start}new/", both(self.new), name=f"{name}_new"),
            path(f"{start}<int:evidence>/", require_GET(self.one), name=name),
            path(f"{start}<int:evidence>/new-version/", both(self.version), name=f"{name}_version"),
            path(f"{start}<int:evidence>/withdraw/", both(self.withdraw), name=f"{name}_withdraw"),
            path(f"{start}<int:evidence>/<int:number>/", require_GET(self.file), name=f"{name}_file"),
        ]

    def found(self, request: ViewerRequest, pk: int, evidence: int) -> tuple[Held, Evidence]:
        """The object and a piece of its proof; 404 where the viewer sees no such object, or it has no such proof."""
        held = self.find(request, pk)
        return held, get_object_or_404(held.thing.evidence.select_related("added_by", "withdrawn_by"), pk=evidence)

    def address(self, pk: int, evidence: int) -> str:
        return reverse(f"{self.key}_evidence", args=[pk, evidence])

    def new(self, request: ViewerRequest, pk: int) -> HttpResponse:
        """Add a file or a link."""
        held = self.find(request, pk)
        require(held.may)
        form = self.form(held, request.POST or None, request.FILES or None, initial=initial(request))
        if request.method == "POST" and form.is_valid():
            at = timezone.now()
            try:
                evidence = add_file_or_link(form.cleaned_data, held.department_id, by=request.viewer, at=at)
                self.attach(held, evidence, form.cleaned_data, request.viewer, at)
            except Unfit as unfit:
                add_errors(form, unfit)
            else:
                messages.success(request, f"“{evidence.title}” is added to {held.label}.")
                return redirect_after(request, held.back)
        return form_page(request, form, f"Add evidence to {held.label}", "Add the evidence", held.back, lead=held.lead)

    def one(self, request: ViewerRequest, pk: int, evidence: int) -> HttpResponse:
        """All versions of one proof: who, when, how large, its digest, until when it holds."""
        held, proof = self.found(request, pk, evidence)
        context = {
            "held": held,
            "pk": pk,
            "key": f"{self.key}_evidence",
            "proof": proof,
            "today": today(timezone.now()),
            "versions": list(proof.versions.select_related("added_by")),
            "open": not proof.withdrawn_at,
        }
        return page_or_part(request, "evidence/detail.html", context)

    def version(self, request: ViewerRequest, pk: int, evidence: int) -> HttpResponse:
        """A new version; earlier ones stay."""
        held, proof = self.found(request, pk, evidence)
        require(held.may)
        refuse_withdrawn(proof)
        form = VersionForm(
            request.POST or None, request.FILES or None, kind=proof.kind, initial={"expires_on": proof.expires_on}
        )
        if request.method == "POST" and form.is_valid():
            try:
                made = add_version(proof, **form.cleaned_data, by=request.viewer, at=timezone.now())
            except Unfit as unfit:
                add_errors(form, unfit)
            else:
                messages.success(request, f"Version {made.number} of “{proof.title}” is added.")
                return redirect_after(request, self.address(pk, evidence))
        title = f"New version of “{proof.title}”"
        back = self.address(pk, evidence)
        return form_page(request, form, title, "Add the version", back, lead=f"{held.label}: {held.lead}")

    def withdraw(self, request: ViewerRequest, pk: int, evidence: int) -> HttpResponse:
        """Withdraw it with a reason; nothing is deleted."""
        held, proof = self.found(request, pk, evidence)
        require(held.may)
        refuse_withdrawn(proof)
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                withdraw(proof, reason=form.cleaned_data["reason"], by=request.viewer, at=timezone.now())
            except Unfit as unfit:
                add_errors(form, unfit)
            else:
                messages.success(request, f"“{proof.title}” is withdrawn.")
                return redirect_after(request, held.back)
        back = self.address(pk, evidence)
        return form_page(request, form, f"Withdraw “{proof.title}”", "Withdraw it", back, lead=held.lead)

    def file(self, request: ViewerRequest, pk: int, evidence: int, number: int) -> FileResponse:
        """The file of one version, as a download."""
        held = self.find(request, pk)
        proofs: models.QuerySet = held.thing.evidence.all()
        rows = EvidenceVersion.objects.exclude(file="")
        return serve(get_object_or_404(rows, evidence=evidence, number=number, evidence__in=proofs))


def initial(request: ViewerRequest) -> dict[str, int]:
    """What the address says beforehand, as `?milestone=3`."""
    given = request.GET.dict()
    return {name: int(str(value)) for name, value in given.items() if str(value).isdecimal() and len(str(value)) < 10}


def refuse_withdrawn(proof: Evidence) -> None:
    if proof.withdrawn_at:
        raise Conflict(f"“{proof.title}” was withdrawn; add new proof instead.")


def add_file_or_link(given: dict[str, Any], department_id: int | None, *, by: Viewer, at: datetime) -> Evidence:
    """The evidence that the form describes, seen by whoever sees the object's unit."""
    about = {
        "title": given["title"],
        "source": given["source"],
        "expires_on": given["expires_on"],
        "department_id": department_id,
    }
    if given["upload"]:
        return add_file(upload=given["upload"], **about, by=by, at=at)
    return add_link(url=given["url"], **about, by=by, at=at)
