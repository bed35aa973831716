package eval

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"entente"
)

// probe is a line of modality_probe.jsonl.
type probe struct {
	ID, Text, Date string
	Expected       struct {
		Event, Source, Target, Status string
		AttributedTo                  string `json:"attributed_to"`
	}
}

// Modality scores whether events are told apart that are done, negated, denied,
// possible, planned, conditional, alleged or history. A probe is right where the
// event has its type, its parties and its stance, and nothing else is told as
// done that is not.
func Modality(ctx context.Context, env Env) (Report, error) {
	var r Report
	env.Set = "probe"
	files, err := env.Files("events/modality_SET.jsonl")
	if err != nil {
		return r, err
	}
	right, n := 0, 0
	for _, file := range files {
		err := eachLine(file, func(line []byte) error {
			var p probe
			if err := json.Unmarshal(line, &p); err != nil {
				return err
			}
			day, err := entente.ParseDay(p.Date)
			if err != nil {
				return err
			}
			n++
			if p.passes(env.Coder.Code(env.Reader.Read(newDocument(p.ID, p.Text, day)))) {
				right++
			}
			return ctx.Err()
		})
		if err != nil {
			return r, err
		}
	}
	r.Add("modality_probe", "right", float64(right), n)
	return r, nil
}

// passes reports whether the records hold what the probe expects.
func (p *probe) passes(r *entente.Records) bool {
	claims := map[entente.RecordID]*entente.Claim{}
	for i := range r.Claims {
		claims[r.Claims[i].ID] = &r.Claims[i]
	}
	who := parties(r)
	want := expand(p.Expected.Event, "", probeParties(p.Expected.Source), probeParties(p.Expected.Target))
	found := false
	for i := range r.Events {
		e := &r.Events[i]
		c := claims[e.Claim]
		if c == nil {
			return false
		}
		if e.Type == p.Expected.Event && sameDeeds(want, expand(e.Type, "", countries(who(e.Actor)), countries(who(e.Recipient)))) && p.stands(c, who) {
			found = true
			continue
		}
		done := c.Stance == entente.StanceAsserted && !c.Negated && !c.Historical && len(c.Chain) == 0
		if done && (e.Type == p.Expected.Event && p.Expected.Status != "actual" || p.Expected.Event != e.Type && e.Quad == 4) {
			return false
		}
	}
	return found
}

// stands reports whether a claim has the status that is expected.
func (p *probe) stands(c *entente.Claim, who func([]entente.ActorID) []party) bool {
	plain := !c.Negated && !c.Historical
	switch p.Expected.Status {
	case "actual":
		return plain && c.Stance == entente.StanceAsserted
	case "negated":
		return c.Negated
	case "possible", "reported":
		return plain && c.Stance == entente.StanceHedged
	case "planned":
		return plain && c.Stance == entente.StancePlanned
	case "conditional":
		return plain && c.Stance == entente.StanceConditional
	case "historical":
		return c.Historical && !c.Negated && c.Stance == entente.StanceAsserted
	case "alleged":
		if len(c.Chain) == 0 || !plain {
			return false
		}
		by := who([]entente.ActorID{c.Chain[len(c.Chain)-1].Speaker})
		return by[0].Country == p.Expected.AttributedTo
	}
	return false
}

// probeParties reads "DEU,FRA"; "?" and "" are nobody.
func probeParties(list string) []party {
	var out []party
	for code := range strings.SplitSeq(list, ",") {
		if code != "" && code != "?" {
			out = append(out, party{Country: code})
		}
	}
	return out
}

func countries(ps []party) []party {
	var out []party
	for _, p := range ps {
		if p.Sector = ""; !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func sameDeeds(a, b []deed) bool {
	none := func(d deed) deed { return d }
	x, y := distinct(a, none), distinct(b, none)
	if len(x) != len(y) {
		return false
	}
	for d := range x {
		if !y[d] {
			return false
		}
	}
	return true
}
