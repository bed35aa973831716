package actor

import (
	"testing"

	"entente"
)

func TestLabelsOfParts(t *testing.T) {
	r, err := New(DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[entente.ActorID]string{
		"FRA.MIL": "French armed forces", "DEU.people": "Germans", "x:kurds": "Kurds", "x:kurds.REB": "Kurdish rebels",
		"x:sikhs.LEG": "Sikh parliament", "x:druze.REL": "Druze clergy", "x:kurds.IRQ": "Kurds in Iraq", "x:kurds.XXX": "", "FRA.XXX": "", "x:nobody.MIL": "",
	} {
		if got := r.Label(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
