package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/api"
	"entente/api/client"
	"entente/engine"
)

const secret = "a sentence to remember"

// guarded starts a server with accounts of some names, the first of which administers;
// now, where not nil, is its clock.
func guarded(t *testing.T, now func() time.Time, names ...string) (*httptest.Server, *api.Accounts, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.json")
	accounts, err := api.OpenAccounts(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		token, err := accounts.Invite("", clock)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := accounts.Join(token, name, secret, clock); err != nil {
			t.Fatal(err)
		}
	}
	h := serve(t, false, func(o *api.Options) {
		o.Accounts = accounts
		if now != nil {
			o.Now = now
		}
	})
	return h, accounts, path
}

// signedIn is a client of its own with a session.
func signedIn(t *testing.T, h *httptest.Server, name, password string) *client.Client {
	t.Helper()
	c := client.New(h.URL, nil)
	if err := c.SignIn(t.Context(), name, password); err != nil {
		t.Fatal(err)
	}
	return c
}

// refused fails where an error has another code.
func refused(t *testing.T, what string, err error, want entente.Code) {
	t.Helper()
	var e *entente.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func TestOnesPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	h, _, _ := guarded(t, nil, "Ana", "Bo")
	here, there, bo := signedIn(t, h, "Ana", secret), signedIn(t, h, "Ana", secret), signedIn(t, h, "Bo", secret)
	if me, err := here.Me(t.Context()); err != nil || me.Name != "Ana" || me.Others != 1 || !me.Administrator {
		t.Errorf("Ana is %+v, %v; want an administrator with another session", me, err)
	}
	refused(t, "a wrong password", here.SetPassword(t.Context(), "not this one", "another sentence"), engine.CodeForbidden)
	refused(t, "a short password", here.SetPassword(t.Context(), secret, "short"), engine.CodeBadValue)
	if err := here.SetPassword(t.Context(), secret, "another sentence"); err != nil {
		t.Fatal(err)
	}
	if _, err := here.Me(t.Context()); err != nil {
		t.Errorf("the session that changed it: %v, want it to go on", err)
	}
	if _, err := there.Me(t.Context()); err == nil {
		t.Error("the session elsewhere goes on")
	}
	if _, err := bo.Me(t.Context()); err != nil {
		t.Errorf("another's session: %v, want it to go on", err)
	}
	refused(t, "the old password", client.New(h.URL, nil).SignIn(t.Context(), "Ana", secret), engine.CodeForbidden)
	signedIn(t, h, "ana ", "another sentence") // the name in any case
	for range 8 {
		_ = bo.SetPassword(t.Context(), "guess guess guess", "another sentence")
	}
	refused(t, "guessing through a session", bo.SetPassword(t.Context(), secret, "another sentence"), engine.CodeBusy)
}

func TestSessionsElsewhereAreEnded(t *testing.T) {
	h, _, _ := guarded(t, nil, "Ana", "Bo")
	here, there, bo := signedIn(t, h, "Ana", secret), signedIn(t, h, "Ana", secret), signedIn(t, h, "Bo", secret)
	if n, err := here.SignOutOthers(t.Context()); err != nil || n != 1 {
		t.Errorf("%d sessions ended, %v; want 1", n, err)
	}
	for name, c := range map[string]*client.Client{"here": here, "Bo's": bo} {
		if _, err := c.Me(t.Context()); err != nil {
			t.Errorf("the session %s: %v, want it to go on", name, err)
		}
	}
	if _, err := there.Me(t.Context()); err == nil {
		t.Error("the session elsewhere goes on")
	}
}

