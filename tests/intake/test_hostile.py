"""Hostile and broken files: each is refused in one sentence or kept as text, by the command and by the form, quickly and in bounds."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from intake.models import ImportDraft
from intake.reading import ROOT, UnreadableDocument, read_file

from .hostile import FILES
from .test_import_pages import error_of

SECONDS = 10


def written(name: str, folder: Path) -> Path:
    path = folder / name.replace("/", "_")
    FILES[name](path)
    return path


def is_a_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith(".") and "\n" not in text.strip() and "Traceback" not in text


def test_there_are_more_than_a_hundred() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("name", FILES)
def test_by_the_command(name: str, tmp_path: Path) -> None:
    path, out, begun = written(name, tmp_path), io.StringIO(), time.monotonic()
    refusal = ""
    try:
        call_command("import_analysis", str(path), "--dry-run", "--json", stdout=out)
    except CommandError as error:
        refusal = str(error)
    if refusal:
        assert is_a_sentence(refusal)
    else:
        answer = json.loads(out.getvalue())
        assert "root:" not in out.getvalue(), "the file of another place was read"
        assert "\u202e" not in out.getvalue()
        assert answer["units"]
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("name", FILES)
def test_by_the_form(name: str, tmp_path: Path, cast, client_of, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"
    data = written(name, tmp_path).read_bytes()
    answer = client_of(cast.mande).post(reverse("import_new"), {"file": SimpleUploadedFile(name, data)})
    if answer.status_code == 422:
        assert len(error_of(answer.content.decode())) == 1
        assert ImportDraft.objects.count() == 0
        return
    assert answer.status_code == 303
    page = client_of(cast.mande).get(answer["Location"])
    assert page.status_code == 200
    shown = page.content.decode()
    assert not any(harm in shown for harm in ("<script>alert", "<img src=x", "javascript:x'"))


@pytest.mark.parametrize("name", ["folder.txt", "link to a device.txt", "pipe.txt", "link to nothing.txt"])
def test_what_is_no_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.startswith("folder"):
        path.mkdir()
    elif name.startswith("pipe"):
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if "device" in name else tmp_path / "nothing")
    with pytest.raises(UnreadableDocument) as caught:
        read_file(path, path.name, max_bytes=1_000_000)
    assert is_a_sentence(str(caught.value))


def test_a_line_of_a_hundred_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(CommandError, match="larger than"):
        call_command("import_analysis", str(path), "--dry-run", "--json")


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
@pytest.mark.parametrize(
    ("code", "words"),
    [("bytearray(600 << 20)", "MemoryError"), ("[0 for _ in iter(int, 1)]", "")],
    ids=["memory", "time"],
)
def test_the_limits_of_the_reading_process_hold(code: str, words: str) -> None:
    begun = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-c", f"from intake.readers.limits import limit_resources\nlimit_resources()\n{code}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode != 0
    assert words in finished.stderr
    assert time.monotonic() - begun < 30


def test_what_the_file_says_of_other_places_is_not_fetched(tmp_path: Path) -> None:
    """The reading process opens no connection: it imports nothing that could, whatever the file asks for."""
    names = [name for name in FILES if "outside" in name or "script" in name]
    assert len(names) >= 6
    for name in names:
        path = written(name, tmp_path)
        watched = (
            "import socket, sys\n"
            "def refuse(*a, **k): print('CONNECTED'); raise OSError\n"
            "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
            f"from intake.readers.__main__ import main\nsys.exit(main([{str(path)!r}, {name!r}]))"
        )
        finished = subprocess.run(
            [sys.executable, "-c", watched], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert "CONNECTED" not in finished.stdout
        assert "root:" not in finished.stdout
