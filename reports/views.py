"""The reading side: my work."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.middleware import ViewerRequest
from common.http import page_or_part
from reports.mywork import my_work as gather


@require_GET
def my_work(request: ViewerRequest) -> HttpResponse:
    """What waits for me, then how my actions stand."""
    work = gather(request.viewer, at=timezone.now())
    return page_or_part(request, "reports/my_work.html", {"work": work, "today": work.today})
