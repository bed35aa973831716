package attribution

import (
	"strings"

	"entente/document"
)

// aside takes from a content what the writer puts behind it, and gives it what stands behind a short
// reporting clause.
func (w *worker) aside(p *proposal) {
	w.cutComment(p)
	w.cutSilence(p)
	w.cutNext(p)
	w.metBefore(p)
	w.saidOn(p)
	w.saidToday(p)
	w.cutLater(p)
}

// cutLater keeps of what is said in no quotation the words of the sentence that says it.
func (w *worker) cutLater(p *proposal) {
	v := w.v
	end := v.first[v.words[p.head].sentence+1]
	_, first, last := p.count(v, roleContent)
	if first < p.head || first >= end || last < end || v.words[end-1].sign == signColon {
		return
	}
	for i := end; i <= last; i++ {
		if v.words[i].quote != 0 {
			return
		}
	}
	w.clear(p, end, p.lo+len(p.role))
}

// saidToday leaves to the cue when it was said: "said today it would leave".
func (w *worker) saidToday(p *proposal) {
	v := w.v
	i := p.head + 1
	if i+2 >= v.first[v.words[p.head].sentence+1] || !p.is(i, roleContent) || v.words[i].quote != 0 {
		return
	}
	switch v.token(i).Form {
	case "today", "yesterday":
	default:
		return
	}
	if u := v.token(i + 1).UPOS; u == "PRON" || u == "DET" || u == "PROPN" || u == "SCONJ" {
		w.clear(p, i, i+1)
	}
}

// cutComment takes out of a content what others think of it: in "he said 40 died, a claim that the
// army denies" nobody says that the army denies it.
func (w *worker) cutComment(p *proposal) {
	v := w.v
	n := int(v.words[p.head].sentence)
	s, base := &v.t.Sentences[n], v.first[n]
	_, _, last := p.count(v, roleContent)
	for i := p.head + 1; i < v.first[n+1]; i++ {
		if !comments[v.token(i).Lemma] || v.words[i].upos != nounTag || v.words[i].quote != 0 || !p.is(i, roleContent) {
			continue
		}
		k := i - 1
		for k > p.head && (v.token(k).UPOS == "DET" || v.token(k).UPOS == "ADJ") {
			k--
		}
		about := s.Child(i-base, "acl", "acl:relcl")
		if v.words[k].sign != signComma && v.words[k].sign != signDash || k-1 <= p.head || about < i-base {
			continue
		}
		if _, hi := s.Subtree(i - base); base+hi > last {
			w.clear(p, k, p.lo+len(p.role))
		}
		return
	}
}

// comments are nouns by which a writer calls what was said.
var comments = map[string]bool{"claim": true, "allegation": true, "charge": true, "accusation": true, "assertion": true, "contention": true, "denial": true}

// cutSilence takes from the end of a content that nothing more was said: "but gave no details",
// "without elaborating".
func (w *worker) cutSilence(p *proposal) {
	v := w.v
	n := int(v.words[p.head].sentence)
	for i := p.head + 2; i+1 < v.first[n+1]; i++ {
		if !p.is(i, roleContent) || v.words[i].quote != 0 || !w.isSilence(i, v.first[n+1]) {
			continue
		}
		w.clear(p, i, p.lo+len(p.role))
		return
	}
}

// isSilence reports that words from i on, before end, tell that somebody said no more.
func (w *worker) isSilence(i, end int) bool {
	v := w.v
	k, none := i+1, false
	switch strings.ToLower(v.token(i).Form) {
	case "without":
		none = true
	case "but", "though", "although":
	default:
		return false
	}
	for ; k < end && (v.token(k).UPOS == "AUX" || v.token(k).UPOS == "PRON" || v.token(k).UPOS == "PART" || v.token(k).UPOS == "ADV"); k++ {
		none = none || v.token(k).Lemma == "not" || v.token(k).Lemma == "n't"
	}
	if k >= end || v.words[k].upos != verb {
		return false
	}
	switch v.token(k).Lemma {
	case "elaborate":
		return none
	case "give", "provide", "offer", "present", "cite", "disclose", "reveal":
	default:
		return false
	}
	for k++; k < end && k < i+8; k++ {
		switch t := v.token(k); {
		case t.Lemma == "no":
			none = true
		case t.UPOS == "NOUN":
			return none && (t.Lemma == "detail" || t.Lemma == "evidence" || t.Lemma == "proof" || t.Lemma == "specific" || t.Lemma == "elaboration")
		case t.UPOS == "VERB" && t.XPOS != "VBG":
			return false
		}
	}
	return false
}

