// Package api is the workbench's door over HTTP: JSON by an OpenAPI 3.1 document,
// server-sent events for running readings, sign-in, limits and metrics. It knows
// no pages (package web does) and holds no politics: every answer is a use case
// of package engine. Start with New.
package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Options say how a server answers.
type Options struct {
	Version string
	// Accounts, where not nil, are demanded of everybody who asks for anything
	// but the sign-in page. Without them everybody who reaches the server may do
	// everything: listen on the loopback only.
	Accounts *Accounts
	// Who names the person at a server without accounts, for judgements.
	Who string
	// Pages answers what is no route of the API.
	Pages http.Handler
	// Folder holds uploads while they are read; the system's temporary folder
	// where it is empty.
	Folder string
	// Watched is the file that keeps the feeds which the server asks for what is new;
	// where it is empty it watches none.
	Watched string
	Log     *slog.Logger
	Now     func() time.Time
}

// Server answers for one opened workplace. It is safe for concurrent use.
type Server struct {
	engine  *engine.Engine
	desk    *engine.Desk
	runs    *engine.Runs
	feeds   *engine.Feeds // nil where the server watches none
	options Options
	api     huma.API
	mux     *http.ServeMux
	metrics *metrics
	limits  *limits
	sign    *limits // tries to sign in, by address or known device
	named   *limits // tries to sign in, by account
	work    *gate   // of questions that are worked out anew
	outlook *ahead  // fits forecasts anew once judging pauses
	first   *ahead  // what a start prepares
	nonce   string
	handler http.Handler
}

// setUp changes what the OpenAPI library keeps for the whole process: its kind
// of error, and that lists are never null.
var setUp = sync.OnceFunc(func() {
	huma.NewError = newProblem
	huma.DefaultArrayNullable = false
})

// New returns the server of a workplace. Close ends its readings. It fails where the
// list of watched feeds cannot be read.
func New(e *engine.Engine, d *engine.Desk, o Options) (*Server, error) {
	setUp()
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Folder == "" {
		o.Folder = os.TempDir()
	}
	var b [6]byte
	_, _ = rand.Read(b[:]) // it never fails
	s := &Server{
		engine: e, desk: d, runs: engine.NewRuns(e, d, o.Now), options: o, mux: http.NewServeMux(), metrics: newMetrics(),
		limits: newLimits(40, 400), sign: newLimits(0.1, 6), named: newLimits(1.0/60, 20), work: newGate(), nonce: hex.EncodeToString(b[:]),
	}
	if o.Watched != "" {
		var err error
		if s.feeds, err = engine.NewFeeds(s.runs, o.Watched); err != nil {
			s.runs.Close()
			return nil, err
		}
	}
	s.outlook = newAhead(2*time.Second, func(ctx context.Context) {
		if err := d.Anticipate(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("the forecast could not be fitted anew", "cause", err.Error())
		}
	})
	s.first = newAhead(0, func(ctx context.Context) {
		if err := d.Prepare(ctx); err != nil && ctx.Err() == nil {
			o.Log.Error("the workbench could not be prepared", "cause", err.Error())
		}
	})
	config := huma.DefaultConfig("Entente", o.Version)
	config.Info.Description = "Who stands with whom, who says so, and what does not fit: every figure opens onto sentences. Nothing is said to be true."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in answers
	s.api = humago.New(s.mux, config)
	s.routes()
	s.plain()
	s.handler = s.wrap()
	return s, nil
}

// Prepare loads, off the way of those who ask, what the first question would have to
// wait for.
func (s *Server) Prepare() { s.first.soon() }

// Close stops running readings; what they read stays.
func (s *Server) Close() {
	s.first.close()
	s.outlook.close()
	if s.feeds != nil {
		s.feeds.Close()
	}
	s.runs.Close()
}

// OpenAPI returns the document that describes the routes.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() }