func TestAdministratorsRemoveAccounts(t *testing.T) {
	h, accounts, _ := guarded(t, nil, "Ana", "Bo", "Cy")
	ana, bo := signedIn(t, h, "Ana", secret), signedIn(t, h, "Bo", secret)
	_, err := bo.Accounts(t.Context())
	refused(t, "a list for others", err, engine.CodeForbidden)
	_, err = bo.RemoveAccount(t.Context(), "Ana")
	refused(t, "a removal by others", err, engine.CodeForbidden)
	_, err = bo.AccountLink(t.Context(), "Ana")
	refused(t, "a link to another's password", err, engine.CodeForbidden)
	_, err = bo.Appoint(t.Context(), "Bo", true)
	refused(t, "appointing oneself", err, engine.CodeForbidden)
	_, err = ana.RemoveAccount(t.Context(), "Ana")
	refused(t, "removing the last administrator", err, engine.CodeBadValue)
	_, err = ana.RemoveAccount(t.Context(), "nobody")
	refused(t, "removing nobody", err, engine.CodeNotFound)
	if _, err := ana.Me(t.Context()); err != nil {
		t.Errorf("after a removal that was refused: %v, want the session to go on", err)
	}
	link, err := bo.Invite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := ana.RemoveAccount(t.Context(), "bo")
	if err != nil || len(list) != 2 || list[0].Name != "Ana" || !list[0].Administrator || list[0].Sessions != 1 || list[1].Name != "Cy" {
		t.Errorf("left are %+v, %v; want Ana, who administers, and Cy", list, err)
	}
	if _, err := bo.Me(t.Context()); err == nil {
		t.Error("the session of a removed account goes on")
	}
	if _, ok := accounts.Invited(strings.TrimPrefix(link, "/join/"), clock); ok {
		t.Error("a link that a removed account gave still lets somebody in")
	}
	token, err := accounts.Invite("", clock)
	if err != nil {
		t.Fatal(err)
	}
	_, err = accounts.Join(token, "BO", secret, clock)
	refused(t, "the name of a removed account", err, engine.CodeBadValue)
	if _, err := ana.Appoint(t.Context(), "Cy", true); err != nil {
		t.Fatal(err)
	}
	if list, err = ana.Appoint(t.Context(), "Ana", false); err != nil || list != nil && list[0].Administrator {
		t.Errorf("Ana gives it up: %+v, %v", list, err)
	}
}

func TestALinkGivesAnotherPasswordOnce(t *testing.T) {
	h, _, _ := guarded(t, nil, "Ana", "Bo")
	ana, bo := signedIn(t, h, "Ana", secret), signedIn(t, h, "Bo", secret)
	link, err := ana.AccountLink(t.Context(), "bo")
	if err != nil {
		t.Fatal(err)
	}
	if _, page := fetch(t, h, link); !strings.Contains(page, "changes the password of Bo") {
		t.Errorf("the link's page does not say whose password it changes: %s", page)
	}
	plain := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for i, want := range []int{http.StatusSeeOther, http.StatusForbidden} {
		r, err := plain.PostForm(h.URL+link, url.Values{"name": {"Ana"}, "password": {"quite another one"}}) // the name is the link's
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("use %d of the link: %s, want %d", i+1, r.Status, want)
		}
	}
	if _, err := bo.Me(t.Context()); err == nil {
		t.Error("the session from before goes on")
	}
	signedIn(t, h, "Bo", "quite another one")
	signedIn(t, h, "Ana", secret)
}

func TestLinksEndWithWhatTheyWereGivenFor(t *testing.T) {
	_, a, _ := guarded(t, nil, "Ana", "Bo", "Cy")
	renew := func(name, by string) string {
		t.Helper()
		token, err := a.Renew(name, by, clock)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	ended := func(what, token string) {
		t.Helper()
		if whose, ok := a.Invited(token, clock); ok {
			t.Errorf("%s: the link for %s still holds", what, whose)
		}
	}
	if err := a.Appoint("Bo", true); err != nil {
		t.Fatal(err)
	}
	byBo, byAna, first := renew("ana", "Bo"), renew("Cy", "Ana"), renew("Cy", "Ana")
	if err := a.Appoint("bo", false); err != nil {
		t.Fatal(err)
	}
	ended("who gave it administers no longer", byBo)
	if _, ok := a.Invited(byAna, clock); !ok {
		t.Error("with it ends the link that another administrator gave")
	}
	if _, err := a.Join(byAna, "Cy", "another sentence", clock); err != nil {
		t.Fatal(err)
	}
	ended("another link was used", first)
	again := renew("Ana", "")
	if err := a.SetPassword("Ana", secret, "another sentence", ""); err != nil {
		t.Fatal(err)
	}
	ended("the person changed the password", again)
}

func TestTheCommandLineChangesAccountsOfARunningServer(t *testing.T) {
	h, _, path := guarded(t, nil, "Ana", "Bo")
	bo := signedIn(t, h, "Bo", secret)
	beside, err := api.OpenAccounts(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := beside.Remove("Bo"); err != nil {
		t.Fatal(err)
	}
	if _, err := bo.Me(t.Context()); err == nil {
		t.Error("the session of an account that was removed beside the server goes on")
	}
	refused(t, "a removed account", client.New(h.URL, nil).SignIn(t.Context(), "Bo", secret), engine.CodeForbidden)
	list, err := signedIn(t, h, "Ana", secret).Accounts(t.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("the server lists %+v, %v; want Ana alone", list, err)
	}
}

// from signs in from an address, with the cookies given.
func from(t *testing.T, h *httptest.Server, address, name, password string, cookies ...*http.Cookie) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/sign-in", strings.NewReader(url.Values{"name": {name}, "password": {password}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Forwarded-For", address)
	for _, c := range cookies {
		req.AddCookie(c)
	}
	r, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	return r
}

