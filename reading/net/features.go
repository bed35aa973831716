package net

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hashedFeatures is how many hashed rows a word type sums.
const hashedFeatures = 10

// wordType is what the network sees of a word: its vocabulary row and hashed
// rows, which depend on its letters alone.
type wordType struct {
	row    int32
	hashed [hashedFeatures]int32
}

// lower is the word in lower case with every digit a 0.
func lower(w string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return '0'
		}
		return r
	}, strings.ToLower(w))
}

func isDigit(r rune) bool {
	return '0' <= r && r <= '9' || r > utf8.RuneSelf && unicode.Is(unicode.Nd, r)
}

// shape is the word with X for upper case, x for other letters, 0 for digits and
// the rest as it stands; of a run two stay, of the whole twelve.
func shape(w string) string {
	var out [12]rune
	n := 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		case isDigit(r):
			r = '0'
		}
		if n >= 2 && out[n-1] == r && out[n-2] == r {
			continue
		}
		if n == len(out) {
			break
		}
		out[n] = r
		n++
	}
	return string(out[:n])
}

// first and last return the first and last n characters of w, or all of it.
func first(w string, n int) string {
	for i := range w {
		if n == 0 {
			return w[:i]
		}
		n--
	}
	return w
}

func last(w string, n int) string {
	i := len(w)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(w[:i])
		i -= size
	}
	return w[i:]
}

// features looks up a word.
func (m *Model) features(w string) wordType {
	l, s := lower(w), shape(w)
	t := wordType{row: m.vocab[l]}
	k := 0
	add := func(kind, value string) {
		t.hashed[k] = int32(hash(kind, value) % uint32(m.sizes.NH))
		k++
	}
	add("h:", s)
	add("s1:", last(l, 1))
	add("s2:", last(l, 2))
	add("s3:", last(l, 3))
	add("s4:", last(l, 4))
	add("p1:", first(l, 1))
	add("p2:", first(l, 2))
	add("p3:", first(l, 3))
	add("i:", first(w, 1))
	if utf8.RuneCountInString(w) > 1 {
		add("c:", first(s, 1)+last(l, 3))
	} else {
		add("c:", w)
	}
	return t
}

// hash is 32-bit FNV-1a of the two strings joined.
func hash(a, b string) uint32 {
	h := uint32(2166136261)
	for i := range len(a) {
		h = (h ^ uint32(a[i])) * 16777619
	}
	for i := range len(b) {
		h = (h ^ uint32(b[i])) * 16777619
	}
	return h
}
