# tiendo: the one door. `make` alone lists what there is.
# Needs git, make, python3 (3.11 or later) and python3-venv; nothing else.

PYTHON ?= python3
VENV   ?= .venv
BENCH  ?= full
PYTEST_ARGS ?=
SERVE_ARGS ?=
DEMO_ARGS ?=

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
INSTALL := $(PIP) install --no-deps --only-binary :all: --require-hashes
SETTINGS := tiendo.config.settings

.NOTPARALLEL:

# Stamps: a target whose stamp is newer than its inputs is not done again.
MADE  := $(VENV)/.made
BUILD := $(VENV)/.build-installed
RUN   := $(VENV)/.runtime-installed
SELF  := $(VENV)/.tiendo-installed
DEV   := $(VENV)/.dev-installed

.PHONY: help
help: ## show this list
	@echo "tiendo: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(SELF) ## fill a demonstration office and serve it (DEMO_ARGS=...)
	@$(BIN)/tiendo demo $(DEMO_ARGS)

.PHONY: serve
serve: $(SELF) ## serve the office kept on this machine (SERVE_ARGS=...)
	@$(BIN)/tiendo serve $(SERVE_ARGS)

.PHONY: setup
setup: $(DEV) ## only set up .venv with everything a developer needs

# ---- tests and checks -------------------------------------------------------
# `make -k lint` and `make -k test` go on after a failure and still end with an error.

.PHONY: test test-quick test-marked
test: test-quick test-marked ## all tests: the quick ones first, then those with a browser or PostgreSQL

test-quick: $(DEV)
	@echo "== quick tests"
	@$(BIN)/python -m pytest -n auto -m "not browser and not postgres and not spreadsheet" $(PYTEST_ARGS)

# Without a browser or a server these skip themselves; TIENDO_REQUIRE_ALL=1 makes that a failure.
# The tests start a private server and a browser of their own where they find the programs.
test-marked: $(DEV)
	@echo "== tests with a browser, PostgreSQL or LibreOffice"
	@$(BIN)/python -m pytest -m "browser or postgres or spreadsheet" $(PYTEST_ARGS) || { status=$$?; \
		if [ $$status -eq 5 ]; then echo "(no test is marked so)"; else exit $$status; fi; }

.PHONY: lint lint-style lint-format lint-types lint-imports lint-migrations
lint: lint-style lint-format lint-types lint-imports lint-migrations ## style, types, who may import whom, migrations up to date

lint-style: $(DEV)
	@echo "== ruff check"; $(BIN)/ruff check .

lint-format: $(DEV)
	@echo "== ruff format --check"; $(BIN)/ruff format --check .

lint-types: $(DEV)
	@echo "== mypy"; $(BIN)/mypy

lint-imports: $(DEV)
	@echo "== lint-imports"; $(BIN)/lint-imports

lint-migrations: $(DEV)
	@echo "== makemigrations --check"
	@DJANGO_SETTINGS_MODULE=$(SETTINGS) $(BIN)/python -m django makemigrations --check --dry-run

.PHONY: format
format: $(DEV) ## let ruff put the style right
	@$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

.PHONY: bench
bench: $(DEV) ## the benchmarks (BENCH=quick only proves that they run)
	@shopt -s nullglob; found=0; \
	for file in benchmarks/[a-z]*.py; do \
		found=1; echo "== $$file ($(BENCH))"; $(BIN)/python "$$file" --$(BENCH); \
	done; \
	if [ $$found -eq 0 ]; then echo "no file in benchmarks/"; fi

.PHONY: pictures
pictures: $(DEV) ## take the pictures of the README anew (needs Chromium)
	@$(BIN)/python scripts/make_pictures.py

.PHONY: wheel
wheel: $(DEV) ## build the wheel into dist/ and check what is in it
	@echo "building the wheel"
	@rm -rf dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist . >$(VENV)/wheel.log 2>&1 \
		|| { cat $(VENV)/wheel.log; exit 1; }
	@$(BIN)/python scripts/check_wheel.py dist/*.whl

.PHONY: clean
clean: ## remove .venv, built files and caches; the office's data is left alone
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---- setting up -------------------------------------------------------------

$(MADE):
	@echo "setting up $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tiendo needs Python 3.11 or later")'
	@$(PYTHON) -m venv $(VENV) || { echo "is python3-venv installed?" >&2; exit 1; }
	@touch $@

$(BUILD): requirements-build.lock | $(MADE)
	@echo "installing the build tools (requirements-build.lock)"
	@$(INSTALL) -r $<
	@touch $@

$(RUN): requirements.lock | $(MADE)
	@echo "installing what tiendo runs on (requirements.lock)"
	@$(INSTALL) -r $<
	@touch $@

$(SELF): pyproject.toml src/tiendo/__init__.py $(BUILD) $(RUN)
	@echo "installing tiendo itself"
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEV): requirements-dev.lock | $(SELF)
	@echo "installing the developer's tools (requirements-dev.lock)"
	@$(INSTALL) -r $<
	@touch $@
