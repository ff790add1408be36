"""What the columns of a table are: looked at, changed, remembered for the next file, and forgotten."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import ViewerRequest
from common.access import Unfit
from common.http import add_errors, page_or_part, redirect_after
from intake.column_forms import ColumnsForm
from intake.edit_views import find, last_number
from intake.models import ImportEdit
from intake.services import columns_words, forget_columns, set_columns, tables_of


@require_http_methods(["GET", "POST"])
def import_columns(request: ViewerRequest, pk: int) -> HttpResponse:
    """What each column is taken for. Saving reads the document again with it and remembers it by the headings."""
    draft = find(request, pk)
    tables = tables_of(draft)
    if not tables:
        raise Http404("no tables in it")
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(tables, data, initial={"seen": last_number(draft)})
    lost: list[ImportEdit] = []
    if form.is_bound and form.is_valid():
        try:
            lost = set_columns(
                draft,
                form.columns(),
                seen=form.cleaned_data["seen"],
                may_undo="undo" in request.POST,
                by=request.viewer,
                at=timezone.now(),
            )
        except Unfit as unfit:
            add_errors(form, unfit)
        else:
            if not lost:
                messages.success(request, "The document is read with these columns, and so is the next one like it.")
                return redirect_after(request, reverse("import_review", args=[pk]))
    context = {
        "draft": draft,
        "form": form,
        "tables": [(table, rows, columns_words(draft, table.fingerprint)) for table, rows in form.shown()],
        "lost": lost,
        "corrected": ImportEdit.objects.filter(draft=draft, undone_at=None).count(),
        "is_read": bool(draft.content.get("units")),
    }
    return page_or_part(request, "intake/columns.html", context, status=422 if form.errors or lost else 200)


@require_POST
def import_columns_forget(request: ViewerRequest, pk: int) -> HttpResponse:
    """Forget what was set for one kind of table."""
    draft = find(request, pk)
    if forget_columns(draft, request.POST.get("table", "")[:40], by=request.viewer, at=timezone.now()):
        messages.success(request, "Forgotten. The next file with these headings is read as its headings say.")
    else:
        messages.info(request, "Nothing was remembered for these headings any more.")
    return redirect_after(request, reverse("import_columns", args=[pk]))
