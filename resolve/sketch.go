package resolve

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	bands    [bands]uint64 // the keys of the sketch's bands
}

// NewText makes the comparable form of a body's text. Letters' case, accents,
// punctuation and white space do not count.
func NewText(body string) *Text {
	words := wordsOf(body)
	t := &Text{words: len(words), shingles: make([]uint64, 0, max(0, len(words)-shingleWords+1))}
	for i := 0; i+shingleWords <= len(words); i++ {
		t.shingles = append(t.shingles, hashOf(words[i:i+shingleWords]))
	}
	slices.Sort(t.shingles)
	t.shingles = slices.Compact(t.shingles)
	all := sketch(t.shingles)
	for i := range t.bands {
		t.bands[i] = band(i, all[i*rows:(i+1)*rows])
	}
	return t
}

// wordsOf are a body's words in small letters without accents. What stands between
// two ASCII characters that are no letters or digits is folded alone: most of it is
// ASCII, and need not be.
func wordsOf(body string) []string {
	words := make([]string, 0, len(body)/6)
	for at := 0; at < len(body); {
		from, plain := at, true
		for at < len(body) && !separates(body[at]) {
			plain = plain && body[at] < utf8.RuneSelf
			at++
		}
		switch {
		case from == at:
			at++
		case plain:
			words = append(words, strings.ToLower(body[from:at]))
		default:
			words = append(words, folded(body[from:at])...)
		}
	}
	return words
}

// separates reports whether a byte is an ASCII character that is no letter or digit.
func separates(c byte) bool {
	return c < utf8.RuneSelf && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
}

// folded are the words of any text.
func folded(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFKD.String(text)), func(r rune) bool {
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
	return words
}

// sketch finds the smallest of the hashes by each of some functions: x times an odd
// number modulo 2^64 (Dietzfelbinger et al. 1997), on hashes that are mixed already.
func sketch(hashes []uint64) (out [rows * bands]uint64) {
	factor := func(i int) uint64 { return mix(uint64(i+1)*0x9e3779b97f4a7c15) | 1 }
	for i := 0; i < len(out); i += 4 {
		out[i], out[i+1], out[i+2], out[i+3] = least(hashes, factor(i), factor(i+1), factor(i+2), factor(i+3))
	}
	return out
}

// least are the smallest products of hashes with four factors: found together, the
// processor need not wait for one of them.
func least(hashes []uint64, f, g, h, k uint64) (a, b, c, d uint64) {
	a, b, c, d = ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)
	for _, x := range hashes {
		a, b, c, d = min(a, x*f), min(b, x*g), min(c, x*h), min(d, x*k)
	}
	return a, b, c, d
}

// hashOf is the hash of some words (FNV-1a, 64 bits, mixed).
func hashOf(words []string) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * prime
		}
		h = (h ^ ' ') * prime
	}
	return mix(h)
}

// mix is the finalizer of splitmix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// band is the key of a band of a sketch.
func band(i int, least []uint64) uint64 {
	h := fnv.New64a()
	var b [8]byte
	b[0] = byte(i)
	h.Write(b[:1])
	for _, m := range least {
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
