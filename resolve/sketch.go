package resolve

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sizes of a sketch. Shingles of five words are seldom alike by chance; 128
// smallest hashes in 64 bands of two rows find a pair whose shingles are a third
// alike with a probability of 1 - (1 - 1/9)^64 = .999 (Broder 1997; Leskovec,
// Rajaraman and Ullman, Mining of Massive Datasets, ch. 3).
const (
	shingleWords = 5
	rows         = 2
	bands        = 64
)

// Text is what of a document is compared: its body's words.
type Text struct {
	shingles []uint64 // hashes, sorted, each once
	words    int
	min      [rows * bands]uint64
}

// NewText makes the comparable form of a body's text. Letters' case, accents,
// punctuation and white space do not count.
func NewText(body string) *Text {
	words := strings.FieldsFunc(strings.ToLower(norm.NFKD.String(body)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	})
	for i, w := range words {
		words[i] = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, w)
	}
	t := &Text{words: len(words)}
	for i := 0; i+shingleWords <= len(words); i++ {
		t.shingles = append(t.shingles, hashOf(words[i:i+shingleWords]))
	}
	slices.Sort(t.shingles)
	t.shingles = slices.Compact(t.shingles)
	t.sketch()
	return t
}

// sketch finds the smallest of the shingles' hashes by each of some functions: x times
// an odd number modulo 2^64 (Dietzfelbinger et al. 1997), on hashes that are mixed
// already.
func (t *Text) sketch() {
	for i := range t.min {
		factor, least := mix(uint64(i+1)*0x9e3779b97f4a7c15)|1, ^uint64(0)
		for _, s := range t.shingles {
			least = min(least, s*factor)
		}
		t.min[i] = least
	}
}

// hashOf is the hash of some words.
func hashOf(words []string) uint64 {
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{' '})
	}
	return mix(h.Sum64())
}

// mix is the finalizer of splitmix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// band is a key of a band of the sketch.
func (t *Text) band(i int) uint64 {
	h := fnv.New64a()
	var b [8]byte
	b[0] = byte(i)
	h.Write(b[:1])
	for _, m := range t.min[i*rows : (i+1)*rows] {
		binary.LittleEndian.PutUint64(b[:], m)
		h.Write(b[:])
	}
	return h.Sum64()
}

// Shared counts the shingles that two texts share.
func (t *Text) Shared(o *Text) int {
	n, i, k := 0, 0, 0
	for i < len(t.shingles) && k < len(o.shingles) {
		switch {
		case t.shingles[i] < o.shingles[k]:
			i++
		case t.shingles[i] > o.shingles[k]:
			k++
		default:
			n++
			i++
			k++
		}
	}
	return n
}

// Within is the share of t's shingles that o has too, 0 where t has none.
func (t *Text) Within(o *Text) float64 {
	if len(t.shingles) == 0 {
		return 0
	}
	return float64(t.Shared(o)) / float64(len(t.shingles))
}

// key is alike for texts of the same passages, and for no others but by a chance of
// one in 2^64.
func (t *Text) key() uint64 {
	h := mix(uint64(len(t.shingles)))
	for _, s := range t.shingles {
		h = mix(h ^ s)
	}
	return h
}
