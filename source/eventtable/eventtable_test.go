package eventtable

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/internal/golddata"
	"entente/source"

	"github.com/google/go-cmp/cmp"
)

// seen is what the tests look at of a row.
type seen struct {
	Set, Actor, Recipient, Type, Mode, Code string
	Quad                                    int8
	Intensity                               float32
	From, To, Known                         string
	Place, Country                          string
	Outlet                                  string
	Line                                    int
}

func see(r *entente.Row) seen {
	return seen{
		r.DataSet, string(r.Actor.Actor), string(r.Recipient.Actor), r.Type, r.Mode, r.Code, r.Quad, r.Intensity,
		r.Date.From.String(), r.Date.To.String(), r.Known.String(), r.Place.Name, r.Place.Country, r.Outlet, r.Line,
	}
}

// file writes a table into a folder of the test.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, in Input) (rows []entente.Row, errs []string) {
	t.Helper()
	for r, err := range Rows(t.Context(), in) {
		if err != nil {
			var at *source.Error
			if !errors.As(err, &at) {
				t.Errorf("%v is no source.Error", err)
				continue
			}
			errs = append(errs, fmt.Sprintf("%d: %v", at.Line, at.Err))
			continue
		}
		if r.ID == "" || r.Key == "" || r.File == "" {
			t.Errorf("row without id, key or file: %+v", r)
		}
		rows = append(rows, r)
	}
	return rows, errs
}

// tabs makes a row of n columns with values at some of them.
func tabs(n int, values map[int]string) string {
	f := make([]string, n)
	for i, v := range values {
		f[i] = v
	}
	return strings.Join(f, "\t") + "\n"
}

const (
	icewsHead = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
	acledHead = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
)

func gdeltRow(columns int, more map[int]string) string {
	v := map[int]string{
		0: "900000001", 1: "20240820", 5: "AZEGOV", 6: "BAKU", 7: "AZE", 12: "GOV", 15: "ROU", 16: "ROMANIA", 17: "ROM",
		26: "042", 30: "1.9", 31: "3",
	}
	place := 7
	if columns == 61 {
		place = 8
	}
	action := 35 + 2*place
	v[action], v[action+1], v[action+2], v[action+place-3], v[action+place-2] = "4", "Baku", "AJ", "40.4", "49.9"
	v[35+3*place] = "20250820"
	if columns == 61 {
		v[59] = "20250820163000"
	}
	if columns > 57 {
		v[columns-1] = "https://www.north.example/a"
	}
	for i, s := range more {
		v[i] = s
	}
	return tabs(columns, v)
}

// Parties that a table names without a country of its own, and those it does not name.
func TestParties(t *testing.T) {
	icews := func(name, sectors string) string {
		return icewsHead + "1\t2018-06-01\t" + name + "\t" + sectors + "\tNA\tConsult\t040\t1\tAzerbaijan\tNA\tAzerbaijan\t47\t2\tNorth One\tNA\tNA\tNA\tNA\tNA\tNA\n"
	}
	gdelt := func(code, name string, more ...string) string {
		v := map[int]string{5: code, 6: name, 7: "", 12: ""}
		for i, s := range more {
			v[9+i] = s // people, two faiths, types
		}
		return gdeltRow(61, v)
	}
	tests := []struct {
		name, text string
		want       entente.ActorID
	}{
		{"a state whose column of the country is empty", gdelt("ROUGOV", "ROMANIA", "", "", "", "GOV"), "ROU.GOV"},
		{"likewise without an organ", gdelt("TWN", "TAIWAN"), "TWN"},
		{"a people whose code is also that of a state", gdelt("ARM", "ARMENIANS ABROAD", "ARM"), "x:armenians-abroad"},
		{"a role", gdelt("GOV", "PRESIDENT", "", "", "", "GOV"), ""},
		{"roles alone", gdelt("GOVMIL", "DEFENSE MINIST", "", "", "", "GOV", "MIL"), ""},
		{"a role without a type", gdelt("PTY", "RULING PARTY"), ""},
		{"a role of the PETRARCH coders", "20160101\tMIL\tAZE\t042\te-1\tNorth One\n", ""},
		{"an agent of a state that is not known", icews("Citizen (Unidentified State Actor)", "Social"), ""},
		{"an agent of no state", icews("Foreign Affairs (International)", "Government"), ""},
		{"an organisation that calls itself so", icews("Amnesty International", "NA"), "x:amnesty-international"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, errs := read(t, Input{Paths: []string{file(t, "a.tab", tt.text)}})
			if len(errs) > 0 || len(rows) != 1 || rows[0].Actor.Actor != tt.want {
				t.Errorf("got %+v %v, want the actor %q", rows, errs, tt.want)
			}
		})
	}
}

