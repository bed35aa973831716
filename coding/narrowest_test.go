package coding

import (
	"strings"
	"testing"

	"entente"
)

func TestNumberIsStatedByTheInnermostClaimOverIt(t *testing.T) {
	claim := func(id entente.RecordID, start, end int) entente.Claim {
		return entente.Claim{Base: entente.Base{ID: id, Evidence: entente.Span{Start: start, End: end}}}
	}
	claims := []entente.Claim{claim("c-outer", 0, 60), claim("c-inner", 20, 50), claim("c-later", 60, 90)}
	for at, want := range map[entente.Span]entente.RecordID{
		{Start: 30, End: 32}: "c-inner", {Start: 5, End: 9}: "c-outer", {Start: 61, End: 62}: "c-later", {Start: 95, End: 97}: "", {Start: 49, End: 51}: "c-outer",
	} {
		if got := narrowest("", claims, at); got != want {
			t.Errorf("%v is stated by %q, want %q", at, got, want)
		}
	}
}

func TestNumberInTheNameOfAVoiceIsNotStatedByIt(t *testing.T) {
	claim := func(id entente.RecordID, start, end int, voices ...entente.Span) entente.Claim {
		c := entente.Claim{Base: entente.Base{ID: id, Evidence: entente.Span{Start: start, End: end}}}
		for _, v := range voices {
			c.Chain = append(c.Chain, entente.Voice{Mention: v})
		}
		return c
	}
	poll := entente.Span{Start: 0, End: 8}
	// "The poll found that 84 percent said that ..."
	claims := []entente.Claim{claim("c-poll", 0, 60, poll), claim("c-people", 20, 60, poll, entente.Span{Start: 20, End: 30})}
	if got := narrowest("", claims, entente.Span{Start: 20, End: 30}); got != "c-poll" {
		t.Errorf("stated by %q, want the poll", got)
	}
}

func TestNumberBesideWhatIsSaidIsNotStatedByTheVoice(t *testing.T) {
	text := "Kestria expelled two envoys, accusing them of five thefts."
	claims := []entente.Claim{
		{Base: entente.Base{ID: "c-accused", Evidence: entente.Span{End: len(text) - 1}}, Text: "them of five thefts"},
		{Base: entente.Base{ID: "c-expelled", Evidence: entente.Span{End: 27}}, Text: "Kestria expelled two envoys"},
	}
	for word, want := range map[string]entente.RecordID{"two": "c-expelled", "five": "c-accused"} {
		at := strings.Index(text, word)
		if got := narrowest(text, claims, entente.Span{Start: at, End: at + len(word)}); got != want {
			t.Errorf("%s is stated by %q, want %q", word, got, want)
		}
	}
}
