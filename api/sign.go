package api

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"entente/engine"
)

// Names of cookies, and how long a device stays known.
const (
	sessionCookie = "entente_session"
	deviceCookie  = "entente_device"
	deviceFor     = 180 * 24 * time.Hour
)

type nameKey struct{}

// whoIs names the person who asks.
func (s *Server) whoIs(ctx context.Context) string {
	if name, ok := ctx.Value(nameKey{}).(string); ok {
		return name
	}
	return s.options.Who
}

// signed lets those with a session through; others may sign in, and use a link
// that they were given.
func (s *Server) signed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, ok := s.options.Accounts.Who(callerOf(r.Context()).session, s.options.Now()); ok {
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nameKey{}, name)))
			return
		}
		p := r.URL.Path
		switch {
		case p == "/sign-in", strings.HasPrefix(p, "/join/"), p == "/healthz", strings.HasPrefix(p, "/assets/") && r.Method == http.MethodGet,
			p == "/api/session" && r.Method == http.MethodPost:
			next.ServeHTTP(w, r)
		case strings.HasPrefix(p, "/api/") || p == "/metrics" || p == "/openapi.json" || p == "/readyz" || r.Method != http.MethodGet:
			pr := problem(engine.Errorf(engine.CodeForbidden, "sign in at /sign-in, or by POST /api/session", "nobody is signed in"))
			pr.Status, pr.Title = http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized)
			writeProblem(w, pr)
		default:
			http.Redirect(w, r, "/sign-in?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		}
	})
}

// credentials are a name and its password.
type credentials struct {
	Body struct {
		Name     string `json:"name" maxLength:"80"`
		Password string `json:"password" maxLength:"1000"`
	}
}

// me says who asks.
type me struct {
	Name          string `json:"name"`
	Accounts      bool   `json:"accounts" doc:"the server demands accounts"`
	Administrator bool   `json:"administrator" doc:"may list and remove accounts"`
	Others        int    `json:"others" doc:"sessions of the same account that are open elsewhere"`
	Version       string `json:"version"`
	Ledger        string `json:"ledger" doc:"name of the ledger's file"`
}

type signedIn struct {
	SetCookie []string `header:"Set-Cookie"`
	Body      *me
}

type invitation struct {
	Path string `json:"path" doc:"where the person makes an account or takes another password, once, within a day"`
}

func (s *Server) sessions() {
	get(s, "/api/session", "session", "server", "Who is signed in", func(ctx context.Context, _ *none) (*me, error) {
		return s.me(s.whoIs(ctx), callerOf(ctx).session), nil
	})
	guarding(s, http.MethodPost, "/api/session", "signIn", "Sign in; the answer sets a cookie", func(ctx context.Context, in *credentials) (*signedIn, error) {
		if !s.mayGuess(callerOf(ctx), in.Body.Name) {
			return nil, errTooMany()
		}
		name, token, err := s.options.Accounts.SignIn(in.Body.Name, in.Body.Password, s.options.Now())
		if err != nil {
			return nil, err
		}
		out := &signedIn{Body: s.me(name, token)}
		for _, c := range s.cookies(name, token, callerOf(ctx).encrypted) {
			out.SetCookie = append(out.SetCookie, c.String())
		}
		return out, nil
	})
	s.own()
	s.people()
}

// me is who asks, by name and session.
func (s *Server) me(name, token string) *me {
	m := &me{Name: name, Version: s.options.Version, Ledger: filepath.Base(s.engine.Config().Ledger)}
	if a := s.options.Accounts; a != nil {
		m.Accounts, m.Administrator, m.Others = true, a.Administers(name), a.Others(name, token, s.options.Now())
	}
	return m
}

// mayGuess takes one try at an account's password. Tries are counted by address and by
// account; from a device that the account's person has signed in from they are counted
// apart, so that whoever guesses at an account does not keep its person out.
func (s *Server) mayGuess(c caller, name string) bool {
	now := s.options.Now()
	if s.options.Accounts.Known(name, c.device) {
		return s.sign.allow("device "+c.device, now)
	}
	return s.sign.allow(c.address, now) && s.named.allow(folded(name), now)
}

// folded is one of all spellings of a name that book.at takes for it: by letters that
// differ in case alone, of which some have three ("s", "S" and the long "ſ").
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, strings.TrimSpace(name))
}

func errTooMany() error { return engine.Errorf(engine.CodeBusy, "wait a minute", "too many tries") }

// cookies carry a session and mark the device, over TLS alone where the request came so.
func (s *Server) cookies(name, token string, secure bool) []*http.Cookie {
	out := []*http.Cookie{s.keep(sessionCookie, token, signedFor, secure)}
	if mark, err := s.options.Accounts.Device(name); err == nil { // without it tries are counted as everybody's
		out = append(out, s.keep(deviceCookie, mark, deviceFor, secure))
	}
	return out
}

