// Package client asks an Entente server over HTTP: every view and every action
// of its API as a method, with the engine's own types. Start with New.
package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/engine"
	"entente/forecast"
)

// Client asks one server. It is safe for concurrent use.
type Client struct {
	base string
	http *http.Client
}

// New returns a client of the server at base ("http://127.0.0.1:7070"). The
// transport may be nil.
func New(base string, transport http.RoundTripper) *Client {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	return &Client{base: strings.TrimRight(base, "/"), http: &http.Client{Transport: transport, Jar: jar}}
}

// Scope says which entries a view counts; the zero Scope counts everything, with
// judgements.
type Scope = engine.Scope

func scopeOf(o Scope) url.Values {
	q := url.Values{}
	set(q, "known", o.Known.String())
	if o.Unjudged {
		q.Set("judgements", "without")
	}
	return q
}

func set(q url.Values, key, value string) {
	if value != "" {
		q.Set(key, value)
	}
}

// SignIn opens a session with a server that demands accounts.
func (c *Client) SignIn(ctx context.Context, name, password string) error {
	return c.send(ctx, http.MethodPost, "/api/session", map[string]string{"name": name, "password": password}, nil)
}

// Me is who is signed in.
type Me struct {
	Name          string
	Accounts      bool // the server demands them
	Administrator bool
	Others        int // sessions of the account that are open elsewhere
}

// Me tells who is signed in.
func (c *Client) Me(ctx context.Context) (*Me, error) {
	return get[Me](ctx, c, "/api/session", nil)
}

// SetPassword changes one's own password; sessions elsewhere end.
func (c *Client) SetPassword(ctx context.Context, old, password string) error {
	return c.send(ctx, http.MethodPost, "/api/session/password", map[string]string{"old": old, "new": password}, nil)
}

// SignOutOthers ends one's sessions elsewhere and counts them.
func (c *Client) SignOutOthers(ctx context.Context) (int, error) {
	var out struct{ Ended int }
	err := c.send(ctx, http.MethodDelete, "/api/session/others", nil, &out)
	return out.Ended, err
}

// Account is an account as administrators see it.
type Account struct {
	Name          string
	Administrator bool
	Made          time.Time // zero where it was not kept
	Sessions      int       // open now
}

type accounts struct{ Accounts []Account }

// Accounts lists the accounts, for administrators.
func (c *Client) Accounts(ctx context.Context) ([]Account, error) {
	out, err := get[accounts](ctx, c, "/api/accounts", nil)
	if err != nil {
		return nil, err
	}
	return out.Accounts, nil
}

// Appoint makes a person an administrator, or no longer one, and lists the accounts.
func (c *Client) Appoint(ctx context.Context, name string, administrator bool) ([]Account, error) {
	var out accounts
	err := c.send(ctx, http.MethodPatch, "/api/accounts/"+url.PathEscape(name), map[string]bool{"administrator": administrator}, &out)
	return out.Accounts, err
}

// RemoveAccount ends an account with its sessions and lists those left.
func (c *Client) RemoveAccount(ctx context.Context, name string) ([]Account, error) {
	var out accounts
	err := c.send(ctx, http.MethodDelete, "/api/accounts/"+url.PathEscape(name), nil, &out)
	return out.Accounts, err
}

// AccountLink returns the path behind which a person takes another password, once,
// within a day.
func (c *Client) AccountLink(ctx context.Context, name string) (string, error) {
	return c.link(ctx, "/api/accounts/"+url.PathEscape(name)+"/link")
}

// Invite returns the path behind which a person makes an account, once, within a day.
func (c *Client) Invite(ctx context.Context) (string, error) {
	return c.link(ctx, "/api/invitations")
}

func (c *Client) link(ctx context.Context, path string) (string, error) {
	var out struct{ Path string }
	err := c.send(ctx, http.MethodPost, path, nil, &out)
	return out.Path, err
}

// Overview tells what the ledger holds and what changed since a day; zero for the
// last month published.
func (c *Client) Overview(ctx context.Context, since entente.Day, o Scope) (*engine.OverviewView, error) {
	q := scopeOf(o)
	set(q, "since", since.String())
	return get[engine.OverviewView](ctx, c, "/api/overview", q)
}

