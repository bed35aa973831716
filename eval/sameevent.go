package eval

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"entente"
	"entente/resolve"
)

// codedEvent is a line of accent_gigaword2009_SET.jsonl: an event that a coder
// found in an article, with the group of those that people hold to be one.
type codedEvent struct {
	ID, Date       string
	Code           string `json:"event_cameo"`
	Group          string `json:"gold_group"`
	Source, Target []struct {
		ID string `json:"actor_id"`
	}
}

// SameEvent scores which coded events are one: over all pairs of events that
// people put into groups, precision and recall of being put into one cluster,
// beside the rule that the same actors, code and day are one event.
func SameEvent(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("events/accent_gigaword2009_SET.jsonl.gz")
	if err != nil {
		return r, err
	}
	for _, file := range files {
		var deeds []resolve.Deed
		group := map[entente.RecordID]string{}
		daily := map[entente.RecordID]string{}
		err := eachLine(file, func(line []byte) error {
			var e codedEvent
			if err := json.Unmarshal(line, &e); err != nil {
				return err
			}
			if e.Group == "" {
				return ctx.Err()
			}
			day, err := entente.ParseDay(e.Date)
			if err != nil {
				return err
			}
			d := resolve.Deed{ID: entente.RecordID(e.ID), Code: e.Code, Day: day}
			sides := e.Date + " " + e.Code
			for _, side := range [...][]struct {
				ID string `json:"actor_id"`
			}{e.Source, e.Target} {
				sides += " >"
				for _, a := range side {
					d.Actors = append(d.Actors, entente.ActorID(a.ID))
					sides += " " + a.ID
				}
			}
			group[d.ID], daily[d.ID] = e.Group, sides
			deeds = append(deeds, d)
			return nil
		})
		if err != nil {
			return r, err
		}
		cluster := map[entente.RecordID]string{}
		for _, c := range resolve.SameEvents(deeds, .5, resolve.Rulings{}) {
			for _, m := range c.Members {
				cluster[m] = string(c.Members[0])
			}
		}
		set := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
		for _, x := range []struct {
			name string
			of   map[entente.RecordID]string
		}{{"pairs", cluster}, {"pairs, one a day", daily}} {
			c := pairCounts(deeds, group, x.of)
			r.Add(set, x.name+" P", c.precision(), c.predicted)
			r.Add(set, x.name+" R", c.recall(), c.gold)
		}
	}
	return r, nil
}

// pairCounts counts the pairs of deeds that two partitions put together.
func pairCounts(deeds []resolve.Deed, gold, predicted map[entente.RecordID]string) counts {
	var c counts
	for i := range deeds {
		for k := range i {
			a, b := deeds[i].ID, deeds[k].ID
			together, put := gold[a] == gold[b], predicted[a] == predicted[b]
			if together {
				c.gold++
			}
			if put {
				c.predicted++
			}
			if together && put {
				c.hit++
			}
		}
	}
	return c
}
