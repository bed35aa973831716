package attribution

import (
	"strings"

	"entente/document"
)

// markQuotes numbers the quotations of a text: word.quote is 0 outside and n
// inside the n-th, the marks themselves included. Straight marks open where a
// space stands before and none after. A quotation still open at the end of a
// paragraph ends there, unless the next one opens with a mark again, as
// quotations of several paragraphs do: then it goes on under its number.
func markQuotes(v *view) {
	text := v.t.Document.Text
	open, number := int32(0), int32(0)
	paragraph := -1
	for i := range v.words {
		w := &v.words[i]
		form := v.token(i).Form
		s := &v.t.Sentences[w.sentence]
		carried := int32(0)
		if s.Paragraph != paragraph {
			paragraph = s.Paragraph
			carried, open = open, 0
		}
		switch quoteMark(text, v.token(i), form) {
		case opens:
			w.sign = signOpen
			if carried != 0 {
				open = carried
			} else if open == 0 {
				number++
				open = number
			}
			w.quote = open
		case closes:
			w.sign = signClose
			w.quote, open = open, 0
		default:
			w.quote = open
		}
	}
	v.quotes = int(number)
}

type quoteKind uint8

const (
	plain quoteKind = iota
	opens
	closes
)

// quoteMark tells whether a token is a double quotation mark that opens or closes.
func quoteMark(text string, tok *document.Token, form string) quoteKind {
	switch form {
	case "“", "``", "„", "«":
		return opens
	case "”", "''", "»":
		return closes
	case "\"":
		before := tok.Start == 0 || strings.ContainsRune(" \n\t(—–-[", rune(text[tok.Start-1])) || strings.HasSuffix(text[:tok.Start], "—") || strings.HasSuffix(text[:tok.Start], "\u00a0")
		after := tok.End == len(text) || strings.ContainsRune(" \n\t", rune(text[tok.End]))
		if before && !after {
			return opens
		}
		return closes
	}
	return plain
}
