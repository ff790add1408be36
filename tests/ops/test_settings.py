"""What the environment decides, seen from a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def ask(code: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from saypro.settings import base as settings\n{code}"],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_it_refuses_to_start_and_says_why():
    answer = ask("")
    assert answer.returncode != 0
    assert "SECRET_KEY is not set" in answer.stderr
    assert ask("", DEBUG="1").returncode == 0


def test_the_secret_can_stand_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("a long random text\n")
    assert ask("print(settings.SECRET_KEY)", SECRET_KEY_FILE=str(file)).stdout.strip() == "a long random text"


def test_https_turns_on_what_belongs_to_it():
    code = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS)"
    on = ask(code, SECRET_KEY="x", BASE_URL="https://saypro.example.org").stdout.split()
    assert on == ["True", "True", "True", "31536000"]
    assert ask(code, SECRET_KEY="x").stdout.split() == ["False", "False", "False", "0"]


def test_an_empty_database_address_is_the_embedded_one():
    answer = ask("print(settings.DATABASES['default']['ENGINE'])", SECRET_KEY="x", DATABASE_URL="")
    assert answer.stdout.strip() == "django.db.backends.sqlite3"
