# make demo   set everything up and show what kneegraph does
# make test   set everything up and run every test
# make lint   style and types          make docs   write the generated pages of docs/ again
# make data   put data/*.ttl into canonical form and check them

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SOURCES ?= $(wildcard ../shared/sources)

.PHONY: demo test lint docs data clean chromium virtuoso clients java

demo: $(VENV)/installed
	$(BIN)/kneegraph tour $(if $(SOURCES),--sources $(SOURCES))

test: $(VENV)/tested-with chromium virtuoso clients java
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/kneegraph validate
	$(if $(SOURCES),$(BIN)/kneegraph verify --sources $(SOURCES),@echo "no source texts beside the project: passages are proven on the made-up texts of the tests only")

lint: $(VENV)/tested-with clients
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tests/clients/node_modules/.bin/tsc -p viz/jsconfig.json
	tests/clients/node_modules/.bin/tsc -p viz/sparql/jsconfig.json
	tests/clients/node_modules/.bin/tsc -p viz/check/jsconfig.json

docs: $(VENV)/installed
	$(BIN)/python docs/generate.py

data: $(VENV)/installed
	$(BIN)/kneegraph validate --write data/ontology.ttl data/concepts.ttl data/claims.ttl data/shapes.ttl
	$(BIN)/kneegraph validate

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kneegraph needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed: install your system's python3-venv package"; exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml
	@echo "installing kneegraph into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tested-with: $(VENV)/installed
	@echo "installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --group dev --group slow
	@touch $@

# The page is tested in a real browser. Installs Debian's Chromium where we may, otherwise says what is missing.
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "the browser tests need Chromium: install your system's 'chromium' package"; exit 1; }

# What tests and lint need of the JavaScript world: SPARQL clients that are not ours, axe, a type checker.
clients: tests/clients/node_modules/.package-lock.json

tests/clients/node_modules/.package-lock.json: tests/clients/package-lock.json
	@command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >/dev/null; } \
	  || { echo "the tests with JavaScript clients need Node.js and npm: install your system's 'nodejs' and 'npm' packages"; exit 1; }
	@echo "installing JavaScript clients into tests/clients ..."
	@cd tests/clients && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Remote graphs are proved on an engine that is not ours. Installs Debian's Virtuoso where we may, likewise.
virtuoso:
	@command -v virtuoso-t >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource-7 >/dev/null; } \
	  || { echo "the tests of remote graphs need Virtuoso: install your system's 'virtuoso-opensource-7' package"; exit 1; }

# The assembly is proved on a Spark cluster, which runs on Java. Installs Debian's where we may, likewise.
java:
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless >/dev/null; } \
	  || { echo "the tests on Spark need Java 17 or newer: install your system's 'openjdk-17-jre-headless' package"; exit 1; }

clean:
	rm -rf $(VENV) dist build kneegraph.html .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/clients/node_modules
