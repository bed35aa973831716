package engine

import "testing"

func TestNamesOfTablesAreSpeltAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"PETER MAURER": "Peter Maurer", "peter maurer": "Peter Maurer", "TTP": "TTP", "ttp": "TTP", "is": "IS", "PKK": "PKK", "ISIS": "ISIS",
		"UN TROOPS": "UN Troops", "KIM JONG UN": "Kim Jong Un", "MEDECINS SANS FRONTIERES": "Medecins Sans Frontieres",
		"ABU-BAKR AL-BAGHDADI": "Abu-Bakr Al-Baghdadi", "FRIENDS OF THE EARTH": "Friends of the Earth", "ST PETERSBURG": "St Petersburg",
		"al-Shabaab": "al-Shabaab", "Citizen (Kestria)": "Citizen (Kestria)", "YPG": "YPG", "FSLN REBELS": "FSLN Rebels", "HAMAS": "Hamas", "ÉCOLE": "École",
		"": "",
	} {
		if got := spelt(in); got != want {
			t.Errorf("%q is spelt %q, want %q", in, got, want)
		}
	}
}
