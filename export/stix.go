package export

import (
	"bufio"
	"context"
	"crypto/sha1" //nolint:gosec // UUID version 5 is made of SHA-1
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"entente"
)

// stixSpace is the namespace of this program's identifiers, a random UUID.
var stixSpace = [16]byte{0x6f, 0x1e, 0x5a, 0x52, 0x9d, 0x0b, 0x4c, 0x7a, 0x8e, 0x44, 0x21, 0x9c, 0x53, 0xd7, 0x0e, 0xb6}

// stixID is a STIX identifier that is the same for the same key: a UUID of
// version 5 (RFC 9562).
func stixID(kind, key string) string {
	h := sha1.New()
	h.Write(stixSpace[:])
	io.WriteString(h, kind+"\x00"+key)
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("%s--%x-%x-%x-%x-%x", kind, u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// stixUndated stands where a document has no date: STIX wants one.
const stixUndated = "1970-01-01T00:00:00.000Z"

// stix writes a bundle of STIX 2.1 (OASIS, 2021): documents as reports, actors
// as identities, what is told as done or standing as relationships, what is told
// otherwise (planned, feared, denied, negated) as notes on the pair, and
// contradicting claims as opinions that disagree. Every relationship and note
// names its document and the words it rests on. Rows of event tables are
// relationships that name their data set and row; they belong to no report.
func stix(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `{"type":"bundle","id":%q,"objects":[`+"\n", stixID("bundle", "entente"))
	first := true
	put := func(v map[string]any) error {
		v["spec_version"] = "2.1"
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
	written := map[entente.ActorID]bool{}
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		if err := stixObjects(r, written, put); err != nil {
			return fmt.Errorf("write %s: %w", r.Document.ID, err)
		}
	}
	for o, err := range rows.all(ctx) {
		if err == nil {
			err = stixRow(&o, written, put)
		}
		if err != nil {
			return err
		}
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

func stixObjects(r *entente.Records, written map[entente.ActorID]bool, put func(map[string]any) error) error {
	d := &r.Document
	at := stixUndated
	if !d.Published.IsZero() {
		at = d.Published.String() + "T00:00:00.000Z"
	}
	refs := []string{}
	add := func(kind, key string, v map[string]any) (string, error) {
		id := stixID(kind, key)
		v["type"], v["id"], v["created"], v["modified"] = kind, id, at, at
		refs = append(refs, id)
		return id, put(v)
	}
	identity := func(id entente.ActorID, name, class string) error {
		if written[id] {
			refs = append(refs, stixID("identity", string(id)))
			return nil
		}
		written[id] = true
		_, err := add("identity", string(id), map[string]any{"name": name, "identity_class": class, "external_references": []map[string]any{{"source_name": "entente", "external_id": string(id)}}})
		return err
	}
	for i := range r.Actors {
		if err := identity(r.Actors[i].Actor, oneLine(r.Actors[i].Label), stixClass(r.Actors[i].Type)); err != nil {
			return err
		}
	}
	made := map[entente.RecordID][]string{} // what stands for a record
	n := 0
	for o := range r.Observations() {
		for _, id := range [...]entente.ActorID{o.A, o.B} {
			if !written[id] {
				if err := identity(id, string(id), "unspecified"); err != nil {
					return err
				}
			}
		}
		n++
		key := fmt.Sprintf("%s %d", o.Record, n)
		a, b := stixID("identity", string(o.A)), stixID("identity", string(o.B))
		words := evidenceOf(r, o.Record)
		var id string
		var err error
		if o.Done() {
			id, err = add("relationship", key, map[string]any{
				"relationship_type": stixVerb(o.Type), "source_ref": a, "target_ref": b, "description": words, "confidence": int(math.Round(100 * float64(o.Trust))),
				"external_references": stixSource(d, o.Record),
			})
		} else {
			id, err = add("note", key, map[string]any{
				"abstract": roleOf(&o), "content": words, "object_refs": []string{a, b}, "external_references": stixSource(d, o.Record),
			})
		}
		if err != nil {
			return err
		}
		made[o.Record] = append(made[o.Record], id)
	}
	for i := range r.Tensions {
		t := &r.Tensions[i]
		if t.Type != entente.TensionClaims {
			continue
		}
		about := []string{}
		for _, item := range t.Items {
			about = append(about, made[item]...)
		}
		if len(about) == 0 {
			continue
		}
		if _, err := add("opinion", string(t.ID), map[string]any{"opinion": "disagree", "explanation": t.Working, "object_refs": about, "external_references": stixSource(d, t.ID)}); err != nil {
			return err
		}
	}
	if len(refs) == 0 {
		return nil // a report must refer to something
	}
	report := map[string]any{
		"type": "report", "id": stixID("report", string(d.ID)), "created": at, "modified": at, "name": titleOf(d), "published": at, "object_refs": unique(refs),
		"report_types": []string{"observed-data"}, "external_references": stixSource(d, entente.RecordID(d.ID)),
	}
	return put(report)
}

// stixRow writes what a row tells, and the actors that were not written yet.
func stixRow(o *entente.Observation, written map[entente.ActorID]bool, put func(map[string]any) error) error {
	at := stixUndated
	if d := o.Date(); !d.IsZero() {
		at = d.String() + "T00:00:00.000Z"
	}
	ends := [2]string{}
	for i, id := range [...]entente.ActorID{o.A, o.B} {
		ends[i] = stixID("identity", string(id))
		if written[id] {
			continue
		}
		written[id] = true
		err := put(map[string]any{
			"type": "identity", "id": ends[i], "created": at, "modified": at, "name": string(id), "identity_class": "unspecified",
			"external_references": []map[string]any{{"source_name": "entente", "external_id": string(id)}},
		})
		if err != nil {
			return err
		}
	}
	name := oneLine(o.DataSet)
	if name == "" {
		name = "event table"
	}
	return put(map[string]any{
		"type": "relationship", "id": stixID("relationship", string(o.Record)), "created": at, "modified": at, "relationship_type": stixVerb(o.Type),
		"source_ref": ends[0], "target_ref": ends[1], "confidence": int(math.Round(100 * float64(o.Trust))),
		"external_references": []map[string]any{{"source_name": name, "external_id": string(o.Record)}},
	})
}

func stixSource(d *entente.Document, id entente.RecordID) []map[string]any {
	name := oneLine(d.Outlet)
	if name == "" {
		name = "document"
	}
	ref := map[string]any{"source_name": name, "external_id": string(id), "description": titleOf(d)}
	if a := address(d); a != "" {
		ref["url"] = a
	}
	return []map[string]any{ref}
}

func stixClass(t entente.ActorType) string {
	switch t {
	case entente.ActorPerson:
		return "individual"
	case entente.ActorState, entente.ActorRegion, entente.ActorPeople, entente.ActorEthnicGroup, entente.ActorReligiousGroup:
		return "class"
	case entente.ActorGroup, entente.ActorRebel:
		return "group"
	}
	return "organization"
}

// stixVerb makes a relationship type of a PLOVER type or a relation: lower case
// letters, digits and hyphens.
func stixVerb(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, s)
	s = strings.Trim(s, "-")
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "-")
	}
	if s == "" {
		return "related-to"
	}
	return s
}

func unique(ids []string) []string {
	seen := map[string]bool{}
	out := ids[:0:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
