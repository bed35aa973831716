package embedded

import (
	standard "encoding/json"

	"github.com/segmentio/encoding/json"
)

// Bounds of what the quick decoder reads as the standard one does (version 0.5.4). It
// descends as deep as arrays stand in one another, until the stack ends, and with it
// the process; and whole numbers of twenty digits it takes modulo 2^64.
const (
	quickBytes  = 256 << 10
	quickDigits = 19
)

// unmarshal is encoding/json's Unmarshal, four times as fast for all that programs
// wrote: a file can hold other things.
func unmarshal(b []byte, to any) error {
	if len(b) > quickBytes || hasDigits(b, quickDigits+1) {
		return standard.Unmarshal(b, to)
	}
	return json.Unmarshal(b, to)
}

// hasDigits reports whether so many digits stand in a row: of these one is at a
// multiple of their number.
func hasDigits(b []byte, n int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(b) && '0' <= b[i] && b[i] <= '9' }
	for at := 0; at < len(b); at += n {
		if !digit(at) {
			continue
		}
		from, to := at, at+1
		for digit(from - 1) {
			from--
		}
		for digit(to) {
			to++
		}
		if to-from >= n {
			return true
		}
	}
	return false
}