// Search finds pages, actors and passages.
func (c *Client) Search(ctx context.Context, words string, limit int, o Scope) (*engine.SearchView, error) {
	q := scopeOf(o)
	q.Set("q", words)
	q.Set("limit", strconv.Itoa(limit))
	return get[engine.SearchView](ctx, c, "/api/search", q)
}

// Pair tells how two actors stand to each other.
func (c *Client) Pair(ctx context.Context, a, b string, f engine.PairFilter) (*engine.PairView, error) {
	return get[engine.PairView](ctx, c, "/api/pairs/"+url.PathEscape(a)+"/"+url.PathEscape(b), filterOf(&f))
}

func filterOf(f *engine.PairFilter) url.Values {
	q := scopeOf(f.Scope)
	for k, v := range map[string]string{
		"layer": f.Layer, "stance": f.Stance, "sign": f.Sign, "speaker": f.Speaker, "outlet": f.Outlet, "type": f.Type,
		"from": f.From.String(), "to": f.To.String(), "order": f.Order, "story": f.Story, "cursor": f.Cursor,
	} {
		set(q, k, v)
	}
	if f.Limit > 0 {
		q.Set("limit", strconv.Itoa(f.Limit))
	}
	if f.Tellings > 0 {
		q.Set("tellings", strconv.Itoa(f.Tellings))
	}
	return q
}

// Context tells what stands around a pair.
func (c *Client) Context(ctx context.Context, a, b string, o Scope) (*engine.ContextView, error) {
	return get[engine.ContextView](ctx, c, "/api/pairs/"+url.PathEscape(a)+"/"+url.PathEscape(b)+"/context", scopeOf(o))
}

// Forecast tells what may follow between two actors within 7, 30 or 90 days.
func (c *Client) Forecast(ctx context.Context, a, b string, horizon int, o Scope) (*engine.ForecastView, error) {
	q := scopeOf(o)
	q.Set("horizon", strconv.Itoa(horizon))
	return get[engine.ForecastView](ctx, c, "/api/pairs/"+url.PathEscape(a)+"/"+url.PathEscape(b)+"/forecast", q)
}

// ForecastIf tells how a pair's forecast changes where acts ("A TYPE B", or with a day)
// are added and records taken out.
func (c *Client) ForecastIf(ctx context.Context, a, b string, add, remove []string, horizon int, o Scope) (*engine.ForecastIfView, error) {
	q := scopeOf(o)
	q.Set("horizon", strconv.Itoa(horizon))
	q["add"], q["remove"] = add, remove
	return get[engine.ForecastIfView](ctx, c, "/api/pairs/"+url.PathEscape(a)+"/"+url.PathEscape(b)+"/forecast/whatif", q)
}

// ForecastWho tells which acts around an actor are likeliest.
func (c *Client) ForecastWho(ctx context.Context, id string, horizon int, o Scope) (*engine.ForecastActorView, error) {
	q := scopeOf(o)
	q.Set("horizon", strconv.Itoa(horizon))
	return get[engine.ForecastActorView](ctx, c, "/api/actors/"+url.PathEscape(id)+"/forecast", q)
}

// ForecastRecord tells how the forecasts that were shown turned out.
func (c *Client) ForecastRecord(ctx context.Context, hindsight bool) (*forecast.Record, error) {
	return get[forecast.Record](ctx, c, "/api/forecasts/record", url.Values{"hindsight": {strconv.FormatBool(hindsight)}})
}

// Forecasts lists the closed or the open ones of the forecasts that were shown; limit 0 is 200.
func (c *Client) Forecasts(ctx context.Context, open, hindsight bool, limit int) (*engine.ForecastsView, error) {
	state := "closed"
	if open {
		state = "open"
	}
	return get[engine.ForecastsView](ctx, c, "/api/forecasts", url.Values{"state": {state}, "hindsight": {strconv.FormatBool(hindsight)}, "limit": {strconv.Itoa(limit)}})
}

