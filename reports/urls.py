"""Addresses of the reading side."""

from django.urls import path

from reports.views import packs, reading

urlpatterns = [
    path("", reading.my_work, name="my_work"),
    path("reports/", reading.scorecard, name="scorecard"),
    path("reports/changes/", reading.changes, name="changes"),
    path("reports/digests/", reading.digests, name="digests"),
    path("reports/digests/<int:pk>/", reading.digest, name="digest"),
    path("packs/", packs.packs, name="packs"),
    path("packs/<int:pk>/", packs.pack, name="pack"),
    path("packs/<int:pk>/changes/", packs.pack_changes, name="pack_changes"),
    path("packs/<int:pk>/download/", packs.pack_download, name="pack_download"),
    path("packs/<int:pk>/send/", packs.pack_send, name="pack_send"),
    path("meetings/<int:pk>/pack/", packs.pack_new, name="pack_new"),
    path("meetings/<int:pk>/packs/", packs.meeting_packs, name="meeting_packs"),
]
