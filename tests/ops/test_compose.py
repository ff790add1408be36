"""The compose file and the image, as far as they can be judged without an engine: each command in them exists."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.ops.processes import ROOT, environment

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
ONCE = {"migrate"}
OF_OTHER_IMAGES = {"database", "redis"}
STEPS_DOWN_ITSELF = {"database"}  # its image begins as root to own its folder, then becomes postgres
SECRET_NAME = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY$")
REFERENCE = re.compile(r"\$\{([A-Z_]+)(:[?-])?([^}]*)\}")


def commands() -> list[list[str]]:
    """Every command that our own image is asked to run."""
    found = []
    for name, service in SERVICES.items():
        if name in OF_OTHER_IMAGES:
            continue
        found.append(service["command"])
        test = service["healthcheck"].get("test")
        if test:
            assert test[0] == "CMD", name
            found.append(test[1:])
    for line in DOCKERFILE.splitlines():
        match = re.search(r"\bCMD (\[.*\])$", line)
        if match:
            found.append(json.loads(match.group(1)))
    return found


def test_all_five_are_there():
    assert {"web", "worker", "beat", "database", "redis"} <= set(SERVICES)
    assert {SERVICES[name]["image"].split(":")[0] for name in OF_OTHER_IMAGES} == {"postgres", "redis"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE))
def test_whatever_runs_long_has_a_health_check(name):
    check = SERVICES[name]["healthcheck"]
    assert check["test"]
    assert not check.get("disable")
    assert check["interval"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - STEPS_DOWN_ITSELF))
def test_nothing_runs_as_root(name):
    user = SERVICES[name]["user"].split(":")[0]
    assert int(user) > 0


@pytest.mark.parametrize("name", sorted(set(SERVICES) - OF_OTHER_IMAGES))
def test_ours_may_do_little(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_this_machine_reaches_the_web_unless_somebody_says_so():
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    assert not [name for name, service in SERVICES.items() if name != "web" and "ports" in service]


def test_the_image_is_nobody_special_and_checks_itself():
    assert re.search(r"^USER (?!root|0)\w+$", DOCKERFILE, re.M)
    assert "HEALTHCHECK" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE


def test_every_secret_is_asked_for_and_none_has_a_default():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            holds = REFERENCE.findall(str(value))
            if SECRET_NAME.search(key):
                assert holds, f"{name}: {key} is written down"
            for variable, how, words in holds:
                if SECRET_NAME.search(variable):
                    assert how == ":?", f"{name}: {variable} has a default"
                    assert words.startswith(f"Set {variable}")


def test_no_address_holds_a_password():
    text = (ROOT / "docker-compose.yml").read_text()
    for password in re.findall(r"://\w*:([^@\s]+)@", text):
        assert password.startswith("${"), password


def test_every_name_that_is_asked_for_stands_in_the_example():
    asked = {name for name, how, _ in REFERENCE.findall((ROOT / "docker-compose.yml").read_text()) if how == ":?"}
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert asked <= set(example)
    assert not [name for name, value in example.items() if SECRET_NAME.search(name) and value]


def test_our_services_wait_for_what_they_need():
    for name in ("web", "worker", "beat"):
        needs = SERVICES[name]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert needs["redis"]["condition"] == "service_healthy"
    assert SERVICES["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_named_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_each_command_exists_natively(command):
    program, *words = command
    assert (Path(sys.executable).parent / program).exists(), program
    if program == "python" and words[0] == "-m":
        assert importlib.util.find_spec(words[1])
    elif program == "python":
        assert words[0] == "manage.py"
        assert words[1] in get_commands()
    elif program == "celery":
        assert words[words.index("-A") + 1] == "saypro"
        assert {"worker", "beat"} & set(words)
    else:
        assert program == "gunicorn"
        assert words[0] == "saypro.wsgi"


@pytest.mark.parametrize("command", [each for each in commands() if each[0] in ("gunicorn", "celery")], ids=" ".join)
def test_each_option_is_known(command, tmp_path):
    """gunicorn checks its settings; celery reads its options, and `--help` at the end keeps it from starting."""
    program, *words = command
    last = "--check-config" if program == "gunicorn" else "--help"
    done = subprocess.run(
        [str(Path(sys.executable).parent / program), *words, last],
        cwd=ROOT,
        env=environment(SECRET_KEY="k" * 60, DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_compose_itself_reads_the_file():
    """Only where an engine's client is there."""
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not there")
    needed = {name: "x" for name, how, _ in REFERENCE.findall((ROOT / "docker-compose.yml").read_text()) if how == ":?"}
    command = ["docker", "compose", "--env-file", os.devnull, "config", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env=environment(**needed), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "in .env" in done.stderr
