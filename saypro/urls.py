"""Every address, by the app that owns the page."""

from django.urls import include, path

from accounts.urls import patterns as people
from common import errors, gallery
from notifications.urls import patterns as outbox
from saypro import health
from saypro.codes import CODES
from saypro.links import mint
from saypro.work import HELD_BY, SOURCES

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("intake.urls")),
    path("", include("meetings.urls")),
    path("", include("actions.urls")),
    path("", include("search.urls")),
    path("", include("accounts.urls")),
    *people(sources=SOURCES, held_by=HELD_BY, codes=CODES),
    *outbox(mint=mint),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("components/", gallery.gallery, name="components"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
