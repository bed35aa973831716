package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// eventTable writes one row for each event, with everything known of it.
type eventTable struct {
	w      *csv.Writer
	out    *bufio.Writer
	headed bool
}

// eventColumns head the table; docs/formats/records.md explains them.
var eventColumns = []string{
	"event", "document", "published", "from", "to", "actors", "recipients", "type", "mode", "contexts", "quad",
	"intensity", "layer", "sign", "stance", "negated", "historical", "chain", "place", "start", "end", "text",
}

func (t *eventTable) write(r *entente.Records) error {
	if !t.headed {
		t.headed = true
		if err := t.w.Write(eventColumns); err != nil {
			return fmt.Errorf("write the head of the table: %w", err)
		}
	}
	claims := claimsOf(r)
	for i := range r.Events {
		e := &r.Events[i]
		c := claims[e.Claim]
		if c == nil {
			continue
		}
		row := []string{
			string(e.ID), string(e.Document), r.Document.Published.String(), e.Date.From.String(), e.Date.To.String(),
			joinIDs(e.Actor), joinIDs(e.Recipient), e.Type, e.Mode, strings.Join(e.Contexts, ";"), strconv.Itoa(e.Quad),
			strconv.FormatFloat(e.Intensity, 'f', -1, 64), string(e.Layer), strconv.Itoa(int(e.Sign)), string(c.Stance),
			strconv.FormatBool(c.Negated), strconv.FormatBool(c.Historical), chain(c), e.Place,
			strconv.Itoa(e.Evidence.Start), strconv.Itoa(e.Evidence.End), e.Evidence.Of(r.Document.Text),
		}
		if err := t.w.Write(row); err != nil {
			return fmt.Errorf("write %s: %w", e.ID, err)
		}
	}
	return nil
}

func (t *eventTable) flush() error {
	t.w.Flush()
	if err := t.w.Error(); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return t.out.Flush()
}

func claimsOf(r *entente.Records) map[entente.RecordID]*entente.Claim {
	claims := make(map[entente.RecordID]*entente.Claim, len(r.Claims))
	for i := range r.Claims {
		claims[r.Claims[i].ID] = &r.Claims[i]
	}
	return claims
}

// chain words the voices of a claim: "Press One > x:expert-a", ids where known.
func chain(c *entente.Claim) string {
	var out []string
	for _, v := range c.Chain {
		if v.Speaker != "" {
			out = append(out, string(v.Speaker))
		} else {
			out = append(out, v.Name)
		}
	}
	return strings.Join(out, " > ")
}

func joinIDs(ids []entente.ActorID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ";")
}

// done reports whether an event is told as done, so that a coder that knows no
// stance may have it.
func done(c *entente.Claim) bool {
	return c != nil && c.Stance == entente.StanceAsserted && !c.Negated && !c.Historical
}

// promised reports whether an event is told as planned by its own actor or by
// the document: PLOVER codes a cooperative act announced as AGREE.
func promised(e *entente.Event, c *entente.Claim) bool {
	if c == nil || c.Stance != entente.StancePlanned || c.Negated {
		return false
	}
	switch e.Type {
	case "CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE":
	default:
		return false
	}
	return len(c.Chain) == 0 || slices.Contains(e.Actor, c.Chain[len(c.Chain)-1].Speaker)
}

// actual returns the type and mode under which an event counts as having
// happened, or false where it does not count.
func actual(e *entente.Event, c *entente.Claim) (typ, mode string, ok bool) {
	switch {
	case done(c):
		return e.Type, e.Mode, true
	case promised(e, c):
		return "AGREE", "", true
	}
	return "", "", false
}

// ploverEvent is one event in the layout of PLOVER records.
type ploverEvent struct {
	ID        string        `json:"id"`
	Date      string        `json:"date"`
	Type      string        `json:"event_type"`
	Mode      string        `json:"event_mode,omitempty"`
	Contexts  []string      `json:"context"`
	Actor     []ploverActor `json:"actor"`
	Recipient []ploverActor `json:"recipient"`
	Place     string        `json:"location,omitempty"`
	Text      string        `json:"event_text"`
	Document  string        `json:"document"`
	Title     string        `json:"title,omitempty"`
	Publisher string        `json:"publisher,omitempty"`
}

type ploverActor struct {
	Code   string `json:"code"`   // country, or IGO
	Sector string `json:"sector"` // first sector, "" where unknown
	Text   string `json:"actor_text"`
}

// ploverLines writes one line of JSON for each event that counts.
type ploverLines struct{ out *bufio.Writer }

func (p *ploverLines) write(r *entente.Records) error {
	claims := claimsOf(r)
	actors := actorsOf(r)
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	for i := range r.Events {
		ev := &r.Events[i]
		typ, mode, ok := actual(ev, claims[ev.Claim])
		if !ok {
			continue
		}
		line := ploverEvent{
			ID: string(ev.ID), Date: eventDay(r, ev).String(), Type: typ, Mode: mode, Contexts: ev.Contexts,
			Actor: ploverActors(ev.Actor, actors), Recipient: ploverActors(ev.Recipient, actors), Place: ev.Place,
			Text: ev.Evidence.Of(r.Document.Text), Document: string(ev.Document), Title: r.Document.Title, Publisher: r.Document.Outlet,
		}
		if line.Contexts == nil {
			line.Contexts = []string{}
		}
		if err := e.Encode(line); err != nil {
			return fmt.Errorf("write %s: %w", ev.ID, err)
		}
	}
	return nil
}

func (p *ploverLines) flush() error { return p.out.Flush() }

func actorsOf(r *entente.Records) map[entente.ActorID]*entente.Actor {
	actors := make(map[entente.ActorID]*entente.Actor, len(r.Actors))
	for i := range r.Actors {
		actors[r.Actors[i].Actor] = &r.Actors[i]
	}
	return actors
}

func ploverActors(ids []entente.ActorID, actors map[entente.ActorID]*entente.Actor) []ploverActor {
	out := []ploverActor{}
	for _, id := range ids {
		a := ploverActor{Code: string(id), Text: string(id)}
		if x := actors[id]; x != nil {
			a = ploverActor{Code: x.Country, Sector: x.Sector, Text: x.Label}
		}
		out = append(out, a)
	}
	return out
}

// eventDay is the first day of an event, or the day its document was published.
func eventDay(r *entente.Records, e *entente.Event) entente.Day {
	if !e.Date.From.IsZero() {
		return e.Date.From
	}
	return r.Document.Published
}
