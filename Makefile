# callgate: plain `make` lists the targets.
SHELL := /bin/bash
LISTEN ?= 127.0.0.1:5433
GO ?= go
FUZZTIME ?= 60s
# Wildcards pass over testdata, so its packages are named.
PACKAGES = ./... $(shell find testdata -name '*.go' -not -path '*/testdata/*/testdata/*' -printf './%h\n' | sort -u)

.DEFAULT_GOAL := help
.PHONY: help run build test setup race lint fuzz bench conformance wire-pg

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

run: ## build and serve with the embedded defaults on LISTEN (127.0.0.1:5433)
	$(GO) run ./cmd/callgate serve --listen $(LISTEN)

build: ## build bin/callgate
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/callgate ./cmd/callgate

setup: ## install what the tests need: PostgreSQL, drivers, the linter
	./testdata/setup.sh

test: setup lint ## set up what is missing, then run every test
	./testdata/test.sh

race: ## run the Go tests with the race detector
	$(GO) test -race $(PACKAGES)

lint: ## run the pinned linter
	./testdata/lint.sh

fuzz: ## run every fuzz target, FUZZTIME (60s) each
	./testdata/fuzz.sh $(FUZZTIME)

bench: ## compare callgate with PostgreSQL and with a canned responder, side by side
	$(GO) run ./testdata/bench

conformance: ## compare the answers to CALL with those of a real Flink, by feature
	$(GO) run ./testdata/conformance

wire-pg: ## replay the wire scripts against a real PostgreSQL
	./testdata/postgres.sh $(GO) test -count=1 -run 'TestWireScripts' ./server
