# Lupakartta. "make" alone prints its help. Every target installs and builds first what it needs.

# A fresh machine often has Go where its own instructions put it, before anybody set PATH.
go_on_path := $(shell command -v go)
GO ?= $(or $(go_on_path),$(wildcard /usr/local/go/bin/go),go)
ifneq ($(GO),$(go_on_path))
export PATH := $(patsubst %/,%:,$(dir $(filter /%,$(GO))))$(PATH)
endif
export GO
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

say = @printf '\033[1m==>\033[0m %s\n'
web_sources = $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f ! -name '*.test.*' \
	\( -path 'web/src/*' -o -path 'web/build/*' -o -path 'web/public/*' -o -name index.html -o -name national.html -o -name 'tsconfig*.json' \) -print 2>/dev/null)

.DEFAULT_GOAL := help
.NOTPARALLEL: # the steps print as they go, and "check" comes before "test"
.PHONY: help run build web check test bench soak fmt clean setup go-build verify checks testrun

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
	@scripts/setup $(if $(filter bench,$(MAKECMDGOALS)),bench,$(if $(filter checks testrun,$(MAKECMDGOALS)),test,run))

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

# "make check test" ends with the line that counts, also when something failed: make's own last word ("*** Error 1") must
# not follow it. So scripts/verify does the work and never fails as a recipe. What failed is told by a recipe that make
# finds undone: with --question that is exit status 1 and not a word. Together with other targets, which have to be
# carried out, make speaks as usual.
verified := $(filter check test,$(MAKECMDGOALS))
ifdef verified
ifeq ($(filter-out check test,$(MAKECMDGOALS))$(findstring n,$(firstword -$(MAKEFLAGS))),)
MAKEFLAGS += --question --no-print-directory
even_so := +
endif
endif

check: verify ## formatting, vet, linters, vulnerabilities, types
	@$(if $(shell test -e .cache/verify-failed && echo yes),exit 1)

test: verify ## every test: Go's with the race detector, the front end's, the browser's
	@$(if $(shell test -e .cache/verify-failed && echo yes),exit 1)

verify:
	$(even_so)@mkdir -p .cache && rm -f .cache/verify-failed
	$(even_so)@MAKEFLAGS='$(if $(MAKEOVERRIDES),-- $(MAKEOVERRIDES))' scripts/verify $(verified) || touch .cache/verify-failed

checks: web
	$(say) "formatting"
	@unformatted=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); \
		if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(say) "go vet"
	@"$(GO)" vet ./... && "$(GO)" vet -tags soak ./internal/testdb ./layers
	$(say) "golangci-lint"
	@"$(GO)" tool -modfile=tools/go.mod golangci-lint run ./...
	$(say) "known vulnerabilities"
	@GO="$(GO)" scripts/vulncheck
	$(say) "front end: types and lint"
	@npm --prefix web run --silent check

testrun: go-build
	@"$(GO)" build -o .cache/testrun ./internal/testrun
	$(say) "testing"

bench: go-build ## benchmarks, in one table
	$(say) "measuring"
	@CHROMIUM="$$(scripts/setup --browser)" bin/lupakartta bench

soak: go-build ## what is too large for make test: files of 1 and 2 GB, rings of ten million vertices
	$(say) "soaking"
	@"$(GO)" test -tags soak -count=1 -timeout 4h -run Soak ./...

fmt: ## format Go code
	@git ls-files -z '*.go' | xargs -0 gofmt -w

clean: ## remove what was built; data and downloaded packages stay
	rm -rf bin web/artifacts artifacts .cache/web-built
	find web/dist -mindepth 1 ! -name .gitkeep -delete
