package entente_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

func TestObservations(t *testing.T) {
	r := &entente.Records{
		Document: entente.Document{ID: "d-1", Published: 20000, Outlet: "North One"},
		Claims: []entente.Claim{
			{Base: entente.Base{ID: "c-1"}, Stance: entente.StanceAsserted, Chain: []entente.Voice{{Speaker: "ROH.GOV", Name: "ministers"}, {Name: "an aide"}}},
			{Base: entente.Base{ID: "c-2"}, Stance: entente.StanceFeared},
		},
		Events: []entente.Event{
			{Base: entente.Base{ID: "e-1"}, Claim: "c-1", Actor: []entente.ActorID{"GON", "ROH"}, Recipient: []entente.ActorID{"MOR", "GON"}, Type: "ACCUSE", Quad: 3, Sign: -1, Intensity: -3},
			{Base: entente.Base{ID: "e-2"}, Claim: "c-2", Actor: []entente.ActorID{"GON", "ROH"}, Type: "CONSULT"},
			{Base: entente.Base{ID: "e-3"}, Actor: []entente.ActorID{"GON"}},
		},
		Ties: []entente.Tie{
			{Base: entente.Base{ID: "t-1"}, A: "GON", B: "ROH", Relation: "supplies", Sign: 1, Directed: true},
			{Base: entente.Base{ID: "t-2"}, A: "GON", B: "GON"},
		},
	}
	type row struct {
		Record   entente.RecordID
		A, B     entente.ActorID
		Directed bool
		Done     bool
		Voice    string
	}
	var got []row
	for o := range r.Observations() {
		got = append(got, row{o.Record, o.A, o.B, o.Directed, o.Done(), o.Voice})
		if o.Date() != 20000 || o.Outlet != "North One" {
			t.Errorf("%s: date %v, outlet %q", o.Record, o.Date(), o.Outlet)
		}
	}
	want := []row{
		{"e-1", "GON", "MOR", true, true, "an aide"},
		{"e-1", "ROH", "MOR", true, true, "an aide"},
		{"e-1", "ROH", "GON", true, true, "an aide"},
		{"e-2", "GON", "ROH", false, false, ""},
		{"t-1", "GON", "ROH", true, true, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for range r.Observations() { // a reader may stop early
		break
	}
}

func TestRowIsOneWhereverItWasRead(t *testing.T) {
	a := entente.Row{DataSet: "ICEWS", Key: "1 2018-06-01", File: "a.tab", Line: 2}
	b := entente.Row{DataSet: "ICEWS", Key: "1 2018-06-01", File: "b.tab", Line: 9}
	c := entente.Row{DataSet: "POLECAT", Key: "1 2018-06-01"}
	for _, r := range []*entente.Row{&a, &b, &c} {
		r.Seal()
	}
	if day, _, ok := entente.ParseRowID(a.ID); !ok || day != a.Day() {
		t.Errorf("%s is of day %v, %v", a.ID, day, ok)
	}
	old := entente.Row{DataSet: "ICEWS", Key: "1", Date: entente.Interval{From: entente.NewDay(1828, 2, 22)}}
	old.Seal()
	if day, _, ok := entente.ParseRowID(old.ID); !ok || day != old.Date.From {
		t.Errorf("%s is of day %v, %v", old.ID, day, ok)
	}
	sum := sha256.Sum256([]byte(old.DataSet + "\x00" + old.Key))
	if want := fmt.Sprintf("r-%06x%015x", int(old.Date.From)+1<<23, binary.BigEndian.Uint64(sum[:8])>>4); string(old.ID) != want {
		t.Errorf("the id is %s, want %s", old.ID, want)
	}
	if _, _, ok := entente.ParseRowID("e-0123456789abcdef"); ok {
		t.Error("an event's id is taken for a row's")
	}
	if a.ID != b.ID || a.ID == c.ID {
		t.Errorf("ids %s, %s, %s", a.ID, b.ID, c.ID)
	}
	if _, ok := a.Observation(); ok {
		t.Error("a row without actors is an observation")
	}
	a.Actor.Actor, a.Recipient.Actor, a.Type, a.Date.From = "GON", "ROH", "AID", 5
	o, ok := a.Observation()
	if !ok || !o.Done() || o.Date() != 5 || !slices.Equal([]entente.ActorID{o.A, o.B}, []entente.ActorID{"GON", "ROH"}) {
		t.Errorf("observation %+v, %v", o, ok)
	}
}
