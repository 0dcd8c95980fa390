# Everything is done from here; `make` alone lists the targets.
# PYTHON=/path/to/python3.12 chooses the interpreter, VENV=.venv-3.12 another folder for the environment.

MAKEFLAGS += --no-print-directory
VENV ?= .venv
LOCK := requirements/dev.txt
IN := $(VENV)/bin/python -m
READY := $(VENV)/.made
export PYTHON
# uv reads certificates of its own unless told to take the machine's, as pip does.
UV_SYSTEM_CERTS ?= 1
export UV_SYSTEM_CERTS
# Tests and Dagster start many processes; without bytecode on disk each of them compiles all of Dagster again.
unexport PYTHONDONTWRITEBYTECODE

# Material for MkDocs tells at every build that mkdocs 2 will need another theme; the versions are locked.
docs docs-serve: export NO_MKDOCS_2_WARNING = 1

# The commands below are the project's contract; that Dagster would rather see others started says nothing to who runs them.
run ui validate: export PYTHONWARNINGS = ignore:Function `asset_materialize_command` is superseded,$\
	ignore:Function `definitions_validate_command` is superseded,$\
	ignore:Function `dev_command` is superseded,$\
	ignore:Parameter `include_sources` of function `AssetSelection.all` is currently in beta

.PHONY: help setup run ui test test-slow test-all lint format check-format types validate check-config docs docs-serve reference lock bench wheel clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: $(READY) ## Make the environment, from locked dependencies
	@:

$(READY): requirements/make-env requirements/uv.txt $(LOCK) pyproject.toml
	@requirements/make-env "$(VENV)" "$(LOCK)"
	@touch "$@"

run: setup ## Run the main job (on the bundled sample, unless the settings say otherwise); the last line is the tree
	@$(IN) dagster asset materialize --select '*' -m llm_assets.definitions \
		|| { echo "make run failed; the reason is above, and what was published before still stands."; exit 1; }
	@echo "To see the assets, their checks and the runs: make ui, then open http://127.0.0.1:3000"
	@$(IN) llm_assets where

ui: setup ## Start Dagster's UI, with schedules and sensors
	@$(IN) dagster dev -w workspace.yaml

test: setup ## Run the fast tests
	@$(IN) pytest -n 2 -m "not slow"

test-slow: setup ## Run the slow tests: kills, servers, a browser
	@$(IN) pytest -n 2 --dist loadfile -m slow

test-all: setup ## Run all tests
	@$(IN) pytest -n 2

lint: setup ## Look for mistakes
	@$(IN) ruff check

format: setup ## Put the code into its form
	@$(IN) ruff format

check-format: setup ## Is the code in its form?
	@$(IN) ruff format --check

types: setup ## Check the types
	@$(IN) mypy

validate: setup ## Does Dagster accept the definitions?
	@$(IN) dagster definitions validate -w workspace.yaml
	@cd examples/helpdesk && "$(abspath $(VENV))/bin/python" -m dagster definitions validate

check-config: setup ## Check the settings without running anything
	@$(IN) llm_assets check-config

docs: setup ## Build the documentation into build/site; a broken link, or a page that is in no chapter, fails
	@$(IN) mkdocs build --strict --quiet
	@echo "$(CURDIR)/build/site/index.html"

docs-serve: setup ## Show the documentation at http://127.0.0.1:8000 while you write
	@$(IN) mkdocs serve --strict

reference: setup ## Write the pages of the documentation that are made from the code
	@$(IN) llm_assets reference --write
	@$(IN) llm_assets.privacy recognisers --write
	@$(VENV)/bin/python docs/site/reference.py

bench: setup ## Measure all figures anew and write docs/benchmarks.md (an hour; on an idle machine)
	@$(IN) benchmarks

wheel: setup ## Build the wheel and the source archive into dist/
	@$(IN) uv build --no-build-isolation --python $(VENV)/bin/python

COMPILE = $(IN) uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	--custom-compile-command "make lock"

lock: setup ## Resolve the dependencies anew and write requirements/*.txt
	@$(COMPILE) --upgrade --group uv -o requirements/uv.txt
	@$(COMPILE) --upgrade --override requirements/overrides.txt pyproject.toml --group dev -o requirements/dev.txt
	@cp requirements/dev.txt requirements/run.txt  # so that both name the same versions
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@cp requirements/dev.txt requirements/production.txt
	@$(COMPILE) pyproject.toml --extra production --extra telemetry --extra postgres --extra s3 --group build -o requirements/production.txt

clean: ## Remove the environment, the caches and what was built; keep the published tree and the key
	@rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
