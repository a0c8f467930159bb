# psn-cop. "make" alone lists the targets.

.DEFAULT_GOAL := help
.PHONY: help demo test check bench assets sqlx-prepare
MAKEFLAGS += --no-print-directory

# Queries are checked against the committed data in .sqlx/, whatever database .env names.
export SQLX_OFFLINE := true

# One profile and one set of packages for everything, so that what one target has compiled serves
# the others. With --workspace the features of every dependency are those that the tests need too;
# --bin then compiles only what that program is made of.
PROGRAMS = $${CARGO_TARGET_DIR:-target}/debug
BUILD = cargo build --workspace --locked

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

demo: ## Try the service on http://localhost:8080 with made-up data; Ctrl-C stops it
	@scripts/install.sh compiler postgresql node
	@echo "==> Putting the styles in place"
	@sh static/build.sh
	@echo "==> Building the program (some minutes the first time)"
	@$(BUILD) --bin psn-cop
	@echo "==> Starting the demonstration"
	@exec $(PROGRAMS)/psn-cop demo

test: ## Run everything: formatting, lints, queries, tests, browser journeys
	@scripts/install.sh compiler postgresql node chromium fonts poppler clamav
	@scripts/node-packages.sh
	@sh static/build.sh
	@echo "==> Building the tests' PostgreSQL cluster"
	@$(BUILD) --bin test-cluster
	@$(PROGRAMS)/test-cluster run -- scripts/test.sh all

check: ## Run the quick part: formatting, lints, queries, unit tests
	@scripts/install.sh compiler postgresql node
	@sh static/build.sh
	@$(BUILD) --bin test-cluster
	@$(PROGRAMS)/test-cluster run -- scripts/test.sh quick

bench: ## Measure how fast the service is and write docs/benchmarks.md (takes long; see scripts/bench.sh)
	@scripts/install.sh compiler postgresql node
	@sh static/build.sh
	@scripts/bench.sh

assets: ## Fetch and prepare the styles of GOV.UK Frontend
	@scripts/install.sh node
	@sh static/build.sh

sqlx-prepare: ## Write the data of the queries to .sqlx/ after changing a query or the schema
	@scripts/install.sh compiler postgresql
	@$(BUILD) --bin test-cluster
	@$(PROGRAMS)/test-cluster run -- scripts/queries.sh prepare
