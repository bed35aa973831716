package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// OverviewView is what is new and what the ledger holds.
type OverviewView struct {
	Documents int       `json:"documents"`
	Outlets   int       `json:"outlets"`
	Actors    int       `json:"actors"`
	Records   int       `json:"records" doc:"events and ties between two actors"`
	Rows      int       `json:"rows" doc:"those of them that are rows of event tables"`
	Tables    []Count   `json:"tables" doc:"rows by event table, most first"`
	Claims    int       `json:"claims"`
	First     string    `json:"first,omitempty" doc:"earliest publication"`
	Last      string    `json:"last,omitempty"`
	Pairs     []PairRow `json:"pairs" doc:"most records first"`
	Since     string    `json:"since,omitempty" doc:"the baseline's day"`
	Changes   []Change  `json:"changes" doc:"pairs whose standing differs from the baseline"`
	Newest    []Paper   `json:"newest"`
	Phrases   []Phrase  `json:"phrases" doc:"questions that this ledger can answer"`
	Judged    int       `json:"judged"`
}

// Change is a layer of a pair that stands otherwise than at the baseline.
type Change struct {
	A      Party  `json:"a"`
	B      Party  `json:"b"`
	Layer  string `json:"layer"`
	Before string `json:"before" doc:"friendly, hostile, both, open, nothing"`
	After  string `json:"after"`
	Plus   int    `json:"plus" doc:"records since the baseline"`
	Minus  int    `json:"minus"`
	Open   int    `json:"open"`
	Last   string `json:"last,omitempty"`
}

// Phrase is a question in words with the page that answers it.
type Phrase struct {
	Text string `json:"text"`
	Href string `json:"href"`
	Why  string `json:"why,omitempty" doc:"how the words were understood"`
}

// Overview tells what is new since a day; zero takes the last month of what was
// published.
func (d *Desk) Overview(ctx context.Context, since entente.Day, o Scope) (*OverviewView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return remember(d, fmt.Sprintf("overview %v %+v", since, o), func() (*OverviewView, error) { return d.overview(since, o), nil })
}

func (d *Desk) overview(since entente.Day, o Scope) *OverviewView {
	v := &OverviewView{Pairs: []PairRow{}, Changes: []Change{}, Newest: []Paper{}, Phrases: []Phrase{}, Judged: len(d.judged)}
	var first, last entente.Day
	outlets := map[string]bool{}
	for i := range d.documents {
		h := d.documents[i].header
		if o.Known != 0 && (h.Published == 0 || h.Published > o.Known) {
			continue
		}
		v.Documents++
		if h.Outlet != "" {
			outlets[h.Outlet] = true
		}
		if h.Published != 0 {
			if first == 0 || h.Published < first {
				first = h.Published
			}
			last = max(last, h.Published)
		}
	}
	for i := range d.says {
		if s := &d.says[i]; o.Known == 0 || s.known != 0 && s.known <= o.Known {
			v.Claims++
		}
	}
	v.Outlets, v.Actors, v.First, v.Last = len(outlets), len(d.actors), first.String(), last.String()
	before, tables := entente.RecordID(""), map[symbol]int{}
	set, run := symbol(0), 0  // rows of a table mostly follow each other
	for s := range d.all(o) { // the sights of one record follow each other
		if s.record != before {
			v.Records++
			before = s.record
			if s.document < 0 {
				if s.set != set {
					tables[set] += run
					set, run = s.set, 0
				}
				run++
			}
		}
	}
	tables[set] += run
	for _, n := range tables {
		v.Rows += n
	}
	v.Tables = d.rowsByTable(tables)
	if since == 0 && last != 0 {
		since = last.Add(-30)
	}
	v.Since = since.String()
	top := d.topPairs(o, 20)
	for _, p := range top {
		if rows := d.rows(d.gather(d.byPair[p], o), func(*sight) ([2]symbol, bool) { return p, true }); len(rows) > 0 {
			v.Pairs = append(v.Pairs, rows[0])
		}
	}
	v.Changes = d.changes(o, since)
	v.Newest = d.newest(o, 8)
	v.Phrases = d.questions(v.Pairs)
	return v
}

// rowsByTable are event tables by how many rows count.
func (d *Desk) rowsByTable(rows map[symbol]int) []Count {
	named := map[string]int{}
	for set, n := range rows {
		named[d.symbols.word(set)] = n
	}
	return tally(named, func(s string) string { return s })
}

