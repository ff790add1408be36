"""Addresses of the import."""

from django.urls import path

from intake import column_views, correction_views, edit_views, views

urlpatterns = [
    path("analyses/import/", views.import_new, name="import_new"),
    path("analyses/import/<int:pk>/", views.import_review, name="import_review"),
    path("analyses/import/<int:pk>/columns/", column_views.import_columns, name="import_columns"),
    path("analyses/import/<int:pk>/columns/forget/", column_views.import_columns_forget, name="import_columns_forget"),
    path("analyses/import/<int:pk>/edit/<str:key>/", edit_views.import_edit, name="import_edit"),
    path("analyses/import/<int:pk>/lines/<int:number>/", edit_views.import_line, name="import_line"),
    path("analyses/import/<int:pk>/undo/", edit_views.import_undo, name="import_undo"),
    path("analyses/import/<int:pk>/treat/", correction_views.import_treat, name="import_treat"),
    path("analyses/import/<int:pk>/difference/", correction_views.import_difference, name="import_difference"),
    path("analyses/import/<int:pk>/discard/", views.import_discard, name="import_discard"),
]
