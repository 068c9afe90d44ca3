# The two commands of the README. Cold plans are tested with nothing beside them: they have a limit.
# They need Python >= 3.11, make and git, and make their own .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# Compiled modules are kept, whatever the shell says: else each process of a test compiles them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

# What is compiled already takes a second; after new sources it would be paid out of the plan's time.
demo: $(VENV)/installed
	$(BIN)/python -m scheduling.local.prepare
	$(BIN)/onebell plan examples/libo_group -o build/demo --time-limit 60
	$(BIN)/onebell audit examples/libo_group build/demo
	$(BIN)/onebell export examples/libo_group build/demo --to web -o build/demo-web
	$(BIN)/onebell export examples/libo_group build/demo --to workbook -o build/demo-workbooks

test: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m scheduling.local.prepare
	$(BIN)/pytest tests/cli/test_cold_plan.py
	$(BIN)/pytest -n 2 --ignore tests/cli/test_cold_plan.py

clean:
	rm -rf $(VENV) build