// newest are the documents published last.
func (d *Desk) newest(o Scope, n int) []Paper {
	var list []int32
	for i := range d.documents {
		if d.isOut(int32(i), o) {
			list = append(list, int32(i))
		}
	}
	slices.SortFunc(list, d.byDay)
	out := []Paper{}
	for _, i := range list[:min(len(list), n)] {
		out = append(out, *d.paper(i))
	}
	return out
}

// changes compares how pairs stood by what was known at a day with how they
// stand now, by layer.
func (d *Desk) changes(o Scope, since entente.Day) []Change {
	if since == 0 {
		return []Change{}
	}
	pairs := make([][]shift, len(d.pairs)) // each has a dozen layers at most
	for s := range d.all(o) {
		if s.pair >= 0 && s.layer != 0 {
			pairs[s.pair] = d.shifted(pairs[s.pair], s, since)
		}
	}
	var out []*shift
	for i := range pairs {
		for k := range pairs[i] {
			l := &pairs[i][k]
			if l.added != (tone{}) && l.before.word() != l.before.and(l.added).word() {
				l.pair = d.pairs[i]
				out = append(out, l)
			}
		}
	}
	slices.SortFunc(out, func(x, y *shift) int {
		if c := cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(y.added.all(), x.added.all())); c != 0 {
			return c
		}
		name := func(l *shift) string {
			return d.symbols.word(l.pair[0]) + d.symbols.word(l.pair[1]) + d.symbols.word(l.layer)
		}
		return strings.Compare(name(x), name(y))
	})
	list := []Change{}
	for _, l := range out[:min(len(out), 24)] {
		list = append(list, Change{
			A: d.party(l.pair[0]), B: d.party(l.pair[1]), Layer: d.symbols.word(l.layer), Before: l.before.word(), After: l.before.and(l.added).word(),
			Plus: l.added.plus, Minus: l.added.minus, Open: l.added.open, Last: l.latest.String(),
		})
	}
	return list
}

// tone counts what is told of a layer.
type tone struct{ plus, minus, open int }

func (t tone) and(o tone) tone { return tone{t.plus + o.plus, t.minus + o.minus, t.open + o.open} }

func (t tone) all() int { return t.plus + t.minus + t.open }

func (t tone) word() string {
	switch {
	case t == tone{}:
		return "nothing"
	case t.plus > 0 && t.minus > 0:
		return "both"
	case t.plus > 0:
		return "friendly"
	case t.minus > 0:
		return "hostile"
	}
	return "open"
}

// shift is a layer of a pair by what was known at a day and what came later.
type shift struct {
	pair          [2]symbol
	layer         symbol
	before, added tone
	latest        entente.Day
}

// rank puts a change of what was told of already before what is new.
func (l *shift) rank() int {
	switch before := l.before.word(); {
	case before == "nothing" && l.added.word() == "open":
		return 3
	case before == "nothing":
		return 2
	case before == "open":
		return 1
	}
	return 0
}

// shifted counts a sight in its layer.
func (d *Desk) shifted(layers []shift, s *sight, since entente.Day) []shift {
	i := slices.IndexFunc(layers, func(l shift) bool { return l.layer == s.layer })
	if i < 0 {
		i, layers = len(layers), append(layers, shift{layer: s.layer})
	}
	t := &layers[i].before
	if s.known > since {
		t = &layers[i].added
		layers[i].latest = max(layers[i].latest, s.known)
	}
	switch {
	case s.sign > 0 && d.firm(s):
		t.plus++
	case s.sign < 0 && d.firm(s):
		t.minus++
	default:
		t.open++
	}
	return layers
}

// questions are phrases that show what can be asked.
func (d *Desk) questions(pairs []PairRow) []Phrase {
	out := []Phrase{}
	if len(pairs) == 0 {
		return out
	}
	p := pairs[0]
	out = append(out,
		Phrase{Text: "who supports " + p.A.Label, Href: "/actor/" + p.A.ID + "?sign=friendly"},
		Phrase{Text: "who is against " + p.B.Label, Href: "/actor/" + p.B.ID + "?sign=hostile"},
	)
	if len(p.Layers) > 0 {
		q := namedAs(p.A) + " " + namedAs(p.B) + " " + p.Layers[0].Layer
		href := "/pair/" + p.A.ID + "/" + p.B.ID + "?layer=" + p.Layers[0].Layer
		if p.Last != "" {
			q += " since " + p.Last[:4]
			href += "&from=" + p.Last[:4] + "-01-01"
		}
		out = append(out, Phrase{Text: q, Href: href})
	}
	out = append(out, Phrase{Text: "what " + p.A.Label + " denies", Href: "/claims?speaker=" + p.A.ID + "&stance=denied"})
	return out
}

