"""The compose file, read without a container engine: what it starts exists, and it holds no secret."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
REQUIRED = ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "BASE_URL", "ALLOWED_HOSTS")


def test_the_five_of_it_are_there():
    assert set(SERVICES) == {*OURS, "database", "redis"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_each_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_ours_run_as_nobody_special_and_may_little(name):
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in ("", "0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", REQUIRED)
def test_a_secret_comes_from_the_environment_or_it_does_not_start(name):
    assert re.search(rf"\$\{{{name}:\?[^}}]+\}}", FILE.read_text())


def test_no_secret_stands_in_the_tree():
    for path in (FILE, ROOT / ".env.example"):
        for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
            assert not re.search(rf"^\s*{name}[:=][ \t]*[A-Za-z0-9]", path.read_text(), re.MULTILINE), (path, name)


@pytest.mark.parametrize("name", OURS)
def test_each_command_exists_here_too(name):
    commands = [SERVICES[name]["command"]]
    test = SERVICES[name]["healthcheck"].get("test", [])
    commands += [test[1:]] if test else []
    for command in commands:
        program = command[0]
        assert shutil.which(program, path=str(Path(sys.executable).parent)), program
        if program == "python" and command[1] == "manage.py":
            assert command[2] in get_commands()
        if program == "python" and command[1] == "-m":
            assert (ROOT / (command[2].replace(".", "/") + ".py")).exists()


def test_only_this_machine_reaches_the_web_unless_somebody_says_so():
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    assert "ports" not in SERVICES["database"]
    assert "ports" not in SERVICES["redis"]


def test_the_engine_agrees_where_there_is_one():
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose on this machine")
    environment = dict.fromkeys(REQUIRED, "x") | {"PATH": "/usr/bin:/bin:/usr/local/bin"}
    done = subprocess.run(
        [docker, "compose", "-f", str(FILE), "config", "-q"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_image_is_built_by_hash_and_runs_as_nobody_special():
    lines = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in lines
    assert re.search(r"^USER saypro$", lines, re.MULTILINE)
    assert "HEALTHCHECK" in lines
