package actor

import (
	"os"
	"strings"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// "Both sides" and "the two countries" are the two that one sentence names or joins, or
// nobody; a union called after a town is itself; an office alone is whom the text gave that title. The trees are rebuilt by
// go run ./internal/trees from the texts below.
func TestWhomNounsMean(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations+"nation\tXVO\tcapital\tSorova\t\t\tinvented\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, words, want string }{
		{"Kestria accused Voldania of a raid. Both sides deny it.", "Both sides", "XKE XVO"},
		{"Kestria and Voldania met with help from Marisia. The two countries signed a truce.", "The two countries", "XKE XVO"},
		{"Kestria, Voldania and Marisia met. Both countries signed a truce.", "Both countries", ""},
		{"Kestria borders Voldania and an army guards both sides of the river.", "both sides", ""},
		{"President Aldo Brennan met Chancellor Mira Kelm. The president left.", "The president", "x:aldo-brennan"},
		{"Voldania and Marisia met. Kestria refused to help Voldania and called on both countries to talk.", "both countries", "XMA XVO"},
		{"Marisia let Voldania open an office. Kestria cut the ties between the two countries.", "the two countries", ""},
		{"Marisia left. The Kestrian raid harmed ties with Voldania since the two countries signed a pact.", "the two countries", "XKE XVO"},
		{"Sorova watches Marisia and Kestria. Kestria urged Voldania to mend the ties of both countries.", "both countries", ""},
		{"SOROVA : Troops of Kestria left.", "SOROVA", ""},
		{"Vice President Aldo Brennan met Chancellor Mira Kelm. The president left.", "The president", ""},
		{"Senator Aldo Brennan spoke. The senator left.", "The senator", "x:aldo-brennan"},
		{"Senator Aldo Brennan spoke. The senator from this valley left.", "The senator", ""},
		{"Senator Aldo Brennan met Senator Mira Kelm. The senator left.", "The senator", "x:aldo-brennan"},
		{"Senator Aldo Brennan and Senator Mira Kelm spoke. The senator left.", "The senator", ""},
		{"Aldo Brennan, the chancellor of Kestria, spoke.", "the chancellor", "x:aldo-brennan"},
		{"Team member Mira Kelm spoke. The team arrived.", "The team", ""},
		{"Senator Aldo Brennan left. His boss stayed.", "His boss", ""},
		{"Senator Aldo Brennan left. Members of his caucus stayed.", "Members", ""},
		{"The pro-Kestrian group left.", "The pro-Kestrian group", ""},
		{"The Sorova Teachers Union called a strike.", "Sorova Teachers Union", "x:sorova-teachers-union"},
		{"The Kestrian Committee left.", "The Kestrian Committee", "XKE"},
		{"Senator Aldo Brennan of Kestria left. His father stayed.", "His father", ""},
		{"Former members of the Sorova Teachers Union left.", "Former members", ""},
		{"Former ministers of Kestria left.", "Former ministers", "XKE.ELI"},
		{"The Kestrian group left.", "The Kestrian group", ""},
		{"A brigade of UN troops left.", "A brigade", "x:un.MIL"},
		{"In Kestria, officials accused Voldania of a raid.", "officials", "XKE.GOV"},
		{"In Kestria, officials of Voldania spoke of a raid.", "officials", "XVO.GOV"},
		{"In Kestria, the officials accused Voldania of a raid.", "officials", ""},
		{"In Sorova, officials accused Voldania of a raid.", "officials", ""},
		{"Foreign Minister Ada Bishop spoke. Bishop left.", "Bishop", "x:ada-bishop"},
		{"The Iranian IRGC met.", "IRGC", "IRN.MIL"},
		{"Kestrian Foreign Minister Mira Kelm spoke. Mira accused Voldania of lies.", "Mira", "x:mira-kelm"},
		{"The Brennan-Kelm duo left.", "Brennan-Kelm", ""},
		{"The Aldo-Kelm rivalry grew.", "Aldo-Kelm", ""},
		{"The Sino-Kestrian talks failed.", "Sino", "CHN"},
		{"The Indo-Pacific talks failed.", "Indo", ""},
		{"The West African leaders met.", "West African", "x:africa"},
		{"Aldo Brennan met with his counterparts in Kestria and Voldania.", "his counterparts", "XKE.GOV"},
		{"The army of the Kestrian colony left.", "The army", ""},
		{"The armed Kestrian group left.", "The armed Kestrian group", "XKE.REB"},
		{"Members of the Kestrian group left.", "Members", ""},
		{"The then president of Kestria left.", "The then president", "XKE.ELI"},
		{"Aldo Brennan called the regime in Kestria bloody.", "the regime", "XKE.GOV"},
		{"Foreign Minister Shah Brennan of Kestria spoke.", "Foreign Minister Shah Brennan", "x:shah-brennan"},
		{"Kestrian sailors boarded the USS Brennan.", "USS Brennan", ""},
		{"Kestria's ally left.", "Kestria's ally", ""},
		{"Kestria attacked Voldania. Kestrian troops left the country.", "the country", "XVO"},
		{"Members of the Sorova Teachers Union (Stu) left. Stu called a strike.", "Stu", "x:sorova-teachers-union x:sorova-teachers-union"},
		{"Kestria and Voldania recalled their envoys from Marisia after the country helped rebels.", "the country", "XMA"},
		{"The president of Kestria ordered the country's forces to watch Voldania.", "the country", "XKE"},
		{"Kestria sent troops to Voldania to fight Marisian rebels in the country.", "the country", "XVO"},
		{"Kestria asked Voldania for help to rebuild the country.", "the country", "XKE"},
		{"Kestria met the breakaway region of Somaliland.", "the breakaway region", "x:somaliland"},
		{"Kestria expelled four Azeri diplomats.", "four Azeri diplomats", "AZE.GOV"},
		{"Voldania shelled the Northern Demilitarized Zone.", "Northern Demilitarized Zone", ""},
		{"Kestrian troops crossed the Blue Line.", "Blue Line", ""},
		{"Kestria's proxy forces left.", "Kestria's proxy forces", ""},
		{"The ministers of Kestria and Voldania met. The ministers left.", "The ministers", "XKE.GOV XKE.GOV XVO.GOV"},
		{"Kestria, a former Soviet republic, left.", "Soviet", ""},
		{"Kestria's Islamist rulers left.", "Islamist rulers", "XKE.GOV"},
		{"Voldania watched Congo.", "Congo", "COD"},
		{"Voldania left the Republic of Congo. Congo left too.", "Congo", "COG"},
		{"A thousand Congolese were expelled by Voldania.", "Congolese", "COD.people"},
		{"Members of the Sorova Teachers Union (\"STU\") left. STU called a strike.", "STU", "x:sorova-teachers-union x:sorova-teachers-union"},
	}
	f, err := os.Open("testdata/nominals.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		texts[x.Document.URI] = x
	}
	for _, tt := range tests {
		x := texts[tt.text]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", tt.text)
			continue
		}
		x.Names = personsIn(x, []string{"Aldo Brennan", "Mira Kelm", "Shah Brennan", "Ada Bishop"})
		if tt.words == "Brennan-Kelm" || tt.words == "Aldo-Kelm" {
			x.Names = append(x.Names, document.Name{Range: document.Range{First: 1, Last: 4}, Type: document.NamePerson})
		}
		for _, n := range personsIn(x, []string{"Sorova Teachers Union", "Kestrian Committee", "USS Brennan", "Northern Demilitarized Zone", "Blue Line", "Iranian IRGC"}) {
			n.Type = document.NameOrganisation
			x.Names = append(x.Names, n)
		}
		r.Annotate(x)
		var got []string
		for _, m := range x.Mentions {
			if x.String(m.Span) == tt.words && m.Actor != "" {
				got = append(got, string(m.Actor))
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

// A chief of staff is no staff: he holds the office of whose army it is.
func TestChiefOfStaff(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/nominals.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		if x.Document.URI != "The Kestrian army's chief of staff, Aldo Brennan, left." {
			continue
		}
		x.Names = personsIn(x, []string{"Aldo Brennan"})
		r.Annotate(x)
		if a := x.Actors["x:aldo-brennan"]; a == nil || a.Country != "XKE" || a.Sector != "MIL" {
			t.Errorf("the chief of staff is %+v", a)
		}
		return
	}
	t.Error("no tree: rebuild testdata")
}
