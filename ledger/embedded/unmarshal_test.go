package embedded

import (
	"bytes"
	standard "encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"entente"
	"entente/ledger/ledgertest"

	"github.com/google/go-cmp/cmp"
)

// Of whatever stands in a file, what is read of it and whether it is damaged is what
// the standard decoder says, and nothing of it is the reader's own memory.
func TestUnmarshalIsAsStandard(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 5))
	var payloads [][]byte
	for i := range 3 {
		r := ledgertest.Numbered(i)
		for rec := range r.All() {
			payloads = append(payloads, marshalled(t, rec))
		}
		for o := range r.Observations() {
			payloads = append(payloads, marshalled(t, o))
		}
	}
	damage := []string{
		`"`, `\`, `\u00e9`, `\ud800`, `\udc00`, "\xff", "\xc3", "null", "true", "[", "]", "{", "}", ",", ":", "1e999", "1e5", "-", "0", "00", ".5", "1.0", "-0",
		"9223372036854775808", "25000000000000000000", "99999999999999999999999", "\x00", "\n", "\x7f", "é", "\u2028", `"x":1,`, `"kind":`, "Kind",
	}
	for range 20_000 {
		b := bytes.Clone(payloads[random.IntN(len(payloads))])
		for range 1 + random.IntN(3) {
			from := random.IntN(len(b) + 1)
			to := min(len(b), from+random.IntN(6))
			b = []byte(string(b[:from]) + damage[random.IntN(len(damage))] + string(b[to:]))
			if random.IntN(4) == 0 {
				b = b[:random.IntN(len(b))]
			}
		}
		compareUnmarshal[entente.Document](t, b)
		compareUnmarshal[entente.Actor](t, b)
		compareUnmarshal[entente.Claim](t, b)
		compareUnmarshal[entente.Event](t, b)
		compareUnmarshal[entente.Quantity](t, b)
		compareUnmarshal[entente.Observation](t, b)
		if t.Failed() {
			return
		}
	}
}

func TestUnmarshalIsAsStandardOnWhatNoProgramWrites(t *testing.T) {
	const deep = 4 << 20
	for _, text := range []string{
		"", " ", "null", `{"evidence":{"end":25000000000000000000}}`, `{"evidence":{"end":-25000000000000000000}}`, `{"evidence":{"end":9223372036854775807}}`,
		`{"confidence":123456789012345678901234567890}`, `{"confidence":0.1234567890123456789012}`, `{"id":"e-12345678901234567890"}`, `{"quad":1} {}`,
		`{"x":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + `}`,
		`{"x":` + strings.Repeat(`{"x":`, deep),
	} {
		compareUnmarshal[entente.Event](t, []byte(text))
	}
}

func TestDigitsInARowAreFoundWhereverTheyStand(t *testing.T) {
	for before := range 45 {
		for n := range 45 {
			b := []byte(strings.Repeat("x", before) + strings.Repeat("7", n) + "x9")
			if got := hasDigits(b, 20); got != (n >= 20) {
				t.Errorf("%d digits after %d letters: %v", n, before, got)
			}
		}
	}
}

func marshalled(t *testing.T, v any) []byte {
	t.Helper()
	b, err := standard.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// compareUnmarshal reads b with both decoders, the quick one from memory that is used
// again.
func compareUnmarshal[T any](t *testing.T, b []byte) {
	t.Helper()
	var got, want T
	reused := bytes.Clone(b)
	err := unmarshal(reused, &got)
	for i := range reused {
		reused[i] = '#'
	}
	short := b[:min(len(b), 500)]
	if e := standard.Unmarshal(b, &want); (err == nil) != (e == nil) {
		t.Errorf("%T of %q: %v, the standard decoder: %v", got, short, err, e)
	} else if e == nil {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%T of %q (-standard +got):\n%s", got, short, diff)
		}
	}
}
