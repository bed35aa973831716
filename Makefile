# Go does all but the workbench's program, which Node 20 builds; without it "skipped" says
# so, and the workbench has readable pages alone. "make help" lists the targets.

GO          ?= go
export CGO_ENABLED = 0
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS     := -s -w -X main.version=$(VERSION)
# Pinned tools, run from the module cache; one that cannot be fetched is skipped by name.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
GOFILES     := $(shell git ls-files --cached --others --exclude-standard '*.go')
# Where the gold data lies, for scores and the tests that use it.
DATA        ?= $(or $(ENTENTE_DATA),../shared/data)
FUZZTIME    ?= 20s

.PHONY: help build test short race fuzz bench load lint fmt fmt-check vet staticcheck gofumpt update scores ui ui-check screenshots train demo check

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/entente
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/entente ./cmd/entente

test: ## run all tests
	$(GO) test ./...

short: ## run the tests that take no longer than a moment
	$(GO) test -short ./...

race: ## run all tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -short ./...

fuzz: ## fuzz every parser of outside data for FUZZTIME each
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p 2>/dev/null | grep '^Fuzz'); do \
	    echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$p || exit 1; \
	  done; \
	done

bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . ./...

load: ## measure every route and page over 1,000 documents and 200,000 rows (needs DATA; minutes); LOAD=/DIR keeps the ledger there
	ENTENTE_LOAD="$(or $(LOAD),1)" ENTENTE_DATA="$(abspath $(DATA))" $(GO) test ./cmd/entente -run 'TestLoad$$' -v -timeout 60m

lint: vet staticcheck gofumpt ## vet, staticcheck, gofumpt

fmt: ## format the code
	gofmt -w $(GOFILES)
	@$(GO) run $(GOFUMPT) -version >/dev/null 2>&1 && $(GO) run $(GOFUMPT) -w $(GOFILES) || echo "skipped: gofumpt cannot be fetched"

fmt-check:
	@out=$$(gofmt -l $(GOFILES)); if [ -n "$$out" ]; then echo "not formatted (make fmt):"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	@if $(GO) run $(STATICCHECK) -version >/dev/null 2>&1; then $(GO) run $(STATICCHECK) ./...; \
	else echo "skipped: $(STATICCHECK) cannot be fetched"; fi

gofumpt:
	@if $(GO) run $(GOFUMPT) -version >/dev/null 2>&1; then \
	  out=$$($(GO) run $(GOFUMPT) -l $(GOFILES)); if [ -n "$$out" ]; then echo "not formatted (make fmt):"; echo "$$out"; exit 1; fi; \
	else echo "skipped: $(GOFUMPT) cannot be fetched"; fi

update: ## rewrite the golden files and scripts; review their diff
	$(GO) test ./brief ./cmd/entente -update

scores: build ## score against the gold data in DATA
	@if [ -d "$(DATA)" ]; then ./bin/entente eval --data "$(DATA)"; else echo "skipped: no gold data in $(DATA)"; fi

# Whether Node is here and new enough, and what the workbench's program is built from and to.
NODE        := $(shell node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null && echo yes)
CHROMIUM    ?= /usr/bin/chromium
UI          := web/dist/.vite/manifest.json
UISOURCES   := $(shell git ls-files ui web/page.css)

ui: $(if $(NODE),$(UI)) ## build the workbench's program (needs Node 20); make build puts it into the binary
	@[ -n "$(NODE)" ] || echo "skipped: the workbench's program needs Node 20; the binary has readable pages alone"

$(UI): ui/node_modules $(UISOURCES)
	cd ui && npm run --silent build -- --logLevel error

ui/node_modules: ui/package-lock.json
	cd ui && npm ci --silent --no-audit --no-fund && touch node_modules

ui-check: ui ## check the workbench: types against openapi.json, styles, tests, each page in Chromium
ifeq ($(NODE),yes)
	cd ui && npm run --silent check && npm run --silent test
	@if [ -x "$(CHROMIUM)" ]; then cd ui && CHROMIUM="$(CHROMIUM)" npm run --silent flows; \
	else echo "skipped: the workbench's pages in a browser: no $(CHROMIUM) (apt-get install chromium)"; fi
else
	@echo "skipped: the workbench's checks need Node 20"
endif

screenshots: ui ## draw the README's picture of the pair page anew, from the sample (needs Node 20 and Chromium)
	cd ui && CHROMIUM="$(CHROMIUM)" npm run --silent picture -- ../docs/pair.png

train: ## how to rebuild the weights
	@echo "linear taggers: go run ./cmd/entente-train; neural reader: train/reader (see its README)"

demo: ui build ## read the included sample, print its brief and open the workbench
	@./bin/entente demo --ledger bin/demo.db
	@if [ -t 0 ] && [ -t 1 ]; then ./bin/entente serve --open --port 0 --ledger bin/demo.db; \
	else echo "The workbench: ./bin/entente serve --open --ledger bin/demo.db"; fi

check: fmt-check lint test ui-check ## what CI runs; test holds the scores too where DATA is there
