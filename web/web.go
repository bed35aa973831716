// Package web holds the workbench's pages: each is readable, citable and
// printable as the server sends it, without a script, and is the shell that the
// program in ui/ enhances where it was built. It asks package engine and knows
// nothing of the API. Start with New.
package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"entente"
	"entente/engine"
)

//go:embed all:dist
var dist embed.FS

//go:embed page.css
var style []byte

//go:embed pages.html
var pageText string

// Pages answers for the pages and what they load. It is safe for concurrent use.
type Pages struct {
	desk  *engine.Desk
	mux   *http.ServeMux
	tmpl  *template.Template
	built build
	files fs.FS
	// packed holds files of the build in gzip, by name.
	packed sync.Map
}

// build is what the workbench's program was built to: script and styles.
type build struct {
	Script string
	Styles []string
	Ahead  []string // modules that the script loads at once
	Font   string
}

// New returns the pages of a workplace.
func New(d *engine.Desk) (*Pages, error) {
	t, err := template.New("pages").Funcs(functions).Parse(pageText)
	if err != nil {
		return nil, engine.Errorf(engine.CodeInternal, "this is a fault of the build", "read the pages: %v", err)
	}
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, engine.Errorf(engine.CodeInternal, "this is a fault of the build", "read the workbench: %v", err)
	}
	p := &Pages{desk: d, mux: http.NewServeMux(), tmpl: t, files: files}
	if p.built, err = readBuild(files); err != nil {
		return nil, engine.Errorf(engine.CodeInternal, "build the workbench again: make ui", "read the workbench: %v", err)
	}
	p.routes()
	return p, nil
}

// Built reports whether the workbench's program is part of this binary.
func (p *Pages) Built() bool { return p.built.Script != "" }

// ServeHTTP answers.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// readBuild finds script and styles in the manifest that the build leaves;
// without one nothing was built.
func readBuild(files fs.FS) (build, error) {
	var b build
	text, err := fs.ReadFile(files, ".vite/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	type chunk struct {
		File    string   `json:"file"`
		Entry   bool     `json:"isEntry"`
		CSS     []string `json:"css"`
		Imports []string `json:"imports"`
		Assets  []string `json:"assets"`
	}
	manifest := map[string]chunk{}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return b, err
	}
	for _, c := range manifest {
		if !c.Entry {
			continue
		}
		b.Script, b.Styles = "/"+c.File, nil
		for _, s := range c.CSS {
			b.Styles = append(b.Styles, "/"+s)
		}
		for _, i := range c.Imports {
			b.Ahead = append(b.Ahead, "/"+manifest[i].File)
			for _, s := range manifest[i].CSS {
				b.Styles = append(b.Styles, "/"+s)
			}
		}
		for _, a := range c.Assets {
			if strings.HasSuffix(a, ".woff2") && b.Font == "" {
				b.Font = "/" + a
			}
		}
	}
	return b, nil
}

func (p *Pages) routes() {
	p.mux.HandleFunc("GET /{$}", p.overview)
	p.mux.HandleFunc("GET /pair/{a}/{b}", p.pair)
	p.mux.HandleFunc("GET /actor/{id}", p.actor)
	p.mux.HandleFunc("GET /claim/{id}", p.claim)
	p.mux.HandleFunc("GET /document/{id}", p.document)
	for _, name := range []string{"actors", "documents", "claims", "outlets", "network", "forecasts", "map", "import", "check", "search", "account"} {
		p.mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { p.bare(w, r, name) })
	}
	p.mux.HandleFunc("GET /assets/page.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		p.write(w, r, "page.css", style)
	})
	p.mux.HandleFunc("GET /assets/", p.asset)
	p.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		p.fail(w, r, engine.Errorf(engine.CodeNotFound, "the overview leads everywhere", "no page %s", r.URL.Path))
	})
}

