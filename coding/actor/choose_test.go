package actor

import (
	"math/rand/v2"
	"slices"
	"testing"

	"entente/document"
)

// TestPickLeavesTheTableAsItIs picks among the senses of every name of the shipped table
// that has several. What it finds of one document must not reach the next: the table is
// shared by all that are coded at once.
func TestPickLeavesTheTableAsItIs(t *testing.T) {
	r, err := New(DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	s := &document.Sentence{Tokens: []document.Token{{UPOS: "PROPN", XPOS: "NNP", Head: -1, Rel: "root"}}}
	for _, table := range r.tables {
		for _, senses := range table.trie.senses {
			if len(senses) < 2 {
				continue
			}
			was := slices.Clone(senses)
			for range 50 {
				d := &desk{r: r, text: &document.Text{}, weight: map[string]int{}}
				for i := range senses {
					if x := &senses[i]; x.form != formAgent && x.form != formNobody {
						d.weight[table.things[x.what].country] = random.IntN(4)
					}
				}
				h := hit{last: 1, tl: 1, senses: senses}
				d.pick(s, &work{atoms: []atom{{upper: true}}, cover: make([]int16, 1), hits: []hit{h}}, &h)
			}
			if !slices.Equal(senses, was) {
				t.Fatalf("picking a sense changed those of the table: %+v, %+v before", senses, was)
			}
		}
	}
}
