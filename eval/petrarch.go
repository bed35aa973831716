package eval

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/coding"
	"entente/coding/actor"
	"entente/plover"
)

// unitRecord is a line of petrarch_unit_tests.jsonl.
type unitRecord struct {
	ID, Text, Date string
	NoEvent        bool `json:"expect_no_event"`
	Error          any  `json:"expect_error"`
	Gold           []unitEvent
	// Original is the gold of PETRARCH's own edition, whose dictionaries are used.
	Original []struct{ Source, Target string } `json:"gold_weis_original"`
}

type unitEvent struct {
	Event          string
	Source, Target []string
}

// Petrarch scores PETRARCH's unit records with their own dictionaries of actors,
// agents and discards laid over the shipped tables: whose codes act on whose, and
// with which type of event. Their dictionary of verbs is not used (it codes made-up
// words with made-up codes), so that a record is right where its pairs are. Pairs are
// those of the edition that the dictionaries belong to: the later one has codes that
// they do not hold. It names types, and these are scored with its own pairs. A talk
// has no direction: where the records tell both sides of one, one record is both.
func Petrarch(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("events/petrarch_unit_tests.jsonl")
	if err != nil {
		return r, err
	}
	coder, err := petrarchCoder(filepath.Join(filepath.Dir(files[0]), "validation_dictionaries"))
	if err != nil {
		return r, err
	}
	right, n := 0, 0
	var pairs, types counts
	err = eachLine(files[0], func(line []byte) error {
		var u unitRecord
		if err := json.Unmarshal(line, &u); err != nil {
			return err
		}
		if u.Error != nil {
			return ctx.Err()
		}
		day, err := entente.ParseDay(u.Date)
		if err != nil {
			return err
		}
		gold, goldTypes := u.pairs(), u.types()
		got, gotTypes := codedPairs(coder.Code(env.Reader.Read(newDocument(u.ID, u.Text, day))))
		pairs.take(gold, got)
		types.take(goldTypes, gotTypes)
		if n++; slices.Equal(gold, got) {
			right++
		}
		return ctx.Err()
	})
	if err != nil {
		return r, err
	}
	r.Add("petrarch_unit_tests", "records with all pairs right", float64(right), n)
	r.Add("petrarch_unit_tests", "pairs P", pairs.precision(), pairs.predicted)
	r.Add("petrarch_unit_tests", "pairs R", pairs.recall(), pairs.gold)
	r.Add("petrarch_unit_tests", "type + pairs R", types.recall(), types.gold)
	return r, nil
}

// petrarchCoder is a coder with the dictionaries of a folder; a line that cannot
// be read is left out.
func petrarchCoder(folder string) (Coder, error) {
	o := coding.DefaultOptions()
	for _, name := range []string{"PETR.Validate.actors.txt", "PETR.Validate.agents.txt", "PETR.Validate.discards.txt"} {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, &MissingError{filepath.Join(folder, name)}
		}
		d, err := actor.Load(name, f)
		f.Close()
		if d == nil {
			return nil, err
		}
		o.Actors.Dictionaries = append(o.Actors.Dictionaries, d)
	}
	return coding.New(o)
}

// pairs returns the record's pairs, "ARN GON", each once and sorted. A pair with a
// side that has no code is left out.
func (u *unitRecord) pairs() []string {
	var pairs []string
	for _, g := range u.Original {
		pairs, _ = addPair(pairs, nil, "", u.code(g.Source), u.code(g.Target))
	}
	return tidy(pairs)
}

// types returns the later edition's pairs that have a type, "SUPPORT ARN GON".
func (u *unitRecord) types() []string {
	var types []string
	for _, g := range u.Gold {
		for _, a := range g.Source {
			for _, b := range g.Target {
				_, types = addPair(nil, types, g.Event, u.code(a), u.code(b))
			}
		}
	}
	return tidy(types)
}

// code is a code's country: "FRO/BIL" are two codes, of which the first counts.
func (u *unitRecord) code(c string) string {
	c, _, _ = strings.Cut(c, "/")
	if len(c) < 3 || strings.HasPrefix(c, "---") {
		return ""
	}
	return c[:3]
}

// codedPairs returns the pairs of the countries of a text's events, however they
// are put: PETRARCH codes plans and denials as deeds.
func codedPairs(r *entente.Records) (pairs, types []string) {
	codes := map[entente.ActorID]string{}
	for _, a := range r.Actors {
		codes[a.Actor] = a.Country
	}
	for i := range r.Events {
		e := &r.Events[i]
		recipients := e.Recipient
		for k, a := range e.Actor {
			if len(e.Recipient) == 0 {
				recipients = slices.Concat(e.Actor[:k], e.Actor[k+1:]) // each with each
			}
			for _, b := range recipients {
				pairs, types = addPair(pairs, types, e.Type, codes[a], codes[b])
				if e.Type == string(plover.Consult) {
					pairs, types = addPair(pairs, types, e.Type, codes[b], codes[a])
				}
			}
		}
	}
	return tidy(pairs), tidy(types)
}

func addPair(pairs, types []string, typ, a, b string) (p, t []string) {
	if a == "" || b == "" {
		return pairs, types
	}
	pairs = append(pairs, a+" "+b)
	if typ != "" {
		types = append(types, typ+" "+a+" "+b)
	}
	return pairs, types
}

// take counts the items of two sorted lists.
func (c *counts) take(gold, got []string) {
	c.gold += len(gold)
	c.predicted += len(got)
	for _, x := range got {
		if _, ok := slices.BinarySearch(gold, x); ok {
			c.hit++
		}
	}
}

// tidy sorts a list and drops repeats.
func tidy(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}
