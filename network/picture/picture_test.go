package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"entente"
	"entente/network"
)

var split = Split{
	Title: "Who stands with <whom>", Unit: 1, Cost: "1 of weight 6, proved",
	Net: network.New([]network.Tie{
		{A: "KES", B: "MAR", Plus: 2}, {A: "KES", B: "VOL", Minus: 1, Plus: 1}, {A: "THA", B: "VOL", Plus: 1}, {A: "MAR", B: "THA", Minus: 1},
	}),
	Camps: [][]entente.ActorID{{"KES", "MAR"}, {"THA", "VOL"}},
}

// texts are the words of a picture; it fails where the picture is no XML.
func texts(t *testing.T, svg []byte) string {
	t.Helper()
	var out []string
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(out, "|")
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if c, ok := token.(xml.CharData); ok {
			out = append(out, string(c))
		}
	}
}

func windows() []network.Window {
	parted := network.New([]network.Tie{{A: "KES", B: "MAR", Minus: 1}, {A: "KES", B: "ORD", Plus: 1}, {A: "MAR", B: "VOL", Plus: 1}, {A: "THA", B: "VOL", Plus: 1}})
	return []network.Window{{Name: "2031-01-01 to 2031-12-31", Net: split.Net}, {Name: "2032-01-01 to 2032-12-31", Net: parted}}
}

func TestPicturesSayWhatTheyShow(t *testing.T) {
	coalitions := network.FindCoalitions(windows(), network.ByBalance, network.DefaultBudget())
	series := &network.Series{
		A: "KES", B: "VOL", Step: "month", Unit: 1000, Layers: map[entente.Layer]network.Tone{entente.LayerTrade: {Plus: 1000}},
		Periods: []network.Period{
			{From: entente.NewDay(2031, 1, 1), Tone: network.Tone{Plus: 1000}, Layers: map[entente.Layer]network.Tone{entente.LayerTrade: {Plus: 1000}}},
			{From: entente.NewDay(2031, 2, 1), Tone: network.Tone{Minus: 2000}},
		},
		Changes: []network.Change{{At: entente.NewDay(2031, 2, 1), Before: 1, After: -2}},
	}
	for name, x := range map[string]struct {
		draw func(io.Writer) error
		want []string
	}{
		"network": {
			func(w io.Writer) error { return Network(w, split) },
			[]string{"Who stands with <whom>", "4 actors, 4 ties", "1 of weight 6, proved", "KES", "camp 2 (2)", "KES - VOL: friendly 1, hostile 1", "hostile"},
		},
		"the heaviest": {
			func(w io.Writer) error { s := split; s.Most = 2; return Network(w, s) },
			[]string{"2 actors, 1 tie", "2 actors with less weight left out"},
		},
		"nobody": {
			func(w io.Writer) error { return Network(w, Split{Net: network.New(nil)}) }, []string{"0 actors, 0 ties"},
		},
		"matrix":       {func(w io.Writer) error { return Matrix(w, split) }, []string{"KES", "told as both", "does not fit the camps"}},
		"empty matrix": {func(w io.Writer) error { return Matrix(w, Split{Net: network.New(nil)}) }, []string{"0 actors"}},
		"streams": {
			func(w io.Writer) error { return Streams(w, "Who stood together", coalitions) },
			[]string{"proved in 2 of 2 windows", "bloc A", "2031-01 to 2031-12", "1 actor from bloc A to bloc B"},
		},
		"no streams": {func(w io.Writer) error { return Streams(w, "", &network.Coalitions{}) }, []string{"none or a small bloc"}},
		"series":     {func(w io.Writer) error { return Series(w, series, "all other pairs") }, []string{"KES and VOL", "2031-02: +1 to -2", "trade", "tone of all other pairs"}},
		"no series":  {func(w io.Writer) error { return Series(w, &network.Series{A: "KES", B: "VOL"}, "") }, []string{"KES and VOL"}},
	} {
		t.Run(name, func(t *testing.T) {
			var first, again bytes.Buffer
			if err := x.draw(&first); err != nil {
				t.Fatal(err)
			}
			words := texts(t, first.Bytes())
			for _, want := range x.want {
				if !strings.Contains(words, want) {
					t.Errorf("%q is not said", want)
				}
			}
			if strings.Contains(first.String(), "NaN") || strings.Contains(first.String(), "Inf") {
				t.Error("a place is no number")
			}
			if err := x.draw(&again); err != nil || first.String() != again.String() {
				t.Errorf("drawn again it differs (%v)", err)
			}
		})
	}
}
