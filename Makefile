# Set PYTHON to choose the interpreter: make test PYTHON=python3.13
PYTHON ?= python3
VENV ?= .venv
# For pytest: make test ARGS='-k sandbox'
ARGS ?=
BIN := $(VENV)/bin

.PHONY: demo test lint release verify mutants bench picture clean

demo: $(VENV)/installed ## Grade the example class, print the table and one student's feedback
	$(BIN)/autograder grade examples/class --out demo
	$(BIN)/autograder show demo/reports/kofi.json
	@echo "What the staff sees of the same report: $(BIN)/autograder show --staff demo/reports/kofi.json"

test: $(VENV)/developed ## Run the tests
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/developed ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

release: $(VENV)/developed ## Write stubs, notebooks and figures
	$(BIN)/autograder release

verify: $(VENV)/developed ## Prove that the checks grade rightly
	$(BIN)/autograder verify --every-kind --min-mistakes 4

mutants: $(VENV)/developed ## Grade machine-made mutants of the references, and write the table
	$(BIN)/autograder verify --mutants --table docs/adequacy.md

bench: $(VENV)/developed ## Compare the speed with other graders; takes about ten minutes
	$(BIN)/python -m benchmarks

picture: $(VENV)/developed ## Draw docs/feedback.svg, the picture of the README
	$(BIN)/python docs/picture.py

clean: ## Remove what the other commands made
	rm -rf $(VENV) demo dist build

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), f"Python 3.11 or newer is needed, not {sys.version}"'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/developed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(VENV)/installed $@
