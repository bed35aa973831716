package ledger

import (
	"testing"

	"entente"
)

func TestSliceTakesWhatIsToldByAndHow(t *testing.T) {
	o := entente.Observation{A: "AAA", B: "BBB", Speaker: "CCC.GOV", Outlet: "North One", Stance: entente.StanceFeared}
	for _, x := range []struct {
		name string
		s    Slice
		want bool
	}{
		{"all", Slice{}, true},
		{"a speaker's state", Slice{Speakers: []entente.ActorID{"DDD", "CCC"}}, true},
		{"another state's organ", Slice{Speakers: []entente.ActorID{"CC"}}, false},
		{"another speaker", Slice{Speakers: []entente.ActorID{"CCC.MIL"}}, false},
		{"its outlet", Slice{Outlets: []string{"north one"}}, true},
		{"another outlet", Slice{Outlets: []string{"North"}}, false},
		{"its stance", Slice{Stances: []entente.Stance{entente.StanceAsserted, entente.StanceFeared}}, true},
		{"another stance", Slice{Stances: []entente.Stance{entente.StanceAsserted}}, false},
		{"speaker and another outlet", Slice{Speakers: []entente.ActorID{"CCC"}, Outlets: []string{"South"}}, false},
	} {
		if got := x.s.Matches(&o); got != x.want {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}