// namedAs is how a question names an actor: a state by its code, others by their name.
func namedAs(p Party) string {
	if len(p.ID) == 3 {
		return p.ID
	}
	return p.Label + ","
}

// DocumentsView is a list of documents.
type DocumentsView struct {
	Total     int     `json:"total"`
	Actor     *Party  `json:"actor,omitempty" doc:"that they name, where one is asked for"`
	Documents []Paper `json:"documents" doc:"published last first"`
	Next      string  `json:"next,omitempty"`
}

// Documents lists documents, the latest first.
func (d *Desk) Documents(ctx context.Context, f DocumentFilter) (*DocumentsView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	from, limit, err := pageOf(f.Cursor, f.Limit, 50, 500)
	if err != nil {
		return nil, err
	}
	v := &DocumentsView{Documents: []Paper{}}
	var a symbol
	if f.Actor != "" {
		if a, err = d.find(f.Actor); err != nil {
			return nil, err
		}
		p := d.party(a)
		v.Actor = &p
	}
	var all []int32
	for i := range d.documents {
		if f.lets(d, int32(i), a) {
			all = append(all, int32(i))
		}
	}
	slices.SortFunc(all, d.byDay)
	v.Total = len(all)
	for _, n := range all[min(from, len(all)):min(from+limit, len(all))] {
		v.Documents = append(v.Documents, *d.paper(n))
	}
	if from+limit < len(all) {
		v.Next = cursorOf(from + limit)
	}
	return v, nil
}

// ActorsView is a list of actors.
type ActorsView struct {
	Total  int        `json:"total"`
	Actors []ActorRow `json:"actors" doc:"most documents first"`
	Next   string     `json:"next,omitempty"`
}

// ActorRow is an actor in a list.
type ActorRow struct {
	Party
	Documents int `json:"documents"`
	Mentions  int `json:"mentions"`
	Records   int `json:"records"`
}

// Actors lists actors whose label, id or alias holds some words.
func (d *Desk) Actors(ctx context.Context, words, cursor string, limit int, o Scope) (*ActorsView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	from, limit, err := pageOf(cursor, limit, 50, 500)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("actors %q %d %d %+v", words, from, limit, o)
	return remember(d, key, func() (*ActorsView, error) { return d.listActors(words, from, limit, o), nil })
}

func (d *Desk) listActors(words string, from, limit int, o Scope) *ActorsView {
	hits := d.match(words, o)
	v := &ActorsView{Total: len(hits), Actors: []ActorRow{}}
	for _, f := range hits[min(from, len(hits)):min(from+limit, len(hits))] {
		v.Actors = append(v.Actors, d.actorRow(&f, o))
	}
	if from+limit < len(hits) {
		v.Next = cursorOf(from + limit)
	}
	return v
}

// match are the actors that words fit: those whose name is it, begins with it,
// holds it, in this order, most documents first. As known on a day, those whom no
// document had named by then are left out.
func (d *Desk) match(words string, o Scope) []found {
	words = strings.ToLower(strings.TrimSpace(words))
	named := d.naming(o)
	var hits []found
	for _, p := range d.actors {
		count, rank := named(p), 9
		if o.Known != 0 && count.documents == 0 {
			continue
		}
		for i, name := range append([]string{d.symbols.word(p.id), p.label}, p.aliases...) {
			n := strings.ToLower(name)
			r := 9
			switch {
			case words == "" || n == words:
				r = 0
			case strings.HasPrefix(n, words):
				r = 1
			case strings.Contains(n, " "+words):
				r = 2
			case strings.Contains(n, words):
				r = 3
			}
			if i > 1 && r < 9 {
				r++
			}
			rank = min(rank, r)
		}
		if rank < 9 {
			hits = append(hits, found{p, rank, count})
		}
	}
	slices.SortFunc(hits, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.documents, x.documents), cmp.Compare(y.mentions, x.mentions),
			strings.Compare(d.symbols.word(x.p.id), d.symbols.word(y.p.id)))
	})
	return hits
}

// found is an actor that words fit.
type found struct {
	p    *person
	rank int // 0 fits best
	tallied
}
