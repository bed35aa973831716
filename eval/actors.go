package eval

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// actorCheck is a line of actor_resolution_SET.jsonl: a phrase, what stands
// around it, a date, and whom it means.
type actorCheck struct {
	ID, Text, Context, Date, Status string
	Hint                            string `json:"country_hint"`
	Country, Sector                 *string
	Alternatives                    []string `json:"sector_alternatives"`
}

// Actors scores whom a phrase means: its country, and its PLOVER sector on the
// date given (the newest known where none is). The phrase is read and coded as a
// text of its own, after its context where there is one.
func Actors(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("events/actor_resolution_SET.jsonl")
	if err != nil {
		return r, err
	}
	for _, file := range files {
		var countries, sectors, both counts
		err := eachLine(file, func(line []byte) error {
			var c actorCheck
			if err := json.Unmarshal(line, &c); err != nil {
				return err
			}
			if c.Status != "" || ctx.Err() != nil {
				return ctx.Err()
			}
			gotCountry, gotSector := env.resolve(c)
			rightCountry := c.Country == nil || country(*c.Country) == gotCountry
			rightSector := c.Sector == nil || sector(*c.Sector) == gotSector || slices.Contains(c.Alternatives, gotSector)
			tally(&countries, c.Country != nil, rightCountry)
			tally(&sectors, c.Sector != nil, rightSector)
			tally(&both, c.Country != nil && c.Sector != nil, rightCountry && rightSector)
			return nil
		})
		if err != nil {
			return r, err
		}
		set := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		r.Add(set, "country right", countries.recall(), countries.gold)
		r.Add(set, "sector right", sectors.recall(), sectors.gold)
		r.Add(set, "both right", both.recall(), both.gold)
	}
	return r, nil
}

func tally(c *counts, asked, right bool) {
	if !asked {
		return
	}
	c.gold++
	if right {
		c.hit++
	}
}

// resolve reads a phrase and returns country and sector of whom it means, empty
// where nobody was found.
func (env Env) resolve(c actorCheck) (inCountry, inSector string) {
	around := strings.TrimSpace(c.Context + " " + c.Hint)
	text := c.Text
	if around != "" {
		text = around + "\n\n" + c.Text
	}
	on, err := entente.ParseDay(c.Date)
	if err != nil {
		on = 0 // "today"
	}
	t := env.Reader.Read(newDocument(c.ID, text, on))
	env.Coder.Annotate(t)
	m := mainMention(t, len(text)-len(c.Text))
	if m == nil {
		return "", ""
	}
	a := t.Actors[m.Actor]
	if a == nil {
		return "", m.Sector // "protesters" of nobody knows where
	}
	return country(a.Country), a.Sector
}

// mainMention returns the mention that governs the words from offset on: one
// whose actor is known before one with a sector only, one that is no modifier before one that is, then the one highest in the tree, then
// the longest.
func mainMention(t *document.Text, offset int) *document.Mention {
	var best *document.Mention
	rank := func(m *document.Mention) (bool, int, int) {
		depth := 0
		for range t.Sentences[m.Sentence].Ancestors(m.Head) {
			depth++
		}
		return m.Modifier, depth, -m.Len()
	}
	for i := range t.Mentions {
		m := &t.Mentions[i]
		if m.Actor == "" && m.Sector == "" || m.Start < offset {
			continue
		}
		if best == nil {
			best = m
			continue
		}
		if known := m.Actor != ""; known != (best.Actor != "") {
			if known {
				best = m
			}
			continue
		}
		am, ad, al := rank(m)
		bm, bd, bl := rank(best)
		if am != bm && bm || am == bm && (ad < bd || ad == bd && al < bl) {
			best = m
		}
	}
	return best
}