// Actor tells of one actor.
func (c *Client) Actor(ctx context.Context, id string, o Scope) (*engine.ActorView, error) {
	return get[engine.ActorView](ctx, c, "/api/actors/"+url.PathEscape(id), scopeOf(o))
}

// Actors lists actors whose name holds some words, from a cursor on.
func (c *Client) Actors(ctx context.Context, words, cursor string, limit int, o Scope) (*engine.ActorsView, error) {
	q := scopeOf(o)
	q.Set("limit", strconv.Itoa(limit))
	set(q, "q", words)
	set(q, "cursor", cursor)
	return get[engine.ActorsView](ctx, c, "/api/actors", q)
}

// Document shows a document with its marks.
func (c *Client) Document(ctx context.Context, id string, o Scope) (*engine.DocumentView, error) {
	return get[engine.DocumentView](ctx, c, "/api/documents/"+url.PathEscape(id), scopeOf(o))
}

// Documents lists documents, the latest first.
func (c *Client) Documents(ctx context.Context, f engine.DocumentFilter) (*engine.DocumentsView, error) {
	q := scopeOf(f.Scope)
	for k, v := range map[string]string{"outlet": f.Outlet, "actor": f.Actor, "of": f.Of, "cursor": f.Cursor} {
		set(q, k, v)
	}
	if f.Copies {
		q.Set("copies", "true")
	}
	if f.Limit > 0 {
		q.Set("limit", strconv.Itoa(f.Limit))
	}
	return get[engine.DocumentsView](ctx, c, "/api/documents", q)
}

// Claim shows a claim, or the claim that an event or tie rests on.
func (c *Client) Claim(ctx context.Context, id string, o Scope) (*engine.ClaimView, error) {
	return get[engine.ClaimView](ctx, c, "/api/claims/"+url.PathEscape(id), scopeOf(o))
}

// Claims lists claims, the latest first, from a cursor on.
func (c *Client) Claims(ctx context.Context, cursor string, limit int) (*engine.ClaimsView, error) {
	q := url.Values{"limit": {strconv.Itoa(limit)}}
	set(q, "cursor", cursor)
	return get[engine.ClaimsView](ctx, c, "/api/claims", q)
}

// Network returns an actor and its neighbours, or the actors with most records
// where center is empty.
func (c *Client) Network(ctx context.Context, center string, limit int) (*engine.NetworkView, error) {
	q := url.Values{"limit": {strconv.Itoa(limit)}}
	set(q, "center", center)
	return get[engine.NetworkView](ctx, c, "/api/network", q)
}

// Balance finds how far the network of what is told is from two camps; q may hold
// layer, from, to, known, judgements and limit.
func (c *Client) Balance(ctx context.Context, q url.Values) (*engine.BalanceView, error) {
	return get[engine.BalanceView](ctx, c, "/api/network/balance", q)
}

// Blocs finds who stands together; q may hold window beside what Balance takes.
func (c *Client) Blocs(ctx context.Context, q url.Values) (*engine.BlocsView, error) {
	return get[engine.BlocsView](ctx, c, "/api/network/blocs", q)
}

// WhatIf weighs what moves a pair between camps; q may hold what Balance takes.
func (c *Client) WhatIf(ctx context.Context, a, b string, q url.Values) (*engine.WhatIfView, error) {
	return get[engine.WhatIfView](ctx, c, "/api/network/whatif/"+url.PathEscape(a)+"/"+url.PathEscape(b), q)
}

// Judge stores decisions.
func (c *Client) Judge(ctx context.Context, decisions ...engine.Decision) ([]engine.Verdict, error) {
	var out struct {
		Judgements []engine.Verdict `json:"judgements"`
	}
	err := c.send(ctx, http.MethodPost, "/api/judgements", map[string]any{"decisions": decisions}, &out)
	return out.Judgements, err
}

// Upload starts the reading of a file.
func (c *Client) Upload(ctx context.Context, name string, r io.Reader) (*engine.Run, error) {
	return c.upload(ctx, "/api/runs/files", name, r)
}