func TestFormats(t *testing.T) {
	gdeltSeen := seen{"GDELT 1.0", "AZE.GOV", "ROU", "CONSULT", "visit", "042", 1, 1.9, "2024-08-20", "2024-08-20", "2025-08-20", "Baku", "AZE", "north.example", 1}
	old, fresh := gdeltSeen, gdeltSeen
	old.Outlet, fresh.Set = "", "GDELT 2.0"
	tests := []struct {
		name, file, text string
		want             []seen
		errs             []string
	}{
		{
			"icews", "a.tab", icewsHead +
				"1\t2018-06-01\tForeign Affairs (Azerbaijan)\tExecutive,Foreign Ministry,Government\tAzerbaijan\tConsult\t040\t1\tMilitary (Vietnam)\tMilitary,Government\tVietnam\t47\t2\tNorth One\tHanoi\tNA\tHa Noi\tVietnam\t21.0\t105.8\n" +
				"2\t6/2/2017\tEuropean Union\tRegional,Regional Diplomatic IGOs\tNA\tThreaten\t130\t-4.4\tAzerbaijan\tNA\tAzerbaijan\tNA\t1\tNA\tNA\tNA\tNA\tNA\tNA\tNA\n" +
				"3\tsoon\tA\tNA\tNA\tx\t040\t1\tB\tNA\tNA\t1\t1\tP\tNA\tNA\tNA\tNA\tNA\tNA\n" +
				"4\t2018-06-01\tshort row\n",
			[]seen{
				{"ICEWS", "AZE.GOV", "VNM.MIL", "CONSULT", "", "040", 1, 1, "2018-06-01", "2018-06-01", "2018-06-01", "Hanoi", "VNM", "North One", 2},
				{"ICEWS", "x:eu", "AZE", "THREATEN", "", "130", 3, -4.4, "2017-06-02", "2017-06-02", "2017-06-02", "", "", "", 3},
			},
			[]string{`4: "soon" is no date`, "5: 3 columns, want 20"},
		},
		{"gdelt 1.0 back file", "b.csv", gdeltRow(57, nil), []seen{old}, nil},
		{"gdelt 1.0", "b.csv", gdeltRow(58, nil), []seen{gdeltSeen}, nil},
		{"gdelt 2.0", "b.export.CSV", gdeltRow(61, nil) + gdeltRow(61, map[int]string{1: "20241350"}) + gdeltRow(61, map[int]string{30: "1e9"}) + gdeltRow(60, nil), []seen{fresh}, []string{`2: "20241350" is no date`, `3: "1e9" is no intensity from -10 to 10`, "4: 60 columns are none of this format"}},
		{
			"gdelt mentions", "b.mentions.CSV", "900000001\t20240820163000\t20250820163000\t1\tnorth.example\thttps://north.example/a\t4\t-1\t9\t8\t1\t20\t2579\t0.8\t\t\n",
			[]seen{{"GDELT 2.0", "", "", "", "", "", 0, 0, "2024-08-20", "2024-08-20", "2025-08-20", "", "", "north.example", 1}},
			nil,
		},
		{
			"polecat in another order", "p.txt", "Event Date\tEvent ID\tEvent Mode\tEvent Type\tContexts\tIntensity\tActor Name\tActor Country\tPrimary Actor Sector\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tSource\tPublication Date\n" +
				"2023-01-02\tE1\tvisit\tCONSULT\tdiplomatic;military\t1.5\tIlan Torvald\tAZE;ROM\tGOV\tNone\tDEU\tMIL\tBerlin\tNone\tBerlin\tDEU\t52.5\t13.4\tNorth One\t2023-01-03\n",
			[]seen{
				{"POLECAT", "AZE.GOV", "DEU.MIL", "CONSULT", "visit", "CONSULT", 1, 1.5, "2023-01-02", "2023-01-02", "2023-01-03", "Berlin", "DEU", "North One", 2},
				{"POLECAT", "ROU.GOV", "DEU.MIL", "CONSULT", "visit", "CONSULT", 1, 1.5, "2023-01-02", "2023-01-02", "2023-01-03", "Berlin", "DEU", "North One", 2},
			},
			nil,
		},
		{
			"acled", "a.csv", acledHead +
				`UKR1,"31 January 2024",2024,1,Political violence,Battles,Armed clash,"Military Forces of Ukraine (2019-)",,State forces,"Police Forces of Russia (2000-)",,1,11,,804,Europe,Ukraine,Donetsk,"A ""b"", c",,Bakhmut,48.6,38.0,1,"North One; South Two",National,"line one` + "\nline two\",3,,1\n" +
				"UKR2,2024-02-01,2024,2,Demonstrations,Protests,Peaceful protest,Protesters (Ukraine),,6,,,,,,804,Europe,Ukraine,Kyiv,,,Kyiv,50.4,30.5,1,X,N,,0,,1\n" +
				"UKR3,2024-02-01,2024,2,Demonstrations,Parades,Parade,Protesters (Ukraine),,6,,,,,,804,Europe,Ukraine,Kyiv,,,Kyiv,50.4,30.5,1,X,N,,0,,1\n",
			[]seen{
				{"ACLED", "UKR.MIL", "RUS.COP", "ASSAULT", "firearms", "Battles/Armed clash", 4, -9.5, "2024-01-31", "2024-01-31", "2024-01-31", "Bakhmut", "UKR", "North One; South Two", 2},
				{"ACLED", "UKR.OPP", "", "PROTEST", "demo", "Protests/Peaceful protest", 4, -6, "2024-01-29", "2024-02-04", "2024-02-01", "Kyiv", "UKR", "X", 4},
			},
			[]string{`5: "Parades/Parade" is no event type of ACLED`},
		},
		{
			"ucdp", "u.csv", strings.Join(ucdpColumns, ",") + "\n" + ucdpRow + "\n",
			[]seen{{"UCDP GED", "SYR.GOV", "x:syrian-insurgents", "ASSAULT", "", "violence 1", 4, -9, "2013-01-03", "2013-01-05", "2013-01-05", "Rami village", "SYR", "North One", 2}},
			nil,
		},
		{
			"ucdp without head", "u.csv", ucdpRow + "\n",
			[]seen{{"UCDP GED", "SYR.GOV", "x:syrian-insurgents", "ASSAULT", "", "violence 1", 4, -9, "2013-01-03", "2013-01-05", "2013-01-05", "Rami village", "SYR", "North One", 1}},
			nil,
		},
		{
			"phoenix", "p.csv", tabs(26, map[int]string{0: "1_a", 1: "20160101", 2: "2016", 5: "USAGOV", 6: "USA", 7: "GOV", 9: "IGOUNO", 10: "UNO", 13: "042", 16: "1.9", 18: "38.9", 19: "-77.0", 20: "Washington", 22: "USA", 24: "https://north.example/b;https://x", 25: "north;x"}),
			[]seen{{"Phoenix", "USA.GOV", "x:igouno", "CONSULT", "visit", "042", 1, 1.9, "2016-01-01", "2016-01-01", "2016-01-01", "Washington", "USA", "north", 1}},
			nil,
		},
		{
			"petrarch", "p.txt", "20160101\tUSAGOV\tAZE\t042\te-1\tNorth One\n20160101\tUSA\t---\t042\n",
			[]seen{
				{"PETRARCH", "USA.GOV", "AZE", "CONSULT", "visit", "042", 1, 0, "2016-01-01", "2016-01-01", "2016-01-01", "", "", "North One", 1},
				{"PETRARCH", "USA", "", "CONSULT", "visit", "042", 1, 0, "2016-01-01", "2016-01-01", "2016-01-01", "", "", "", 2},
			},
			nil,
		},
		{"empty", "e.csv", "\n \n", nil, []string{"0: is empty"}},
		{"no table", "e.csv", "dear reader,\nthis is a letter\n", nil, []string{"1: is no event table that is known"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, errs := read(t, Input{Paths: []string{file(t, tt.file, tt.text)}})
			var got []seen
			for i := range rows {
				s := see(&rows[i])
				if i < len(tt.want) && tt.name != "icews" && !strings.HasPrefix(tt.name, "gdelt") && !strings.HasPrefix(tt.name, "p") {
					s.Intensity = tt.want[i].Intensity // the codebook's score, tested in package plover
				}
				if tt.name == "petrarch" {
					s.Intensity = 0
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.errs, errs); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A place that only its country is told of is one to ICEWS and none to UCDP, whichever of
// the two tables is read first.
func TestPlacesOfTwoFormatsAreKeptApart(t *testing.T) {
	nowhere := strings.Replace(ucdpRow, "Rami village,in the village,Idlib,Ariha,", ",,,,", 1)
	paths := []string{
		file(t, "i.tab", icewsHead+"1\t2018-06-01\tAzerbaijan\t\tAzerbaijan\tx\t040\t1\tVietnam\t\tVietnam\t1\t1\tP\t\t\t\tSyria\t35.7\t36.5\n"),
		file(t, "u.csv", nowhere+"\n"),
	}
	precision := map[string]string{"ICEWS": "country", "UCDP GED": ""}
	for range 2 {
		rows, errs := read(t, Input{Paths: paths})
		if len(rows) != 2 || len(errs) > 0 {
			t.Fatalf("%d rows, %v", len(rows), errs)
		}
		for _, r := range rows {
			if r.Place.Country != "SYR" || r.Place.Precision != precision[r.DataSet] {
				t.Errorf("%s: a place %+v, want one of precision %q in SYR", r.DataSet, r.Place, precision[r.DataSet])
			}
		}
		slices.Reverse(paths)
	}
}

const ucdpRow = `300380,SYR-2013-1-1,2013,1,Clear,1,299,299,Syria: Government,1,1,Government of Syria - Syrian insurgents,118,118,Government of Syria,4456,4456,Syrian insurgents,2,"""a,2013"";""b""",North One;VDC,2013-01-03,h,SOHR,1,Rami village,in the village,Idlib,Ariha,35.7,36.5,POINT (36 35),1,Syria,652,Middle East,1,2,2013-01-03 00:00:00.000,2013-01-05 00:00:00.000,0,2,0,0,2,3,1,652,`

func TestDeathsAndMentions(t *testing.T) {
	rows, _ := read(t, Input{Paths: []string{file(t, "u.csv", ucdpRow+"\n")}})
	if diff := cmp.Diff(&entente.Range{Low: 1, Best: 2, High: 3}, rows[0].Deaths); diff != "" {
		t.Error(diff)
	}
	events, _ := read(t, Input{Paths: []string{file(t, "e.CSV", gdeltRow(61, nil))}})
	mentions, _ := read(t, Input{Paths: []string{file(t, "m.CSV", "900000001\t20240820163000\t20250820163000\t1\tnorth.example\thttps://north.example/a\t4\t-1\t9\t8\t1\t20\t2579\t0.8\t\t\n")}})
	if mentions[0].Of != events[0].Key || mentions[0].Confidence != .2 {
		t.Errorf("a mention of %s with %v, the event is %s", mentions[0].Of, mentions[0].Confidence, events[0].Key)
	}
}

func TestPackedTables(t *testing.T) {
	text := icewsHead + "1\t2018-06-01\tAzerbaijan\tNA\tAzerbaijan\tx\t040\t1\tVietnam\tNA\tVietnam\t1\t1\tP\tNA\tNA\tNA\tNA\tNA\tNA\n"
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	fmt.Fprint(w, text)
	w.Close()
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	for _, name := range []string{"b.tab", "a.tab"} {
		f, _ := z.Create(name)
		fmt.Fprint(f, text)
	}
	z.Close()
	dir := t.TempDir()
	for name, b := range map[string][]byte{"1.tab": []byte("\xef\xbb\xbf" + text), "2.tab.gz": gz.Bytes(), "3.zip": zipped.Bytes(), ".hidden": []byte("x")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rows, errs := read(t, Input{Paths: []string{dir}})
	var got []string
	for _, r := range rows {
		got = append(got, strings.TrimPrefix(r.File, dir+"/"))
		if r.ID != rows[0].ID {
			t.Errorf("the same row has ids %s and %s", rows[0].ID, r.ID)
		}
	}
	if diff := cmp.Diff([]string{"1.tab", "2.tab.gz", "3.zip/a.tab", "3.zip/b.tab"}, got); diff != "" || len(errs) > 0 {
		t.Error(diff, errs)
	}
}

func TestHostileTables(t *testing.T) {
	var bomb bytes.Buffer
	w, _ := gzip.NewWriterLevel(&bomb, gzip.BestCompression)
	fmt.Fprint(w, icewsHead)
	zero := bytes.Repeat([]byte{'0'}, 1<<20)
	for range 64 {
		w.Write(zero)
	}
	w.Close()
	tests := []struct{ name, text, want string }{
		{"bomb.gz", bomb.String(), "unpacks to more than"},
		{"cut.gz", bomb.String()[:40], "unexpected EOF"},
		{"quote.csv", acledHead + `UKR1,"31 January 2024`, "does not close"},
		{"long.tab", icewsHead + strings.Repeat("x", maxLine+1<<20) + "\n", "is longer than"},
		{"behind.csv", acledHead + `UKR1,"a"b` + "\n", "words behind a closing quotation mark"},
	}
	for _, tt := range tests {
		rows, errs := read(t, Input{Paths: []string{file(t, tt.name, tt.text)}})
		if len(rows) != 0 || len(errs) == 0 || !strings.Contains(strings.Join(errs, "\n"), tt.want) {
			t.Errorf("%s: %d rows, errors %v, want %q", tt.name, len(rows), errs, tt.want)
		}
	}
}

func TestMapping(t *testing.T) {
	table := file(t, "own.csv", "Day;Who;Whom;What;Why\n2024-03-01;Kestria;AZE;CONSULT;x\n2024-03-02;DEUGOV;Vietnam;DANCE;x\n")
	m := file(t, "own.map", "# ours\ndata set = Own\ndate = Day\nactor = Who\nrecipient = Whom\ntype = What\n")
	rows, errs := read(t, Input{Paths: []string{table}, Mapping: m})
	if len(rows) != 1 || rows[0].DataSet != "Own" || rows[0].Actor.Actor != "x:kestria" || rows[0].Recipient.Actor != "AZE" {
		t.Errorf("%+v", rows)
	}
	if diff := cmp.Diff([]string{`3: "DANCE" is no type that is known`}, errs); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"date = Day\nactor = Who\nrecipient = Whom\n": "0: names no column for type or cameo",
		"colour = Day\n": `1: "colour" is nothing that a row holds`,
		"date\n":         "1: no column is named",
		"date = Tag\nactor = Who\nrecipient = Whom\ntype = What\n":     "1: has not all columns that the mapping names",
		"data set = Own\nactor = Who\nrecipient = Whom\ntype = What\n": "0: names no column for date",
	} {
		_, errs := read(t, Input{Paths: []string{table}, Mapping: file(t, "m", text)})
		if len(errs) != 1 || errs[0] != want {
			t.Errorf("%q: %v, want %q", text, errs, want)
		}
	}
}

func TestInputsThatCannotBe(t *testing.T) {
	for _, in := range []Input{{Paths: []string{"/nowhere/x.csv"}}, {Format: "sdat"}, {Format: "mapped"}, {Mapping: "/nowhere/m"}} {
		if rows, errs := read(t, in); len(rows) != 0 || len(errs) != 1 {
			t.Errorf("%+v: %d rows, %v", in, len(rows), errs)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Rows(ctx, Input{Paths: []string{file(t, "a.tab", icewsHead)}}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}

// TestSamples reads real samples where they lie beside the checkout.
func TestSamples(t *testing.T) {
	dir := golddata.Path(t, "eventtables")
	tests := []struct {
		file, set     string
		rows, pairs   int
		failures, low int
	}{
		{"icews_events_2018-06-01_02.tab", "ICEWS", 3705, 3000, 0, 0},
		{"gdelt1_events_201607.tsv", "GDELT 1.0", 710, 200, 0, 0},
		{"gdelt2_events_20250820163000.excerpt.export.CSV", "GDELT 2.0", 10, 7, 0, 0},
		{"gdelt2_mentions_20250820163000.excerpt.mentions.CSV", "GDELT 2.0", 9, 0, 0, 0},
		{"gdelt2_mentions_20170701_header.csv", "GDELT 2.0", 1635, 0, 0, 0},
		{"ucdp_ged_sample_1000.csv", "UCDP GED", 1000, 950, 0, 0},
	}
	for _, tt := range tests {
		path := filepath.Join(dir, tt.file)
		if _, err := os.Stat(path); err != nil {
			t.Logf("%s is not there", tt.file)
			continue
		}
		rows, errs := read(t, Input{Paths: []string{path}})
		pairs, typed := 0, 0
		for i := range rows {
			if _, ok := rows[i].Observation(); ok {
				pairs++
			}
			if rows[i].Quad > 0 {
				typed++
			}
			if rows[i].DataSet != tt.set {
				t.Fatalf("%s is taken for %s", tt.file, rows[i].DataSet)
			}
		}
		t.Logf("%s: %d rows, %d typed, %d pairs", tt.file, len(rows), typed, pairs)
		if len(rows) != tt.rows || len(errs) != tt.failures || pairs < tt.pairs {
			t.Errorf("%s: %d rows, %d pairs, errors %.5v", tt.file, len(rows), pairs, errs)
		}
	}
}

func FuzzRows(f *testing.F) {
	for _, s := range []string{icewsHead + "1\t2018-06-01\tA\n", gdeltRow(61, nil), acledHead + `a,"b` + "\n", ucdpRow, "20160101\tUSA\tAZE\t042\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		read(t, Input{Paths: []string{path}})
	})
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte("# a table\ndata set = Own\ndate = Day\nactor = A\nrecipient country = B\ntype = T\ncameo = C\ndeaths = D\n"), []byte("Day,A,B,T,C,D\n2031-03-04,Kestria,IRN,CONSULT,042,3\n"))
	f.Add([]byte("date = a\nactor = a\nrecipient = a\ncameo = a\n=\n"), []byte("a\tb\n\"x"))
	f.Fuzz(func(t *testing.T, mapping, table []byte) {
		dir := t.TempDir()
		at, path := filepath.Join(dir, "mapping"), filepath.Join(dir, "table")
		if err := errors.Join(os.WriteFile(at, mapping, 0o644), os.WriteFile(path, table, 0o644)); err != nil {
			t.Fatal(err)
		}
		rows, _ := read(t, Input{Paths: []string{path}, Format: "mapped", Mapping: at})
		for i := range rows {
			if day, _, ok := entente.ParseRowID(rows[i].ID); !ok || day != rows[i].Day() {
				t.Errorf("row %d has the id %q", i, rows[i].ID)
			}
		}
	})
}

func BenchmarkRows(b *testing.B) {
	line := map[string]string{
		"icews": "1\t2018-06-01\tForeign Affairs (Azerbaijan)\tExecutive,Foreign Ministry,Government\tAzerbaijan\tConsult\t040\t1\tMilitary (Vietnam)\tMilitary,Government\tVietnam\t47\t2\tNorth One\tHanoi\tNA\tHa Noi\tVietnam\t21.0\t105.8\n",
		"gdelt": gdeltRow(61, nil),
		"ucdp":  ucdpRow + "\n",
	}
	for name, row := range line {
		head := ""
		if name == "icews" {
			head = icewsHead
		}
		const n = 100_000
		path := file(b, name, head+strings.Repeat(row, n))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range Rows(b.Context(), Input{Paths: []string{path}}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
