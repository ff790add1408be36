# Verbs for people and machines. Each makes what it needs; nothing but Python 3.11 to 3.13 and make has to be there.
SHELL := /bin/sh
PORT ?= 8000
RESET ?=
DATA_DIR ?=
FILE ?=
REPLACE ?=
WITH_SECRET ?=
RUN := .venv/bin/python
CODE := saypro reports intake meetings actions gaps evidence search accounts notifications audit common tests
DEMO_DIR := $(or $(DATA_DIR),$(CURDIR)/.data/demo)
LIVE_DIR := $(or $(DATA_DIR),$(CURDIR)/.data/live)
BROWSER_TESTS := tests/e2e

.PHONY: help install demo start backup restore test check fix e2e bench lock shots clean

help:
	@echo "make demo    run it with demo people (PORT=8000, RESET=1 begins anew)"
	@echo "make start   run it for real use, empty at first"
	@echo "make backup FILE=…   database and files into one file; make restore FILE=… [REPLACE=1] brings it back"
	@echo "make test    the whole suite (SQLite, or DATABASE_URL and REDIS_URL)"
	@echo "make e2e     the browser tests; make check  style, types, contracts; make fix  mend style"

# The environment: the first Python that fits makes it, and a half-made one is removed.
.venv/bin/python:
	@set -e; found=; \
	for each in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if command -v $$each >/dev/null 2>&1 && $$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then found=$$each; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.11, 3.12 or 3.13 is needed, and none was found. Install one and try again." >&2; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then echo "$$found cannot make an environment. On Debian and Ubuntu install the package python3-venv, then try again." >&2; exit 1; fi; \
	$$found -m venv .venv || { rm -rf .venv; echo "The environment could not be made; see the message above." >&2; exit 1; }

.venv/.run: requirements.lock | .venv/bin/python
	@$(RUN) -m pip --version >/dev/null 2>&1 || { rm -rf .venv; $(MAKE) --no-print-directory .venv/bin/python; }
	@echo "Installing what runs (once) …"
	@$(RUN) -m pip install --disable-pip-version-check -q --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@echo "Installing what tests (once) …"
	@$(RUN) -m pip install --disable-pip-version-check -q --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

install: .venv/.run

demo: .venv/.run
	@if [ -n "$(RESET)" ]; then $(RUN) saypro/keeping.py --reset "$(DEMO_DIR)"; fi
	@DEBUG=1 DEMO=1 DATA_DIR="$(DEMO_DIR)" BASE_URL="http://localhost:$(PORT)" DATABASE_URL= REDIS_URL= EMAIL_URL= \
	  exec $(RUN) manage.py demo --port $(PORT)

start: .venv/.run
	@$(RUN) saypro/keeping.py "$(LIVE_DIR)"
	@DEBUG=0 DATA_DIR="$(LIVE_DIR)" SECRET_KEY_FILE="$(LIVE_DIR)/secret-key" BASE_URL="$${BASE_URL:-http://localhost:$(PORT)}" \
	  exec $(RUN) manage.py start --port $(PORT)

# On the data of `make start`. What waits in the outbox is held after a restore: docs/operating.md.
backup: .venv/.run
	@[ -n "$(FILE)" ] || { echo "Say where to: make backup FILE=/somewhere/saypro.tar.gz" >&2; exit 1; }
	@DEBUG=0 DATA_DIR="$(LIVE_DIR)" SECRET_KEY_FILE="$(LIVE_DIR)/secret-key" $(RUN) manage.py backup "$(FILE)" $(if $(WITH_SECRET),--with-secret)

restore: .venv/.run
	@[ -n "$(FILE)" ] || { echo "Say what: make restore FILE=/somewhere/saypro.tar.gz" >&2; exit 1; }
	@DEBUG=0 DATA_DIR="$(LIVE_DIR)" SECRET_KEY="$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(50))')" $(RUN) manage.py restore "$(FILE)" $(if $(REPLACE),--replace)

test: .venv/.dev
	@$(RUN) -m pytest -n auto --ignore=$(BROWSER_TESTS) --create-db

e2e: .venv/.dev
	@$(RUN) -m pytest $(BROWSER_TESTS) -m e2e

check: .venv/.dev
	@$(RUN) -m ruff check $(CODE)
	@$(RUN) -m ruff format --check $(CODE)
	@.venv/bin/lint-imports
	@$(RUN) -m mypy
	@.venv/bin/djlint --quiet --lint templates
	@SECRET_KEY=check-only DEBUG=0 DATA_DIR=$(CURDIR)/.data/check $(RUN) manage.py makemigrations --check --dry-run
	@SECRET_KEY="$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(50))')" DEBUG=0 DATA_DIR=$(CURDIR)/.data/check BASE_URL=https://saypro.example.org \
	  ALLOWED_HOSTS=saypro.example.org REDIS_URL=redis://127.0.0.1:6379/0 $(RUN) manage.py check --deploy --fail-level WARNING
	@$(RUN) -m saypro.locks

fix: .venv/.dev
	@$(RUN) -m ruff check --fix $(CODE)
	@$(RUN) -m ruff format $(CODE)

bench: .venv/.dev
	@$(RUN) -m tests.bench

# uv makes the lock; it is not needed to install it.
lock:
	@command -v uv >/dev/null 2>&1 || { echo "uv is needed to write the lock; it is not needed for anything else." >&2; exit 1; }
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock requirements.in
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o requirements-dev.lock requirements-dev.in
	@python3 saypro/locks.py --write

shots: .venv/.dev
	@$(RUN) -m docs.shots

clean:
	@rm -rf .venv .data/check .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
