# From a clone to a running desk: `make run`. From a clone to a tested one: `make test`.

SHELL := /bin/bash
.DELETE_ON_ERROR:

VENV := .venv
WORKERS ?= 2

.PHONY: help setup run test test-long bench picture lint format

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(VENV)/.python-ready web/node_modules/.packages-ready  ## .venv with deskbell in it, front-end packages; starts nothing

run: setup  ## a desk with demo people, tickets and hotels on http://127.0.0.1:8000
	$(VENV)/bin/deskbell demo
	$(VENV)/bin/deskbell serve

test: setup  ## install what the tests need (where it may), check the code, run all tests
	@tools/system-packages
	@tools/run-tests -n $(WORKERS)

test-long: setup  ## the tests of endurance and of load, in their full size
	@tools/system-packages
	@tools/run-tests --long

bench: setup  ## the benchmarks, with their tables
	@tools/system-packages
	$(VENV)/bin/python -m tests.bench

picture: setup  ## take the README's picture of the console anew
	DESKBELL_TAKE_PICTURE=1 $(VENV)/bin/pytest -q tests/journeys/test_picture.py

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
