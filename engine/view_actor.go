package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
)

// ActorView is who an actor stands with and against.
type ActorView struct {
	Party
	Country   string      `json:"country,omitempty"`
	Sector    string      `json:"sector,omitempty"`
	Side      *Party      `json:"side,omitempty" doc:"the state under which it is filed in pairs, where it is not itself"`
	Documents int         `json:"documents"`
	Mentions  int         `json:"mentions"`
	Aliases   []string    `json:"aliases"`
	Roles     []Office    `json:"roles"`
	Parts     []Party     `json:"parts" doc:"organs, offices and persons filed under it, those named most first"`
	Records   int         `json:"records"`
	Rows      int         `json:"rows" doc:"those of them that are rows of event tables"`
	Step      string      `json:"step"`
	Layers    []LayerRow  `json:"layers" doc:"all records by layer, most first, each record once"`
	Periods   []Period    `json:"periods"`
	Partners  []PairRow   `json:"partners" doc:"most records first"`
	Says      []SaidRow   `json:"says" doc:"the latest claims of its own, and of those who speak for it"`
	SaysMore  int         `json:"says_more"`
	Told      []Statement `json:"told" doc:"what is told of it, most behind it first"`
}

// Office is a dated role.
type Office struct {
	Title string `json:"title"`
	In    *Party `json:"in,omitempty"`
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
	From  string `json:"source,omitempty" doc:"the table it comes from; absent where documents state it"`
}

// PairRow is a pair in a list.
type PairRow struct {
	A         Party      `json:"a"`
	B         Party      `json:"b"`
	Records   int        `json:"records"`
	Plus      int        `json:"plus" doc:"records told as done, or standing, that are friendly"`
	Minus     int        `json:"minus"`
	Open      int        `json:"open"`
	Rows      int        `json:"rows" doc:"records that are rows of event tables"`
	Documents int        `json:"documents"`
	Last      string     `json:"last,omitempty" doc:"latest of what is told as done: 2006-01-02, or 2006-01 or 2006 where no more is told"`
	Layers    []LayerRow `json:"layers"`
}

// LayerRow counts a pair's records of one layer.
type LayerRow struct {
	Layer string `json:"layer"`
	Plus  int    `json:"plus"`
	Minus int    `json:"minus"`
	Open  int    `json:"open"`
}

// SaidRow is one claim in a list.
type SaidRow struct {
	Claim     string    `json:"claim"`
	Paper     Paper     `json:"paper"`
	Paragraph int       `json:"paragraph"`
	Chain     []Speaker `json:"chain"`
	Stance    string    `json:"stance"`
	How       string    `json:"how,omitempty"`
	Quoted    bool      `json:"quoted,omitempty"`
	Words     string    `json:"words"`
	Sentence  string    `json:"sentence"`
	Coded     bool      `json:"coded" doc:"an event or tie rests on it"`
}

// Actor tells of one actor. Year bounds what is listed to a year; 0 for all.
func (d *Desk) Actor(ctx context.Context, name string, o Scope) (*ActorView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	a, err := d.find(name)
	if err != nil {
		return nil, err
	}
	v := &ActorView{Party: d.party(a), Aliases: []string{}, Roles: []Office{}, Parts: []Party{}, Says: []SaidRow{}, Told: []Statement{}}
	if p := d.actors[a]; p != nil {
		d.introduce(v, p, o)
	}
	for _, p := range d.below(a) {
		v.Parts = append(v.Parts, d.party(p))
	}
	all := d.gather(d.bySide[a], o)
	v.Records = len(all)
	for i := range all {
		if all[i].document < 0 {
			v.Rows++
		}
	}
	v.Step, v.Periods = d.periods(all)
	v.Layers = []LayerRow{}
	if of := d.rows(all, func(*sight) ([2]symbol, bool) { return [2]symbol{a, a}, true }); len(of) > 0 {
		v.Layers = of[0].Layers
	}
	v.Partners = d.partners(a, d.sightsIn(d.bySide[a], o))
	stories := d.stories(all, "")
	for _, st := range stories[:min(len(stories), 8)] {
		s, err := d.statement(ctx, st, 1)
		if err != nil {
			return nil, err
		}
		v.Told = append(v.Told, s)
	}
	return v, d.saidBy(ctx, v, a, o)
}

func (d *Desk) introduce(v *ActorView, p *person, o Scope) {
	n := d.naming(o)(p)
	v.Country, v.Sector, v.Documents, v.Mentions = p.country, p.sector, n.documents, n.mentions
	v.Aliases = append(v.Aliases, p.aliases...)
	slices.Sort(v.Aliases)
	if p.side != p.id {
		side := d.party(p.side)
		v.Side = &side
	}
	for _, r := range p.roles {
		office := Office{Title: r.Title, Since: r.Since.String(), Until: r.Until.String(), From: r.Source}
		if n, ok := d.symbols.known(string(r.In)); ok && r.In != "" {
			in := d.party(n)
			office.In = &in
		}
		v.Roles = append(v.Roles, office)
	}
}

