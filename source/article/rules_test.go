package article

import (
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// TestPartRules holds every row of parts.tsv to its example: the row itself
// matches it, and what is asked first does not say otherwise.
func TestPartRules(t *testing.T) {
	r, err := compile(partsTSV, genresTSV)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range r.parts {
		if rule.example == "" || !rule.pattern.MatchString(rule.example) {
			t.Errorf("%s %s: %q does not match its rule %s", rule.kind, rule.where, rule.example, rule.pattern)
			continue
		}
		if got, _ := r.match(rule.example, rule.where); got.kind != rule.kind {
			t.Errorf("%q is told as %s, not %s", rule.example, got.kind, rule.kind)
		}
		switch rule.where {
		case wherePage, whereHead, whereTail, whereEdge, whereLine, whereList:
		default:
			t.Errorf("%q is no place", rule.where)
		}
	}
}

// TestGenreRules holds every row of genres.tsv to its example.
func TestGenreRules(t *testing.T) {
	fields := "type section address title disclaimer author opening voice dateline"
	for _, rule := range table().genres {
		if !strings.Contains(" "+fields+" ", " "+rule.field+" ") {
			t.Errorf("%q is no field", rule.field)
		}
		if rule.example == "" || !rule.pattern.MatchString(rule.example) {
			t.Errorf("%s %s: %q does not match", rule.genre, rule.field, rule.example)
		}
	}
}

// Sentences of reporting that the rules are not to take for anything else.
func TestReportingStays(t *testing.T) {
	for _, s := range []string{
		"The minister said that the views expressed by the ambassador were his own and not those of the government.",
		"Kestria rejected the copyright law on Monday, and its parliament will vote again in May.",
		"Related crimes rose by a third in Sorovo, the police said.",
		"By Monday the troops had left the valley and the bridge was open again.",
		"Anton Grade is the president of Voldania and has ruled since 2024, the ministry told reporters.",
		"The latest round of talks failed because Voldania sent nobody.",
		"More than 200 people were wounded in the attack.",
		"Watch groups counted 14 violations of the ceasefire.",
	} {
		text := "Kestria and Voldania meet\n\nPresident Anton Grade of Voldania met the government of Kestria in Lume on Monday.\n\n" + s +
			"\n\nTharkand welcomed the meeting and offered to send observers to the valley."
		d := FromText(Meta{}, text)
		at := strings.Index(d.Text, s)
		for _, p := range d.Parts {
			if p.Start <= at && at < p.End && p.Kind != entente.PartBody {
				t.Errorf("%q is told as %s", s, p.Kind)
			}
		}
	}
}

// What a genre is told by is quoted, without the quotations within it.
func TestEvidenceOfGenreIsQuoted(t *testing.T) {
	d := FromText(Meta{}, "Kestria and Voldania\n\nKestria on Sunday called the tolls \"unlawful\" and said it would leave the talks.")
	if want := `it reports "Sunday called the tolls … and said"`; d.GenreEvidence != want {
		t.Errorf("got %s, want %s", d.GenreEvidence, want)
	}
}

func TestTableErrorsNameTheirLine(t *testing.T) {
	_, err := compile("# c\nbyline\thead\t(\tx\n", "")
	if err == nil || !strings.HasPrefix(err.Error(), "parts.tsv:2:") {
		t.Errorf("got %v", err)
	}
	_, err = compile("", "news\ttitle\n")
	if err == nil || !strings.HasPrefix(err.Error(), "genres.tsv:1:") {
		t.Errorf("got %v", err)
	}
}

func TestFindDay(t *testing.T) {
	for in, want := range map[string]string{
		"2031-03-04T08:10:00Z": "2031-03-04", "2031/3/4": "2031-03-04", "4 March 2031": "2031-03-04", "March 4th, 2031 at 8 pm": "2031-03-04",
		"Mon, 4 Mar 2031 08:10:00 GMT": "2031-03-04", "04.03.2031": "2031-03-04", "20310304": "2031-03-04", "20310304T081000Z": "2031-03-04",
		"3/14/2031": "2031-03-14", "14/3/2031": "2031-03-14", "4/4/2031": "2031-04-04", "3/4/2031": "", "Sept. 9, 2031": "2031-09-09",
		"Tue Mar 4 08:10:00 UTC 2031": "2031-03-04", "1st of May 2031": "2031-05-01", "Updated: 2 April 2031, 10:00": "2031-04-02",
		"30 February 2031": "", "March 2031": "", "4 March": "", "": "", "99999999": "", "in 2031": "", "2031-13-01": "",
	} {
		if got, at := FindDay(in); got.String() != want || at.End > len(in) {
			t.Errorf("FindDay(%q) = %q at %v, want %q", in, got, at, want)
		}
	}
}

func TestDayOfAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.example/2031/03/04/kestria": "2031-03-04", "https://x.example/news/2031-3-4": "2031-03-04", "https://x.example/2031/mar/04/a": "2031-03-04",
		"https://x.example/2031/03/": "", "https://x.example/1234567/89": "", "https://x.example/2031/13/41/a": "", "": "",
	} {
		if got := DayOfAddress(in); got.String() != want {
			t.Errorf("DayOfAddress(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplitTitle(t *testing.T) {
	for _, c := range []struct{ in, outlet, title, name string }{
		{"Kestria meets Voldania | The Aldan Courier", "", "Kestria meets Voldania", "The Aldan Courier"},
		{"Kestria meets Voldania - The Aldan Courier", "The Aldan Courier", "Kestria meets Voldania", "The Aldan Courier"},
		{"Kestria - a country between two seas", "", "Kestria - a country between two seas", ""},
		{"Kestria meets Voldania", "", "Kestria meets Voldania", ""},
	} {
		if title, name := SplitTitle(c.in, c.outlet); title != c.title || name != c.name {
			t.Errorf("SplitTitle(%q, %q) = %q, %q", c.in, c.outlet, title, name)
		}
	}
}

func TestSplitNames(t *testing.T) {
	for in, want := range map[string][]string{
		"Nadia Orr": {"Nadia Orr"}, "By Nadia Orr and Lev Orsan": {"Nadia Orr", "Lev Orsan"}, "Nadia Orr, Lev Orsan & Ana Lindqvar": {"Nadia Orr", "Lev Orsan", "Ana Lindqvar"},
		"Orr, Nadia": {"Orr, Nadia"}, "Dr. Jorn Halvik": {"Jorn Halvik"}, "https://x.example/nadia": nil, "": nil,
	} {
		if diff := cmp.Diff(want, SplitNames(in)); diff != "" {
			t.Errorf("SplitNames(%q): -want +got:\n%s", in, diff)
		}
	}
}

func TestLanguage(t *testing.T) {
	french := "Le ministère des Affaires étrangères de la Voldanie a condamné lundi la livraison de drones à la Kestrie et a convoqué l'ambassadeur. " +
		"Le gouvernement de la Kestrie a déclaré que ces appareils ne sont pas armés et qu'ils surveilleront la frontière."
	english := "The foreign ministry of Voldania condemned the delivery of drones to Kestria on Monday and summoned the ambassador of its neighbour."
	for _, c := range []struct{ stated, text, want string }{
		{"", english, "en"}, {"en-GB", english, "en"}, {"fr", english, "en"}, {"", french, "fr"}, {"en", french, "fr"}, {"de_DE", "Kurz.", "de"}, {"", "Brief.", ""},
	} {
		d := FromText(Meta{Title: "T", Language: c.stated}, c.text)
		if d.Language != c.want {
			t.Errorf("stated %q, %.20q: got %q, want %q", c.stated, c.text, d.Language, c.want)
		}
	}
}

// A byline that names its outlet has the shape of a dateline, and the other way
// about.
func TestBylineOrDateline(t *testing.T) {
	for line, want := range map[string]string{
		"By Nadia Orr, Tharkand Monitor, 2 April 2031": "Tharkand Monitor|Nadia Orr|2031-04-02",
		"Nadia Orr, Tharkand Monitor, 2 April 2031":    "Tharkand Monitor|Nadia Orr|2031-04-02",
		"By Nadia Orr, 2 April 2031":                   "|Nadia Orr|2031-04-02",
		"Port Aldan, Marisia, 2 April 2031":            "||2031-04-02",
		"Sorovo, 2 April 2031":                         "||2031-04-02",
		"LUME (Northern Wire) - 11 March 2031":         "Northern Wire||2031-03-11",
	} {
		d := FromText(Meta{}, "Kestria and Voldania meet\n\n"+line+"\n\nKestria and Voldania met in Lume on Monday and signed the treaty.")
		if got := d.Outlet + "|" + strings.Join(d.Authors, "; ") + "|" + d.Published.String(); got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
		if d.Parts[1].Kind != entente.PartByline {
			t.Errorf("%q is told as %s", line, d.Parts[1].Kind)
		}
	}
}

func FuzzFindDay(f *testing.F) {
	for _, s := range []string{"2031-03-04T08:10:00Z", "4 March 2031", "Mar 4, 2031", "04.03.2031", "20310304", "3/14/2031", "https://x.example/2031/mar/04/a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		day, at := FindDay(s)
		if at.Start < 0 || at.End > len(s) || day.IsZero() != at.IsZero() {
			t.Fatalf("FindDay(%q) = %v at %v", s, day, at)
		}
		if again, _ := FindDay(day.String()); again != day {
			t.Fatalf("%v is read back as %v", day, again)
		}
		DayOfAddress(s)
	})
}
