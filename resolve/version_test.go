package resolve

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/copies.txt anew, of a new CopyVersion only")

// variety is documents that copy in every way: reprints, a story that changes, passages,
// other spellings, unknown dates, short ones.
func variety() []Source {
	out := reprints(80)
	add := func(name string, day int, words ...string) {
		s := Source{ID: entente.DocumentID("d-" + name), Text: text(words...)}
		if day > 0 {
			s.Published = entente.NewDay(2031, 3, 1).Add(day)
		}
		out = append(out, s)
	}
	changing := article(7, 200)
	for i := range 30 {
		add(fmt.Sprintf("changing-%02d", i), 1+i, changing...)
		changing = slices.Concat(changing[30:], article(200+i, 30))
	}
	for i := range 30 {
		long := article(300+i, 150)
		add(fmt.Sprintf("long-%02d", i), 1+i%7, long...)
		add(fmt.Sprintf("roundup-%02d", i), 2+i%5, slices.Concat(article(400+i, 20*i), long[:20+4*i], changing[:5*i])...)
	}
	for i := range 10 {
		words := article(500+i, 5+3*i)
		add(fmt.Sprintf("plain-%02d", i), i%3, words...)
		add(fmt.Sprintf("loud-%02d", i), i%2, strings.ToUpper(strings.Join(words, ", ")))
		add(fmt.Sprintf("accents-%02d", i), 9, strings.ReplaceAll(strings.Join(words, " "), "o", "\u00f6"))
	}
	return out
}

// Ledgers keep what is found under CopyVersion. Where this test finds other copies than
// testdata/copies.txt has, raise CopyVersion and then run it with -update.
func TestFindingOtherCopiesRaisesTheVersion(t *testing.T) {
	const path = "testdata/copies.txt"
	var b strings.Builder
	fmt.Fprintln(&b, "version", CopyVersion)
	for _, c := range Copies(variety()) {
		fmt.Fprintf(&b, "%s %s %s %.6f %d\n", c.Document, c.Of, c.Kind, c.Share, c.Shared)
	}
	was, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	diff := cmp.Diff(strings.Split(string(was), "\n"), strings.Split(b.String(), "\n"))
	if diff == "" {
		return
	}
	if strings.HasPrefix(string(was), fmt.Sprintln("version", CopyVersion)) {
		t.Fatalf("other copies are found than before: raise CopyVersion, then write them with -update (-before +now):\n%s", diff)
	}
	if !*update {
		t.Fatalf("CopyVersion was raised: write the copies with -update (-before +now):\n%s", diff)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
