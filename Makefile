# Set PYTHON to choose the interpreter: make test PYTHON=python3.13
PYTHON ?= python3
VENV ?= .venv
# For pytest: make test ARGS='-k sandbox'
ARGS ?=
# How many seeds make soundness takes
SEEDS ?= 200
BIN := $(VENV)/bin
LAB := $(VENV)-lab
# Stubs are made by release and left out; what is named is looked at all the same.
CHECKS := $(wildcard assignments/*/checks/*.py)

.PHONY: demo test lint release verify feedback soundness mutants packaging lab-test api bench oracle picture clean

demo: $(VENV)/installed ## Grade the example class, print the table and one student's feedback
	$(BIN)/autograder grade examples/class --out demo
	$(BIN)/autograder show demo/reports/kofi.json
	@echo "What the staff sees of the same report: $(BIN)/autograder show --staff demo/reports/kofi.json"

test: $(VENV)/developed ## Run the tests
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/developed ## Check style and types
	$(BIN)/ruff check . $(CHECKS)
	$(BIN)/ruff format --check . $(CHECKS)
	$(BIN)/mypy

release: $(VENV)/developed ## Write stubs, notebooks and figures
	$(BIN)/autograder release

verify: $(VENV)/developed ## Prove that the checks grade rightly
	$(BIN)/autograder verify --every-kind --min-mistakes 4 --min-alternatives 3

soundness: $(VENV)/developed ## Grade right variants under many seeds, which takes hours; goes on where it stopped
	nice -n 15 $(BIN)/autograder verify --seeds $(SEEDS) --table docs/soundness.md

packaging: $(VENV)/developed ## Install wheel, sdist, extras and kits in clean environments; takes minutes
	$(BIN)/python -m pytest -m packaging $(ARGS)

lab-test: $(VENV)/developed $(LAB)/installed ## Compare the lab with the command on the whole example class; takes minutes
	PROPGRADE_LAB_NATIVE=$(abspath $(LAB)/bin/python) $(BIN)/python -m pytest -m lab $(ARGS)

api: $(VENV)/developed ## Write the reference of all modules to build/api, from the docstrings
	$(BIN)/python -m pdoc --docformat numpy --no-show-source --output-directory build/api autograder

mutants: $(VENV)/developed ## Grade machine-made mutants of the references, and write the table
	$(BIN)/autograder verify --mutants --table docs/adequacy.md

feedback: $(VENV)/developed ## Write the feedback on every known mistake to tests/golden/feedback
	$(BIN)/python tests/golden/feedback.py

bench: $(VENV)/developed ## Compare the speed with other graders; takes half an hour
	$(BIN)/python -m benchmarks

oracle: $(VENV)/developed ## Hold replay to the live engine on the whole example class and every mistake; takes an hour
	PROPGRADE_ORACLE=all $(BIN)/python -m pytest tests/test_replay.py -k agrees $(ARGS)

picture: $(VENV)/developed ## Draw docs/feedback.svg, the picture of the README
	$(BIN)/python docs/picture.py

clean: ## Remove what the other commands made
	rm -rf $(VENV) $(LAB) demo dist build

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), f"Python 3.11 or newer is needed, not {sys.version}"'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/developed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(VENV)/installed $@

# The versions that the lab has; the list of its packages leaves out NumPy, which comes with Pyodide.
$(LAB)/installed: autograder/lab/requirements.txt pyproject.toml
	$(PYTHON) -m venv $(LAB)
	$(LAB)/bin/python -m pip install --quiet numpy==2.0.2 --requirement autograder/lab/requirements.txt --editable .
	touch $@