// keep is a cookie that lasts; with the value "" it ends.
func (s *Server) keep(name, value string, lasts time.Duration, secure bool) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode, MaxAge: int(lasts.Seconds())}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

var signPage = template.Must(template.New("sign").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} · Entente</title><link rel="stylesheet" href="/assets/page.css"></head>
<body class="sign"><main><h1>{{.Title}}</h1><p>{{.Text}}</p>{{with .Error}}<p role="alert" class="error">{{.}}</p>{{end}}
<form method="post" action="{{.Action}}"><label>Name <input name="name" autocomplete="username" required maxlength="80" value="{{.Name}}"{{if .Fixed}} readonly{{end}}></label>
<label>Password <input name="password" type="password" autocomplete="{{.Complete}}" required minlength="{{.Least}}" maxlength="1000"></label>
<button>{{.Title}}</button></form></main></body></html>`))

type signForm struct {
	Title, Text, Error, Action, Name, Complete string
	Least                                      int
	Fixed                                      bool // the name
}

func (s *Server) showSign(w http.ResponseWriter, status int, f signForm) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = signPage.Execute(w, f)
}

func signInForm(to string) signForm {
	return signForm{Title: "Sign in", Text: "This ledger is open to those with an account.", Action: "/sign-in?to=" + url.QueryEscape(to), Complete: "current-password", Least: 1}
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	s.showSign(w, http.StatusOK, signInForm(r.URL.Query().Get("to")))
}

// formMost bounds the bytes of a form with a name and a password.
const formMost = 16 << 10

// form reads a name and a password from a small form. It is no multipart form, which
// would be kept in files.
func form(w http.ResponseWriter, r *http.Request) (name, password string) {
	r.Body = http.MaxBytesReader(w, r.Body, formMost)
	if r.ParseForm() != nil {
		return "", ""
	}
	return r.PostForm.Get("name"), r.PostForm.Get("password")
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get("to")
	f := signInForm(to)
	name, password := form(w, r)
	f.Name = name
	if !s.mayGuess(callerOf(r.Context()), name) {
		f.Error = "Too many tries: wait a minute."
		s.showSign(w, http.StatusTooManyRequests, f)
		return
	}
	who, token, err := s.options.Accounts.SignIn(name, password, s.options.Now())
	if err != nil {
		f.Error = "Name or password is wrong."
		s.showSign(w, http.StatusForbidden, f)
		return
	}
	s.letIn(w, r, who, token, ownPath(to))
}

// letIn gives the browser its session and sends it on.
func (s *Server) letIn(w http.ResponseWriter, r *http.Request, name, token, to string) {
	for _, c := range s.cookies(name, token, encrypted(r)) {
		http.SetCookie(w, c)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// ownPath is an address if it is a path of this server, else "/": "//elsewhere",
// "/\elsewhere" and "/", a tab, "/elsewhere" lead away.
func ownPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return to
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	s.options.Accounts.SignOut(callerOf(r.Context()).session)
	http.SetCookie(w, s.keep(sessionCookie, "", 0, encrypted(r)))
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// joinForm is the form behind a link: for a new account, or another password of one.
func joinForm(token, whose string) signForm {
	f := signForm{Title: "Make an account", Text: "This link makes one account. Take a password of at least 12 characters.", Action: "/join/" + url.PathEscape(token), Complete: "new-password", Least: 12}
	if whose != "" {
		f.Title, f.Text, f.Name, f.Fixed = "Take another password", "This link changes the password of "+whose+", once. Take one of at least 12 characters.", whose, true
	}
	return f
}

func (s *Server) joinPage(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	whose, ok := s.options.Accounts.Invited(token, s.options.Now())
	if !ok {
		writeProblem(w, errUninvited())
		return
	}
	s.showSign(w, http.StatusOK, joinForm(token, whose))
}

func (s *Server) join(w http.ResponseWriter, r *http.Request) {
	token, a := r.PathValue("token"), s.options.Accounts
	whose, _ := a.Invited(token, s.options.Now())
	f := joinForm(token, whose)
	if !s.sign.allow(addressOf(r), s.options.Now()) {
		f.Error = "Too many tries: wait a minute."
		s.showSign(w, http.StatusTooManyRequests, f)
		return
	}
	name, password := form(w, r)
	if whose == "" {
		f.Name = name
	}
	who, err := a.Join(token, name, password, s.options.Now())
	var opened string
	if err == nil {
		who, opened, err = a.SignIn(who, password, s.options.Now())
	}
	if err != nil {
		p := problem(err)
		f.Error = p.Detail + "; " + p.Hint
		s.showSign(w, p.Status, f)
		return
	}
	s.letIn(w, r, who, opened, "/")
}
