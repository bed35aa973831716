package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/brief"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// misfit is what does not fit as every format can tell it: how it is worded, and the
// records it rests on, sorted.
type misfit struct {
	Working string
	Items   []string
}

func TestExportsHoldWhatTheBriefOfTheDemoSaysDoesNotFit(t *testing.T) {
	dir := t.TempDir()
	ledger := filepath.Join(dir, "l.db")
	entente := func(args ...string) []byte {
		t.Helper()
		var out, messages bytes.Buffer
		env := func(string) string { return "" }
		if status := run(context.Background(), append(args, "--ledger", ledger), stdio{strings.NewReader(""), &out, &messages, env}, defaultParts()); status != exitDone {
			t.Fatalf("%v: status %d: %s", args, status, messages.String())
		}
		return out.Bytes()
	}
	briefed := func(raw []byte) (out []misfit) {
		var b brief.Brief
		if err := json.Unmarshal(raw, &b); err != nil {
			t.Fatal(err)
		}
		for _, x := range b.Tensions {
			m := misfit{Working: x.Working}
			for _, c := range x.Citations {
				m.Items = append(m.Items, string(c.Record))
			}
			slices.Sort(m.Items)
			out = append(out, m)
		}
		return out
	}
	want := briefed(entente("demo", "--json"))
	if len(want) != 3 {
		t.Fatalf("the demo shows %d tensions, want 3: %v", len(want), want)
	}
	same := func(name string, got []misfit) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", name, d)
		}
	}
	same("brief", briefed(entente("brief", "--json")))

	entente("export", "csv", "--output", filepath.Join(dir, "csv"))
	table := func(name string) (rows []map[string]string) {
		f, err := os.Open(filepath.Join(dir, "csv", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cells := range all[1:] {
			row := map[string]string{}
			for i, c := range cells {
				row[all[0][i]] = c
			}
			rows = append(rows, row)
		}
		return rows
	}
	document := map[string]string{} // of each event and tie
	for _, name := range []string{"events.csv", "ties.csv"} {
		for _, row := range table(name) {
			document[row["id"]] = row["document"]
		}
	}
	var got []misfit
	for _, row := range table("tensions.csv") {
		m := misfit{row["working"], strings.Split(row["items"], "|")}
		var among []string
		for _, id := range m.Items {
			if document[id] == "" {
				t.Errorf("csv: %s is no event or tie that is exported", id)
			}
			among = append(among, document[id])
		}
		if d := cmp.Diff(among, strings.Split(row["documents"], "|")); d != "" || row["document"] != among[0] {
			t.Errorf("csv: the documents of the items: %s", d)
		}
		slices.Sort(m.Items)
		got = append(got, m)
	}
	same("csv", got)

	entente("export", "parquet", "--output", filepath.Join(dir, "parquet"))
	rows, err := parquet.ReadFile[struct {
		Items   string `parquet:"items"`
		Working string `parquet:"working"`
	}](filepath.Join(dir, "parquet", "tensions.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, row := range rows {
		items := strings.Split(row.Items, "|")
		slices.Sort(items)
		got = append(got, misfit{row.Working, items})
	}
	same("parquet", got)
	same("stix", opinions(t, entente("export", "stix")))
	same("jsonld", annotations(t, entente("export", "jsonld")))
	same("ftm", notes(t, entente("export", "ftm"), document))
	if a, b := entente("export", "stix"), entente("export", "stix"); !bytes.Equal(a, b) {
		t.Error("an export is not the same twice")
	}
}

// opinions reads those of a bundle, with the records that what they refer to names.
func opinions(t *testing.T, raw []byte) (out []misfit) {
	var bundle struct {
		Objects []struct {
			Type, ID, Explanation string
			Refs                  []string `json:"object_refs"`
			External              []struct {
				ID string `json:"external_id"`
			} `json:"external_references"`
		}
	}
	if err := json.Unmarshal(raw, &bundle); err != nil {
		t.Fatal(err)
	}
	record := map[string]string{}
	for _, o := range bundle.Objects {
		record[o.ID] = o.External[0].ID
		if o.Type != "opinion" {
			continue
		}
		m := misfit{Working: o.Explanation}
		for _, ref := range o.Refs {
			m.Items = append(m.Items, record[ref])
		}
		slices.Sort(m.Items)
		m.Items = slices.Compact(m.Items)
		out = append(out, m)
	}
	return out
}

// annotations reads those of JSON-LD that tell what does not fit.
func annotations(t *testing.T, raw []byte) (out []misfit) {
	var g struct {
		Graph []struct {
			ID      string
			Tension string `json:"entente:tension"`
			Target  json.RawMessage
			Body    struct{ Value string }
		} `json:"@graph"`
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, a := range g.Graph {
		known[a.ID] = true
		if a.Tension == "" {
			continue
		}
		m := misfit{Working: a.Body.Value}
		var targets []string
		if err := json.Unmarshal(a.Target, &targets); err != nil {
			t.Fatal(err)
		}
		for _, id := range targets {
			if !known[id] {
				t.Errorf("jsonld: %s is not in the graph", id)
			}
			m.Items = append(m.Items, strings.TrimPrefix(id, "urn:entente:"))
		}
		slices.Sort(m.Items)
		out = append(out, m)
	}
	return out
}

// notes reads those of FollowTheMoney: each names the documents of its records.
func notes(t *testing.T, raw []byte, document map[string]string) (out []misfit) {
	for line := range bytes.Lines(raw) {
		var e struct {
			Schema     string
			Properties map[string][]string
		}
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		if e.Schema != "Note" {
			continue
		}
		items := slices.Sorted(slices.Values(e.Properties["summary"]))
		for _, id := range items {
			if !slices.Contains(e.Properties["entity"], document[id]) {
				t.Errorf("ftm: the note of %s does not name its document", id)
			}
		}
		out = append(out, misfit{e.Properties["description"][0], items})
	}
	return out
}