// asset sends a file of the build; its name holds a hash of it, so that it never
// changes.
func (p *Pages) asset(w http.ResponseWriter, r *http.Request) {
	name := path.Clean(strings.TrimPrefix(r.URL.Path, "/"))
	b, err := fs.ReadFile(p.files, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	kind := mime.TypeByExtension(path.Ext(name))
	switch path.Ext(name) {
	case ".js":
		kind = "text/javascript; charset=utf-8"
	case ".css":
		kind = "text/css; charset=utf-8"
	case ".woff2":
		kind = "font/woff2"
	case ".json":
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	p.write(w, r, name, b)
}

// write sends what never changes: text as small as gzip makes it where the
// client takes that. It is packed when first asked for and kept.
func (p *Pages) write(w http.ResponseWriter, r *http.Request, name string, b []byte) {
	if path.Ext(name) != ".woff2" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		small, ok := p.packed.Load(name)
		if !ok {
			small, _ = p.packed.LoadOrStore(name, packed(b))
		}
		b = small.([]byte)
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Add("Vary", "Accept-Encoding")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b)
}

// packed is b in gzip; writing to memory never fails.
func packed(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

// page is what every template sees.
type page struct {
	Build build
	Title string
	Path  string
	Known string
	Raw   bool
	View  any
	Extra any
	Error *entente.Error
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, name, title string, view, extra any, failure *entente.Error) {
	q := r.URL.Query()
	var out bytes.Buffer
	err := p.tmpl.ExecuteTemplate(&out, name, page{
		Build: p.built, Title: title, Path: r.URL.Path, Known: q.Get("known"), Raw: q.Get("judgements") == "without", View: view, Extra: extra, Error: failure,
	})
	if err != nil {
		http.Error(w, "this page could not be written: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	_, _ = w.Write(carrying(out.Bytes(), r))
}

// pageLink is a link of a page to another, or to the next part of its list.
var pageLink = regexp.MustCompile(`<a ([^>]*)href="(/[^"#]*|\?[^"#]*)(#[^"]*)?"`)

// carrying puts what a page was asked with into its links, so that the page behind
// each is asked with the same: a day and whether judgements count, and for the next
// part of its list all but the place in it.
func carrying(page []byte, r *http.Request) []byte {
	rest := r.URL.Query()
	rest.Del("cursor")
	kept := url.Values{}
	for _, name := range []string{"known", "judgements"} {
		if rest.Get(name) != "" {
			kept.Set(name, rest.Get(name))
		}
	}
	if len(rest) == 0 {
		return page
	}
	return pageLink.ReplaceAllFunc(page, func(link []byte) []byte {
		m := pageLink.FindSubmatch(link)
		add := kept
		if m[2][0] == '?' {
			add = rest
		}
		if len(add) == 0 {
			return link
		}
		sep := "?"
		if bytes.Contains(m[2], []byte("?")) {
			sep = "&amp;"
		}
		return fmt.Appendf(nil, `<a %shref="%s%s%s%s"`, m[1], m[2], sep, template.HTMLEscapeString(add.Encode()), m[3])
	})
}

// fail shows an error as a page.
func (p *Pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	e := engine.Plain(err, engine.CodeInternal)
	status := http.StatusInternalServerError
	switch {
	case e.Code == engine.CodeNotFound || e.Code == engine.CodeUnknownActor || e.Code == engine.CodeNoLedger:
		status = http.StatusNotFound
	case engine.Misuse(e.Code):
		status = http.StatusBadRequest
	}
	p.show(w, r, status, "error", "Nothing here", nil, nil, e)
}

// scope reads the scope of a page's address.
func scope(r *http.Request) (engine.Scope, error) {
	q := r.URL.Query()
	day, err := entente.ParseDay(q.Get("known"))
	if err != nil {
		return engine.Scope{}, engine.Errorf(engine.CodeBadValue, "a date of the form 2006-01-02", "known: %v", err)
	}
	return engine.Scope{Known: day, Unjudged: q.Get("judgements") == "without"}, nil
}

func (p *Pages) overview(w http.ResponseWriter, r *http.Request) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v, err := p.desk.Overview(r.Context(), 0, o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "overview", "Overview", v, nil, nil)
}

// pairFilter reads a pair's filter from the address.
func pairFilter(q url.Values, o engine.Scope) (engine.PairFilter, error) {
	f := engine.PairFilter{
		Scope: o, Layer: q.Get("layer"), Stance: q.Get("stance"), Sign: q.Get("sign"), Speaker: q.Get("speaker"), Outlet: q.Get("outlet"),
		Type: q.Get("type"), Order: q.Get("order"), Story: q.Get("story"), Cursor: q.Get("cursor"), Limit: 12,
	}
	var err error
	if f.From, err = entente.ParseDay(q.Get("from")); err == nil {
		f.To, err = entente.ParseDay(q.Get("to"))
	}
	if err != nil {
		return f, engine.Errorf(engine.CodeBadValue, "a date of the form 2006-01-02", "%v", err)
	}
	return f, nil
}

func (p *Pages) pair(w http.ResponseWriter, r *http.Request) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	f, err := pairFilter(r.URL.Query(), o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v, err := p.desk.Pair(r.Context(), r.PathValue("a"), r.PathValue("b"), f)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	around, err := p.desk.Context(r.Context(), r.PathValue("a"), r.PathValue("b"), o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "pair", v.A.Label+" and "+v.B.Label, v, around, nil)
}

func (p *Pages) actor(w http.ResponseWriter, r *http.Request) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v, err := p.desk.Actor(r.Context(), r.PathValue("id"), o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "actor", v.Label, v, nil, nil)
}

func (p *Pages) claim(w http.ResponseWriter, r *http.Request) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v, err := p.desk.Claim(r.Context(), r.PathValue("id"), o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "claim", "A claim in "+v.Paper.Title, v, nil, nil)
}

func (p *Pages) document(w http.ResponseWriter, r *http.Request) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v, err := p.desk.Document(r.Context(), r.PathValue("id"), o)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, "document", v.Paper.Title, v, nil, nil)
}