// below are the actors filed under another, those named most first.
func (d *Desk) below(a symbol) []symbol {
	var out []symbol
	for id, p := range d.actors {
		if p.side == a && id != a {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(x, y symbol) int {
		return cmp.Or(cmp.Compare(d.actors[y].mentions, d.actors[x].mentions), strings.Compare(d.symbols.word(x), d.symbols.word(y)))
	})
	return out[:min(len(out), 60)]
}

// partners sums the sights of an actor by the other side. A record of more than two
// counts with each, as it does on the pages of these pairs.
func (d *Desk) partners(a symbol, all []sight) []PairRow {
	return d.rows(all, func(s *sight) ([2]symbol, bool) {
		x, y := s.a, s.b
		if x != a && y != a {
			x, y = d.side(x), d.side(y)
		}
		switch {
		case x == a && y != a:
			return [2]symbol{a, d.side(y)}, d.side(y) != a
		case y == a && x != a:
			return [2]symbol{a, d.side(x)}, d.side(x) != a
		}
		return [2]symbol{}, false
	})
}

// pairRows sums sights by pairs of sides.
func (d *Desk) pairRows(all []sight) []PairRow {
	return d.rows(all, func(s *sight) ([2]symbol, bool) {
		x, y := d.side(s.a), d.side(s.b)
		if x == y {
			x, y = s.a, s.b
		}
		return d.pair(x, y), x != y
	})
}

// rows sums sights by the pair that of says, each record once a pair, most records first.
func (d *Desk) rows(all []sight, of func(*sight) ([2]symbol, bool)) []PairRow {
	type held struct {
		row       PairRow
		documents map[int32]bool
		layers    map[symbol]*LayerRow
		done      stretch
		record    entente.RecordID
	}
	pairs := map[[2]symbol]*held{}
	for i := range all {
		s := &all[i]
		k, ok := of(s)
		if !ok {
			continue
		}
		h := pairs[k]
		if h == nil {
			h = &held{
				row:       PairRow{A: d.party(k[0]), B: d.party(k[1])},
				documents: map[int32]bool{}, layers: map[symbol]*LayerRow{},
			}
			pairs[k] = h
		} else if h.record == s.record { // the sights of one record follow each other
			continue
		}
		h.record = s.record
		h.row.Records++
		if s.document >= 0 {
			h.documents[s.document] = true
		} else {
			h.row.Rows++
		}
		if d.done(s) {
			h.done.add(s)
		}
		l := h.layers[s.layer]
		if l == nil {
			l = &LayerRow{Layer: d.symbols.word(s.layer)}
			h.layers[s.layer] = l
		}
		switch {
		case s.sign > 0 && d.firm(s):
			h.row.Plus++
			l.Plus++
		case s.sign < 0 && d.firm(s):
			h.row.Minus++
			l.Minus++
		default:
			h.row.Open++
			l.Open++
		}
	}
	out := make([]PairRow, 0, len(pairs))
	for _, h := range pairs {
		h.row.Documents, h.row.Last = len(h.documents), h.done.last.String()
		h.row.Layers = []LayerRow{}
		for _, l := range h.layers {
			h.row.Layers = append(h.row.Layers, *l)
		}
		slices.SortFunc(h.row.Layers, func(x, y LayerRow) int {
			return cmp.Or(cmp.Compare(y.Plus+y.Minus+y.Open, x.Plus+x.Minus+x.Open), strings.Compare(x.Layer, y.Layer))
		})
		out = append(out, h.row)
	}
	slices.SortFunc(out, func(x, y PairRow) int {
		return cmp.Or(cmp.Compare(y.Records, x.Records), strings.Compare(x.A.ID, y.A.ID), strings.Compare(x.B.ID, y.B.ID))
	})
	return out
}

// saidBy fills the latest claims of an actor and of those filed under it.
func (d *Desk) saidBy(ctx context.Context, v *ActorView, a symbol, o Scope) error {
	var mine []int
	for i := range d.says {
		s := &d.says[i]
		if s.speaker == 0 || s.speaker != a && d.side(s.speaker) != a || o.Known != 0 && (s.known == 0 || s.known > o.Known) || !o.Unjudged && d.isRejected(s.record) {
			continue
		}
		mine = append(mine, i)
	}
	slices.SortFunc(mine, func(x, y int) int {
		return cmp.Or(cmp.Compare(d.says[y].known, d.says[x].known), cmp.Compare(x, y))
	})
	for _, i := range mine[:min(len(mine), 12)] {
		row, err := d.said(ctx, &d.says[i])
		if err != nil {
			return err
		}
		v.Says = append(v.Says, row)
	}
	v.SaysMore = len(mine) - len(v.Says)
	return nil
}

func (d *Desk) isRejected(id entente.RecordID) bool {
	j := d.judged[id]
	return j != nil && j.Verdict == entente.VerdictRejected
}

// said words one claim.
func (d *Desk) said(ctx context.Context, s *saying) (SaidRow, error) {
	row := SaidRow{Claim: string(s.record), Paper: *d.paper(s.document), Chain: []Speaker{}, Stance: d.symbols.word(s.stance), Coded: s.coded}
	r, err := d.read(ctx, d.documents[s.document].header.ID)
	if err != nil {
		return row, err
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; c.ID == s.record {
			d.wordClaim(&row, r, c)
			break
		}
	}
	return row, nil
}
