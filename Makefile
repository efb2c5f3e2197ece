# Every target works in a fresh clone and does only what is needed. Run `make` to list them.

VENV := .venv
PY := $(VENV)/bin/python
JUDGES := tests/browser
# Tried in this order. To choose one: `make site PYTHON=/path/to/python`.
PYTHON := python3 python3.14 python3.13 python3.12 python3.11

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help site docs serve test check fix messages nightly fuzz mutants audit sbom screenshots bench import-corpus lock dist \
  release clean venv run dev tools twine browser

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

site: run ## Build this repository's site into site/
	@$(VENV)/bin/explainer build

docs: run ## Build the manual as a site into .cache/docs/, with an explainer of its own
	@$(VENV)/bin/mkdocs build -q -f docs.yml

serve: run ## Preview the site on this machine and update it as files change
	@$(VENV)/bin/explainer serve

test: dev browser ## Run everything that CI runs: format, lint, types, import contract, all tests
	@$(call verify,)

check: dev ## Run the same with the fast tests only
	@$(call verify,-m "not slow and not browser")

fix: dev ## Fix format and lint where possible; update the schemas for text editors
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format . ; $(VENV)/bin/explainer schema --write

messages: dev ## Regenerate docs/messages.md, docs/silent-changes.md and the tables of docs/themes.md from what the tests run
	@$(PY) tests/messages.py
	@$(PY) tests/silence.py
	@$(PY) tests/material_settings.py

nightly: dev browser ## Run every case of every test, however long it takes
	@EXPLAINER_MATRIX=whole $(PY) -m pytest -n auto --dist loadgroup

fuzz: ## Read random bytes as entries, records and pictures (SECONDS=600)
	@$(MAKE) --no-print-directory tools
	@$(PY) tests/fuzz.py $(or $(SECONDS),600)

mutants: ## Say how many random mutants of the program the fast tests notice (ARGS="--number 25 --seed 2026-11-30")
	@$(MAKE) --no-print-directory tools
	@$(PY) tests/mutants.py $(ARGS)

audit: ## Ask which dependencies have known holes
	@$(MAKE) --no-print-directory tools
	@$(VENV)/bin/pip-audit --require-hashes --disable-pip -r requirements/run.txt

sbom: ## Write what a site depends on to dist/sbom.json (CycloneDX)
	@$(MAKE) --no-print-directory tools
	@mkdir -p dist
	@$(VENV)/bin/cyclonedx-py requirements --output-reproducible -o dist/sbom.json requirements/run.txt

screenshots: dev browser ## Save pictures of each kind of page, wide and narrow, light and dark, in screenshots/
	@$(PY) -m tests.browser.screenshots

bench: dev ## Time builds against other site generators (ARGS="--entries 1000 --rounds 1"; see docs/speed.md)
	@$(PY) -m benchmarks $(ARGS)

import-corpus: dev ## Measure importing over pages with gold text on this machine (DIR=folder; see benchmarks/gold.py)
	@$(PY) -m benchmarks.importing $(DIR) $(ARGS)

# One release of each package for all Pythons ("fewest"): Debian's 3.11.2 and the newest Python build the same bytes.
lock: ## Lock the dependencies of pyproject.toml (UPGRADE=1 also takes newer releases)
	@set -eu; \
	uv=$$(command -v uv || true); \
	if [ -z "$$uv" ]; then \
	  $(MAKE) --no-print-directory venv; $(PY) -m pip install -qq 'uv>=0.9'; uv=$(VENV)/bin/uv; \
	fi; \
	lock() { "$$uv" pip compile --quiet "$$@" --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	  $(if $(UPGRADE),--upgrade); }; \
	lock pyproject.toml --extra build --extra images --extra import --extra links --output-file requirements/run.txt; \
	lock pyproject.toml --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt; \
	lock pyproject.toml --extra dev --group nightly --constraint requirements/dev.txt --output-file requirements/nightly.txt; \
	lock --group release --output-file requirements/release.txt; \
	lock --group peers --constraint requirements/dev.txt --output-file requirements/peers.txt; \
	grep -c == requirements/run.txt requirements/dev.txt requirements/nightly.txt requirements/release.txt requirements/peers.txt

