package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/document"
)

// atom is a word of a name: a token, or a part of one between hyphens. Table
// and text are cut by the same rules, so that "Tel-Aviv" and "Tel Aviv", "U.S."
// and "US" are the same atoms.
type atom struct {
	word       string // folded: lower case, no accents, apostrophes or full stops; "'s" for a possessive ending
	token      int    // index in the sentence
	start, end int    // bytes of the text
	upper      bool   // starts with a capital
	caps       bool   // has two capitals or more and no small letter
	lower      bool   // has a small letter
}

// appendAtoms cuts one token's form, which starts at byte base of the text.
func appendAtoms(out []atom, form string, token, base int) []atom {
	for i := 0; i < len(form); {
		c, n := utf8.DecodeRuneInString(form[i:])
		if !wordRune(c) {
			i += n
			continue
		}
		j := i
		for j < len(form) {
			c, n := utf8.DecodeRuneInString(form[j:])
			if !wordRune(c) {
				break
			}
			j += n
		}
		out = appendWord(out, form[i:j], token, base+i)
		i = j
	}
	return out
}

func wordRune(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '\'' || c == '.' || c == '&' || c == '`'
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) || c == '’' || c == 'ʻ'
}

// appendWord adds one word, splitting off a possessive ending.
func appendWord(out []atom, w string, token, at int) []atom {
	end := len(w)
	if w[end-1] == 's' || w[end-1] == 'S' {
		for _, mark := range [...]string{"'", "’"} {
			body, ok := strings.CutSuffix(w[:end-1], mark)
			if !ok {
				continue
			}
			if body != "" {
				out = appendWord(out, body, token, at)
			}
			return append(out, atom{word: "'s", token: token, start: at + len(body), end: at + end})
		}
	}
	a := atom{token: token, start: at, end: at + end}
	a.word = fold(w)
	if a.word == "" {
		return out
	}
	first := true
	capitals := 0
	for _, c := range w {
		switch {
		case unicode.IsUpper(c):
			capitals++
			a.upper = a.upper || first
		case unicode.IsLower(c):
			a.lower = true
		}
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			first = false
		}
	}
	a.caps = capitals > 1 && !a.lower
	return append(out, a)
}

// fold writes a word in lower case without accents, apostrophes and full stops.
func fold(w string) string {
	plain, letters := true, true
	for i := 0; i < len(w); i++ {
		c := w[i]
		plain = plain && 'a' <= c && c <= 'z'
		letters = letters && ('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9')
	}
	switch {
	case plain:
		return w
	case letters:
		return strings.ToLower(w)
	}
	var b strings.Builder
	b.Grow(len(w))
	for _, c := range w {
		switch {
		case c == '\'' || c == '’' || c == '.' || c == 'ʻ' || c == '`' || unicode.Is(unicode.Mn, c):
		case c < utf8.RuneSelf:
			b.WriteRune(unicode.ToLower(c))
		default:
			c = unicode.ToLower(c)
			if s, ok := latin[c]; ok {
				b.WriteString(s)
			} else {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}

// latin gives accented Latin letters without their accents.
var latin = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th"}
	for _, row := range []string{
		"aàáâãäåāăąǎạảấầẩậắằ", "cçćĉċč", "dďđð", "eèéêëēĕėęěẹếềệểǝə", "gĝğġģǧ", "hĥħḥ", "iìíîïĩīĭįıịǐ", "jĵ", "kķ", "lĺļľŀł",
		"nñńņňŋ", "oòóôõöøōŏőọốồộơờớợ", "rŕŗř", "sśŝşšșṣ", "tţťŧțṭ", "uùúûüũūŭůűųụưứừữ", "wŵ", "yýÿŷ", "zźżžẓ",
	} {
		base, n := utf8.DecodeRuneInString(row)
		for _, c := range row[n:] {
			m[c] = string(base)
		}
	}
	return m
}()

// atomsOf cuts the tokens of a sentence.
func atomsOf(s *document.Sentence) []atom {
	out := make([]atom, 0, len(s.Tokens)+4)
	for i := range s.Tokens {
		out = appendAtoms(out, s.Tokens[i].Form, i, s.Tokens[i].Start)
	}
	return out
}

// slug writes words as the tail of an identifier: "Some Party" is "some-party".
func slug(words string) string {
	atoms := appendAtoms(nil, words, 0, 0)
	var b strings.Builder
	for _, a := range atoms {
		if a.word == "'s" {
			b.WriteString("s")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(a.word)
	}
	return b.String()
}
