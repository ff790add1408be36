"""Every address, by the app that owns the page."""

from django.urls import include, path

from common import errors, gallery
from saypro import health

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("intake.urls")),
    path("", include("meetings.urls")),
    path("", include("actions.urls")),
    path("", include("search.urls")),
    path("", include("accounts.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("components/", gallery.gallery, name="components"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
