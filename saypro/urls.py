"""Every address, by the app that owns the page."""

from django.urls import include, path

from common import errors, gallery
from notifications.urls import patterns as outbox
from saypro import health
from saypro.links import mint

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("intake.urls")),
    path("", include("meetings.urls")),
    path("", include("actions.urls")),
    path("", include("search.urls")),
    path("", include("accounts.urls")),
    *outbox(mint=mint),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("components/", gallery.gallery, name="components"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
