# `make map` draws the sample map, `make test` runs everything; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
BROWSER = $(shell command -v "$${ARMSATLAS_BROWSER:-chromium}" || command -v chromium-browser || command -v google-chrome || command -v chrome)

BENCHMARKS := bench-gazetteer bench-toponyms bench-relations bench-events bench-routes bench-pages bench-exchange bench-moves bench-joins bench-pairs bench-corpus
# STRICT=1, as in CI: a skip that tests/expected_skips.txt doesn't name fails the run.
STRICT_SKIPS := $(if $(STRICT),--strict-skips)

.PHONY: map test check check-js data-check coverage assets mutants faults fuzz lowest fix bench bench-results $(BENCHMARKS) browser lock clean help

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
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(STRICT_SKIPS)

coverage: $(VENV)/.developing browser ## every test, and that coverage is not below its floor
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov --cov-report term --cov-report xml:build/coverage.xml $(STRICT_SKIPS)

mutants: $(VENV)/.developing ## how many small faults, put into the modules that decide, the tests see
	$(BIN)/python benchmarks/mutants.py

faults: $(VENV)/.developing ## put in faults of disks, kills and hostile inputs, and print what was lost: nothing
	$(BIN)/python -m pytest -q tests/faults

FUZZ_TARGETS := text markdown html jsonl jsonl_gz events csv json geojson kml gpx gpkg ods fgb places
FUZZ_SECONDS ?= 300
fuzz: $(VENV)/.developing ## every parser on random inputs, five minutes each, or FUZZ_SECONDS
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	@for target in $(FUZZ_TARGETS); do echo "== $$target"; $(BIN)/python tests/fuzz/fuzz.py $$target $(FUZZ_SECONDS) 2>&1 | tail -5; done

lowest: $(VENV)/.developing ## install wheel and sdist with the oldest versions allowed, and run the quick tests there
	$(BIN)/python .ci/lowest_versions.py

browser:
	@if [ -z "$(BROWSER)" ] && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Debian's Chromium for the browser tests"; \
	  (apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium) >/dev/null 2>&1 || true; fi
	@command -v "$${ARMSATLAS_BROWSER:-chromium}" chromium-browser google-chrome chrome >/dev/null || \
	  echo "No Chromium here: the browser tests will skip. Install it ('apt-get install chromium' as root), or set ARMSATLAS_BROWSER to one."

check: $(VENV)/.developing ## style, types, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell gazetteer geo maps docs training data/build data/README.md *.md

data-check: $(VENV)/.developing ## that no build leaves a difference, where its inputs are at hand
	$(BIN)/python data/build/check.py

assets: ## make the page's scripts and style sheets short, into maps/assets/built (needs npm)
	cd dev/javascript && npm install --silent --no-audit --no-fund && npm run --silent build

check-js: ## the page's JavaScript, by TypeScript and ESLint, and that what is built is of it (needs npm)
	@if command -v npm >/dev/null; then cd dev/javascript && npm install --silent --no-audit --no-fund && npm run --silent check; \
	else echo "No npm here: the page's JavaScript is not checked."; fi

fix: $(VENV)/.developing ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.measuring: $(VENV)/.developing
	@echo "Installing the peers that benchmarks measure beside (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) --group bench
	@touch $@

bench: $(BENCHMARKS) ## every benchmark

$(BENCHMARKS): $(VENV)/.measuring ## one benchmark, as ratios beside its peers
	PYTHONPATH=. $(BIN)/python benchmarks/$(subst -,_,$@).py $(if $(and $(LENGTHS),$(filter bench-routes,$@)),--lengths $(LENGTHS))

bench-results: $(VENV)/.developing ## add this release's figures to benchmarks/results.jsonl
	$(BIN)/python benchmarks/results.py

lock: $(VENV)/.developing ## write the versions in use to the lock file
	@{ echo "# The versions that the tests run with; written by 'make lock'."; \
	   $(BIN)/python -m pip freeze --exclude-editable; } > $(LOCK)

clean: ## remove what was built, not the environment
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
