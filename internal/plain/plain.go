// Package plain makes text from outside fit to be shown: see Line.
package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes text from outside fit for a line: white space runs become one
// space, and control characters and the marks that reorder or hide text are
// dropped, so that a document cannot steer a terminal or disguise its words.
func Line(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isClean reports whether text is plain letters, digits and marks with single spaces
// between them, as most is: clean leaves it as it is.
func isClean(s string) bool {
	space := true
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}
