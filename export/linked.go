package export

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/coding/tension"
)

// jsonLD writes every claim as a Web Annotation (W3C, 2017) on its document,
// with its provenance in PROV-O (W3C, 2013): what it was taken from, and the
// voices it is attributed to, each speaking on behalf of the one before it in
// the chain. So are events, ties and quantities. What does not fit, within documents
// and across them, is an annotation of the records that it names. Positions are
// bytes of the document's text in UTF-8.
func jsonLD(ctx context.Context, m Material, w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString(`{"@context":["http://www.w3.org/ns/anno.jsonld",{"prov":"http://www.w3.org/ns/prov#","dcterms":"http://purl.org/dc/terms/","entente":"urn:entente:term:"}],"@graph":[` + "\n")
	first := true
	put := func(v map[string]any) error {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if !first {
			out.WriteString(",\n")
		}
		first = false
		_, err = out.Write(b)
		return err
	}
	agents := map[entente.ActorID]bool{}
	held := tension.NewGathering()
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		held.Add(r)
		if err := annotations(r, agents, put); err != nil {
			return fmt.Errorf("write %s: %w", r.Document.ID, err)
		}
	}
	for _, f := range held.Tensions() {
		if err := put(misfit(&f)); err != nil {
			return fmt.Errorf("write %s: %w", f.ID, err)
		}
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// misfit is the annotation of a tension: its targets are records written before it.
func misfit(f *tension.Found) map[string]any {
	derived := []map[string]any{}
	for _, id := range f.Documents {
		derived = append(derived, map[string]any{"id": urn(string(id))})
	}
	return map[string]any{
		"id": urn(string(f.ID)), "type": []string{"Annotation", "prov:Entity"}, "motivation": "linking", "target": urns(f.Items),
		"body":            map[string]any{"type": "TextualBody", "format": "text/plain", "value": f.Working},
		"entente:tension": f.Type, "entente:about": urns(f.About), "prov:wasDerivedFrom": derived,
	}
}

func annotations(r *entente.Records, agents map[entente.ActorID]bool, put func(map[string]any) error) error {
	d := &r.Document
	source := map[string]any{"id": urn(string(d.ID)), "type": "prov:Entity", "dcterms:title": d.Title, "dcterms:publisher": d.Outlet, "dcterms:identifier": d.URI, "dcterms:language": d.Language}
	if !d.Published.IsZero() {
		source["dcterms:issued"] = d.Published.String()
	}
	if d.CopyOf != "" {
		source["prov:wasDerivedFrom"] = map[string]any{"id": urn(string(d.CopyOf))}
	}
	if err := put(source); err != nil {
		return err
	}
	for i := range r.Actors {
		a := &r.Actors[i]
		if agents[a.Actor] {
			continue
		}
		agents[a.Actor] = true
		if err := put(map[string]any{"id": urn(string(a.Actor)), "type": "prov:Agent", "dcterms:title": a.Label, "entente:type": string(a.Type)}); err != nil {
			return err
		}
	}
	told := map[entente.RecordID][]string{}
	for i := range r.Events {
		told[r.Events[i].Claim] = append(told[r.Events[i].Claim], urn(string(r.Events[i].ID)))
	}
	for i := range r.Ties {
		told[r.Ties[i].Claim] = append(told[r.Ties[i].Claim], urn(string(r.Ties[i].ID)))
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		a := map[string]any{
			"id": urn(string(c.ID)), "type": []string{"Annotation", "prov:Entity"}, "motivation": "classifying",
			"body":                  map[string]any{"type": "TextualBody", "format": "text/plain", "value": worded(c)},
			"target":                target(d, c.Evidence),
			"prov:wasDerivedFrom":   map[string]any{"id": urn(string(d.ID))},
			"entente:stance":        string(c.Stance),
			"entente:negated":       c.Negated,
			"entente:voices":        voices(c),
			"prov:wasAttributedTo":  speakers(c),
			"entente:tells":         told[c.ID],
			"entente:toldAsHistory": c.Historical,
		}
		if err := put(a); err != nil {
			return err
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		v := map[string]any{
			"id": urn(string(e.ID)), "type": []string{"Annotation", "prov:Entity"}, "motivation": "tagging", "target": target(d, e.Evidence),
			"body":          map[string]any{"type": "TextualBody", "format": "text/plain", "value": strings.TrimSuffix(e.Type+" "+e.Mode, " ")},
			"entente:actor": urns(e.Actor), "entente:recipient": urns(e.Recipient), "entente:layer": string(e.Layer), "entente:sign": int(e.Sign),
			"prov:wasDerivedFrom": map[string]any{"id": urn(string(e.Claim))},
		}
		if err := put(v); err != nil {
			return err
		}
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		v := map[string]any{
			"id": urn(string(t.ID)), "type": []string{"Annotation", "prov:Entity"}, "motivation": "linking", "target": target(d, t.Evidence),
			"body":      map[string]any{"type": "TextualBody", "format": "text/plain", "value": t.Relation},
			"entente:a": urn(string(t.A)), "entente:b": urn(string(t.B)), "entente:directed": t.Directed, "entente:layer": string(t.Layer), "entente:sign": int(t.Sign),
			"prov:wasDerivedFrom": map[string]any{"id": urn(string(t.Claim))},
		}
		if err := put(v); err != nil {
			return err
		}
	}
	for i := range r.Quantities {
		q := &r.Quantities[i]
		v := map[string]any{
			"id": urn(string(q.ID)), "type": []string{"Annotation", "prov:Entity"}, "motivation": "tagging", "target": target(d, q.Evidence),
			"body":          map[string]any{"type": "TextualBody", "format": "text/plain", "value": q.Of},
			"entente:value": q.Value, "entente:unit": q.Unit,
		}
		if q.Claim != "" {
			v["prov:wasDerivedFrom"] = map[string]any{"id": urn(string(q.Claim))}
		}
		if err := put(v); err != nil {
			return err
		}
	}
	return nil
}

// urn is the identifier of a record, document or actor outside this program.
func urn(id string) string {
	var b strings.Builder
	b.WriteString("urn:entente:")
	for i := range len(id) {
		c := id[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._:", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func urns[S ~string](ids []S) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, urn(string(id)))
	}
	return out
}

// target is a passage of a document: its bytes and its words.
func target(d *entente.Document, at entente.Span) map[string]any {
	return map[string]any{"source": urn(string(d.ID)), "selector": []map[string]any{
		{"type": "DataPositionSelector", "start": at.Start, "end": at.End},
		{"type": "TextQuoteSelector", "exact": at.Of(d.Text)},
	}}
}

// voices words the chain of a claim, outermost first.
func voices(c *entente.Claim) []string {
	out := []string{}
	for _, v := range c.Chain {
		out = append(out, v.Name)
	}
	return out
}

// speakers is the innermost voice that is known.
func speakers(c *entente.Claim) []map[string]any {
	out := []map[string]any{}
	for _, v := range c.Chain {
		if v.Speaker != "" {
			out = append(out, map[string]any{"id": urn(string(v.Speaker))})
		}
	}
	return out
}

// worded puts a claim in words: "North One > experts, hedged: ...".
func worded(c *entente.Claim) string {
	s := strings.Join(voices(c), " > ")
	if s == "" {
		s = "the document"
	}
	s += ", " + string(c.Stance)
	if c.Negated {
		s += ", negated"
	}
	return s + ": " + c.Text
}