func TestGuessesAtAnAccountAreCountedAndKeepNobodyOut(t *testing.T) {
	now := clock
	h, _, _ := guarded(t, func() time.Time { return now }, "Ana", "Bo")
	known := from(t, h, "192.0.2.1", "Ana", secret).Cookies()
	if len(known) != 2 || known[1].Name != "entente_device" || !known[1].HttpOnly || known[1].SameSite != http.SameSiteStrictMode {
		t.Fatalf("signing in sets %v, want a session and the mark of the device", known)
	}
	others := from(t, h, "192.0.2.2", "Bo", secret).Cookies()
	refusals := 0
	for i := range 26 { // each from an address of its own
		if from(t, h, fmt.Sprintf("198.51.100.%d", i), "ANA", "guess guess guess").StatusCode == http.StatusTooManyRequests {
			refusals++
		}
	}
	if refusals < 6 {
		t.Errorf("%d of 26 guesses from 26 addresses were refused, want 6 at least", refusals)
	}
	if got := from(t, h, "203.0.113.1", "Ana", secret).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("the right password from an unknown device meanwhile: %d, want 429", got)
	}
	if got := from(t, h, "203.0.113.2", "Ana", secret, others[1]).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("from a device that is another's: %d, want 429", got)
	}
	if got := from(t, h, "203.0.113.3", "Ana", secret, known[1]).StatusCode; got != http.StatusSeeOther {
		t.Errorf("from the device that Ana has signed in from: %d, want 303", got)
	}
	if got := from(t, h, "203.0.113.4", "Bo", secret).StatusCode; got != http.StatusSeeOther {
		t.Errorf("another account: %d, want 303", got)
	}
	for range 8 {
		from(t, h, "203.0.113.5", "Ana", "guess guess guess", known[1])
	}
	if got := from(t, h, "203.0.113.6", "Ana", secret, known[1]).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("many guesses from a known device: %d, want 429", got)
	}
	now = now.Add(2 * time.Minute)
	if got := from(t, h, "203.0.113.7", "Ana", secret).StatusCode; got != http.StatusSeeOther {
		t.Errorf("two minutes after the guesses: %d, want 303", got)
	}
}

