package coding

import (
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
		if got := narrowest(claims, at); got != want {
			t.Errorf("%v is stated by %q, want %q", at, got, want)
		}
	}
}
