# Everything runs in .venv, made from the locked versions in requirements.lock.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: run chat test check format calibrate eval evaluation bench docs data fit lock clean

run: $(READY) ## set up, then start the bot: on Telegram when a token is set, else in the terminal
	@$(PY) -m bot

test: $(READY) ## all tests
	@$(PY) -m pytest

check: $(READY) ## format, lint, types, and the knowledge folder
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(PY) -m bot check

format: $(READY) ## bring the code into form
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

fit: $(READY) ## fit the matcher from the example questions (done by itself when they change)
	@$(PY) -m bot fit

calibrate: $(READY) ## set the thresholds on example questions held aside; minutes
	@$(PY) -m bot calibrate

eval: $(READY) ## the scoreboard on the product's own question set
	@$(PY) -m bot eval

evaluation: $(READY) ## write docs/evaluation.md anew: scoreboard and learning curve; a quarter of an hour
	@$(PY) tools/make_evaluation.py

bench: $(READY) ## speed and memory, as ratios to a baseline in the same run
	@$(PY) -m bench

docs: $(READY) ## regenerate what docs/ and the READMEs quote from commands
	@$(PY) tools/make_docs.py

data: $(READY) ## regenerate bot/data/pinyin.txt
	@$(PY) tools/make_pinyin.py

lock: $(READY) ## bring requirements.lock up to date
	@$(PY) -m pip install --quiet pip-tools
	@$(VENV)/bin/pip-compile --quiet --upgrade --extra dev --strip-extras --no-header --no-annotate \
		--no-emit-find-links --no-emit-index-url -o requirements.lock pyproject.toml

clean:
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
