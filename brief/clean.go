package brief

import (
	"strings"
	"unicode/utf8"

	"entente/internal/plain"
)

// clean makes text from outside fit for a line.
func clean(s string) string { return plain.Line(s) }

// clip shortens cleaned text to about n characters at spaces, keeping the
// stretch around focus, the words that matter ("" for the start).
func clip(s, focus string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	at := max(strings.Index(s, focus), 0)
	from, to := window(s, at, at+len(focus), n)
	out := s[from:to]
	if from > 0 {
		out = "… " + strings.TrimLeft(out, " ,;:")
	}
	if to < len(s) {
		out = strings.TrimRight(out, " ,;:") + " …"
	}
	return out
}

// window widens [from, to) word by word, after and before in turn, while it
// holds at most n characters; it starts at the beginning where that fits.
func window(s string, from, to, n int) (int, int) {
	if utf8.RuneCountInString(s[:to]) <= n {
		from = 0
	}
	for {
		grown := false
		if next := nextSpace(s, to); next > to && utf8.RuneCountInString(s[from:next]) <= n {
			to, grown = next, true
		}
		if before := lastSpace(s, from); before < from && utf8.RuneCountInString(s[before:to]) <= n {
			from, grown = before, true
		}
		if !grown {
			return from, to
		}
	}
}

func nextSpace(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	if j := strings.IndexByte(s[i+1:], ' '); j >= 0 {
		return i + 1 + j
	}
	return len(s)
}

func lastSpace(s string, i int) int {
	if i <= 0 {
		return 0
	}
	return strings.LastIndexByte(s[:i-1], ' ') + 1
}
