"""What the environment decides. Each case reads the settings in a process of its own."""

import json
import re

import pytest

from tests.ops.processes import ROOT, environment, run

NAMES = (
    "DATABASES",
    "CACHES",
    "CELERY_BROKER_URL",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SECURE_PROXY_SSL_HEADER",
    "CSRF_TRUSTED_ORIGINS",
    "ALLOWED_HOSTS",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_URL",
    "SECRET_KEY",
    "DEBUG",
)
PROGRAM = (
    "import json, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'saypro.settings.base'\n"
    "from django.conf import settings\n"
    f"print(json.dumps({{name: getattr(settings, name, None) for name in {NAMES}}}, default=str))"
)
KEY = "k" * 60


def test_the_operators_page_names_every_variable():
    asked = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "saypro" / "settings" / "base.py").read_text()))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operating.md").read_text(), re.M))
    assert len(asked) > 15
    assert asked <= told


def read(tmp_path, **values: str) -> dict:
    """The settings as they are with this environment."""
    done = run("-c", PROGRAM, env=environment(DATA_DIR=str(tmp_path), **values))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_a_secret_it_refuses_and_says_why(tmp_path):
    done = run("manage.py", "check", env=environment(DATA_DIR=str(tmp_path)))
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert "`make start`" in done.stderr


def test_the_secret_may_lie_in_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(path))["SECRET_KEY"] == KEY
    assert read(tmp_path, SECRET_KEY_FILE=str(path), SECRET_KEY="from the environment" * 3)["SECRET_KEY"] != KEY


def test_https_makes_cookies_secure_and_redirects(tmp_path):
    found = read(tmp_path, SECRET_KEY=KEY, BASE_URL="https://saypro.example.org/", TRUSTED_PROXIES="1")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://saypro.example.org"]


def test_without_https_and_proxy_nothing_of_it(tmp_path):
    found = read(tmp_path, SECRET_KEY=KEY)
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert not found["DEBUG"]


@pytest.mark.parametrize("empty", [{}, {"DATABASE_URL": "", "REDIS_URL": ""}])
def test_without_addresses_it_is_sqlite_and_folders(tmp_path, empty):
    found = read(tmp_path, SECRET_KEY=KEY, **empty)
    assert found["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "saypro.sqlite3")
    assert found["CELERY_BROKER_URL"] == "filesystem://"
    assert found["CACHES"]["default"]["LOCATION"] == str(tmp_path / "cache")


def test_addresses_change_database_broker_and_cache(tmp_path):
    redis = "redis://127.0.0.1:6379/3"
    found = read(tmp_path, SECRET_KEY=KEY, DATABASE_URL="postgres://u:p@db:5432/saypro", REDIS_URL=redis)
    assert found["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert found["DATABASES"]["default"]["HOST"] == "db"
    assert found["CELERY_BROKER_URL"] == redis
    assert found["CACHES"]["default"]["LOCATION"] == redis


def test_its_own_health_checks_are_let_in_whatever_hosts_are_named(tmp_path):
    found = read(tmp_path, SECRET_KEY=KEY, ALLOWED_HOSTS="saypro.example.org")
    assert {"saypro.example.org", "127.0.0.1", "localhost"} <= set(found["ALLOWED_HOSTS"])


def test_the_host_of_the_address_need_not_be_named_twice(tmp_path):
    assert (
        "saypro.example.org" in read(tmp_path, SECRET_KEY=KEY, BASE_URL="https://saypro.example.org")["ALLOWED_HOSTS"]
    )


def test_empty_names_count_as_not_given(tmp_path):
    """The compose file passes names on that are empty in .env."""
    found = read(tmp_path, SECRET_KEY=KEY, EMAIL_URL="", DEFAULT_FROM_EMAIL="", ALLOWED_HOSTS="")
    assert found["DEFAULT_FROM_EMAIL"] == "SayPro <saypro@localhost>"
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert "" not in found["ALLOWED_HOSTS"]


def test_a_mail_server_is_used_where_one_is_named(tmp_path):
    assert read(tmp_path, SECRET_KEY=KEY, EMAIL_URL="smtp+tls://u:p@mail:587")["EMAIL_BACKEND"].endswith(
        "smtp.EmailBackend"
    )