// Import starts the import of a table of events.
func (c *Client) Import(ctx context.Context, name string, r io.Reader) (*engine.Run, error) {
	return c.upload(ctx, "/api/runs/tables", name, r)
}

// Fetch starts the reading of a page of the web, or of what is new in a feed.
func (c *Client) Fetch(ctx context.Context, address string, feed bool) (*engine.Run, error) {
	body := map[string]string{"address": address, "kind": "page"}
	if feed {
		body["kind"] = "feed"
	}
	run := &engine.Run{}
	return run, c.send(ctx, http.MethodPost, "/api/runs/address", body, run)
}

// Runs lists the readings, the latest first.
func (c *Client) Runs(ctx context.Context) ([]engine.Run, error) {
	out, err := get[struct {
		Runs []engine.Run `json:"runs"`
	}](ctx, c, "/api/runs", nil)
	if err != nil {
		return nil, err
	}
	return out.Runs, nil
}

// Feeds lists the feeds that the server watches.
func (c *Client) Feeds(ctx context.Context) ([]engine.Watched, error) {
	out, err := get[feeds](ctx, c, "/api/feeds", nil)
	if err != nil {
		return nil, err
	}
	return out.Feeds, nil
}

// WatchFeed has the server watch a feed, or a list of feeds, and lists what it watches.
func (c *Client) WatchFeed(ctx context.Context, address string) ([]engine.Watched, error) {
	var out feeds
	err := c.send(ctx, http.MethodPost, "/api/feeds", map[string]string{"address": address}, &out)
	return out.Feeds, err
}

// UnwatchFeed has the server watch an address no longer.
func (c *Client) UnwatchFeed(ctx context.Context, address string) error {
	return c.send(ctx, http.MethodDelete, "/api/feeds?address="+url.QueryEscape(address), nil, nil)
}

type feeds struct {
	Feeds []engine.Watched `json:"feeds"`
}

func (c *Client) upload(ctx context.Context, path, name string, r io.Reader) (*engine.Run, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = io.Copy(part, r)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, &b)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	run := &engine.Run{}
	return run, c.do(req, run)
}

// Watch calls show whenever a reading changed, until it ended, and returns it as
// it ended.
func (c *Client) Watch(ctx context.Context, id string, show func(*engine.Run)) (*engine.Run, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/api/runs/"+url.PathEscape(id)+"/events", nil)
	if err != nil {
		return nil, err
	}
	r, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", id, err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 16<<20)
	last := &engine.Run{}
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		run := &engine.Run{}
		if err := json.Unmarshal([]byte(data), run); err != nil {
			return last, fmt.Errorf("watch %s: %w", id, err)
		}
		last = run
		if show != nil {
			show(run)
		}
	}
	return last, lines.Err()
}

// Stop calls a reading off; what was read stays.
func (c *Client) Stop(ctx context.Context, id string) error {
	return c.send(ctx, http.MethodDelete, "/api/runs/"+url.PathEscape(id), nil, nil)
}

func get[T any](ctx context.Context, c *Client, path string, q url.Values) (*T, error) {
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := c.do(req, out); err != nil {
		return nil, err
	}
	return out, nil
}

func (c *Client) send(ctx context.Context, method, path string, body, out any) error {
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, r)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.do(req, out)
}

// do sends a request; a problem comes back as *entente.Error with its code.
func (c *Client) do(req *http.Request, out any) error {
	r, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask %s: %w", req.URL.Path, err)
	}
	defer r.Body.Close()
	if r.StatusCode >= 400 {
		var p struct{ Code, Detail, Hint string }
		if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&p); err != nil || p.Code == "" {
			return fmt.Errorf("ask %s: the server answered %s", req.URL.Path, r.Status)
		}
		return &entente.Error{Code: entente.Code(p.Code), Message: p.Detail, Hint: p.Hint}
	}
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(r.Body).Decode(out); err != nil {
		return fmt.Errorf("ask %s: read the answer: %w", req.URL.Path, err)
	}
	return nil
}
