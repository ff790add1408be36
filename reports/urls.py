"""Addresses of the reading side."""

from django.urls import path

from reports import views

urlpatterns = [path("", views.my_work, name="my_work")]
