# congvan. `make build` on a bare Debian 13 sets everything up and builds the documents; `make help` lists the rest.

SHELL := /bin/bash
PY := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE # a test run starts Python hundreds of times

.DEFAULT_GOAL := build
.PHONY: build serve test test-full lint bench bench-cluster figures corpus template-names pictures budgets lock test-lowest test-newest catalogue wheel docs promises promises-page fuzz mutants sbom clean help

build: ## set up what is missing, then build all documents into outputs/
	@tools/setup.sh run
	@$(PY) build.py

serve: ## open the clerk's page in the browser; stop it with Ctrl-C (ARGS="--port 8123 --no-browser")
	@tools/setup.sh web
	@$(PY) build.py serve $(ARGS)

test: ## set up the test tools; style, imports and the short part of the tests (it says what is left to test-full)
	@tools/setup.sh test
	@status=0; $(MAKE) --no-print-directory .style || status=1; $(MAKE) --no-print-directory .tests || status=1; exit $$status

test-full: ## install the programs that some tests drive, then types and everything; here a skipped test is a failure
	@tools/setup.sh full
	@$(MAKE) --no-print-directory .other docs
	@status=0; $(MAKE) --no-print-directory .style .types || status=1; \
	CONGVAN_FULL=1 CONGVAN_OTHER_PYTHON=$(CURDIR)/.cache/other/bin/python $(MAKE) --no-print-directory .tests || status=1; exit $$status

lint: ## style, imports, types and the tests that read all code; .ci/run runs them too
	@tools/setup.sh test
	@$(MAKE) --no-print-directory --keep-going .style .types

.PHONY: .tests .style .types
READING := tests/acceptance/test_imports.py tests/tools/test_catalogue.py tests/benchmarks/test_figures.py
.tests: # asserts that show values take half of a first collection: those that failed show them in a second run
	@$(PY) -m pytest -q -n 2 --dist worksteal $(if $(CONGVAN_FULL),,-m "not full" --assert=plain) $(ARGS) || \
	{ $(if $(CONGVAN_FULL),,$(PY) -m pytest -q --lf --lfnf=none $(ARGS);) exit 1; }

.style:
	@status=0; echo "ruff:"; $(PY) -m ruff check . || status=1; \
	echo "imports:"; .venv/bin/lint-imports --cache-dir .cache/import-linter || status=1; exit $$status

.types: # with the tests that read all code a minute of a processor: a tenth of what the short part of the tests takes
	@status=0; echo "mypy:"; $(PY) -m mypy $(if $(CI),--cache-dir=/dev/null) || status=1; \
	$(PY) -m pytest -q -n 0 $(READING) || status=1; exit $$status

bench: ## measure against the peers, each in an environment of its own; writes benchmarks/results.json
	@tools/setup.sh test
	@$(PY) benchmarks/run.py $(ARGS)

bench-cluster: ## 20,000 forms by a Dask cluster on this machine, a worker killed midway (ARGS="--forms 100": fewer)
	@tools/setup.sh test
	@$(PY) benchmarks/cluster.py $(ARGS)

corpus: ## build outputs of every kind and keep their hashes; ARGS=--compare names what changed since, with pictures
	@tools/setup.sh test
	@$(PY) tools/corpus.py $(ARGS)

template-names: ## write the names that templates read into docs/templates.md, from their declarations
	@tools/setup.sh test
	@$(PY) tools/template_names.py

pictures: build ## draw the pictures of README and docs again (needs Chromium and LibreOffice)
	@tools/setup.sh test
	@$(PY) tools/sample_pictures.py
	@$(PY) tools/template_pictures.py
	@$(PY) tools/form_pictures.py

figures: ## write the figures that README and docs quote again from benchmarks/results.json
	@tools/setup.sh test
	@$(PY) benchmarks/figures.py

budgets: .other ## count the function calls that a record takes, and keep them as the budgets of two Python versions
	@$(PY) tests/acceptance/call_budget.py
	@.cache/other/bin/python tests/acceptance/call_budget.py

UV := .cache/lock/bin/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --no-emit-index-url --custom-compile-command "make lock" $(ARGS)
lock: .uv ## write the lock files again from pyproject.toml, good for Python 3.11 to 3.14 (ARGS=--upgrade: newest versions)
	$(LOCK) pyproject.toml --extra office -o requirements.lock
	$(LOCK) pyproject.toml --extra web -c requirements.lock -o requirements-web.lock
	$(LOCK) pyproject.toml --all-extras -c requirements.lock -c requirements-web.lock -o requirements-dev.lock
	$(LOCK) --group docs -o requirements-docs.lock