// ServeHTTP answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// plain adds the routes that are not JSON of the document, which lists them too.
func (s *Server) plain() {
	for path, summary := range map[string]string{"/openapi.json": "This document", "/metrics": "Counts and times in the text format of Prometheus"} {
		s.api.OpenAPI().AddOperation(&huma.Operation{
			OperationID: strings.Trim(strings.ReplaceAll(path, ".json", ""), "/"), Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"server"},
			Responses: map[string]*huma.Response{"200": {Description: summary}},
		})
	}
	s.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		b, err := s.OpenAPI()
		if err != nil {
			writeProblem(w, err)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(b)
	})
	s.mux.Handle("GET /metrics", s.metrics.handler())
	if s.options.Accounts != nil {
		s.mux.HandleFunc("GET /sign-in", s.signInPage)
		s.mux.HandleFunc("POST /sign-in", s.signIn)
		s.mux.HandleFunc("POST /sign-out", s.signOut)
		s.mux.HandleFunc("GET /join/{token}", s.joinPage)
		s.mux.HandleFunc("POST /join/{token}", s.join)
	}
	s.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, engine.Errorf(engine.CodeNotFound, "/openapi.json lists the routes", "no route %s", r.URL.Path))
	})
	if s.options.Pages != nil {
		s.mux.Handle("/", s.options.Pages)
	}
}

// wrap puts around the routes what holds for all of them, the outermost last.
func (s *Server) wrap() http.Handler {
	var h http.Handler = s.mux
	h = s.tagged(h)
	h = compressed(h)
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, engine.Errorf(engine.CodeForbidden, "send it from the workbench's own pages", "a page of another site sent this"))
	}))
	h = cross.Handler(h)
	if s.options.Accounts != nil {
		h = s.signed(h)
		h = s.limited(h)
	} else {
		h = loopbackOnly(h)
	}
	h = guarded(h)
	return s.counted(s.recovered(h))
}

// guarded sets the headers that keep pages from doing what they should not.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		next.ServeHTTP(w, r)
	})
}

// Policy is the content security policy of every answer: everything from the
// server itself, no inline script, no inline style, no frame.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// bodyLimit bounds what one request may send, uploads included.
const bodyLimit = 128 << 20

// loopbackOnly answers requests for the loopback's names only, so that a page
// elsewhere cannot reach the server by a name of its own that leads here.
func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.Trim(host, "[]")
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			writeProblem(w, engine.Errorf(engine.CodeForbidden, "use http://127.0.0.1 and the port, or serve with --listen and accounts", "the server does not answer to the name %q", host))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// tagged answers 304 where the client has what the ledger would tell.
func (s *Server) tagged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !cacheable(r.URL.Path) {
			if strings.HasPrefix(r.URL.Path, "/api/") {
				w.Header().Set("Cache-Control", "no-store")
			}
			next.ServeHTTP(w, r)
			return
		}
		if err := s.desk.Refresh(r.Context()); err != nil {
			writeProblem(w, err)
			return
		}
		tag := `"` + s.nonce + "-" + strconv.Itoa(s.desk.Generation()) + `"`
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("Vary", "Accept-Encoding, Cookie")
		if strings.Contains(r.Header.Get("If-None-Match"), tag) {
			w.Header().Set("ETag", tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		next.ServeHTTP(&tagging{ResponseWriter: w, tag: tag}, r)
	})
}

// tagging puts the tag on answers that succeeded.
type tagging struct {
	http.ResponseWriter
	tag string
}

func (t *tagging) WriteHeader(status int) {
	if status == http.StatusOK {
		t.Header().Set("ETag", t.tag)
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *tagging) Write(b []byte) (int, error) {
	if t.Header().Get("ETag") == "" {
		t.Header().Set("ETag", t.tag)
	}
	return t.ResponseWriter.Write(b)
}

func (t *tagging) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// cacheable reports whether a path's answer depends on the ledger alone.
func cacheable(path string) bool {
	for _, p := range []string{"/api/runs", "/api/feeds", "/api/session", "/api/accounts", "/api/forecasts"} {
		if strings.HasPrefix(path, p) {
			return false
		}
	}
	return strings.HasPrefix(path, "/api/")
}

// recovered turns a fault of the program into an answer, and logs it.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil && cause != http.ErrAbortHandler {
				s.options.Log.Error("a request broke the program", "method", r.Method, "path", r.URL.Path, "cause", fmt.Sprint(cause))
				writeProblem(w, engine.Errorf(engine.CodeInternal, "please report it with the address", "the program broke on %s", r.URL.Path))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
