# The project's commands. Everything is installed into .venv in this folder; nothing else on the machine changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv

# uv brings its own list of certificate authorities; behind a company's proxy only the machine's own list will do. What the
# first try says would frighten for nothing; the second one says what is really the matter.
install = $(UV) sync --quiet --frozen --inexact --python $(BIN)/python $(1) 2> /dev/null || \
	UV_SYSTEM_CERTS=1 $(UV) sync --quiet --frozen --inexact --python $(BIN)/python $(1)

.PHONY: setup demo test test-real check lint types format bench soak generate goldens clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sharebot needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13'
	@$(call install)
	@touch $@

check: lint types test

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

types: setup
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Installs the peers it needs (as root, from Debian's packages); one that cannot be installed is skipped with a loud line.
test-real: setup
	@for script in tests/real/install-*.sh; do sh $$script || echo "SKIPPED: $$script brought nothing" >&2; done
	$(BIN)/python -m pytest -m real -n 2 --dist loadgroup -rs

# FEED=https://blog.example/feed/ or FEED=file.xml shows what would be posted from that feed instead.
demo: setup
ifdef FEED
	@$(BIN)/sharebot try "$(FEED)"
else
	@$(BIN)/python -m demo
endif

bench: setup
	@$(call install,--group bench)
	$(BIN)/python -m bench

# A thousand kill -9 over ten thousand posts to three networks; about twenty minutes. Writes docs/soak.md.
soak: setup
	@sh tests/real/install-bluesky.sh
	$(BIN)/python -m bench.soak

generate: setup
	@$(BIN)/python -m sharebot.queue.statements
	@$(BIN)/python docs/generate.py

# What readers will see, written anew; read the diff as a reader would.
goldens: setup
	GOLDEN_UPDATE=1 $(BIN)/python -m pytest tests/test_golden.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
