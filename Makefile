# make chat    make .venv if needed, index the samples and serve the chat on 127.0.0.1:8501 (PORT=8502 for another port)
# make test    install what the tests need, a Chromium included, then check and test everything
# make check   lint, formatting and types
# make bench   measure speed and size beside others, from 1,000 to 1,000,000 paragraphs: hours (BENCH="--sizes 1000")
# make soak    kill, damage, fill and race a library and fuzz the loaders, for the figures of the README (4 hours)
# make peers   measure beside LangChain, txtai and bm25s, on the evaluation folders FOLDERS (seeds)
# make clean   delete what the tools left behind; .venv and the library stay
#
# PYTHON names the Python for .venv, PIP_ARGS goes to pip.

PORT ?=
PYTHON ?=
PIP_ARGS ?=
FOLDERS ?= seeds
BENCH ?=
export PYTHON PIP_ARGS

.PHONY: chat test check bench soak peers clean
.DEFAULT_GOAL := chat

chat:
	@.ci/install
	@.venv/bin/python -m assistant $(if $(PORT),--port $(PORT))

# The long files, those of the browser, come first as they are found, so that no core is left alone with one at the end.
# The tests start the program often: it is compiled once, also where Python is told to keep no bytecode.
test: check
	@.ci/chromium
	PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check:
	@.ci/install tests
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy

bench:
	@.ci/install tests
	.venv/bin/python -m tests.benchmarks.table $(BENCH)

soak:
	@.ci/install tests
	.venv/bin/python -m tests.soak

peers:
	@.ci/install
	.venv/bin/python -m tests.benchmarks.peers $(FOLDERS)

clean:
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/browser/shots
	find assistant index seeds tests -name __pycache__ -prune -exec rm -rf {} +
