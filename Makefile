# From a clone to a running desk: `make run`. From a clone to a tested one: `make test`.

SHELL := /bin/bash
.DELETE_ON_ERROR:

VENV := .venv
WORKERS ?= 4  # on two cores: half of the time a test waits for a browser, a database or a desk

.PHONY: help setup bundles run test test-long bench audit mutate picture pictures lint format

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: bundles  ## .venv with deskbell in it, front-end packages, bundled scripts and styles; starts nothing

bundles: $(VENV)/.python-ready web/node_modules/.packages-ready  # nothing to do where they are those of the sources
	@$(VENV)/bin/python tools/bundle
	@$(VENV)/bin/python tools/texts compile

run: setup  ## a demo desk on http://127.0.0.1:8000, or on the next free port
	$(VENV)/bin/deskbell demo --serve

test: setup  ## install what the tests need (where it may), check the code, run all tests
	@tools/system-packages
	@tools/run-tests -n $(WORKERS) --dist worksteal

test-long: setup  ## the tests of endurance and of load, in their full size
	@tools/system-packages
	@tools/run-tests --long

ifeq (bench,$(firstword $(MAKECMDGOALS)))
PARTS := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
$(eval $(PARTS):;@:)
endif

bench: setup  ## the benchmarks, with their tables; `make bench wall` is one of them
	@tools/system-packages
	$(VENV)/bin/python -m tests.bench $(PARTS)

audit: setup  ## known holes: floors of packages, bandit, pip-audit where it can ask
	@tools/audit

mutate: setup  ## small changes of behaviour, one at a time: do the tests notice? At least 90 % have to be
	@tools/system-packages
	$(VENV)/bin/python -m tests.mutate

picture: setup  ## take the pictures in README and docs anew
	DESKBELL_TAKE_PICTURE=1 $(VENV)/bin/pytest -q tests/journeys/test_picture.py tests/journeys/test_from_an_empty_machine.py
	$(VENV)/bin/python -m tests.journeys.small_png docs/pictures/*.png

pictures: setup  ## build/pictures/index.html: every page in both themes, wide and narrow; ONLY=statistics for some
	@tools/system-packages
	$(VENV)/bin/python -m tests.pictures --only "$(ONLY)"

lint: setup  ## ruff and mypy
	@tools/lint

format: setup  ## let ruff put the code in order
	$(VENV)/bin/ruff check --fix-only --quiet
	$(VENV)/bin/ruff format

$(VENV)/.python-ready: pyproject.toml tools/setup-python
	@tools/setup-python $(VENV)
	@touch $@

web/node_modules/.packages-ready: web/package.json web/package-lock.json web/.npmrc tools/npm $(VENV)/.python-ready
	@cd web && ../tools/npm ci --no-audit --no-fund
	@touch $@
