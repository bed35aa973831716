package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"entente/api/client"
	"entente/engine"
	"entente/sample"
)

// TestDocumentsAndTablesAreToldApart has the sample and a table of ICEWS that ends years
// before it.
func TestDocumentsAndTablesAreToldApart(t *testing.T) {
	rows := "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\t" +
		"Story ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
	for i := range 24 {
		rows += fmt.Sprintf("%d\t2018-06-0%d\tPETER MAURER\t\t\tx\t190\t-9\tTTP\t\t\t1\t1\tPaper\t\t\t\t\t\t\n", i, 1+i%2)
		rows += fmt.Sprintf("%d\t2018-06-01\tXKE\t\t\tx\t190\t-9\tTTP\t\t\t1\t1\tPaper\t\t\t\t\t\t\n", 100+i)
	}
	path := filepath.Join(t.TempDir(), "june.tab")
	if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	e := workplace(t)
	if _, err := e.Read(t.Context(), engine.Input{Files: sample.Files()}, nil); err != nil {
		t.Fatal(err)
	}
	if r, err := e.Import(t.Context(), engine.Tables{Paths: []string{path}}, func(err error) { t.Error(err) }, nil); err != nil || r.Added != 48 {
		t.Fatalf("%+v, %v", r, err)
	}
	c := client.New(serveOver(t, e, nil).URL, nil)
	v, err := c.Overview(t.Context(), 0, engine.Scope{})
	if err != nil || v.Rows != 48 || v.Records <= v.Rows || len(v.Tables) != 1 || v.Tables[0].Value != "ICEWS" || v.Tables[0].N != 48 {
		t.Errorf("%d of %d records are rows of %v, want 48 of ICEWS: %v", v.Rows, v.Records, v.Tables, err)
	}
	p, err := c.Pair(t.Context(), "x:peter-maurer", "x:ttp", engine.PairFilter{})
	if err != nil || p.A.Label != "Peter Maurer" || p.B.Label != "TTP" || p.Rows != 24 || p.Last != "2018-06-02" {
		t.Errorf("%s and %s, %d rows to %s: %v", p.A.Label, p.B.Label, p.Rows, p.Last, err)
	}
	if s := p.Statements[0]; s.Voices != 0 || s.Rows != 24 || s.Documents != 0 {
		t.Errorf("rows are %d voices, %d rows and %d documents", s.Voices, s.Rows, s.Documents)
	}
	f, err := c.Forecast(t.Context(), "x:peter-maurer", "x:ttp", 30, client.Scope{})
	if err != nil || f.AsOf != "2018-06-02" || !f.Stale || f.Latest <= "2031" || len(f.Sources) != 1 || f.Sources[0].DataSet != "ICEWS" {
		t.Errorf("from %s of %s, stale %v, by %+v: %v", f.AsOf, f.Latest, f.Stale, f.Sources, err)
	}
	told, err := c.Forecast(t.Context(), "XMA", "XKE", 30, client.Scope{})
	if err != nil || told.AsOf != told.Latest || told.Stale {
		t.Errorf("what documents tell is forecast from %s of %s, stale %v: %v", told.AsOf, told.Latest, told.Stale, err)
	}
	if again, err := c.Forecast(t.Context(), "x:ttp", "x:peter-maurer", 30, client.Scope{}); err != nil || again.AsOf != f.AsOf {
		t.Errorf("from %s the other way, %v", again.AsOf, err)
	}
}
