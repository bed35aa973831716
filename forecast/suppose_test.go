package forecast

import (
	"reflect"
	"testing"

	"entente"
)

func TestAForkIsItsOwn(t *testing.T) {
	f := forecaster(t, invented(400), Reading{})
	ask := func(f *Forecaster) []*Outlook {
		t.Helper()
		var out []*Outlook
		for _, a := range f.Past.Actors() {
			for _, b := range f.Past.Actors() {
				if a == b {
					continue
				}
				o, err := f.Ask(a, b, 30)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, o)
			}
		}
		return out
	}
	before := ask(f)
	g := f.Fork()
	if !reflect.DeepEqual(before, ask(g)) {
		t.Error("a fork answers otherwise than what it was made of")
	}
	// The same acts are added and taken out on the fork, on one made beside it, and on a
	// past that was counted anew.
	anew := forecaster(t, invented(400), Reading{})
	beside := f.Fork()
	for _, x := range []*Forecaster{g, beside, anew} {
		for _, id := range []entente.RecordID{"e-00003", "e-01000", "e-03000"} {
			if struck, _ := x.Strike(id); len(struck) != 1 {
				t.Fatalf("%s: %d acts taken out, want 1", id, len(struck))
			}
		}
		for _, p := range [][2]entente.ActorID{{"A01", "A02"}, {"A02", "A01"}, {"A01", "A02"}} {
			x.Suppose(Event{A: p[0], B: p[1], Class: MaterialConflict, Type: "ASSAULT", Day: x.Past.AsOf - 3, Weight: 1})
		}
	}
	if !reflect.DeepEqual(before, ask(f)) {
		t.Error("what is supposed of a fork touches what it was made of")
	}
	want := ask(anew)
	if !reflect.DeepEqual(want, ask(g)) {
		t.Error("a fork answers otherwise than a past counted anew")
	}
	if !reflect.DeepEqual(want, ask(beside)) {
		t.Error("two forks touch each other")
	}
	if reflect.DeepEqual(before, want) {
		t.Error("nothing changed")
	}
}
