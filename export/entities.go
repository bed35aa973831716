package export

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/coding/tension"

	"golang.org/x/text/language"
)

// entity is an entity of FollowTheMoney: properties hold lists of strings.
type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

func (e *entity) put(property string, values ...string) {
	for _, v := range values {
		if v = oneLine(v); v != "" && !slices.Contains(e.Properties[property], v) {
			e.Properties[property] = append(e.Properties[property], v)
		}
	}
}

func newEntity(id, schema string) *entity { return &entity{id, schema, map[string][]string{}} }

// followTheMoney writes entities of FollowTheMoney 3, one a line: an Article for
// each document, an entity for each actor, and for each pair that an event or tie
// tells of an UnknownLink, whose role says what and how it is told, with the
// words it rests on and its document as proof. What does not fit, within documents
// and across them, is a Note on its actors and documents whose summary names the
// records.
func followTheMoney(ctx context.Context, m Material, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	written := map[entente.ActorID]bool{}
	held := tension.NewGathering()
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		held.Add(r)
		if err := entities(r, written, func(e *entity) error { return enc.Encode(e) }); err != nil {
			return fmt.Errorf("write %s: %w", r.Document.ID, err)
		}
	}
	for _, f := range held.Tensions() {
		if err := enc.Encode(noteOf(&f, written)); err != nil {
			return fmt.Errorf("write %s: %w", f.ID, err)
		}
	}
	return out.Flush()
}

// noteOf is the note of a tension: it names no actor that is not written.
func noteOf(f *tension.Found, written map[entente.ActorID]bool) *entity {
	note := newEntity(string(f.ID), "Note")
	note.put("description", f.Working)
	note.put("keywords", f.Type)
	for _, id := range f.About {
		if written[id] {
			note.put("entity", actorKey(id))
		}
	}
	for _, id := range f.Documents {
		note.Properties["entity"] = append(note.Properties["entity"], string(id))
	}
	for _, id := range f.Items {
		note.Properties["summary"] = append(note.Properties["summary"], string(id))
	}
	return note
}

func entities(r *entente.Records, written map[entente.ActorID]bool, put func(*entity) error) error {
	d := &r.Document
	article := newEntity(string(d.ID), "Article")
	article.put("title", titleOf(d))
	article.put("author", d.Authors...)
	article.put("publisher", d.Outlet)
	article.put("publishedAt", d.Published.String())
	article.put("sourceUrl", address(d))
	article.put("language", iso3(d.Language))
	if err := put(article); err != nil {
		return err
	}
	for i := range r.Actors {
		a := &r.Actors[i]
		if written[a.Actor] {
			continue
		}
		written[a.Actor] = true
		e := newEntity(actorKey(a.Actor), schemaOf(a))
		e.put("name", a.Label)
		e.put("alias", a.Aliases...)
		e.put("country", iso2(a.Country))
		for _, role := range a.Roles {
			e.put("summary", role.Title)
		}
		if err := put(e); err != nil {
			return err
		}
	}
	n := 0
	for o := range r.Observations() {
		for _, id := range [...]entente.ActorID{o.A, o.B} {
			if !written[id] { // acts, and is named by no words of its own
				written[id] = true
				e := newEntity(actorKey(id), "LegalEntity")
				e.put("name", string(id))
				if err := put(e); err != nil {
					return err
				}
			}
		}
		n++
		link := newEntity(fmt.Sprintf("%s-%d", o.Record, n), "UnknownLink")
		link.put("subject", actorKey(o.A))
		link.put("object", actorKey(o.B))
		link.put("role", roleOf(&o))
		link.put("startDate", o.When.From.String())
		link.put("endDate", o.When.To.String())
		link.put("proof", string(d.ID))
		link.put("summary", evidenceOf(r, o.Record))
		if err := put(link); err != nil {
			return err
		}
	}
	return nil
}

// actorKey is an actor's identifier in characters that FollowTheMoney allows.
func actorKey(id entente.ActorID) string { return "actor-" + strings.ReplaceAll(string(id), ":", "-") }

// roleOf words what is told of a pair and how: "CONSULT visit (planned)".
func roleOf(o *entente.Observation) string {
	s := strings.TrimSpace(o.Type + " " + o.Mode)
	var how []string
	if o.Stance != entente.StanceAsserted {
		how = append(how, string(o.Stance))
	}
	if o.Negated {
		how = append(how, "negated")
	}
	if len(how) > 0 {
		s += " (" + strings.Join(how, ", ") + ")"
	}
	return s
}

func schemaOf(a *entente.Actor) string {
	switch a.Type {
	case entente.ActorPerson:
		return "Person"
	case entente.ActorState, entente.ActorGovernment, entente.ActorMilitary, entente.ActorParliament, entente.ActorCourt, entente.ActorPolice, entente.ActorIntelligence:
		return "PublicBody"
	case entente.ActorCompany, entente.ActorMedia:
		return "Company"
	case entente.ActorParty, entente.ActorIGO, entente.ActorNGO, entente.ActorResearch, entente.ActorRebel, entente.ActorLobby:
		return "Organization"
	}
	return "LegalEntity"
}

// evidenceOf returns the words that an event or tie rests on.
func evidenceOf(r *entente.Records, id entente.RecordID) string {
	for i := range r.Events {
		if r.Events[i].ID == id {
			return r.Events[i].Evidence.Of(r.Document.Text)
		}
	}
	for i := range r.Ties {
		if r.Ties[i].ID == id {
			return r.Ties[i].Evidence.Of(r.Document.Text)
		}
	}
	return ""
}

// iso2 is a country's two letters in lower case, "" for what is no country.
func iso2(alpha3 string) string {
	if len(alpha3) != 3 {
		return ""
	}
	region, err := language.ParseRegion(alpha3)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return strings.ToLower(region.String())
}

// iso3 is a language's three letters, "" for one that is not known.
func iso3(code string) string {
	base, err := language.ParseBase(code)
	if err != nil {
		return ""
	}
	return base.ISO3()
}
