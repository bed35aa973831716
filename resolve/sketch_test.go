package resolve

import (
	"hash/fnv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// Words are those of the whole text folded at once, and hashed as ever: ledgers keep what
// was found by them.
func TestWordsAreFoldedAloneAsTogether(t *testing.T) {
	some := rapid.SampledFrom([]string{
		"Gondor", "S\u00e3o Tom\u00e9", "e\u0301", "\u0301", "a\u0323\u0307", "\u0307\u0323", "\ufb01nal", "\u2026", "\u00a0", "\u201cno\u201d", "\u2014", "\u0130", "\u03a3", "U.S.", "1,5", "\u00bd", "\xff", "\xe2",
		"\uac00", "\u0915\u094d", "\u302e", " ", "-", "'", "\u2019s", "\x00",
	})
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOf(rapid.OneOf(some, rapid.String())).Draw(t, "pieces"), "")
		words := wordsOf(body)
		if diff := cmp.Diff(folded(body), words, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q (-together +alone):\n%s", body, diff)
		}
		h := fnv.New64a()
		for _, w := range words {
			h.Write([]byte(w + " "))
		}
		if hashOf(words) != mix(h.Sum64()) {
			t.Errorf("the hash of %q is another", words)
		}
	})
}

func TestSketchIsTheLeastByEachFunction(t *testing.T) {
	for _, n := range []int{0, 1, 7, 300} {
		x := text(article(n, n)...)
		for i, got := range sketch(x.shingles) {
			want := ^uint64(0)
			for _, s := range x.shingles {
				want = min(want, s*(mix(uint64(i+1)*0x9e3779b97f4a7c15)|1))
			}
			if got != want {
				t.Errorf("of %d words, %d: %x, want %x", n, i, got, want)
			}
		}
	}
}