func TestAccountsAreDemanded(t *testing.T) {
	accounts, err := api.OpenAccounts(filepath.Join(t.TempDir(), "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	h := serve(t, true, func(o *api.Options) { o.Accounts = accounts })
	for path, want := range map[string]int{"/api/overview": 401, "/openapi.json": 401, "/metrics": 401, "/": 303, "/pair/XKE/XMA": 303, "/healthz": 200, "/sign-in": 200} {
		if r, _ := fetch(t, h, path); r.StatusCode != want {
			t.Errorf("%s without an account: %s, want %d", path, r.Status, want)
		}
	}
	token, err := accounts.Invite("", clock)
	if err != nil {
		t.Fatal(err)
	}
	join := func(token, name, password string) int {
		r, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).PostForm(h.URL+"/join/"+token, url.Values{"name": {name}, "password": {password}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode
	}
	if got := join("wrong", "Ana", "a sentence to remember"); got != 403 {
		t.Errorf("a wrong link: %d, want 403", got)
	}
	if got := join(token, "Ana", "short"); got != 400 {
		t.Errorf("a short password: %d, want 400", got)
	}
	if got := join(token, "Ana", "a sentence to remember"); got != 303 {
		t.Errorf("the link: %d, want 303", got)
	}
	if got := join(token, "Eve", "a sentence to remember"); got != 403 {
		t.Errorf("the link again: %d, want 403", got)
	}
	c := client.New(h.URL, nil)
	if err := c.SignIn(t.Context(), "Ana", "another sentence"); err == nil {
		t.Error("a wrong password signs in")
	}
	if err := c.SignIn(t.Context(), "Ana", "a sentence to remember"); err != nil {
		t.Fatal(err)
	}
	v, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Judge(t.Context(), engine.Decision{Subject: v.Statements[0].Tellings[0].Record, Verdict: "accepted"})
	if err != nil || out[0].Who != "Ana" {
		t.Errorf("the judgement is %+v, %v; want Ana's", out, err)
	}
	for range 8 {
		_ = c.SignIn(t.Context(), "Ana", "guess guess guess")
	}
	var e *entente.Error
	if err := c.SignIn(t.Context(), "Ana", "a sentence to remember"); !errors.As(err, &e) || e.Code != engine.CodeBusy {
		t.Errorf("after many tries: %v, want to be told to wait", err)
	}
}

func TestSigningInIsTheCallersOwn(t *testing.T) {
	accounts, err := api.OpenAccounts(filepath.Join(t.TempDir(), "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	const password = "a sentence to remember"
	var e *entente.Error
	for _, name := range []string{"A\u200bna", "An\u202ea", "A\nna", "\xff"} {
		token, err := accounts.Invite("", clock)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := accounts.Join(token, name, password, clock); !errors.As(err, &e) || e.Code != engine.CodeBadValue {
			t.Errorf("the name %q: %v, want %s", name, err, engine.CodeBadValue)
		}
	}
	token, err := accounts.Invite("", clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := accounts.Join(token, "Ana", password, clock); err != nil {
		t.Fatal(err)
	}
	h := serve(t, false, func(o *api.Options) { o.Accounts = accounts })
	signIn := func(to, from, secret string) *http.Response {
		t.Helper()
		body := strings.NewReader(url.Values{"name": {"Ana"}, "password": {secret}}.Encode())
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/sign-in?to="+url.QueryEscape(to), body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", "203.0.113.9, "+from)
		if from == "192.0.2.1" {
			req.Header.Set("X-Forwarded-Proto", "https")
		}
		r, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r
	}
	for i, tt := range []struct{ to, want string }{
		{"/pair/XKE/XMA?layer=energy", "/pair/XKE/XMA?layer=energy"}, {"//evil.example", "/"}, {`/\evil.example`, "/"}, {"/\t/evil.example", "/"}, {"https://evil.example", "/"}, {"javascript:alert(1)", "/"},
	} {
		if got := signIn(tt.to, fmt.Sprintf("198.51.100.%d", i), password).Header.Get("Location"); got != tt.want {
			t.Errorf("signed in for %q, sent to %q, want %q", tt.to, got, tt.want)
		}
	}
	if c := signIn("/", "192.0.2.1", password).Cookies()[0]; !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("over TLS the cookie is %v, want it secure", c)
	}
	if c := signIn("/", "192.0.2.2", password).Cookies()[0]; c.Secure {
		t.Errorf("without TLS the cookie is %v, which no browser would send back", c)
	}
	if r := signIn("/", "192.0.2.4", password+strings.Repeat(" ", 1<<20)); r.StatusCode != http.StatusForbidden {
		t.Errorf("a form of a million bytes is answered %d, want %d: it is not read", r.StatusCode, http.StatusForbidden)
	}
	for range 8 {
		signIn("/", "192.0.2.3", "guess guess guess")
	}
	if got := signIn("/", "192.0.2.3", password).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("after many tries from one address: %d, want 429", got)
	}
	if got := signIn("/", "192.0.2.4", password).StatusCode; got != http.StatusSeeOther {
		t.Errorf("many tries from another address keep people out: %d, want 303", got)
	}
}
