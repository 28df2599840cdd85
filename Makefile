# make run      install, index samples/ if there is no index yet, serve on http://127.0.0.1:8080
# make test     install what tests need and run them        make lint    ruff and mypy
# make install  only the service                            make bench   speed and quality, printed as tables
# make test-whoosh  the tests of index, columns and search with each of the three releases of Whoosh
# make audit    ask for known faults of what is pinned      make clean   remove what these made, but for the index
#               (ADVISORIES=FILE: by an export of OSV, where the service cannot be reached)
# make release  tag the version of pyproject.toml, with its notes from CHANGELOG.md
# make sbom     write what is pinned into sbom.json (CycloneDX), with hashes

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= var
PORT   ?= 8080

# One more than there are cores, for tests wait for browsers, servers and clocks a third of their time; four at most.
WORKERS = --numprocesses $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))') \
	--dist loadfile --no-loadscope-reorder
WHOOSHES := whoosh==2.7.4 whoosh-reloaded==2.7.5 whoosh3==3.54.0

.PHONY: run install test test-whoosh lint bench audit sbom release clean

run: install
	@test -e $(DATA)/CURRENT || $(BIN)/tracuu reindex samples --data $(DATA)
	$(BIN)/tracuu serve --data $(DATA) --port $(PORT)

install: $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@# Other releases of Whoosh share its folder: one of them beside it is a mixture of both, so all go and one comes.
	@! $(BIN)/pip show --quiet whoosh3 whoosh-reloaded 2>/dev/null || \
		$(BIN)/pip uninstall --quiet --disable-pip-version-check --yes whoosh3 whoosh-reloaded whoosh 2>/dev/null
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

TYPESCRIPT := tests/webui/api/typescript

$(VENV)/.installed-dev: requirements-dev.txt $(wildcard $(TYPESCRIPT)/*) $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@# Into the environment, for a checkout has nothing but what is tracked; without npm the tests of it skip.
	@! command -v npm >/dev/null || { mkdir -p $(VENV)/typescript && cp $(TYPESCRIPT)/* $(VENV)/typescript && \
		npm ci --prefix $(VENV)/typescript --silent --ignore-scripts --no-audit --no-fund; } || \
		echo "the tools of TypeScript could not be installed; the tests that want them will be skipped" >&2
	@touch $@

test: $(VENV)/.installed-dev
	$(BIN)/pytest $(WORKERS)

# In a throw-away environment, one release after the other; then each reads what each wrote. A cluster knows no Whoosh.
test-whoosh: | $(VENV)/bin/python
	@set -e; written=$$(mktemp -d); other=$$(mktemp -d); trap 'rm -rf "$$written" "$$other"' EXIT; \
	$(BIN)/python -m venv $$other; pip="$$other/bin/pip --quiet --disable-pip-version-check"; \
	$$pip install --require-hashes -r requirements-dev.txt; \
	for step in write read; do for release in $(WHOOSHES); do \
		$$pip uninstall --yes whoosh whoosh-reloaded whoosh3 2>/dev/null; $$pip install $$release; \
		echo "== $$step with $$release, $$($$other/bin/python --version)"; \
		$$other/bin/python -m tests.other_whoosh $$step "$$written"; \
		[ $$step = read ] || $$other/bin/pytest $(WORKERS) --ignore-glob='*/opensearch' \
			tests/index/columnar tests/index/generations tests/index/reindexing tests/search; \
	done; done

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.peers --documents 3000
	$(BIN)/python -m tests.bench.whole_answers --made 3000 --cluster

ifdef ADVISORIES
audit: $(VENV)/.installed-dev
	$(BIN)/python -m tests.advisories $(ADVISORIES) requirements.txt requirements-dev.txt
else
audit: | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	@for pins in requirements.txt requirements-dev.txt; do \
		said=$$($(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip -r $$pins 2>&1); status=$$?; \
		echo "$$said" | tail -40; [ $$status = 0 ] && continue; \
		echo "$$said" | grep -q '^Found ' && exit 1; \
		echo "make audit: the advisories could not be asked; whether $$pins has known faults is not known; with a copy of" \
			"https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip: make audit ADVISORIES=all.zip" >&2; exit 2; \
	done
endif

sbom: | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/sbom
	$(VENV)/sbom/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom
	$(VENV)/sbom/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-format JSON -o sbom.json

release:
	@version=$$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml); \
	notes=$$(awk -v head="## $$version" '$$0 == head || index($$0, head " ") == 1 {on = 1; next} /^## / {on = 0} on' CHANGELOG.md); \
	[ -n "$$(echo $$notes)" ] || { echo "make release: CHANGELOG.md has no section '## $$version'; head what is unreleased so" >&2; exit 2; }; \
	[ -z "$$(git status --porcelain)" ] || { echo "make release: what is changed must be committed first" >&2; exit 2; }; \
	printf 'Tra cứu %s\n%s\n' "$$version" "$$notes" | git tag --annotate --cleanup=verbatim --file=- "v$$version" && git show --no-patch "v$$version" | head -20

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
