package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// Citation is that a document of one outlet tells something on the word of
// another outlet.
type Citation struct {
	Outlet   string             `json:"outlet"`
	Cites    string             `json:"cites"`
	Document entente.DocumentID `json:"document"`
	Claim    entente.RecordID   `json:"claim"`
	Topic    string             `json:"topic"` // what is told: type and actors of an event or tie
}

// Circle is outlets that tell one thing on each other's word: nobody in it need
// know it at first hand.
type Circle struct {
	Outlets   []string   `json:"outlets"` // by name
	Topic     string     `json:"topic"`
	Citations []Citation `json:"citations"`
}

// Citations returns what a document tells on the word of other outlets. Outlets
// are known by their names, as given, whatever their case.
func Citations(r *entente.Records, outlets map[string]string) []Citation {
	own := strings.ToLower(r.Document.Outlet)
	if own == "" {
		return nil
	}
	topics := map[entente.RecordID][]string{}
	for i := range r.Events {
		e := &r.Events[i]
		topics[e.Claim] = append(topics[e.Claim], topic(e.Type, slices.Concat(e.Actor, e.Recipient)))
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		topics[t.Claim] = append(topics[t.Claim], topic(t.Relation, []entente.ActorID{t.A, t.B}))
	}
	var out []Citation
	for i := range r.Claims {
		c := &r.Claims[i]
		for _, v := range c.Chain {
			cited, ok := outlets[strings.ToLower(v.Name)]
			if !ok || strings.ToLower(cited) == own {
				continue
			}
			for _, t := range topics[c.ID] {
				out = append(out, Citation{r.Document.Outlet, cited, r.Document.ID, c.ID, t})
			}
		}
	}
	return out
}

func topic(what string, actors []entente.ActorID) string {
	ids := slices.Clone(actors)
	slices.Sort(ids)
	s := what
	for _, a := range slices.Compact(ids) {
		s += " " + string(a)
	}
	return s
}

// Circles returns the circles in citations: for each topic, the outlets that
// reach each other by citing (strongly connected components; Tarjan 1972 by the
// simpler way of reachability, as few outlets share a topic).
func Circles(citations []Citation) []Circle {
	byTopic := map[string][]Citation{}
	for _, c := range citations {
		byTopic[c.Topic] = append(byTopic[c.Topic], c)
	}
	var out []Circle
	for t, cs := range byTopic {
		next := map[string][]string{}
		for _, c := range cs {
			next[c.Outlet] = append(next[c.Outlet], c.Cites)
		}
		reach := map[string]map[string]bool{}
		for from := range next {
			seen := map[string]bool{}
			stack := slices.Clone(next[from])
			for len(stack) > 0 {
				at := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				if !seen[at] {
					seen[at] = true
					stack = append(stack, next[at]...)
				}
			}
			reach[from] = seen
		}
		done := map[string]bool{}
		for from := range next {
			if done[from] || !reach[from][from] {
				continue
			}
			circle := Circle{Topic: t}
			for o := range reach[from] {
				if reach[o][from] {
					circle.Outlets = append(circle.Outlets, o)
					done[o] = true
				}
			}
			slices.Sort(circle.Outlets)
			for _, c := range cs {
				if slices.Contains(circle.Outlets, c.Outlet) && slices.Contains(circle.Outlets, c.Cites) {
					circle.Citations = append(circle.Citations, c)
				}
			}
			slices.SortFunc(circle.Citations, func(a, b Citation) int {
				return cmp.Or(cmp.Compare(a.Outlet, b.Outlet), cmp.Compare(a.Cites, b.Cites), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Claim, b.Claim))
			})
			out = append(out, circle)
		}
	}
	slices.SortFunc(out, func(a, b Circle) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Outlets[0], b.Outlets[0]))
	})
	return out
}
