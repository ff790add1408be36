"""Settings of the tests: the same as in use, with fast passwords and mails kept in memory."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-" + "0" * 40)
if "DATA_DIR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    # Workers inherit the folder of the process that started them: each gets its own, or they count each other's files.
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="saypro-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("TIME_ZONE", "Africa/Johannesburg")

from saypro.settings.base import *  # noqa: E402, F403
from saypro.settings.base import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_URL = "locmem://"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
