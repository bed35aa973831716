package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// material is one document with a record of each kind, and one that is hostile.
func material(ctx context.Context) iter.Seq2[*entente.Records, error] {
	text := "Rohan's minister said Gondor sold it 14 drones. Gondor denied it because of the talks."
	span := func(words string) entente.Span {
		i := strings.Index(text, words)
		return entente.Span{Start: i, End: i + len(words)}
	}
	base := func(kind entente.Kind, id, words string) entente.Base {
		return entente.Base{Kind: kind, ID: entente.RecordID(id), Document: "d-1", Evidence: span(words)}
	}
	low := 14.0
	good := &entente.Records{
		Document: entente.Document{ID: "d-1", URI: "https://north.example/a?b=1&c=2", Title: "Drones & talks", Outlet: "North One", Authors: []string{"Ann Lee", "Bo {Ra}"}, Published: entente.NewDay(2031, 3, 4), Language: "en", Genre: entente.GenreNews, Text: text},
		Actors: []entente.Actor{
			{Base: base(entente.KindActor, "a-1", "Rohan"), Actor: "ROH.GOV", Label: "Rohan government", Type: entente.ActorGovernment, Country: "ROH", Sector: "GOV", Mentions: []entente.Span{span("Rohan")}},
			{Base: base(entente.KindActor, "a-2", "Gondor"), Actor: "GON", Label: "Gondor", Type: entente.ActorState, Country: "ITA", Mentions: []entente.Span{span("Gondor")}},
		},
		Claims: []entente.Claim{
			{Base: base(entente.KindClaim, "c-1", "Gondor sold it 14 drones"), Text: "Gondor sold it 14 drones", Chain: []entente.Voice{{Speaker: "ROH.GOV", Name: "Rohan's minister"}}, Stance: entente.StanceAsserted},
			{Base: base(entente.KindClaim, "c-2", "Gondor denied it"), Text: "Gondor denied it", Stance: entente.StanceDenied},
		},
		Events: []entente.Event{
			{Base: base(entente.KindEvent, "e-1", "Gondor sold it 14 drones"), Claim: "c-1", Actor: []entente.ActorID{"GON"}, Recipient: []entente.ActorID{"ROH.GOV"}, Type: "AID", Quad: 2, Intensity: 7, Layer: entente.LayerMilitary, Sign: 1, Date: entente.Interval{From: entente.NewDay(2031, 3, 1)}, Confidence: .8},
		},
		Ties:       []entente.Tie{{Base: base(entente.KindTie, "t-1", "Gondor denied it"), Claim: "c-2", A: "GON", B: "ROH.GOV", Relation: "has relations with", Layer: entente.LayerDiplomatic, Sign: -1}},
		Quantities: []entente.Quantity{{Base: base(entente.KindQuantity, "q-1", "14"), Value: 14, Low: &low, Of: "drones"}},
		Links:      []entente.Link{{Base: base(entente.KindLink, "l-1", "because of the talks"), Relation: entente.LinkCause, From: entente.Passage{Span: span("the talks")}, To: entente.Passage{Span: span("Gondor denied it")}, Cue: span("because of")}},
		Tensions:   []entente.Tension{{Base: base(entente.KindTension, "s-1", "Gondor denied it"), Type: entente.TensionClaims, About: []entente.ActorID{"GON"}, Items: []entente.RecordID{"e-1", "t-1"}, Working: "one says it, the other denies it"}},
	}
	hostile := &entente.Records{Document: entente.Document{ID: "d-2", URI: "x.txt", Title: "</node>\x00<script>\"'&\ufffe ER  - \n@misc{x,", Text: "\x01]]>"}}
	return func(yield func(*entente.Records, error) bool) { _ = yield(good, nil) && yield(hostile, nil) }
}

// tableRows is one row of an event table.
func tableRows(context.Context) iter.Seq2[entente.Observation, error] {
	on := entente.NewDay(2031, 3, 2)
	row := entente.Observation{
		Kind: entente.KindEvent, Record: "r-1", DataSet: "Own", A: "GON", B: "MOR", Directed: true, Type: "CONSULT", Quad: 1, Layer: entente.LayerDiplomatic,
		Sign: 1, Strength: 4, When: entente.Interval{From: on, To: on}, Known: on, Stance: entente.StanceAsserted, Trust: .8,
	}
	return func(yield func(entente.Observation, error) bool) { yield(row, nil) }
}

