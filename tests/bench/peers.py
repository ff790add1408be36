"""Addresses of the peers."""

from django.urls import path

from tests.bench import plain
from tests.bench.admin_site import site

urlpatterns = [
    path("admin/", site.urls),
    path("plain/actions/", plain.actions),
    path("plain/actions/<int:pk>/", plain.action),
    path("plain/actions.xlsx", plain.actions_xlsx),
    path("plain/dashboard/", plain.dashboard),
]
