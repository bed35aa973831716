package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"entente"
)

// party is an actor as far as events are scored: a country and a sector.
type party struct{ Country, Sector string }

// deed is one event between two parties; Recipient is zero where there is none.
type deed struct {
	Type, Mode       string
	Actor, Recipient party
}

// goldSentence is a line of plover_gsr_SET.jsonl.
type goldSentence struct {
	ID, Text, Date string
	Gold           []struct {
		Event  string
		Mode   []string
		Source []goldParty
		Target []goldParty
	}
}

type goldParty struct {
	Code   string `json:"code_norm"`
	Sector string `json:"sector_norm"`
}

// Events scores coded events against the PLOVER gold records, on levels from the
// type alone to type, both countries and sectors. What counts as predicted is
// told as done or as a plan; what is denied, feared, possible or demanded is not.
func Events(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("events/plover_gsr_SET.jsonl")
	if err != nil {
		return r, err
	}
	for _, file := range files {
		var s eventScore
		err := eachLine(file, func(line []byte) error {
			var g goldSentence
			if err := json.Unmarshal(line, &g); err != nil {
				return err
			}
			day, err := entente.ParseDay(g.Date)
			if err != nil {
				return err
			}
			records := env.Coder.Code(env.Reader.Read(newDocument(g.ID, g.Text, day)))
			s.add(g.deeds(), foretold(records))
			return ctx.Err()
		})
		if err != nil {
			return r, err
		}
		s.report(&r, strings.TrimSuffix(filepath.Base(file), ".jsonl"))
	}
	return r, nil
}

