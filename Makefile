# `make run` and `make test` are the two commands to know; `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
CONFIG ?= config/publisher.toml
DIGEST ?= weekly
PORT ?=
OPERATOR_PORT ?=
PYTEST_ARGS ?= -n auto
BENCH_ARGS ?=
UPGRADE ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' $(UPGRADE)
# The sample's addresses begin with where it is served.
SITE = $(if $(PORT),PUBLISHER_SITE_URL=http://127.0.0.1:$(PORT)/)
PORTS = $(if $(PORT),--port $(PORT)) $(if $(OPERATOR_PORT),--operator-port $(OPERATOR_PORT))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench lock clean

help: ## list these targets
	@echo 'make run    build the sample (feeds, site, next digest) and serve it; PORT= and OPERATOR_PORT= choose ports'
	@echo 'make test   run all the tests; PYTEST_ARGS= are passed on'
	@echo 'make check  lint, formatting, types and the import contract'
	@echo 'make bench  compare with Hugo, Pelican, feedgen, nginx and plain classifiers, time editions; BENCH_ARGS=--quick for the small measures'
	@echo 'make lock   work the pinned requirements out again; UPGRADE=--upgrade takes newer releases'
	@echo 'make clean  remove what can be made again (never data/, which holds the catalog)'
	@echo 'PYTHON=     the interpreter to make $(VENV) with: 3.11 or newer'

run: $(VENV)/.run
	$(SITE) $(BIN)/publisher --config $(CONFIG) build
	$(SITE) $(BIN)/publisher --config $(CONFIG) preview $(DIGEST)
	@exec env $(SITE) $(BIN)/publisher --config $(CONFIG) serve $(PORTS)

test: $(VENV)/.test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

# A broken environment (its interpreter is gone) is replaced, once a fit interpreter is found.
$(BIN)/python:
	@command -v '$(PYTHON)' >/dev/null 2>&1 || { \
		echo '$(PYTHON) is not found: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$('$(PYTHON)' --version 2>&1), but 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@rm -rf $(VENV)
	@'$(PYTHON)' -m venv $(VENV) || { rm -rf $(VENV); \
		echo '$(PYTHON) cannot make a virtual environment: install its venv module (on Debian, python3-venv)' >&2; exit 1; }

# feedgen comes as source only: what builds it is pinned like the rest, hence no build isolation.
$(VENV)/.run: requirements/build.txt requirements/run.txt pyproject.toml $(BIN)/python
	@echo 'installing what publisher needs into $(VENV) (once)'
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q publisher
	@touch $@

$(VENV)/.test $(VENV)/.check $(VENV)/.bench: $(VENV)/.%: requirements/%.txt $(VENV)/.run
	@echo 'installing what "make $*" needs into $(VENV) (once)'
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/$*.txt
	@touch $@

# Pelican 4.12 asks for an older Pygments, and one environment holds one of each.
lock: | $(BIN)/python
	@$(PIP) install uv
	printf 'hatchling>=1.27\neditables\nsetuptools\n' | $(LOCK) -o requirements/build.txt -
	printf 'pygments<2.20\n' | $(LOCK) -o requirements/run.txt -c requirements/build.txt pyproject.toml -
	$(LOCK) -o requirements/test.txt -c requirements/build.txt --group test requirements/run.txt
	$(LOCK) -o requirements/check.txt -c requirements/build.txt --group check requirements/test.txt
	$(LOCK) -o requirements/bench.txt -c requirements/check.txt --group bench requirements/run.txt

clean:
	rm -rf $(VENV) public preview benchmarks/work dist .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis .coverage
	find publisher tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
