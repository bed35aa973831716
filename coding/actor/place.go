package actor

import (
	"strings"

	"entente/document"
)

// isDateline reports a place that stands in capitals before a report, or between its
// headline and its text, in a sentence that is not all in capitals: "SOROVO : Troops
// left", "SOROVO Senior leaders met", "SOROVO , MARCH 17 : Troops". Nothing there is
// said of the state that the place belongs to.
func isDateline(s *document.Sentence, w *work, h *hit) bool {
	if w.shouted || !isPlaceName(*h.sense) && h.sense.form != formCity {
		return false
	}
	letters := 0
	for _, a := range w.atoms[h.first:h.last] {
		if !a.caps {
			return false
		}
		letters += len(a.word)
	}
	if letters < 4 || h.tl >= len(s.Tokens) { // "USA"
		return false
	}
	for t := h.tl; t < min(len(s.Tokens), h.tl+7); t++ {
		tok := &s.Tokens[t]
		switch tok.Form {
		case ":", "--", "—", "–":
			return true
		}
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" {
			break
		}
	}
	next := &s.Tokens[h.tl]
	return startsUpper(next.Form) && next.Form != strings.ToUpper(next.Form) && next.UPOS != "VERB" && next.UPOS != "AUX"
}

// placed reports whether a name tells where something is or happens.
func placed(s *document.Sentence, w *work, h *hit) bool {
	switch caseOf(s, h.head) {
	case "in", "at", "near", "inside", "within", "across", "around", "outside", "throughout", "into", "onto", "via", "through":
		return true
	}
	if s.Tokens[h.head].Rel == "appos" {
		if hd := s.Tokens[h.head].Head; hd >= 0 && w.cover[hd] > 0 {
			g := &w.hits[w.cover[hd]-1]
			if g.is(formCity) || g.is(formCapital) {
				return true
			}
		}
	}
	for k := h.last; k < len(w.atoms) && k <= h.last; k++ { // "Baku-based"
		if w.atoms[k-1].end+1 >= w.atoms[k].start {
			switch w.atoms[k].word {
			case "based", "born", "area", "region":
				return true
			}
		}
	}
	if h.tf == 0 && h.tl < len(s.Tokens) { // dateline: "WINDHELM (AP) --", "Windhelm, Gondor --"
		for t := h.tl; t < len(s.Tokens) && t < h.tl+7; t++ {
			switch s.Tokens[t].Form {
			case "--", "—", "–":
				return true
			}
			if u := s.Tokens[t].UPOS; u == "VERB" || u == "AUX" {
				break
			}
		}
	}
	return false
}
