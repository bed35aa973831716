package attribution

import (
	"strings"

	"entente"
	"entente/document"
)

// Chain returns the voices over a token of a sentence, outermost first: the
// speakers of every attribution whose content holds the token. It is empty, and
// not nil, where only the document's own voice speaks.
func Chain(t *document.Text, sentence, token int) []entente.Voice {
	return chainAt(t, t.Sentences[sentence].Tokens[token].Span)
}

// chainAt returns the voices over a span that is not wholly somebody's cue or name.
func chainAt(t *document.Text, at entente.Span) []entente.Voice {
	inner := -1
	for i := range t.Holding(at) {
		if inner < 0 || t.Attributions[i].Depth >= t.Attributions[inner].Depth {
			inner = i
		}
	}
	voices := []entente.Voice{}
	for i := inner; i >= 0; i = t.Attributions[i].Parent {
		if !ByNobody(t, i) {
			voices = append(voices, VoiceOf(t, i))
		}
	}
	for a, b := 0, len(voices)-1; a < b; a, b = a+1, b-1 {
		voices[a], voices[b] = voices[b], voices[a]
	}
	return voices
}

// ByNobody reports an attribution to nobody: "no one could foresee that".
func ByNobody(t *document.Text, i int) bool {
	a := &t.Attributions[i]
	if len(a.Source) == 0 {
		return false
	}
	first, _, _ := strings.Cut(strings.ToLower(t.String(a.Source[0])), " ")
	return first == "no" || first == "nobody" || first == "none"
}

// noun returns the noun that a source of one relative pronoun stands for, with
// what stands before it, else the zero Span.
func noun(t *document.Text, source entente.Span) entente.Span {
	i := t.SentenceAt(source.Start)
	if i < 0 {
		return entente.Span{}
	}
	s := &t.Sentences[i]
	k := s.TokenAt(source.Start)
	if k == len(s.Tokens) || s.Tokens[k].Span != source {
		return entente.Span{}
	}
	n := antecedent(s, k)
	if n < 0 {
		return entente.Span{}
	}
	first := n
	for first > 0 && s.Tokens[first-1].UPOS != "ADP" && s.Dominates(n, first-1) {
		first--
	}
	return entente.Span{Start: s.Tokens[first].Start, End: s.Tokens[n].End}
}

// VoiceOf returns the speaker of attribution i as a voice. Name is the words of
// the source, from its first fragment to its last where nothing but a cue lies
// between; the zero Voice but for its cue where the source is implicit.
func VoiceOf(t *document.Text, i int) entente.Voice {
	a := &t.Attributions[i]
	v := entente.Voice{Speaker: a.Speaker}
	if len(a.Cue) > 0 {
		v.Cue = a.Cue[0]
	}
	if len(a.Source) > 0 {
		v.Mention = a.Source[0]
		if n := noun(t, v.Mention); n.Len() > 0 {
			v.Mention = n
		}
		v.Name = t.String(v.Mention)
	}
	return v
}
