package attribution

import (
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
	for i := range t.Attributions {
		a := &t.Attributions[i]
		for _, c := range a.Content {
			if c.Contains(at) && (inner < 0 || a.Depth >= t.Attributions[inner].Depth) {
				inner = i
			}
		}
	}
	voices := []entente.Voice{}
	for i := inner; i >= 0; i = t.Attributions[i].Parent {
		voices = append(voices, VoiceOf(t, i))
	}
	for a, b := 0, len(voices)-1; a < b; a, b = a+1, b-1 {
		voices[a], voices[b] = voices[b], voices[a]
	}
	return voices
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
		v.Name = t.String(v.Mention)
	}
	return v
}
