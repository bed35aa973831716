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
	"entente/coding/tension"
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
// otherwise (planned, feared, denied, negated) as notes on the pair, and what does
// not fit, within documents and across them, as opinions. Every relationship and
// note names its document and the words it rests on. Rows of event tables are
// relationships that name their data set and row; they and opinions belong to no
// report.
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
	made := stixMade{map[entente.RecordID]stixRecord{}, map[entente.DocumentID]entente.Day{}}
	held := tension.NewGathering()
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		held.Add(r)
		if err := stixObjects(r, written, made, put); err != nil {
			return fmt.Errorf("write %s: %w", r.Document.ID, err)
		}
	}
	for _, f := range held.Tensions() {
		if err := stixOpinion(&f, made, put); err != nil {
			return fmt.Errorf("write %s: %w", f.ID, err)
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

// stixMade is what opinions may refer to.
type stixMade struct {
	records map[entente.RecordID]stixRecord
	reports map[entente.DocumentID]entente.Day // with the days they were published
}

// stixRecord is what stands for an event or tie: an object for each of its pairs,
// with numbers that follow each other.
type stixRecord struct {
	first, n int32
	done     bool
}

// stixPair is the type and key of the object of a pair, which the document tells of
// as its n-th.
func stixPair(id entente.RecordID, n int, done bool) (kind, key string) {
	kind = "note"
	if done {
		kind = "relationship"
	}
	return kind, fmt.Sprintf("%s %d", id, n)
}

func stixTime(d entente.Day) string {
	if d.IsZero() {
		return stixUndated
	}
	return d.String() + "T00:00:00.000Z"
}

func stixObjects(r *entente.Records, written map[entente.ActorID]bool, made stixMade, put func(map[string]any) error) error {
	d := &r.Document
	at := stixTime(d.Published)
	refs := []string{}
	add := func(kind, key string, v map[string]any) error {
		id := stixID(kind, key)
		v["type"], v["id"], v["created"], v["modified"] = kind, id, at, at
		refs = append(refs, id)
		return put(v)
	}
	identity := func(id entente.ActorID, name, class string) error {
		if written[id] {
			refs = append(refs, stixID("identity", string(id)))
			return nil
		}
		written[id] = true
		return add("identity", string(id), map[string]any{"name": name, "identity_class": class, "external_references": []map[string]any{{"source_name": "entente", "external_id": string(id)}}})
	}
	for i := range r.Actors {
		if err := identity(r.Actors[i].Actor, oneLine(r.Actors[i].Label), stixClass(r.Actors[i].Type)); err != nil {
			return err
		}
	}
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
		kind, key := stixPair(o.Record, n, o.Done())
		a, b := stixID("identity", string(o.A)), stixID("identity", string(o.B))
		v := map[string]any{"external_references": stixSource(d, o.Record)}
		words := evidenceOf(r, o.Record)
		if o.Done() {
			v["relationship_type"], v["source_ref"], v["target_ref"], v["description"] = stixVerb(o.Type), a, b, words
			v["confidence"] = int(math.Round(100 * float64(o.Trust)))
		} else {
			v["abstract"], v["content"], v["object_refs"] = roleOf(&o), words, []string{a, b}
		}
		if err := add(kind, key, v); err != nil {
			return err
		}
		own, ok := made.records[o.Record]
		if !ok {
			own = stixRecord{first: int32(n), done: o.Done()}
		}
		own.n++
		made.records[o.Record] = own
	}
	if len(refs) == 0 {
		return nil // a report must refer to something
	}
	made.reports[d.ID] = d.Published
	report := map[string]any{
		"type": "report", "id": stixID("report", string(d.ID)), "created": at, "modified": at, "name": titleOf(d), "published": at, "object_refs": unique(refs),
		"report_types": []string{"observed-data"}, "external_references": stixSource(d, entente.RecordID(d.ID)),
	}
	return put(report)
}

// stixOpinion writes what does not fit: an opinion on what stands for its events and
// ties, or on the reports of its documents where nothing does (numbers, acts towards
// nobody named). Where one denies what another states it disagrees; otherwise it is
// neutral, as nothing is judged. It is of the day when the last of its documents was
// published.
func stixOpinion(f *tension.Found, made stixMade, put func(map[string]any) error) error {
	about := []string{}
	for _, item := range f.Items {
		for n := range made.records[item].n {
			about = append(about, stixID(stixPair(item, int(made.records[item].first+n), made.records[item].done)))
		}
	}
	var last entente.Day
	reports := []string{}
	for _, id := range f.Documents {
		if day, ok := made.reports[id]; ok {
			reports = append(reports, stixID("report", string(id)))
			last = max(last, day)
		}
	}
	if len(about) == 0 {
		about = reports
	}
	if len(about) == 0 {
		return nil // an opinion must refer to something
	}
	opinion := "neutral"
	if f.Type == entente.TensionClaims {
		opinion = "disagree"
	}
	at := stixTime(last)
	return put(map[string]any{
		"type": "opinion", "id": stixID("opinion", string(f.ID)), "created": at, "modified": at, "opinion": opinion, "explanation": f.Working,
		"object_refs": unique(about), "external_references": []map[string]any{{"source_name": "entente", "external_id": string(f.ID)}},
	})
}

// stixRow writes what a row tells, and the actors that were not written yet.
func stixRow(o *entente.Observation, written map[entente.ActorID]bool, put func(map[string]any) error) error {
	at := stixTime(o.Date())
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
