# Needs python3 (3.11 or newer, with venv) and make; everything else comes from requirements.lock.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Each worker begins with tests that stand side by side, which share runs, and takes from the others when it has done.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: browser demo test test-core test-long lint lock wheel clean

demo: $(VENV)/installed
	$(BIN)/simsocial compare status_quo kita_netz tagespflege

test: $(VENV)/installed browser
	$(PYTEST)

# What tests need to look at pages as people with aids do; without npm they are skipped and say so.
browser:
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix tests/browser; fi \
	    || echo "axe-core could not be installed: the tests that need it are skipped"

# What may depend on the version of Python or of a library: the engine, its runs, and the figures that come out.
test-core: $(VENV)/installed
	$(PYTEST) -m "not any_python and not long and not bench and not two_pythons" \
	    $(addprefix tests/unit/,core people processes services model experiment) \
	    tests/contract/test_processes.py tests/contract/test_services.py tests/contract/test_measures.py $(wildcard tests/golden)

# Once a day: what takes minutes, such as every shipped scenario over its horizon, coverage over 200 experiments, hindcasts.
test-long: $(VENV)/installed
	$(PYTEST) -m long --timeout 3600

lint: $(VENV)/installed
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

# Resolves anew for Python 3.11 to 3.13; needs uv.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	    --quiet --output-file requirements.lock

wheel: $(VENV)/installed
	$(BIN)/python -m hatchling build --target wheel

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("simsocial needs Python 3.11 or newer: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	@echo "Installing into $(VENV) ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
