"""Addresses of the import."""

urlpatterns: list = []