func written(t *testing.T, name string) string {
	t.Helper()
	f, ok := Find(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := f.Write(t.Context(), material, tableRows, w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("%s is not the same twice", name)
	}
	return a.String()
}

// folder is files in memory.
type folder map[string]*bytes.Buffer

type open struct{ *bytes.Buffer }

func (open) Close() error { return nil }

func (f folder) create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return open{f[name]}, nil
}

func TestTablesHoldEveryRecordAndTheDictionaryEveryColumn(t *testing.T) {
	f, _ := Find("csv")
	files := folder{}
	if err := f.WriteFolder(t.Context(), material, tableRows, files.create); err != nil {
		t.Fatal(err)
	}
	var pkg struct {
		Resources []struct {
			Path   string
			Schema struct {
				Fields []struct{ Name, Type, Description string }
			}
		}
	}
	if err := json.Unmarshal(files["datapackage.json"].Bytes(), &pkg); err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, r := range pkg.Resources {
		all, err := csv.NewReader(files[r.Path]).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", r.Path, err)
		}
		var fields []string
		for _, f := range r.Schema.Fields {
			fields = append(fields, f.Name)
			if f.Description == "" || f.Type == "" {
				t.Errorf("%s: the column %q is not explained", r.Path, f.Name)
			}
		}
		if diff := cmp.Diff(all[0], fields); diff != "" {
			t.Errorf("%s: %s", r.Path, diff)
		}
		rows[r.Path] = len(all) - 1
	}
	want := map[string]int{"documents.csv": 2, "actors.csv": 2, "claims.csv": 2, "events.csv": 1, "ties.csv": 1, "quantities.csv": 1, "links.csv": 1, "tensions.csv": 1, "pairs.csv": 3}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestParquetReadsBack(t *testing.T) {
	f, _ := Find("parquet")
	files := folder{}
	if err := f.WriteFolder(t.Context(), material, tableRows, files.create); err != nil {
		t.Fatal(err)
	}
	read := func(name string) *bytes.Reader { return bytes.NewReader(files[name].Bytes()) }
	events, err := parquet.Read[eventRow](read("events.parquet"), int64(files["events.parquet"].Len()))
	if err != nil || len(events) != 1 || events[0].Sentence != "Gondor sold it 14 drones" || events[0].From != "2031-03-01" {
		t.Errorf("%+v, %v", events, err)
	}
	pairs, err := parquet.Read[pairRow](read("pairs.parquet"), int64(files["pairs.parquet"].Len()))
	if err != nil || len(pairs) != 3 || pairs[0].Document != "d-1" || pairs[2].DataSet != "Own" || pairs[2].Trust != .8 || pairs[2].From != "2031-03-02" {
		t.Errorf("%+v, %v", pairs, err)
	}
	numbers, err := parquet.Read[quantityRow](read("quantities.parquet"), int64(files["quantities.parquet"].Len()))
	if err != nil || len(numbers) != 1 || numbers[0].Low == nil || *numbers[0].Low != 14 || numbers[0].High != nil {
		t.Errorf("%+v, %v", numbers, err)
	}
}

