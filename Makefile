# `make map` draws the sample map, `make test` runs everything; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
BROWSER = $(shell command -v "$${ARMSATLAS_BROWSER:-chromium}" || command -v chromium-browser || command -v google-chrome || command -v chrome)

.PHONY: map test check fix bench bench-gazetteer bench-toponyms bench-events bench-routes bench-pages bench-exchange browser lock clean help

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.installed: pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "armsatlas needs Python 3.11 or newer; set PYTHON=... to one")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing armsatlas into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	@echo "Installing what tests and checks need (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) --editable . --group dev
	@touch $@

map: $(VENV)/.installed ## the sample articles to build/map.html, events.json and events.geojson
	@mkdir -p build
	@$(BIN)/armsatlas gazetteer build
	@$(BIN)/armsatlas read data/articles --labels fr -o build/events.json
	@$(BIN)/armsatlas map build/events.json --language fr -o build/map.html
	@$(BIN)/armsatlas export build/events.json -o build/events.geojson
	@printf '\nThe map:     build/map.html  (open it in a browser)\nThe events:  build/events.json\nFor a GIS:   build/events.geojson\n'

test: $(VENV)/.developing browser ## every test, in a real browser too
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

browser:
	@if [ -z "$(BROWSER)" ] && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Debian's Chromium for the browser tests"; \
	  (apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium) >/dev/null 2>&1 || true; fi
	@command -v "$${ARMSATLAS_BROWSER:-chromium}" chromium-browser google-chrome chrome >/dev/null || \
	  echo "No Chromium here: the browser tests will skip. Install it ('apt-get install chromium' as root), or set ARMSATLAS_BROWSER to one."

check: $(VENV)/.developing ## style, types, and that no build leaves a difference
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(VENV)/.developing ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.measuring: $(VENV)/.developing
	@echo "Installing the peers that benchmarks measure beside (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) --group bench
	@touch $@

bench: bench-gazetteer bench-toponyms bench-events bench-routes bench-pages bench-exchange ## every benchmark

bench-gazetteer bench-toponyms bench-events bench-routes bench-pages bench-exchange: $(VENV)/.measuring ## one benchmark, as ratios beside its peers
	$(BIN)/python benchmarks/$(subst -,_,$@).py

lock: $(VENV)/.developing ## write the versions in use to the lock file
	@{ echo "# The versions that the tests run with; written by 'make lock'."; \
	   $(BIN)/python -m pip freeze --exclude-editable; } > $(LOCK)

clean: ## remove what was built, not the environment
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
