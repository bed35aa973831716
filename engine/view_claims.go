package engine

import (
	"cmp"
	"context"
	"slices"

	"entente"
	"entente/brief"
)

// ClaimsView is a list of claims.
type ClaimsView struct {
	Total    int       `json:"total" doc:"claims that the filter lets through"`
	Stances  []Count   `json:"stances"`
	Speakers []Count   `json:"speakers"`
	Outlets  []Count   `json:"outlets"`
	Claims   []SaidRow `json:"claims" doc:"the latest first"`
	Next     string    `json:"next,omitempty"`
}

// ClaimFilter says which claims are listed.
type ClaimFilter struct {
	Scope
	Stance, Speaker, Outlet string
	From, To                entente.Day // published
	Quoted, Coded           bool        // only those
	Cursor                  string
	Limit                   int
}

// Claims lists claims, the latest first.
func (d *Desk) Claims(ctx context.Context, f ClaimFilter) (*ClaimsView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	from, limit, err := pageOf(f.Cursor, f.Limit, 30, 200)
	if err != nil {
		return nil, err
	}
	stances, speakers, outlets := map[string]int{}, map[string]int{}, map[string]int{}
	var hits []int
	for i := range d.says {
		s := &d.says[i]
		if f.Known != 0 && (s.known == 0 || s.known > f.Known) || !inside(s.known, f.From, f.To) || f.Quoted && !s.quoted || f.Coded && !s.coded || !f.Unjudged && d.isRejected(s.record) {
			continue
		}
		values := [3]string{d.saidHow(s), d.saidWho(s), d.documents[s.document].header.Outlet}
		wanted := [3]string{f.Stance, f.Speaker, f.Outlet}
		misses, missed := 0, -1
		for k := range values {
			if wanted[k] != "" && wanted[k] != values[k] {
				misses, missed = misses+1, k
			}
		}
		for k, m := range [3]map[string]int{stances, speakers, outlets} {
			if misses == 0 || misses == 1 && missed == k {
				m[values[k]]++
			}
		}
		if misses == 0 {
			hits = append(hits, i)
		}
	}
	slices.SortFunc(hits, func(x, y int) int { return cmp.Or(cmp.Compare(d.says[y].known, d.says[x].known), cmp.Compare(x, y)) })
	name := func(id string) string {
		if n, ok := d.symbols.known(id); ok && d.actors[n] != nil {
			return d.label(n)
		}
		return d.voice("", id)
	}
	v := &ClaimsView{Total: len(hits), Stances: tally(stances, brief.Line), Speakers: tally(speakers, name), Outlets: tally(outlets, brief.Line), Claims: []SaidRow{}}
	for _, i := range hits[min(from, len(hits)):min(from+limit, len(hits))] {
		row, err := d.said(ctx, &d.says[i])
		if err != nil {
			return nil, err
		}
		v.Claims = append(v.Claims, row)
	}
	if from+limit < len(hits) {
		v.Next = cursorOf(from + limit)
	}
	return v, nil
}

func (d *Desk) saidHow(s *saying) string {
	if s.negated {
		return "not so"
	}
	return d.symbols.word(s.stance)
}

func (d *Desk) saidWho(s *saying) string {
	switch {
	case s.speaker != 0:
		return d.symbols.word(s.speaker)
	case s.voice != 0:
		return d.symbols.word(s.voice)
	}
	return "own voice"
}

// wordClaim fills a row with the words of a claim.
func (d *Desk) wordClaim(row *SaidRow, r *entente.Records, c *entente.Claim) {
	row.Chain, row.Quoted, row.Words = d.chain(c), c.Quoted, brief.Line(c.Text)
	row.How = brief.Stance(c.Stance, c.Negated, c.Historical)
	row.Paragraph = r.Document.Paragraph(c.Evidence.Start)
	row.Sentence = brief.Sentence(&r.Document, c.Evidence)
}