// eachLine calls take with every line of a JSON Lines file.
func eachLine(file string, take func([]byte) error) error {
	in, err := Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 1<<16), 1<<24)
	for n := 1; sc.Scan(); n++ {
		if err := take(sc.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return sc.Err()
}

func (g *goldSentence) deeds() []deed {
	var out []deed
	for _, e := range g.Gold {
		mode := ""
		if len(e.Mode) > 0 {
			mode = e.Mode[0]
		}
		out = append(out, expand(e.Event, mode, goldParties(e.Source), goldParties(e.Target))...)
	}
	return out
}

func goldParties(ps []goldParty) []party {
	var out []party
	for _, p := range ps {
		out = append(out, party{country(p.Code), sector(p.Sector)})
	}
	return out
}

// foretold returns the deeds of a text's events that are told as done or planned.
func foretold(r *entente.Records) []deed {
	claims := map[entente.RecordID]*entente.Claim{}
	for i := range r.Claims {
		claims[r.Claims[i].ID] = &r.Claims[i]
	}
	who := parties(r)
	var out []deed
	for i := range r.Events {
		e := &r.Events[i]
		c := claims[e.Claim]
		if c == nil || c.Negated || c.Historical || c.Stance != entente.StanceAsserted && c.Stance != entente.StancePlanned {
			continue
		}
		out = append(out, expand(e.Type, e.Mode, who(e.Actor), who(e.Recipient))...)
	}
	return out
}

// parties returns a function from actors of r to parties.
func parties(r *entente.Records) func([]entente.ActorID) []party {
	known := map[entente.ActorID]party{}
	for _, a := range r.Actors {
		known[a.Actor] = party{country(a.Country), sector(a.Sector)}
	}
	return func(ids []entente.ActorID) []party {
		var out []party
		for _, id := range ids {
			if p := known[id]; !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		return out
	}
}

// expand makes one deed of each actor with each recipient; of several actors
// without recipient, one of each pair.
func expand(typ, mode string, actors, recipients []party) []deed {
	if len(actors) == 0 {
		actors = []party{{}}
	}
	var out []deed
	switch {
	case len(recipients) > 0:
		for _, a := range actors {
			for _, b := range recipients {
				out = append(out, deed{typ, mode, a, b}.ordered())
			}
		}
	case len(actors) == 1:
		out = append(out, deed{Type: typ, Mode: mode, Actor: actors[0]})
	default:
		for i, a := range actors {
			for _, b := range actors[i+1:] {
				out = append(out, deed{typ, mode, min2(a, b), max2(a, b)})
			}
		}
	}
	return out
}

// ordered puts the parties of a deed without direction in a fixed order.
func (d deed) ordered() deed {
	switch d.Type {
	case "CONSULT", "AGREE", "COOPERATE":
		d.Actor, d.Recipient = min2(d.Actor, d.Recipient), max2(d.Actor, d.Recipient)
	}
	return d
}

func less(a, b party) bool {
	return a.Country < b.Country || a.Country == b.Country && a.Sector < b.Sector
}

func min2(a, b party) party {
	if less(b, a) {
		return b
	}
	return a
}

func max2(a, b party) party {
	if less(b, a) {
		return a
	}
	return b
}

// obsolete maps codes of the gold records to today's, and bodies of states to one.
var obsolete = map[string]string{
	"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "YUG": "SRB", "SCG": "SRB", "ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "PAL": "PSE", "PSX": "PSE",
	"UNO": "IGO", "EUR": "IGO", "***": "",
}

func country(code string) string {
	if c, ok := obsolete[code]; ok {
		return c
	}
	return code
}

// sector returns the first sector of a list, by its name of 2021.
func sector(code string) string {
	code = code[:min(3, len(code))]
	switch code {
	case "HLH":
		return "MED"
	case "INS", "SEP":
		return "REB"
	case "CIV", "PPL":
		return "CVL"
	case "***":
		return ""
	}
	return code
}

// eventScore sums over sentences; each level compares sets within a sentence.
type eventScore struct {
	level         [4]counts // L1, L4, L5, L6
	sentences     int
	found         int
	moded, inMode int // gold deeds with a mode whose type was found; of these, with the mode
}

func (s *eventScore) add(gold, predicted []deed) {
	s.sentences++
	if len(predicted) > 0 {
		s.found++
	}
	for k, key := range []func(deed) deed{
		func(d deed) deed { return deed{Type: d.Type} },
		func(d deed) deed {
			return deed{Actor: party{d.Actor.Country, ""}, Recipient: party{d.Recipient.Country, ""}}
		},
		func(d deed) deed {
			return deed{Type: d.Type, Actor: party{d.Actor.Country, ""}, Recipient: party{d.Recipient.Country, ""}}.ordered()
		},
		func(d deed) deed { d.Mode = ""; return d },
	} {
		g, p := distinct(gold, key), distinct(predicted, key)
		s.level[k].gold += len(g)
		s.level[k].predicted += len(p)
		for d := range g {
			if p[d] {
				s.level[k].hit++
			}
		}
	}
	seen := map[deed]bool{}
	for _, g := range gold {
		if k := (deed{Type: g.Type, Mode: g.Mode}); g.Mode != "" && !seen[k] {
			seen[k] = true
			if slices.ContainsFunc(predicted, func(p deed) bool { return p.Type == g.Type }) {
				s.moded++
				if slices.ContainsFunc(predicted, func(p deed) bool { return p.Type == g.Type && p.Mode == g.Mode }) {
					s.inMode++
				}
			}
		}
	}
}

func distinct(ds []deed, key func(deed) deed) map[deed]bool {
	m := map[deed]bool{}
	for _, d := range ds {
		m[key(d)] = true
	}
	return m
}

func (s *eventScore) report(r *Report, set string) {
	for k, name := range []string{"L1 type", "L4 dyad", "L5 type + countries", "L6 + sectors"} {
		c := s.level[k]
		r.Add(set, name+" P", c.precision(), c.predicted)
		r.Add(set, name+" R", c.recall(), c.gold)
		r.Add(set, name+" F1", c.f(), c.gold)
	}
	r.Add(set, "sentences with any event", ratio(s.found, s.sentences), s.sentences)
	r.Add(set, "mode accuracy", ratio(s.inMode, s.moded), s.moded)
}
