# `make` alone lists the commands. Everything runs in .venv, which is made from the hashed requirements.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
TEMPLATES = $(shell git ls-files 'templates/*.html')
export PATH := $(abspath $(BIN)):$(PATH)
STAMP := $(VENV)/.requirements-dev.sha256

.PHONY: help install demo serve test test-sqlite test-postgresql test-browser test-sequences test-races routes lint frontend frontend-check bench requirements clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

install: $(STAMP) ## Install everything into .venv

$(STAMP): requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: install ## Run the site with demo content on SQLite; PORT=8000
	@PORT=$(PORT) tools/demo

serve: install ## Run gunicorn under production settings; PORT=8000, SECRET_KEY and the README's variables
	@PORT=$(PORT) tools/serve

test: install lint frontend-check test-sqlite test-postgresql test-browser ## Run everything that CI runs

test-sqlite: install ## Run the tests on SQLite
	$(BIN)/pytest

test-postgresql: install ## Run the tests on a PostgreSQL that this command starts and stops
	$(BIN)/python tools/with_postgresql $(BIN)/pytest

test-browser: install ## Run the tests that drive a real Chromium
	$(BIN)/python tools/with_demo sh -ec "pytest -m browser -n 2 tests/browser --ignore=tests/browser/test_lighthouse.py \
		&& pytest -m browser -n 0 tests/browser/test_lighthouse.py"  # Alone: it measures speed.

test-sequences: install ## Try 500 random sequences of steps against the approval guard (about a quarter of an hour)
	MODEL_SEQUENCES=500 $(BIN)/pytest -s tests/board/approvals/sequences -k no_sequence

test-races: install ## Run each race 500 times on PostgreSQL (about forty minutes)
	RACE_ROUNDS=500 $(BIN)/python tools/with_postgresql $(BIN)/pytest -n 0 -s tests/board/approvals/races

routes: install ## Take every route to publication, print the tables and put them into docs/publishing-rules.md
	$(BIN)/pytest -n 0 tests/board/approvals/routes/write_tables.py

lint: install ## Check style, types, templates, layers and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/python manage.py makemigrations --check --dry-run --settings board.settings.test
	$(BIN)/python manage.py check --fail-level WARNING --settings board.settings.test

frontend: ## Rebuild static/ from frontend/ (needs Node 20)
	cd frontend && npm ci --no-fund --no-audit && npm run build

frontend-check: ## Rebuild static/ and fail where that differs from what is committed
	@tools/frontend-check

bench: install ## Measure it all and write bench/RESULTS.md (about an hour; needs wrk and nginx)
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.zero_stale
	$(BIN)/python -m bench.endurance

requirements: install ## Compile requirements*.in into exact, hashed lists
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe -o requirements-dev.txt requirements-dev.in

clean: ## Remove .venv, the demo and the collected static files; a site's own database and media stay
	rm -rf $(VENV) var/demo var/static
