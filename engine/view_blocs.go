package engine

import (
	"context"

	"entente"
	"entente/network"
)

// blocWindows is how many windows one view of blocs holds.
const blocWindows = 60

// unfitBefore is how many ties that do not fit are listed of a window that others
// follow: a page shows those of the last one.
const unfitBefore = 10

// BlocsView is who stands together, in the whole stretch of time or window by
// window: what a model says of what is told.
type BlocsView struct {
	Counted
	Window  string       `json:"window,omitempty" doc:"length of the windows; absent where there is one"`
	Windows []BlocWindow `json:"windows"`
	Turns   []BlocTurn   `json:"turns" doc:"what became of blocs and actors from window to window"`
}

// BlocWindow is the blocs of one window.
type BlocWindow struct {
	From   string      `json:"from,omitempty"`
	To     string      `json:"to,omitempty"`
	Ties   int         `json:"ties"`
	Weight float64     `json:"weight" doc:"of all ties"`
	Cost   float64     `json:"cost" doc:"weight that contradicts the blocs"`
	Lower  float64     `json:"lower" doc:"no split contradicts less"`
	Proved bool        `json:"proved" doc:"no split contradicts less than this one"`
	Blocs  []NamedBloc `json:"blocs"`
	Alone  []Party     `json:"alone" doc:"who stands in no bloc"`
	Unfit  []UnfitTie  `json:"unfit" doc:"ties that contradict the blocs, the heaviest first; of a window before the last the first ten"`
	Unfits int         `json:"unfit_all" doc:"how many there are"`
}

// NamedBloc is two or more actors that stand together; its name stays from window
// to window.
type NamedBloc struct {
	Name    string       `json:"name"`
	Members []BlocMember `json:"members" doc:"the best rooted first"`
}

// BlocMember is an actor of a bloc.
type BlocMember struct {
	Party
	Role string  `json:"role" enum:"core,inner,fringe"`
	Hold float64 `json:"hold" doc:"what leaving would cost, as a share of the weight of its ties"`
}

// BlocTurn is what changed from one window to the next.
type BlocTurn struct {
	From   string   `json:"from" doc:"first day of the later window"`
	Kind   string   `json:"kind"`
	Before []string `json:"before" doc:"blocs; none for an actor that stood in none"`
	After  []string `json:"after"`
	Actors []Party  `json:"actors"`
}

// NetworkBlocs finds who stands together; window is "" for the whole stretch, or
// the length of windows as network.ParseStep reads it.
func (d *Desk) NetworkBlocs(ctx context.Context, f NetworkFilter, window string) (*BlocsView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	if window == "" {
		s, err := d.signedOf(f)
		if err != nil {
			return nil, err
		}
		return s.answers.blocs(), nil
	}
	step, err := network.ParseStep(window)
	if err != nil {
		return nil, Errorf(CodeBadValue, "month, quarter, year, or a number of them: 6m, 5y", "window: %v", err)
	}
	return d.blocsOver(f, window, step)
}

func (d *Desk) blocsOver(f NetworkFilter, window string, step network.Step) (*BlocsView, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return rememberCounts(d, signedKey("blocs "+window, f), func() (*BlocsView, error) {
		members, all := d.signedMembers(f, nil)
		n := network.NewNumbered(len(d.pairs), d.signedRules(f))
		n.Expect(len(d.sights))
		d.tell(f, members, n.Date, n.Share)
		windows := n.Windows(step, step)
		if len(windows) > blocWindows {
			return nil, Errorf(CodeBadValue, "take longer windows, or a shorter stretch of time", "window: %d windows of a %s are more than %d", len(windows), step, blocWindows)
		}
		ties := 0
		for _, w := range windows {
			ties += len(w.Net.Ties)
		}
		b := f.budget()
		b.Steps /= int64(max(1, len(windows)))
		s := d.signedAs(f, &network.Network{}, members, all)
		s.counted.Actors, s.counted.Ties = len(members), ties
		return s.blocsIn(windows, window, b), nil
	})
}

// blocs are those of the whole network.
func (s *signed) blocs() *BlocsView {
	return s.blocsIn([]network.Window{{Net: s.net}}, "", s.budget)
}

func (s *signed) blocsIn(windows []network.Window, name string, b network.Budget) *BlocsView {
	found := network.FindCoalitions(windows, network.ByBalance, b)
	v := &BlocsView{Counted: s.counted, Window: name, Windows: []BlocWindow{}, Turns: []BlocTurn{}}
	first := map[string]entente.Day{}
	for i := range found.Windows {
		w := &found.Windows[i]
		first[w.Name] = w.From
		show := unfitShown
		if i < len(found.Windows)-1 {
			show = unfitBefore
		}
		v.Windows = append(v.Windows, s.blocWindow(w, show))
	}
	for _, t := range found.Turns {
		v.Turns = append(v.Turns, BlocTurn{
			From: first[t.Window].String(), Kind: string(t.Kind), Before: append([]string{}, t.From...), After: append([]string{}, t.To...), Actors: s.parties(t.Actors),
		})
	}
	return v
}

// blocWindow lists so many of the ties that do not fit.
func (s *signed) blocWindow(w *network.Blocs, unfit int) BlocWindow {
	out := BlocWindow{
		From: w.From.String(), To: w.To.String(), Ties: w.Ties, Weight: records(w.Weight), Cost: records(w.Cost), Lower: records(w.Lower), Proved: w.Proved,
		Blocs: []NamedBloc{}, Alone: s.parties(w.Alone), Unfit: []UnfitTie{},
	}
	for _, b := range w.Blocs {
		n := NamedBloc{Name: b.Name, Members: []BlocMember{}}
		for _, m := range b.Members {
			n.Members = append(n.Members, BlocMember{Party: s.names[m.Actor], Role: string(m.Role), Hold: m.Hold})
		}
		out.Blocs = append(out.Blocs, n)
	}
	for i := range w.Strained[:min(unfit, len(w.Strained))] { // the most contradicted first
		t := &w.Strained[i]
		out.Unfit = append(out.Unfit, UnfitTie{WeighedTie: s.tie(&t.Tie), Within: t.Within, Against: records(t.Against)})
	}
	out.Unfits = len(w.Strained)
	return out
}
