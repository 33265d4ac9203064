# Samling. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run start demo test check lint types imports unit node bench vendor vendor-check lock catalogue clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Samling needs Python 3.11 or newer. Say which with: make PYTHON=python3.12 run"; exit 1; }
	@echo "1/3  A virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "2/3  The locked dependencies (about a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	@echo "     What the tests need besides"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/ready ## the demo network on http://localhost:5000 (PORT, DATABASE_URL, REDIS_URL; HTTPS=1 for phones)
	@echo "3/3  Database, demo network, server"
	@SAMLING_DEMO=1 $(if $(HTTPS),SAMLING_TLS=1 SAMLING_HOST=0.0.0.0,) $(BIN)/python app.py

start: $(VENV)/ready ## a real installation: settings from the environment and .env.example
	@$(BIN)/python app.py

demo: $(VENV)/ready ## build the demo network in an empty database and list its people
	@SAMLING_DEMO=1 $(BIN)/flask --app app network demo

test: $(VENV)/ready-dev ## everything: checks, unit tests, real servers, a browser
	@$(BIN)/python -m tools.test_needs
	@$(MAKE) --no-print-directory check unit node

check: $(VENV)/ready-dev lint types imports ## format, lint, imports, types, catalogues

lint: $(VENV)/ready-dev
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	@$(BIN)/python -m tools.catalogue check

types: $(VENV)/ready-dev
	@$(BIN)/mypy

imports: $(VENV)/ready-dev
	@$(BIN)/lint-imports

unit: $(VENV)/ready-dev
	@$(BIN)/pytest

node: $(VENV)/ready-dev
	@node --import ./tests/js/resolve.mjs --test tests/js/

vendor: ## rebuild static/vendor from tools/vendor (needs Node and npm)
	@cd tools/vendor && npm ci --ignore-scripts && npm run build

vendor-check: ## rebuild static/vendor elsewhere and compare the bytes
	@cd tools/vendor && npm ci --ignore-scripts && npm run check

lock: $(VENV)/ready-dev ## lock the dependencies anew
	@cd $(CURDIR) && $(BIN)/pip-compile -q -U --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host -o requirements.txt requirements.in
	@cd $(CURDIR) && $(BIN)/pip-compile -q -U --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in

bench: $(VENV)/ready-dev ## our server beside y-websocket and Hocuspocus (needs Node and npm)
	@$(BIN)/python -m bench

clean: ## remove what was built here, never data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
