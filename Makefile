# CYPP Consult. `make run` brings up the working product, `make test` sets everything up and runs all tests.
VENV ?= .venv
PORT ?= 5000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(abspath $(VENV))/bin
STAMPS := $(VENV)/.stamps
export CYPP_INSTANCE_PATH ?= $(CURDIR)/instance
export CYPP_BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: run test test-sqlite test-postgresql test-embeddings journeys lint types imports browser install install-dev lock screenshots benchmarks catalogues kiosk clean

run: install  ## set up, load the demonstration on first use, serve on 127.0.0.1
	@CYPP_DEMONSTRATION=$${CYPP_DEMONSTRATION:-1} $(BIN)/cypp-consult init
	@CYPP_DEMONSTRATION=$${CYPP_DEMONSTRATION:-1} $(BIN)/cypp-consult demo
	@CYPP_DEMONSTRATION=$${CYPP_DEMONSTRATION:-1} exec $(BIN)/cypp-consult serve --port $(PORT)

test: test-sqlite test-postgresql journeys  ## all tests: on SQLite, on PostgreSQL, and in a real browser

test-sqlite: install-dev
	$(BIN)/pytest -q -n 2 --dist worksteal tests/unit tests/pages tests/guards

test-postgresql: install-dev
	$(BIN)/pytest -q -n 2 --dist worksteal --database postgresql tests/unit tests/pages tests/guards

# what failed is tried once more, alone and on a fresh installation: a browser beside other work may be late, a fault of ours stays
journeys: install-dev browser
	$(BIN)/pytest -q -n 2 --dist loadfile tests/journeys || $(BIN)/pytest -q --last-failed --last-failed-no-failures none tests/journeys

test-embeddings: $(VENV)-embeddings/.installed  ## the optional sentence model, in an environment of its own (200 MB)
	$(VENV)-embeddings/bin/python -m pytest -q -p no:cacheprovider tests/unit/text/test_embedding.py tests/unit/coding/test_vectors.py

$(VENV)-embeddings/.installed: requirements-dev.lock pyproject.toml
	$(MAKE) install-dev VENV=$(VENV)-embeddings
	@if command -v uv >/dev/null; then VIRTUAL_ENV=$(abspath $(VENV)-embeddings) uv pip install -q -e '.[embeddings]'; \
	else $(VENV)-embeddings/bin/python -m pip install -q -e '.[embeddings]'; fi
	@touch $@

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev
	$(BIN)/mypy

imports: install-dev
	$(BIN)/lint-imports

screenshots: install-dev browser  ## pictures of today's product into docs/screenshots
	$(BIN)/python docs/take_screenshots.py

catalogues: install-dev  ## the words of the children's screens into the template and each language's catalogue
	$(BIN)/python -m cypp_consult.questionnaires.languages.gathering

install: $(STAMPS)/run
install-dev: $(STAMPS)/dev

# Debian's python3 may come without venv; as root we can add it
$(BIN)/python:
	@if command -v uv >/dev/null; then uv venv -q --seed --python "$(PYTHON)" $(VENV); \
	elif ! $(PYTHON) -m venv $(VENV) 2>/dev/null; then rm -rf $(VENV); apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); fi

$(STAMPS)/run: requirements.lock pyproject.toml | $(BIN)/python
	$(call pip_install,requirements.lock)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(call pip_install,requirements-dev.lock)
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/run

define pip_install
@if command -v uv >/dev/null; then VIRTUAL_ENV=$(abspath $(VENV)) uv pip install -q --require-hashes -r $(1) && VIRTUAL_ENV=$(abspath $(VENV)) uv pip install -q --no-deps -e .; \
else $(BIN)/python -m pip install -q --require-hashes -r $(1) && $(BIN)/python -m pip install -q --no-deps -e .; fi
endef

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-color-emoji)
	@command -v chromium-headless-shell >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || \
	echo "chromium-headless-shell is not to be had here, so the tests take longer in the whole browser."

kiosk: install-dev  ## shorten the tablets' script anew, after a change of its modules
	$(BIN)/python -m cypp_consult.collection.tablets.shortening

lock:  ## write the locks anew from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock

benchmarks: install-dev
	for file in benchmarks/*.py; do $(BIN)/python $$file; done

clean:
	rm -rf $(VENV) build dist
