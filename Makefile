# One command each. `make demo` and `make test` work in a fresh clone and do everything before.

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
BENCH ?=
SOAK ?=

.PHONY: help setup assets demo test check fix bench bench-full prove soak clean

help:
	@echo "make demo    the platform with demo data at http://127.0.0.1:8000"
	@echo "make test    every test, on SQLite and PostgreSQL and in a browser"
	@echo "make check   lint, types, floors, budgets; changes nothing"
	@echo "make fix     mend what can be mended"
	@echo "make setup   .venv with the command .venv/bin/motcua"
	@echo "make bench   the benchmark table (bench-full: all of it)"
	@echo "make prove   the long fault tests; make soak: the hour under load"

setup: .venv/.made
.venv/.made: pyproject.toml uv.lock
	tools/uv sync --frozen --inexact
	@touch $@

assets: build/vendor/.made
build/vendor/.made: .venv/.made package-lock.json src/motcua/management/commands/assets.py $(wildcard src/motcua/locale/*/LC_MESSAGES/*.po)
	tools/node-packages
	$(BIN)/motcua assets
	@touch $@

demo: assets
	$(BIN)/motcua demo

test: assets
	tools/test-machine
	tools/test

check: setup
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy src
	$(BIN)/lint-imports --no-cache
	DJANGO_SETTINGS_MODULE=tests.settings PYTHONPATH=. $(BIN)/motcua makemigrations --check --dry-run
	$(BIN)/python -m pytest -q --no-header -p no:cacheprovider -n 0 tests/house

fix: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: assets
	tools/test-machine
	$(BIN)/python -m bench $(BENCH)

bench-full: assets
	tools/test-machine
	$(BIN)/python -m bench --full $(BENCH)

prove: assets
	tools/test-machine
	$(BIN)/python -m tests.faults

soak: assets
	tools/test-machine
	$(BIN)/python -m tests.faults.soak $(SOAK)

clean:
	rm -rf .venv .tools build node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
