package coref

import (
	"strings"

	"entente/document"
)

// markQuotes numbers the words of quotations from 1, marks included; 0 is
// outside. A quotation ends with its paragraph unless the next opens with a mark.
func (v *view) markQuotes() {
	open, number, paragraph := 0, 0, -1
	text := v.t.Document.Text
	for i := range v.t.Sentences {
		s := &v.t.Sentences[i]
		if s.Paragraph != paragraph {
			paragraph, open = s.Paragraph, 0
		}
		for k := range s.Tokens {
			tok := &s.Tokens[k]
			at := v.base[i] + k
			switch quoteMark(text, tok, open > 0) {
			case opens:
				if open == 0 {
					number++
					open = number
				}
				v.quote[at] = open
			case closes:
				v.quote[at], open = open, 0
			default:
				v.quote[at] = open
			}
		}
	}
	v.speaker = make([]int, number+1)
	for q := range v.speaker {
		v.speaker[q] = -1
	}
}

type mark uint8

const (
	plain mark = iota
	opens
	closes
)

// quoteMark tells whether a token is a double quotation mark that opens or closes.
func quoteMark(text string, tok *document.Token, open bool) mark {
	switch tok.Form {
	case "“", "``", "„", "«":
		return opens
	case "”", "''", "»":
		return closes
	case "\"":
		before := tok.Start == 0 || strings.ContainsRune(" \n\t(—–-[", rune(text[tok.Start-1]))
		after := tok.End == len(text) || strings.ContainsRune(" \n\t", rune(text[tok.End]))
		if before && !after || !open && !after {
			return opens
		}
		return closes
	}
	return plain
}

// findSpeakers gives each quotation the token, by its number in the text, of the
// subject of the verb that it hangs on or that stands beside it; a quotation
// without one has the speaker of the one before it in its paragraph.
func (v *view) findSpeakers() {
	at := make([]int, len(v.speaker)) // sentence where a quotation begins
	for i := range v.t.Sentences {
		s := &v.t.Sentences[i]
		for k := range s.Tokens {
			q := v.quote[v.base[i]+k]
			if q == 0 {
				v.speakerUnder(i, k)
				continue
			}
			if at[q] == 0 {
				at[q] = i + 1
			}
			h := s.Tokens[k].Head
			if h < 0 || v.quote[v.base[i]+h] == q || s.Tokens[k].UPOS == "PUNCT" || v.speaker[q] >= 0 {
				continue
			}
			if tok := &s.Tokens[h]; tok.UPOS == "VERB" {
				switch s.Tokens[k].Rel {
				case "ccomp", "parataxis", "obj", "xcomp", "dep", "advcl":
					v.speaker[q] = v.subjectOf(i, h)
				}
			}
		}
	}
	for q := 2; q < len(v.speaker); q++ {
		if v.speaker[q] < 0 && at[q] > 0 && at[q-1] > 0 && v.t.Sentences[at[q]-1].Paragraph == v.t.Sentences[at[q-1]-1].Paragraph {
			v.speaker[q] = v.speaker[q-1]
		}
	}
}

// speakerUnder takes a verb outside quotations that the tree hangs under a quoted
// one: "..., the captain said".
func (v *view) speakerUnder(i, k int) {
	s := &v.t.Sentences[i]
	tok := &s.Tokens[k]
	if tok.UPOS != "VERB" || tok.Head < 0 || tok.Rel != "parataxis" {
		return
	}
	if q := v.quote[v.base[i]+tok.Head]; q > 0 && v.speaker[q] < 0 {
		v.speaker[q] = v.subjectOf(i, k)
	}
}

// subjectOf returns the number of the subject's head of verb k of sentence i, -1.
func (v *view) subjectOf(i, k int) int {
	if c := v.t.Sentences[i].Child(k, "nsubj"); c >= 0 {
		return v.base[i] + c
	}
	return -1
}
