"""Every address, by the app that owns the page."""

from django.urls import include, path

from common import errors, gallery

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("components/", gallery.gallery, name="components"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
