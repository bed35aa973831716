package actor

import (
	"os"
	"strings"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
)

const inventedNations = `nation	XKE	name	Kestria			invented
nation	XKE	adjective	Kestrian			invented
nation	XVO	name	Voldania			invented
nation	XVO	adjective	Voldanian			invented
nation	XMA	name	Marisia			invented
`

// What belongs to several states is an actor of each; what stands bare beside an
// organ belongs to the same state unless it is one of those who stand against it.
// The trees are rebuilt by go run ./internal/trees from the sentences below.
func TestNounsOfSeveralOwners(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"The Kestrian and Voldanian troops clashed.":             "Voldanian: XVO; troops: XVO.MIL XKE.MIL",
		"The ambassadors of Kestria, Voldania and Marisia met.":  "ambassadors: XKE.GOV XMA.GOV XVO.GOV",
		"Kestrian police and prosecutors met.":                   "police: XKE.COP; prosecutors: XKE.JUD",
		"Kestrian troops and rebels clashed.":                    "troops: XKE.MIL; rebels: nobody's REB",
		"The Kestrian and Voldanian students in Marisia met.":    "Voldanian: XVO; students: XVO.EDU XKE.EDU",
		"Kestrian soldiers in Voldania and Marisia met.":         "soldiers: XKE.MIL",
		"The military governments in Kestria and Voldania left.": "governments: XKE.GOV XVO.GOV",
	}
	f, err := os.Open("testdata/shared.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := map[string]string{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		r.Annotate(x)
		got[x.Document.URI] = nominals(x)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// nominals shows who the common nouns of a text stand for, by their head.
func nominals(x *document.Text) string {
	by := map[string][]string{}
	for _, m := range x.Mentions {
		if w := x.Sentences[m.Sentence].Tokens[m.Head].Form; m.Kind == document.MentionNominal && !m.Modifier {
			id := string(m.Actor)
			if id == "" {
				id = "nobody's " + m.Sector
			}
			by[w] = append(by[w], id)
		}
	}
	var out []string
	for _, tok := range x.Sentences[0].Tokens {
		if ids := by[tok.Form]; ids != nil {
			out = append(out, tok.Form+": "+strings.Join(ids, " "))
		}
	}
	return strings.Join(out, "; ")
}
