package actor

import (
	"os"
	"strings"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// Who is meant by "both countries", by a league named by its leader, by the first of
// two places of one name, and by those who follow a person. The trees are rebuilt by
// go run ./internal/trees from the sentences below.
func TestLeaguesTwinsFollowersAndPairs(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations+`nation	XNM	name	North Mordland			invented
nation	XSM	name	South Mordland			invented
nation	XMA	adjective	Marisian			invented
`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/league.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	trees := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		trees[x.Document.URI] = x
	}
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"The Kestria-led coalition bombed the town.", []string{"XKE", "x:xke-led-coalition"}},
		{"North and South Mordland exchanged fire.", []string{"XNM", "XSM"}},
		{"North and South Voldania exchanged fire.", []string{"XVO"}},
		{"Supporters of Mira Brennan attacked Kestria.", []string{"", "x:mira-brennan", "XKE"}},
		{"The delegation of Kestria left.", []string{"XKE.GOV", "XKE"}},
		{"A goal unites Kestria and Voldania more than fear of Marisia. Both countries built walls.", []string{"XKE", "XVO", "XMA", "XKE", "XVO"}},
		{"A goal unites Kestria and Voldania. It is a Marisian threat. Both countries built walls.", []string{"XKE", "XVO", "XMA", "XKE", "XVO"}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			x := trees[tt.text]
			if x == nil {
				t.Fatal("no tree of it: rebuild testdata/league.conllu")
			}
			x.Names = nil
			if at := strings.Index(tt.text, "Mira Brennan"); at >= 0 {
				first := x.Sentences[0].TokenAt(at)
				x.Names = []document.Name{{Range: document.Range{First: first, Last: first + 2}, Type: document.NamePerson}}
			}
			r.Annotate(x)
			var got []string
			for _, m := range x.Mentions {
				got = append(got, string(m.Actor))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("actors (-want +got):\n%s", diff)
			}
		})
	}
}
