# `make` alone lists the commands. Everything runs in .venv, which is made from the hashed requirements.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
TEMPLATES = $(shell git ls-files 'templates/*.html')
export PATH := $(abspath $(BIN)):$(PATH)
STAMP := $(VENV)/.requirements-dev.sha256

# What another combination of the same adds, and hundreds of rounds of it, are for make test-all and make test-long.
QUICK := not test_all and not test_long

.PHONY: help install demo serve test test-all test-long test-sqlite test-sqlite-all test-postgresql \
	test-postgresql-all test-browser test-browser-all test-lighthouse mutants faults routes lint frontend \
	frontend-check bench requirements clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

install: $(STAMP) ## Install everything into .venv

$(STAMP): requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -c 'import sys, importlib.util as util; sys.exit("Python’s venv is not complete. On Debian and Ubuntu: apt install python3-venv") if util.find_spec("ensurepip") is None else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: install ## Run the site with demo content on SQLite; PORT=8000
	@PORT=$(PORT) tools/demo

serve: install ## Run gunicorn under production settings; PORT=8000, SECRET_KEY and the README's variables
	@PORT=$(PORT) tools/serve

test: install ## Try everything that a change can break, once, as CI does (six minutes)
	@tools/stages test

test-all: install ## Try it in every combination, before a change is called done (under an hour)
	@tools/stages test-all

test-long: install ## Try 500 random sequences, and each race 500 times (over an hour)
	$(BIN)/pytest -n 0 -s -m test_long
	$(BIN)/python tools/with_postgresql $(BIN)/pytest -n 0 -s -m test_long tests/board/publishing/races

test-sqlite: install ## The stage of make test on SQLite
	$(BIN)/pytest

test-sqlite-all: install
	$(BIN)/pytest -m "not browser and not test_long"

test-postgresql: install ## The stage on a PostgreSQL that this command starts and stops
	$(BIN)/python tools/with_postgresql $(BIN)/pytest -m "postgresql and $(QUICK)"

test-postgresql-all: install
	$(BIN)/python tools/with_postgresql $(BIN)/pytest -m "not browser and not test_long"

test-browser: install ## The stage in a real Chromium
	$(BIN)/python tools/with_demo $(BIN)/pytest -m "browser and $(QUICK)" tests/browser

test-browser-all: install
	$(BIN)/python tools/with_demo $(BIN)/pytest -m "browser and not test_long" tests/browser \
		--ignore=tests/browser/test_lighthouse.py

test-lighthouse: install
	$(BIN)/python tools/with_demo $(BIN)/pytest -n 0 -m browser tests/browser/test_lighthouse.py

faults: install ## Break the site in many ways, one after the other, and see that a test finds each
	$(BIN)/python tools/faults

mutants: install ## Change single expressions of the modules that carry the promise, and see that tests fail
	$(BIN)/python tools/mutants

routes: install ## Take every route to publication, print the tables and put them into docs/publishing-rules.md
	$(BIN)/pytest -n 0 tests/board/publishing/routes/write_tables.py

lint: install ## Check style, types, templates, layers and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/draw-layers --check
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
	$(BIN)/python -m bench.first_reader
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.zero_stale
	$(BIN)/python -m bench.endurance

requirements: install ## Compile requirements*.in into exact, hashed lists
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe -o requirements-s3.txt requirements-s3.in
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe -o requirements-dev.txt requirements-dev.in

clean: ## Remove .venv, the demo and the collected static files; a site's own database and media stay
	rm -rf $(VENV) var/demo var/static
