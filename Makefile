# Samling. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than two cores: while one waits for a disk or a browser, another works. The order is that of tests/conftest.py.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
# Where it is set, as in many containers, every worker of every stage would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

# What a database could answer otherwise: the ground, each page looked at and each form sent in a filled hall, and the
# parts with the heaviest queries. The rest would say the same on both, and so would those of these files that open no
# database: tests/conftest.py leaves them out. Each page asked for twice and each form sent twice in a filled hall are a
# question to the program, asked once, of the database that forgives less.
ON_ONE_DATABASE := tests/contracts/test_get_changes_nothing.py tests/contracts/test_sent_twice.py
ON_POSTGRES := --ignore tests/jobs/test_mail_budget.py \
	tests/core tests/documents tests/jobs tests/writing tests/people/test_register.py tests/people/test_seats.py \
	tests/people/test_sessions.py tests/contracts/test_migrations.py $(ON_ONE_DATABASE) \
	$(addprefix tests/sessions/boards/test_,alone.py dots.py closing.py history.py mending.py projection.py taking.py) \
	$(addprefix tests/sessions/groups/test_,arrivals.py boards.py dealing.py meeting.py moving.py)

.DEFAULT_GOAL := help
.PHONY: help run start demo test needs check unit postgres served faults node bench bench-hall bench-region bench-groups bench-phone vendor vendor-check lock clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Samling needs Python 3.11 or newer. Say which with: make PYTHON=python3.12 run"; exit 1; }
	@echo "1/3  A virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "2/3  The locked dependencies (a minute on a quick line and machine, else some)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	@echo "     What the tests need besides"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/ready ## the demo network on http://localhost:5000 (PORT, DATABASE_URL, REDIS_URL; HTTPS=1 for phones)
	@echo "3/3  Database, demo network, server$(if $(HTTPS),. A phone that shall work offline must first trust https://…/ca.pem,. For phones: make run HTTPS=1)"
	@SAMLING_DEMO=1 $(if $(HTTPS),SAMLING_TLS=1 SAMLING_HOST=0.0.0.0,) $(BIN)/python app.py

start: $(VENV)/ready ## a real installation, set up in the browser: it prints the address (docs/operate/install.md)
	@echo "3/3  Database, server"
	@SAMLING_DEMO=0 $(BIN)/python app.py

demo: $(VENV)/ready ## build the demo network in an empty database and list its people
	@SAMLING_DEMO=1 $(BIN)/flask --app app network demo

test: ## everything: checks, unit tests on both databases, real servers, a browser
	@$(MAKE) --no-print-directory -j 2 needs $(VENV)/ready-dev
	@$(MAKE) --no-print-directory -j 2 --output-sync check node
	@$(MAKE) --no-print-directory unit postgres served

needs: ## what the tests need besides Python: found, installed where that is possible, or named
	@$(PYTHON) -m tools.test_needs

check: $(VENV)/ready-dev ## format, lint, imports, types, catalogues (seconds)
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@$(BIN)/python -m tools.catalogue check
	@$(BIN)/lint-imports
	@$(BIN)/mypy

unit: $(VENV)/ready-dev ## all tests but those that take a browser or kill servers
	@$(PYTEST) $(addprefix --ignore ,tests/journeys tests/faults $(ON_ONE_DATABASE))

postgres: $(VENV)/ready-dev ## the tests that touch the database, on a PostgreSQL of their own
	@$(BIN)/python -m tools.with_postgres $(PYTEST) $(ON_POSTGRES)

served: $(VENV)/ready-dev ## faults and journeys: the real program, several people in a real browser
	@$(PYTEST) tests/faults tests/journeys

faults: $(VENV)/ready-dev ## the faults alone, in their long form
	@$(BIN)/python -m tests.faults --long

node: ## the scripts' own tests (needs Node)
	@mkdir -p build
	@node --import ./tests/js/resolve.mjs --test tests/js/ > build/node-tests.log 2>&1 || { cat build/node-tests.log; exit 1; }
	@tail -n 8 build/node-tests.log

vendor: ## rebuild static/vendor from tools/vendor (needs Node and npm)
	@cd tools/vendor && npm ci --ignore-scripts && npm run build

vendor-check: ## rebuild static/vendor elsewhere and compare the bytes
	@cd tools/vendor && npm ci --ignore-scripts && npm run check

lock: $(VENV)/ready-dev ## lock the dependencies anew
	@cd $(CURDIR) && $(BIN)/pip-compile -q -U --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.txt requirements.in
	@cd $(CURDIR) && $(BIN)/pip-compile -q -U --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements-dev.txt requirements-dev.in

picture: $(VENV)/ready-dev ## make the README's picture anew
	@$(BIN)/python -m tools.picture

bench: $(VENV)/ready-dev ## our server beside y-websocket and Hocuspocus, a whole hall, the mixing of groups (needs Node and npm)
	@$(BIN)/python -m bench

bench-hall: $(VENV)/ready-dev ## the hall alone: 120 people at the door, late arrivals, pages meanwhile (six minutes)
	@$(BIN)/python -m bench --workloads H

bench-region: $(VENV)/ready-dev ## the follow-up pages of a region with ten years and 6,000 actions behind it (needs no Node)
	@$(BIN)/python -m bench --workloads R

bench-groups: $(VENV)/ready-dev ## the mixing of groups: halls of 15 to 500 people, twenty of each kind (needs no Node)
	@$(BIN)/python -m bench --workloads G

bench-phone: $(VENV)/ready-dev ## a board of 300 notes on a slow phone, by Chromium's own trace (needs no Node)
	@$(BIN)/python -m bench --workloads P

clean: ## remove what was built here, never data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
