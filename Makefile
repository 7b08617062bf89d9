# What a newcomer types: `make demo`. What a developer types: `make check`, `make test`.
SHELL := /bin/bash
BIN := .venv/bin
SETTINGS := CASEDAY_CONFIG= CASEDAY_SECRET_KEY=check CASEDAY_DATA_DIR=$(CURDIR)/.venv/check-data
# Compiled tests are kept, wherever that is switched off: each worker reads them all.
PYTHON := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python
PYTEST := -m pytest --dist worksteal -q
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version
COMPILE := $(LOCK) 3.11

.DEFAULT_GOAL := help
.PHONY: help demo tour test test-sqlite test-postgresql coverage check check-types check-house format lock wheel bench clean

help:
	@echo "make demo [AT=13:30] [DATE=2026-03-04] [PORT=8000]   live a case manager's day, as of now or any hour"
	@echo "make test              every test: SQLite, PostgreSQL, browser, kill -9, coverage"
	@echo "make check             lint, types, layers, ceilings, migrations"
	@echo "make tour              the pictures of docs/tour.md"
	@echo "make format            format and sort imports"
	@echo "make lock              recompile requirements/*.txt from pyproject.toml"
	@echo "make wheel             dist/*.whl"
	@echo "make bench             the figures (bench/README.md)"

# Environment: stamps make the second time quick.
.venv/made.stamp:
	@.ci/make-venv
	@touch $@

.venv/app.stamp: .venv/made.stamp requirements/app.txt requirements/build.txt
	@echo "Installing what Caseday needs (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/app.txt -r requirements/build.txt
	@touch $@

.venv/package.stamp: .venv/app.stamp pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src  # as an installed package is: also where PYTHONDONTWRITEBYTECODE is set
	@touch $@

.venv/dev.stamp: .venv/package.stamp requirements/dev.txt
	@echo "Installing what developers need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# OSRM and Valhalla for the tests: their programs need no Python, so its version does not matter.
.venv/roads.stamp: .venv/dev.stamp requirements/roads.txt
	@rm -rf .venv/roads
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--python-version 3.12 --only-binary :all: --target .venv/roads -r requirements/roads.txt
	@touch $@

demo: .venv/package.stamp
	@exec $(BIN)/caseday demo $(if $(AT),--at $(AT)) $(if $(DATE),--date $(DATE)) $(if $(PORT),--port $(PORT))

# SQLite first, with coverage of the apps by their own tests (tests/house/measured.py); PostgreSQL last,
# so that pytest's summary closes the run.
test: test-sqlite coverage test-postgresql

test-sqlite: .venv/roads.stamp
	@.ci/test-tools
	@rm -f .coverage .coverage.*
	$(PYTHON) -m coverage run $(PYTEST) -n 3 $(ARGS)  # one core more than CI has: browsers and servers make tests wait

coverage: .venv/dev.stamp
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report --format=total | sed 's/^/lines and branches covered by the tests of apps, percent: /'
	@$(BIN)/python -m tests.house.covered

test-postgresql: .venv/dev.stamp
	@.ci/test-tools
	@$(PYTHON) -m tests.postgres $(BIN)/python $(PYTEST) -n 2 -m "not browser and not server" $(ARGS)

check: .venv/dev.stamp
	@mkdir -p .venv/check-data
	@$(MAKE) --no-print-directory -j 2 check-types check-house

check-types: .venv/dev.stamp
	@$(SETTINGS) $(BIN)/mypy

check-house: .venv/dev.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "not formatted: make format"; $(BIN)/ruff format --check . ; exit 1; }
	@$(BIN)/python -m tests.house.ceilings
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(SETTINGS) $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/dev.stamp
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lock: .venv/dev.stamp
	$(COMPILE) pyproject.toml -o requirements/app.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) --group pyproject.toml:build -o requirements/build.txt
	$(LOCK) 3.12 --group pyproject.toml:roads -o requirements/roads.txt

wheel: .venv/package.stamp
	@rm -rf dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	@ls dist

bench: .venv/dev.stamp
	@$(BIN)/python -m bench $(ARGS)

tour: .venv/dev.stamp
	@.ci/test-tools
	@$(BIN)/python -m tests.tour $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* dist build