// cutNext takes out of a question that somebody leaves open the clause behind "and" that asks nothing:
// "did not say when they met and the town is calm".
func (w *worker) cutNext(p *proposal) {
	v := w.v
	n := int(v.words[p.head].sentence)
	s, base := &v.t.Sentences[n], v.first[n]
	_, first, last := p.count(v, roleContent)
	if first < p.head || last >= v.first[n+1] || v.token(first).XPOS != "WRB" {
		return
	}
	for i := first + 2; i < last; i++ {
		if v.token(i).UPOS != "CCONJ" || v.words[i].quote != 0 || v.words[i].head < 0 {
			continue
		}
		h := int(v.words[i].head)
		subject := s.Child(h-base, "nsubj", "nsubj:pass")
		if h <= i || subject < i-base || s.Tokens[subject].UPOS == "PRON" || !finite(s, h-base) {
			continue
		}
		switch lo, _ := s.Subtree(subject); v.token(i + 1).XPOS {
		case "WRB", "WP", "WDT", "IN":
		default:
			if base+lo == i+1 {
				w.clear(p, i, p.lo+len(p.role))
				return
			}
		}
	}
}

// finite reports a predicate in the past or present.
func finite(s *document.Sentence, i int) bool {
	x := s.Tokens[i].XPOS
	if a := s.Child(i, "aux", "aux:pass", "cop"); a >= 0 {
		x = s.Tokens[a].XPOS
	}
	return x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD"
}

// metBefore gives a source the verb of the clause about it that stands right before its cue: "some
// villagers our reporter spoke to said".
func (w *worker) metBefore(p *proposal) {
	v := w.v
	n, _, last := p.count(v, roleSource)
	said := p.head
	for said+1 < v.first[v.words[p.head].sentence+1] && p.is(said+1, roleCue) {
		said++
	}
	if n < 3 || last >= p.head || said-last < 2 || said-last > 5 || v.words[last].sentence != v.words[said].sentence || !w.k.quoting[v.words[said].class] {
		return
	}
	k := last + 1
	for k < said && (v.token(k).UPOS == "AUX" || v.token(k).UPOS == "ADV") {
		k++
	}
	if k >= said || v.words[k].upos != verb || !past[v.token(k).XPOS] || !past[v.token(said).XPOS] || !nominal(v.token(last)) {
		return
	}
	for i := last + 1; i < said; i++ {
		if u := v.token(i).UPOS; v.words[i].sign != signNone || i > k && u != "ADP" && u != "PART" && u != "SCONJ" {
			return
		}
	}
	p.mark(last+1, said, roleSource)
	p.head = said
}

// past are the tags of verbs that stand without another verb.
var past = map[string]bool{"VBD": true, "VBN": true, "VBZ": true, "VBP": true}

// saidOn ends a cue at the day on which something was said: "said on Monday troops had left".
func (w *worker) saidOn(p *proposal) {
	v := w.v
	for i := p.head + 2; i+1 < v.first[v.words[p.head].sentence+1] && p.is(i, roleCue); i++ {
		if !weekdays[v.token(i).Form] || v.token(i-1).Form != "on" || !p.is(i+1, roleCue) || v.token(i+1).UPOS != "NOUN" {
			continue
		}
		_, first, _ := p.count(v, roleContent)
		if first < i {
			return
		}
		p.mark(i+1, first, roleContent)
		return
	}
}

var weekdays = map[string]bool{"Monday": true, "Tuesday": true, "Wednesday": true, "Thursday": true, "Friday": true, "Saturday": true, "Sunday": true}

// isManner reports a cue that says how or when somebody spoke and not what: "would like to say", "spoke
// hours before he met the envoy".
func (w *worker) isManner(p *proposal) bool {
	v := w.v
	s, at := &v.t.Sentences[v.words[p.head].sentence], int(v.words[p.head].token)
	if t := &s.Tokens[at]; t.Lemma == "elect" && at > 0 && s.Tokens[at-1].Form == "-" { // "president-elect"
		return true
	} else if t.Lemma == "like" {
		return s.IsCourtesy(at)
	} else if t.Lemma != "speak" && t.Lemma != "talk" {
		return false
	}
	_, first, last := p.count(v, roleCue)
	if _, c, _ := p.count(v, roleContent); first < 0 || c != last+1 {
		return false
	}
	f := strings.ToLower(v.token(last).Form)
	return f == "before" || f == "after" || f == "until"
}
