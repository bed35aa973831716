package actor

import (
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

func TestLoadTellsFormatsApart(t *testing.T) {
	tests := []struct {
		name, text, id, on string
		country, sector    string
	}{
		{"sheet", "# a comment\nnation\tXKE\tname\tKestria|Kestrian Republic\t\t\tinvented\n", "XKE", "", "XKE", ""},
		{"sheet person", "person\tIlan Torvald\t\tm\tpresident\tXKE\tGOV\t2026-05-01\t\tinvented\n", "x:ilan-torvald", "2030-01-01", "XKE", "GOV"},
		{"csv", "id,label,aliases,country,office,start,end\nQ1,Ilan Torvald,I. Torvald,XKE,president,2026-05-01T00:00:00Z,\n", "x:ilan-torvald", "2030-01-01", "XKE", "GOV"},
		{"json", `[{"id": "Q2", "label": "Straits League", "aliases": ["League of the Straits"], "country": "IGO", "type": "igo"}]`, "x:straits-league", "", "IGO", ""},
		{"json lines", `{"id": "Q2", "label": "Straits League", "country": "IGO", "type": "igo"}`, "x:straits-league", "", "IGO", ""},
		{"petrarch", "KESTRIA_ [XKE]\n+KESTRIAN_REPUBLIC\n", "XKE", "", "XKE", ""},
		{"tabari in office", "<!-- old -->\nILAN_TORVALD\n\t[XKEGOV 20260501-20310401]\n\t[XKEELI >20310401]\n", "x:ilan-torvald", "2030-01-01", "XKE", "GOV"},
		{"tabari after it", "ILAN_TORVALD\n\t[XKEGOV 20260501-20310401]\n\t[XKEELI >20310402]\n", "x:ilan-torvald", "2032-01-01", "XKE", "ELI"},
		{"tabari stretch before the undated", "ILAN_TORVALD [XVO]\n\t[XKEGOV 20260501-20310401]\n", "x:ilan-torvald", "2030-01-01", "XKE", "GOV"},
		{"tabari undated outside the stretch", "ILAN_TORVALD [XVO]\n\t[XKEGOV 20260501-20310401]\n", "x:ilan-torvald", "2032-01-01", "XVO", ""},
	}
	for _, tt := range tests {
		d, err := Load("test", strings.NewReader(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		on, err := entente.ParseDay(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		i, ok := d.table.byID[entente.ActorID(tt.id)]
		if !ok {
			t.Errorf("%s: no %s among %d", tt.name, tt.id, d.Len())
			continue
		}
		if country, sector := d.table.things[i].at(on); country != tt.country || sector != tt.sector {
			t.Errorf("%s: %s is %q %q, want %q %q", tt.name, tt.id, country, sector, tt.country, tt.sector)
		}
	}
}

func TestLoadReportsEachBadLineAndGoesOn(t *testing.T) {
	d, err := Load("test", strings.NewReader("nation\tXKE\tname\tKestria\nplanet\tMars\nnation\tXKE\tcolour\tblue\nperson\tIlan Torvald\t\tm\tpresident\tXKE\tGOV\tMay\n"))
	want := `test:2: "planet" is no kind of row (try nation, place, organisation, person or agent)
test:3: unknown kind "colour"
test:4: date "May" is not of the form YYYY-MM-DD`
	if err == nil || d == nil || d.Len() != 1 {
		t.Fatalf("%v, %v", d, err)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	_, err = Load("test", strings.NewReader("KESTRIA_ [XKE]\nSOROVO\nLUME [XMA 2026]\n\t[XVO\n"))
	for _, part := range []string{"test:2: Sorovo has no code", `test:3: "2026" is no stretch of days`, "test:4: the bracket"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %v does not say %q", err, part)
		}
	}
}

func TestLoadAgentsAndDiscards(t *testing.T) {
	d, err := Load("agents.txt", strings.NewReader("!WHO! = MAN, WOMEN\nREED_WARDEN {REED_WARDENS_ALL} [~COP] # old\nTOLL!WHO! {} [~GOV]\nMOON_KEEPER [~XYZ]\nHARBOUR_KEEPER [~MIL\n"))
	want := `agents.txt:4: "XYZ" has no sector that is known
agents.txt:5: the bracket of "HARBOUR_KEEPER [~MIL" does not close`
	if err == nil || d == nil {
		t.Fatalf("%v, %v", d, err)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	for words, sector := range map[string]string{"reed warden": "COP", "reed wardens all": "COP", "toll man": "", "tollman": "GOV", "tollwomen": "GOV", "reed wardens": ""} {
		atoms := []atom{}
		for i, w := range strings.Fields(words) {
			atoms = appendAtoms(atoms, w, i, 0)
		}
		got := ""
		hits, _ := (&Resolver{tables: []*table{d.table}}).match(atoms, false)
		for _, h := range hits {
			if h.last-h.first == len(atoms) && h.senses[0].form == formAgent {
				got = d.table.agents[h.senses[0].what].sector
			}
		}
		if got != sector {
			t.Errorf("%q has sector %q, want %q", words, got, sector)
		}
	}

	d, err = Load("dictionaries/my.discards.txt", strings.NewReader("KESTRIA_CUP\n+Voldania Open # a match\n"))
	if err != nil || d.Len() != 2 {
		t.Fatalf("%v, %v", d, err)
	}
	atoms := appendAtoms(appendAtoms(nil, "Kestria", 0, 0), "Cup", 1, 8)
	if hits, _ := (&Resolver{tables: []*table{d.table}}).match(atoms, false); len(hits) != 0 {
		t.Errorf("a discarded phrase is found: %v", hits)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("nation\tXKE\tname\tKestria\n")
	f.Add("id,label\nQ1,Kestria\n")
	f.Add(`[{"label":"a","aliases":"b|c"}]`)
	f.Add("A_ [USA >990101]\n+B\n<!-- x")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Load("fuzz", strings.NewReader(text))
		if d == nil && err == nil {
			t.Fatal("nothing and no error")
		}
		if d != nil {
			if _, err := New(Options{Dictionaries: []*Dictionary{d}}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
