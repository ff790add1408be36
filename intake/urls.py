"""Addresses of the import."""

from django.urls import path

from intake import views

urlpatterns = [
    path("analyses/import/", views.import_new, name="import_new"),
    path("analyses/import/<int:pk>/", views.import_review, name="import_review"),
    path("analyses/import/<int:pk>/discard/", views.import_discard, name="import_discard"),
]