# The wheel's new site is built as its owner would build it, from vendor/ and requirements.txt alone.
dist: run ## Build wheel and source distribution into dist/, and try both in an empty environment
	@$(MAKE) --no-print-directory twine VENV=.cache/twine
	@set -eu; \
	rm -rf dist .cache/dist; \
	$(PY) -m hatchling build -d dist; \
	.cache/twine/bin/twine check --strict dist/*; \
	$(PY) -m venv .cache/dist/venv; \
	python=.cache/dist/venv/bin/python; \
	$$python -m pip install -qq --require-hashes -r requirements/run.txt; \
	for file in dist/*.whl dist/*.tar.gz; do \
	  echo "Trying $$file ..."; \
	  $$python -m pip install -qq --force-reinstall --no-deps --no-build-isolation "$$file"; \
	  rm -rf .cache/dist/site; \
	  $$python -P -m explainer init .cache/dist/site >/dev/null; \
	  $$python -P -m explainer -C .cache/dist/site build; \
	done; \
	$(MAKE) --no-print-directory -C .cache/dist/site site

release: venv ## Release VERSION=0.2.0: checks, sets the version, dates the changelog, commits, tags; you push
	@$(PY) tests/release.py '$(VERSION)'

clean: ## Remove everything that these targets created, including .venv
	@rm -rf $(VENV) $(JUDGES)/node_modules site .cache dist screenshots
	@rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- used by the targets above ----------------------------------------------------------------------------------------

# A virtual environment with Python 3.11 or newer. It is recreated if it is broken or the folder was moved, because its
# scripts and the editable install contain absolute paths.
venv:
	@set -eu; \
	if [ "$$(cat $(VENV)/.made-in 2>/dev/null)" = "$$(pwd -P)" ] && $(PY) -c 'import pip' 2>/dev/null; then exit 0; fi; \
	fits() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }; \
	python=; bare=; \
	for name in $(PYTHON); do \
	  fits $$name || continue; \
	  if $$name -c 'import ensurepip, venv' 2>/dev/null; then python=$$name; break; fi; \
	  bare=$${bare:-$$name}; \
	done; \
	if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	  package=$$($$bare -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	  echo "make: $$bare cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install -y $$package" >&2; \
	  exit 1; \
	elif [ -z "$$python" ]; then \
	  echo "make: Python 3.11 or newer is needed (tried: $(PYTHON))." >&2; \
	  echo "      On Debian 12 and Ubuntu 24.04 or newer: sudo apt-get install -y python3 python3-venv" >&2; \
	  echo "      On Ubuntu 22.04: sudo apt-get install -y python3.11 python3.11-venv" >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version) ..."; \
	rm -rf $(VENV); \
	$$python -m venv $(VENV); \
	pwd -P > $(VENV)/.made-in

# dev.txt includes everything in run.txt, so either is enough to build the site.
run: venv
	@cmp -s requirements/dev.txt $(VENV)/.installed || cmp -s requirements/nightly.txt $(VENV)/.installed || \
	  $(call install,run)
	@$(install_project)

# nightly.txt includes everything in dev.txt.
tools: venv
	@$(call install,nightly)
	@$(install_project)

# Alone, because it may publish: make twine VENV=.cache/twine
twine: venv
	@$(call install,release)

dev: venv
	@cmp -s requirements/nightly.txt $(VENV)/.installed || $(call install,dev)
	@$(install_project)

# The browser tests need a browser and two runtimes from the distribution (a browser downloaded by npm or Playwright
# would not be locked), and the judges that tests/browser/package-lock.json locks. To change one of these, edit
# package.json next to it, then run `npm --prefix tests/browser install --package-lock-only`. Debian's Chromium without a
# window (chromium-headless-shell) makes the tests much faster; they work without it.
browser:
	@set -eu; \
	missing=; packages=; \
	need() { command -v $$1 >/dev/null || { missing="$$missing $$1"; packages="$$packages $$2"; }; }; \
	need chromium chromium; need node nodejs; need npm npm; need java default-jre-headless; \
	if [ -n "$$missing" ]; then \
	  if ! command -v apt-get >/dev/null; then \
	    echo "make: the tests need these commands; please install them with your package manager:$$missing" >&2; \
	    exit 1; \
	  fi; \
	  by_hand() { \
	    echo "make: the tests need$$missing, and $$1. Please run:" >&2; \
	    echo "      sudo apt-get update && sudo apt-get install -y$$packages" >&2; \
	    exit 1; \
	  }; \
	  sudo=; \
	  if [ "$$(id -u)" != 0 ]; then sudo=sudo; command -v sudo >/dev/null || by_hand "this needs root or sudo"; fi; \
	  echo "Installing for the tests:$$packages ..."; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$packages >/dev/null \
	    || by_hand "apt-get could not install them"; \
	  for name in $$missing; do command -v $$name >/dev/null || by_hand "apt-get installed no $$name"; done; \
	fi; \
	shell=chromium-headless-shell; root=; \
	[ "$$(id -u)" = 0 ] || root='sudo -n'; \
	if ! command -v $$shell >/dev/null && apt-cache show $$shell >/dev/null 2>&1; then \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$shell >/dev/null 2>&1 || true; \
	fi; \
	if ! cmp -s $(JUDGES)/package-lock.json $(JUDGES)/node_modules/.installed; then \
	  echo "Installing the judges that $(JUDGES)/package-lock.json locks ..."; \
	  npm --prefix $(JUDGES) ci --loglevel error >/dev/null || { \
	    echo "make: npm could not install them; Node.js 18.16 or newer is needed, and this is $$(node --version)." >&2; \
	    exit 1; \
	  }; \
	  cp $(JUDGES)/package-lock.json $(JUDGES)/node_modules/.installed; \
	fi

# $(call install,run) installs what requirements/run.txt locks. $(VENV)/.installed is a copy of the file that was
# installed last. Contents are compared, not times, so switching branches and back installs nothing.
define install
{ set -eu; \
  if ! cmp -s requirements/$(1).txt $(VENV)/.installed; then \
    echo "Installing the packages that requirements/$(1).txt locks ..."; \
    rm -f $(VENV)/.installed; \
    $(PY) -m pip install -qq --require-hashes -r requirements/$(1).txt; \
    cp requirements/$(1).txt $(VENV)/.installed; \
  fi; }
endef

# Editable, so a change in explainer/ needs no new install. Entry points and the version are read at install time.
define install_project
set -eu; \
if ! cat pyproject.toml explainer/__init__.py | cmp -s - $(VENV)/.project; then \
  $(PY) -m pip install -qq --no-build-isolation --no-deps --editable .; \
  cat pyproject.toml explainer/__init__.py > $(VENV)/.project; \
fi
endef

# $(call verify,ARGUMENTS OF PYTEST) runs every step even if one fails. pytest comes last, because people and CI look
# for its last line; other failures are listed on stderr.
define verify
failed=; \
step() { name=$$1; shift; printf -- '--- %s\n' "$$name"; "$$@" || failed="$$failed, $$name"; }; \
step 'format' $(PY) -m ruff format --check .; \
step 'lint' $(PY) -m ruff check .; \
step 'types' $(PY) -m mypy; \
step 'import contract' $(VENV)/bin/lint-imports --no-logo; \
step 'tests' $(PY) -m pytest -n auto --dist loadgroup $(1); \
if [ -n "$$failed" ]; then echo "make: failed: $${failed#, }" >&2; exit 1; fi
endef
