# Every command sets itself up; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup setup-dev run test lint format words bench freeze lock clean

help:            ## these lines
	@grep -E '^[a-z-]+: .*##' Makefile | sed 's/:.*##/\t/'

setup:           ## the environment from the lock, and the libraries Qt needs
	@$(PYTHON) setup/prepare.py

setup-dev:       ## the same, with what tests and checks need
	@$(PYTHON) setup/prepare.py --dev

run: setup       ## a centre and two communes with sample data, then the window
	@$(BIN)/langso demo

test: setup-dev  ## everything, in under 15 minutes on 2 cores
	@$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup-dev  ## style, types, floors
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

format: setup-dev
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

words: setup-dev ## gather the words on screen into the catalogue and compile it
	@$(BIN)/python -m resources.locale

bench: setup-dev ## the figures of bench/README.md
	@$(BIN)/python -m bench

freeze: setup-dev ## the one-folder programme in dist/
	@$(BIN)/python -m PyInstaller --noconfirm --log-level WARN build.spec

lock:            ## renew the lock files (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --all-extras pyproject.toml -o requirements-dev.lock
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra center -c requirements-dev.lock pyproject.toml -o requirements.lock

clean:
	@rm -rf .venv build dist
