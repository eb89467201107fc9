# Lupakartta. "make" alone prints its help. Every target installs and builds first what it needs.

# A fresh machine often has Go where its own instructions put it, before anybody set PATH.
GO ?= $(or $(shell command -v go),$(wildcard /usr/local/go/bin/go),go)
export PATH := $(PATH):$(patsubst %/,%,$(dir $(filter /%,$(GO))))
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

say = @printf '\033[1m==>\033[0m %s\n'
web_sources = $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f ! -name '*.test.*' \
	\( -path 'web/src/*' -o -path 'web/build/*' -o -path 'web/public/*' -o -name index.html -o -name 'tsconfig*.json' \) -print 2>/dev/null)

.DEFAULT_GOAL := help
.NOTPARALLEL: # the steps print as they go, and "check" comes before "test"
.PHONY: help run build web check test bench fmt clean setup go-build

help: ## print this help
	@echo "Lupakartta: where a permit is needed, and what is round the place"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16
	@echo
	@echo "Data live in ./var (LUPAKARTTA_DATA_DIR); the README tells the other settings."

run: build ## start the service with the demo town on http://localhost:8080; Ctrl-C stops it and its database
	$(say) "starting (Ctrl-C stops)"
	@LUPAKARTTA_DEMO=1 exec bin/lupakartta serve

build: setup go-build ## build the binary, bin/lupakartta

go-build: web
	$(say) "building bin/lupakartta"
	@mkdir -p bin
	@CGO_ENABLED=0 "$(GO)" build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o bin/lupakartta ./cmd/lupakartta

setup: ## install what is missing to build and run, from the distribution's packages
	$(say) "looking for what is missing"
	@scripts/setup $(if $(filter check test bench,$(MAKECMDGOALS)),test,run)

web: setup .cache/web-built ## build the front end into web/dist

# The stamp is made last, so that a build which was cut in the middle is done again.
.cache/web-built: .cache/web-packages $(web_sources) $(if $(wildcard web/dist/index.html),,web-missing)
	$(say) "building the front end"
	@npm --prefix web run --silent build
	@mkdir -p .cache && touch $@

.PHONY: web-missing
web-missing:

.cache/web-packages: web/package-lock.json $(if $(wildcard web/node_modules/.package-lock.json),,packages-missing)
	$(say) "fetching the front end's packages"
	@npm --prefix web ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@mkdir -p .cache && touch $@

.PHONY: packages-missing
packages-missing:

check: web ## formatting, vet, linters, vulnerabilities, types
	$(say) "formatting"
	@unformatted=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); \
		if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(say) "go vet"
	@"$(GO)" vet ./...
	$(say) "golangci-lint"
	@"$(GO)" tool -modfile=tools/go.mod golangci-lint run ./...
	$(say) "known vulnerabilities"
	@GO="$(GO)" scripts/vulncheck
	$(say) "front end: types and lint"
	@npm --prefix web run --silent check

test: go-build ## every test: Go's with the race detector, the front end's, the browser's
	$(say) "testing"
	@"$(GO)" run ./internal/testrun

bench: go-build ## benchmarks, in one table
	$(say) "measuring"
	@bin/lupakartta bench

fmt: ## format Go code
	@git ls-files -z '*.go' | xargs -0 gofmt -w

clean: ## remove what was built; data and downloaded packages stay
	rm -rf bin web/artifacts artifacts .cache/web-built
	find web/dist -mindepth 1 ! -name .gitkeep -delete