.PHONY: .uv
.uv:
	@tools/setup.sh run
	@test -x $(UV) || { $(PY) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv; }

define lane
	@$(UV) venv --quiet --clear --python $(or $(PYTHON),python3) .cache/$@
	@$(UV) pip compile pyproject.toml --quiet --python .cache/$@/bin/python --resolution $(1) --extra cluster \
		--extra postgres --extra web --only-binary :all: --no-header --no-annotate -o .cache/$@/versions.txt
	@$(UV) pip install --quiet --python .cache/$@/bin/python --only-binary :all: -r .cache/$@/versions.txt \
		-r pyproject.toml --extra dev
	@.cache/$@/bin/python -m pytest -q -n 2 $(ARGS)
endef
test-lowest: .uv ## the tests with the oldest packages that pyproject.toml allows (PYTHON=python3.11, ARGS=tests/acceptance/promises)
	$(call lane,lowest-direct)

test-newest: .uv ## the tests with the newest packages that pyproject.toml allows (PYTHON=python3.13, ARGS=tests/acceptance/promises)
	$(call lane,highest)

catalogue: ## bring the Vietnamese texts of messages up to the code, and compile them
	@tools/setup.sh test
	@$(PY) tools/catalogue.py

wheel: ## the package in dist/, with the command `congvan` and the sample folder; the same bytes each time
	@tools/setup.sh test
	@$(PY) -m pip wheel --quiet --no-input --no-deps --no-build-isolation --wheel-dir dist .

DOCS := .cache/docs/environment
docs: ## the documentation as a site in dist/docs, with a search that needs no network
	@tools/setup.sh run
	@cmp -s requirements-docs.lock $(DOCS)/installed.lock || { \
		$(PY) -m venv --clear $(DOCS) && $(DOCS)/bin/pip install --quiet --require-hashes -r requirements-docs.lock && \
		cp requirements-docs.lock $(DOCS)/installed.lock; }
	@$(PY) tools/docs_site.py $(DOCS)/bin/zensical

promises: .other ## run the tests of the promises at full length (long), keep what they measure (ARGS="-k h1": some of them)
	@tools/setup.sh full
	@$(if $(ARGS),true,$(PY) tools/promises.py --forget)
	@CONGVAN_FULL=1 CONGVAN_LONG=1 CONGVAN_OTHER_PYTHON=$(CURDIR)/.cache/other/bin/python \
	$(PY) -m pytest -q -n 2 --dist worksteal tests/acceptance/promises tests/acceptance/test_faults.py \
	tests/model/project/test_yaml_reader.py $(ARGS); status=$$?; $(PY) tools/promises.py && exit $$status

.PHONY: .other
.other: .uv # another Python than that of .venv, with the packages of the lock: both have to give the same files
	@test -x .cache/other/bin/python || { other=$$($(PY) -c 'import sys; print("3.11" if sys.version_info[1] > 11 else "3.13")'); \
	$(UV) venv --quiet --python $$other .cache/other; }
	@$(UV) pip sync --quiet --python .cache/other/bin/python --require-hashes --only-binary :all: requirements.lock

promises-page: ## write the pages of tests/acceptance/promises again from the tests and the figures that were measured
	@tools/setup.sh test
	@$(PY) tools/promises.py

fuzz: ## look for inputs that a door can't stand, guided, two minutes each (ARGS="600 source": one for ten minutes)
	@tools/setup.sh test
	@$(PY) tools/fuzz.py $(ARGS); status=$$?; $(PY) tools/promises.py && exit $$status

mutants: ## change the code in small ways and count the changes that no test sees (ARGS=text: one module)
	@tools/setup.sh test
	@$(PY) tools/mutants.py $(ARGS) && $(PY) tools/promises.py

sbom: ## the bill of materials (CycloneDX) and the licences of what is installed at run time, in dist/
	@tools/setup.sh run
	@test -x .cache/sbom/bin/cyclonedx-py || { $(PY) -m venv .cache/sbom && .cache/sbom/bin/pip install --quiet cyclonedx-bom; }
	@mkdir -p dist
	@.cache/sbom/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o dist/sbom.cdx.json $(PY)
	@$(PY) tools/sbom.py dist/sbom.cdx.json
	@.cache/sbom/bin/python tools/sbom.py --valid dist/sbom.cdx.json

clean: ## remove what can be made again: .venv, caches, wheels (outputs/ stays)
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16
