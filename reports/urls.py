"""Addresses of the reading side."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("reports/", views.scorecard, name="scorecard"),
    path("reports/changes/", views.changes, name="changes"),
    path("reports/digests/", views.digests, name="digests"),
    path("reports/digests/<int:pk>/", views.digest, name="digest"),
]