func TestAFolderThatCannotBeWrittenIsAnError(t *testing.T) {
	full := errors.New("no room")
	f, _ := Find("csv")
	if err := f.WriteFolder(t.Context(), material, tableRows, func(string) (io.WriteCloser, error) { return nil, full }); !errors.Is(err, full) {
		t.Error(err)
	}
	broken := errors.New("broken")
	source := func(context.Context) iter.Seq2[*entente.Records, error] {
		return func(yield func(*entente.Records, error) bool) { yield(nil, broken) }
	}
	for _, f := range Formats() {
		var err error
		if f.IsFolder() {
			err = f.WriteFolder(t.Context(), source, nil, folder{}.create)
		} else {
			err = f.Write(t.Context(), source, nil, io.Discard)
		}
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestNetworksReadBack(t *testing.T) {
	var g struct {
		Graph struct {
			Nodes []struct {
				ID   string `xml:"id,attr"`
				Data []struct {
					Key   string `xml:"key,attr"`
					Value string `xml:",chardata"`
				} `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal([]byte(written(t, "graphml")), &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Graph.Nodes) != 3 || len(g.Graph.Edges) != 3 || g.Graph.Nodes[0].ID != "GON" || g.Graph.Nodes[0].Data[0].Value != "Gondor" {
		t.Errorf("%+v", g)
	}
	var x struct {
		Nodes []struct {
			Start string `xml:"start,attr"`
		} `xml:"graph>nodes>node"`
		Edges []struct {
			Kind  string `xml:"kind,attr"`
			Start string `xml:"start,attr"`
		} `xml:"graph>edges>edge"`
	}
	if err := xml.Unmarshal([]byte(written(t, "gexf")), &x); err != nil {
		t.Fatal(err)
	}
	if len(x.Nodes) != 3 || x.Nodes[0].Start != "2031-03-01" || len(x.Edges) != 3 {
		t.Errorf("%+v", x)
	}
	var c struct{ Elements struct{ Nodes, Edges []any } }
	if err := json.Unmarshal([]byte(written(t, "cytoscape")), &c); err != nil || len(c.Elements.Nodes) != 3 || len(c.Elements.Edges) != 3 {
		t.Errorf("%v, %+v", err, c)
	}
}

// stixNeeds are the properties that STIX 2.1 requires of each type of object.
var stixNeeds = map[string][]string{
	"identity": {"name"}, "report": {"name", "published", "object_refs"}, "relationship": {"relationship_type", "source_ref", "target_ref"},
	"note": {"content", "object_refs"}, "opinion": {"opinion", "object_refs"},
}

func TestStixHoldsWhatItMust(t *testing.T) {
	var b struct {
		Type, ID string
		Objects  []map[string]any
	}
	if err := json.Unmarshal([]byte(written(t, "stix")), &b); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^([a-z-]+)--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen, refs, types := map[string]bool{}, []string{}, map[string]int{}
	for _, o := range b.Objects {
		kind, _ := o["type"].(string)
		types[kind]++
		for _, p := range append([]string{"id", "created", "modified", "spec_version"}, stixNeeds[kind]...) {
			if o[p] == nil || o[p] == "" {
				t.Errorf("%s has no %s: %v", kind, p, o)
			}
		}
		own, _ := o["id"].(string)
		if m := id.FindStringSubmatch(own); m == nil || m[1] != kind || seen[own] {
			t.Errorf("identifier %q of a %s", own, kind)
		}
		seen[own] = true
		for _, p := range []string{"source_ref", "target_ref"} {
			if r, ok := o[p].(string); ok {
				refs = append(refs, r)
			}
		}
		list, _ := o["object_refs"].([]any)
		for _, r := range list {
			refs = append(refs, r.(string))
		}
	}
	for _, r := range refs {
		if !seen[r] {
			t.Errorf("%s is referred to and not there", r)
		}
	}
	if diff := cmp.Diff(map[string]int{"identity": 3, "relationship": 2, "note": 1, "opinion": 1, "report": 1}, types); diff != "" {
		t.Error(diff)
	}
}

func TestEntitiesOfFollowTheMoney(t *testing.T) {
	schemas := map[string]int{}
	known := map[string]bool{}
	for line := range strings.Lines(written(t, "ftm")) {
		var e entity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		schemas[e.Schema]++
		known[e.ID] = true
		for _, p := range []string{"subject", "object", "proof", "entity"} {
			for _, id := range e.Properties[p] {
				if !known[id] {
					t.Errorf("%s names %s, which is not written before it", e.ID, id)
				}
			}
		}
		if e.Schema == "PublicBody" && e.ID == "actor-GON" && !slices.Equal(e.Properties["country"], []string{"it"}) {
			t.Errorf("country %v", e.Properties["country"])
		}
	}
	if diff := cmp.Diff(map[string]int{"Article": 2, "PublicBody": 2, "UnknownLink": 2, "Note": 1}, schemas); diff != "" {
		t.Error(diff)
	}
}

func TestAnnotationsQuoteTheText(t *testing.T) {
	var g struct {
		Graph []struct {
			ID     string
			Type   any
			Target json.RawMessage
		} `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(written(t, "jsonld")), &g); err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for r := range material(t.Context()) {
		text[urn(string(r.Document.ID))] = r.Document.Text
	}
	n := 0
	for _, a := range g.Graph {
		var target struct {
			Source   string
			Selector []struct {
				Type       string
				Start, End int
				Exact      string
			}
		}
		if json.Unmarshal(a.Target, &target) != nil || len(target.Selector) == 0 {
			continue // a document, or what does not fit, whose targets are records
		}
		n++
		at, quote := target.Selector[0], target.Selector[1]
		if got := text[target.Source][at.Start:at.End]; got != quote.Exact || got == "" {
			t.Errorf("%s quotes %q where the text has %q", a.ID, quote.Exact, got)
		}
	}
	if n != 5 {
		t.Errorf("%d annotations, want 5", n)
	}
}

func TestCitations(t *testing.T) {
	var items []map[string]any
	if err := json.Unmarshal([]byte(written(t, "csl")), &items); err != nil || len(items) != 2 || items[0]["container-title"] != "North One" {
		t.Errorf("%v, %v", items, err)
	}
	got := written(t, "ris")
	want := "TY  - NEWS\r\nID  - d-1\r\nTI  - Drones & talks\r\nAU  - Ann Lee\r\nAU  - Bo {Ra}\r\nT2  - North One\r\nPY  - 2031\r\nDA  - 2031/03/04\r\nUR  - https://north.example/a?b=1&c=2\r\nLA  - en\r\nER  - \r\n\r\n"
	if !strings.HasPrefix(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	if n := strings.Count(got, "\r\nER  - "); n != 2 {
		t.Errorf("%d records end, want 2", n)
	}
	bib := written(t, "bibtex")
	for _, part := range []string{`title = {{Drones \& talks}}`, `author = {{Ann Lee} and {Bo \{Ra\}}}`, "month = {3}"} {
		if !strings.Contains(bib, part) {
			t.Errorf("no %s in:\n%s", part, bib)
		}
	}
	depth := 0
	for i, c := range bib {
		switch {
		case c == '{' && (i == 0 || bib[i-1] != '\\'):
			depth++
		case c == '}' && (i == 0 || bib[i-1] != '\\'):
			depth--
		}
		if depth < 0 {
			t.Fatal("braces do not match")
		}
	}
	if depth != 0 || strings.Count(bib, "\n@") != 1 {
		t.Errorf("braces left open: %d, or an entry too many in:\n%s", depth, bib)
	}
}

func TestKeysOfTablesJoin(t *testing.T) {
	f, _ := Find("csv")
	files := folder{}
	if err := f.WriteFolder(t.Context(), material, tableRows, files.create); err != nil {
		t.Fatal(err)
	}
	var pkg struct {
		Resources []struct {
			Name, Path string
			Schema     struct {
				PrimaryKey  []string
				ForeignKeys []struct {
					Fields    []string
					Reference struct {
						Resource string
						Fields   []string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(files["datapackage.json"].Bytes(), &pkg); err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{} // the values of a column, by "table.column"
	for _, r := range pkg.Resources {
		all, err := csv.NewReader(bytes.NewReader(files[r.Path].Bytes())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range all[0] {
			for _, row := range all[1:] {
				columns[r.Name+"."+name] = append(columns[r.Name+"."+name], row[i])
			}
		}
	}
	joined := 0
	for _, r := range pkg.Resources {
		if len(r.Schema.PrimaryKey) == 1 {
			ids := slices.Sorted(slices.Values(columns[r.Name+"."+r.Schema.PrimaryKey[0]]))
			if len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Errorf("the key of %s repeats", r.Name)
			}
		}
		for _, k := range r.Schema.ForeignKeys {
			for _, v := range columns[r.Name+"."+k.Fields[0]] {
				if joined++; v != "" && !slices.Contains(columns[k.Reference.Resource+"."+k.Reference.Fields[0]], v) {
					t.Errorf("%s.%s %q is not in %s", r.Name, k.Fields[0], v, k.Reference.Resource)
				}
			}
		}
	}
	if joined == 0 {
		t.Error("no table refers to another")
	}
}
