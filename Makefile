# `make` alone lists what there is. Set-up happens by itself: .ci/setup does what is missing and nothing twice.

ARGS ?=
SETUP := .ci/setup
BIN := .venv/bin

# Not told, the port stays what instance/config.toml says, or 8000.
ifneq ($(PORT),)
export REPORTING_PORT := $(PORT)
endif

.PHONY: help run test check format bench soak lock clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, load the demonstration, serve http://localhost:8000 with a worker (PORT=8001 for another port)
	@$(SETUP) run
	@$(BIN)/reporting demo --if-empty
	@exec $(BIN)/reporting serve --with-worker

test: ## set up, then the whole test suite, browser and PostgreSQL included (ARGS="-k words" for a part)
	@$(SETUP) test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## style, types, floors, forms and catalogues
	@$(SETUP) check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reporting forms check
	$(BIN)/reporting texts check

format: ## put the code into its one form
	@$(SETUP) check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: ## measure what is measured
	@$(SETUP) test
	$(BIN)/python -m benchmarks $(ARGS)

soak: ## the tests that take minutes: kills, many writers, long runs
	@$(SETUP) test
	$(BIN)/python -m pytest -m soak $(ARGS)

lock: ## write the lock files again (UPGRADE=1 with the newest versions)
	@UPGRADE=$(UPGRADE) $(SETUP) lock

clean: ## remove all that set-up and builds have made; instance/ stays
	rm -rf .venv build dist node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find reporting tests benchmarks .ci -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
