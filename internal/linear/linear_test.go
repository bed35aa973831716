package linear

import (
	"bytes"
	"strings"
	"testing"
)

// TestLearnAndRead: a learner learns which of two features is on, and its table reads
// back with the same scores.
func TestLearnAndRead(t *testing.T) {
	l := NewLearner(8, 0.1, 0)
	for range 100 {
		l.Step([]uint32{1, 2}, -1)
		l.Step([]uint32{1, 3}, 1)
		l.Keep()
	}
	var b bytes.Buffer
	if err := l.Table().Write(&b, "test1\n"); err != nil {
		t.Fatal(err)
	}
	table, err := Read(b.String(), "test1\n")
	if err != nil {
		t.Fatal(err)
	}
	if yes, no := table.Score([]uint32{1, 2}), table.Score([]uint32{1, 3}); yes <= 0 || no >= 0 {
		t.Errorf("scores %.2f and %.2f, want one above and one below 0", yes, no)
	}
}

func TestReadRejects(t *testing.T) {
	const magic = "test1\n"
	good := magic + strings.Repeat("\x00", 8) + "\x01"
	if _, err := Read(good, magic); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "other\n", good[:len(good)-1], good + "x", magic + "\x02" + good[len(magic)+1:]} {
		if _, err := Read(bad, magic); err == nil {
			t.Errorf("%q was taken for weights", bad)
		}
	}
}