// bare is a page that only the program fills; lists have a readable form.
func (p *Pages) bare(w http.ResponseWriter, r *http.Request, name string) {
	o, err := scope(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	title := strings.ToUpper(name[:1]) + name[1:]
	q := r.URL.Query()
	var view any
	switch name {
	case "documents":
		view, err = p.desk.Documents(r.Context(), engine.DocumentFilter{Scope: o, Outlet: q.Get("outlet"), Actor: q.Get("actor"), Copies: q.Get("copies") == "true", Of: q.Get("of"), Cursor: q.Get("cursor"), Limit: 100})
	case "actors":
		view, err = p.desk.Actors(r.Context(), q.Get("q"), q.Get("cursor"), 100, o)
	case "claims":
		view, err = p.desk.Claims(r.Context(), engine.ClaimFilter{Scope: o, Stance: q.Get("stance"), Speaker: q.Get("speaker"), Outlet: q.Get("outlet"), Cursor: q.Get("cursor")})
	case "outlets":
		view, err = p.desk.Outlets(r.Context(), o)
	case "search":
		view, err = p.desk.SearchFor(r.Context(), q.Get("q"), 30, o)
	default:
		p.show(w, r, http.StatusOK, "bare", title, nil, nil, nil)
		return
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.show(w, r, http.StatusOK, name, title, view, q.Get("q"), nil)
}

// functions are those of the templates.
var functions = template.FuncMap{
	"seg":   url.PathEscape,
	"day":   func(s string) string { return written(s, "2 January 2006") },
	"month": func(s string) string { return written(s, "January 2006") },
	"sign": func(n int) string {
		switch {
		case n > 0:
			return "+"
		case n < 0:
			return "−"
		}
		return "·"
	},
	"tone": func(n int) string {
		switch {
		case n > 0:
			return "plus"
		case n < 0:
			return "minus"
		}
		return "neither"
	},
	"chain": func(outlet string, chain []engine.Speaker) string {
		var names []string
		if outlet != "" {
			names = append(names, outlet)
		}
		for _, s := range chain {
			names = append(names, s.Name)
		}
		return strings.Join(names, " → ")
	},
	"plural": func(n int, one, many string) string {
		if n == 1 {
			return one
		}
		return many
	},
	"link": func(l string) string {
		switch l {
		case entente.LinkCause:
			return "is the reason for"
		case entente.LinkPurpose:
			return "is done for"
		case entente.LinkConsequence:
			return "leads to"
		case entente.LinkCondition:
			return "is the condition of"
		}
		return "stands against"
	},
	"address": func(s string) string {
		if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
			return s
		}
		return ""
	},
	"words": func(s string) string { return strings.ReplaceAll(s, "_", " ") },
}

// written is a day of the form 2006-01-02 in words; what is no such day stays as it is.
func written(s, form string) string {
	if month, err := time.Parse("2006-01", s); err == nil {
		return month.Format("January 2006")
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return day.Format(form)
}
