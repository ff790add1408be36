"""Django's admin and plain views over the product's schema, with what such a project would have and nothing more."""

from tests.bench.settings_product import *  # noqa: F403
from tests.bench.settings_product import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*(each for each in INSTALLED_APPS if not each.startswith("allauth")), "django.contrib.admin"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.bench.peers"
MIDDLEWARE = [
    "tests.bench.counting.CountStatements",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004", "admin.E404"]
