package api

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
)

// cookie is the name of the session's cookie.
const cookie = "entente_session"

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
		if c, err := r.Cookie(cookie); err == nil {
			if name, ok := s.options.Accounts.Who(c.Value, s.options.Now()); ok {
				next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nameKey{}, name)))
				return
			}
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
	Name     string `json:"name"`
	Accounts bool   `json:"accounts" doc:"the server demands accounts"`
	Version  string `json:"version"`
	Ledger   string `json:"ledger" doc:"name of the ledger's file"`
}

type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      *me
}

type invitation struct {
	Path string `json:"path" doc:"where the invited person makes an account, once, within a day"`
}

func (s *Server) sessions() {
	get(s, "/api/session", "session", "server", "Who is signed in", func(ctx context.Context, _ *none) (*me, error) {
		return &me{s.whoIs(ctx), s.options.Accounts != nil, s.options.Version, s.ledgerName()}, nil
	})
	if s.options.Accounts == nil {
		return
	}
	huma.Register(s.api, huma.Operation{
		OperationID: "signIn", Method: http.MethodPost, Path: "/api/session", Summary: "Sign in; the answer sets a cookie", Tags: []string{"server"}, Errors: []int{403, 429},
	}, func(ctx context.Context, in *credentials) (*signedIn, error) {
		if !s.sign.allow(callerOf(ctx).address, s.options.Now()) {
			return nil, problem(engine.Errorf(engine.CodeBusy, "wait a minute", "too many tries"))
		}
		token, err := s.options.Accounts.SignIn(in.Body.Name, in.Body.Password, s.options.Now())
		if err != nil {
			return nil, problem(err)
		}
		return &signedIn{*s.sessionCookie(token, callerOf(ctx).encrypted), &me{in.Body.Name, true, s.options.Version, s.ledgerName()}}, nil
	})
	huma.Register(s.api, huma.Operation{
		OperationID: "invite", Method: http.MethodPost, Path: "/api/invitations", Summary: "Invite a person: a link that makes one account", Tags: []string{"server"}, Errors: []int{401, 500},
	}, answer(func(context.Context, *none) (*invitation, error) {
		token, err := s.options.Accounts.Invite(s.options.Now())
		return &invitation{"/join/" + token}, err
	}))
}

// ledgerName is the name of the ledger's file, without the folders it lies in.
func (s *Server) ledgerName() string { return filepath.Base(s.engine.Config().Ledger) }

// sessionCookie carries a session, over TLS alone where the request came so; "" ends it.
func (s *Server) sessionCookie(token string, secure bool) *http.Cookie {
	c := &http.Cookie{Name: cookie, Value: token, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode, MaxAge: int(signedFor.Seconds())}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

var signPage = template.Must(template.New("sign").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} · Entente</title><link rel="stylesheet" href="/assets/page.css"></head>
<body class="sign"><main><h1>{{.Title}}</h1><p>{{.Text}}</p>{{with .Error}}<p role="alert" class="error">{{.}}</p>{{end}}
<form method="post" action="{{.Action}}"><label>Name <input name="name" autocomplete="username" required maxlength="80" value="{{.Name}}"></label>
<label>Password <input name="password" type="password" autocomplete="{{.Complete}}" required minlength="{{.Least}}" maxlength="1000"></label>
<button>{{.Title}}</button></form></main></body></html>`))

type signForm struct {
	Title, Text, Error, Action, Name, Complete string
	Least                                      int
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
	if !s.sign.allow(addressOf(r), s.options.Now()) {
		f.Error = "Too many tries: wait a minute."
		s.showSign(w, http.StatusTooManyRequests, f)
		return
	}
	name, password := form(w, r)
	f.Name = name
	token, err := s.options.Accounts.SignIn(name, password, s.options.Now())
	if err != nil {
		f.Error = "Name or password is wrong."
		s.showSign(w, http.StatusForbidden, f)
		return
	}
	http.SetCookie(w, s.sessionCookie(token, encrypted(r)))
	http.Redirect(w, r, ownPath(to), http.StatusSeeOther)
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
	if c, err := r.Cookie(cookie); err == nil {
		s.options.Accounts.SignOut(c.Value)
	}
	http.SetCookie(w, s.sessionCookie("", encrypted(r)))
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

func joinForm(token string) signForm {
	return signForm{Title: "Make an account", Text: "This link makes one account. Take a password of at least 12 characters.", Action: "/join/" + url.PathEscape(token), Complete: "new-password", Least: 12}
}

func (s *Server) joinPage(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	if !s.options.Accounts.Invited(token, s.options.Now()) {
		writeProblem(w, errUninvited())
		return
	}
	s.showSign(w, http.StatusOK, joinForm(token))
}

func (s *Server) join(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	f := joinForm(token)
	if !s.sign.allow(addressOf(r), s.options.Now()) {
		f.Error = "Too many tries: wait a minute."
		s.showSign(w, http.StatusTooManyRequests, f)
		return
	}
	name, password := form(w, r)
	f.Name = name
	if err := s.options.Accounts.Join(token, name, password, s.options.Now()); err != nil {
		p := problem(err)
		f.Error = p.Detail + "; " + p.Hint
		s.showSign(w, p.Status, f)
		return
	}
	session, err := s.options.Accounts.SignIn(name, password, s.options.Now())
	if err != nil {
		writeProblem(w, err)
		return
	}
	http.SetCookie(w, s.sessionCookie(session, encrypted(r)))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
