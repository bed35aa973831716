package engine

import (
	"context"
	"iter"
	"os"
	"sync"

	"entente"
	"entente/ledger"
	"entente/network"
)

// NetworkOf says which network is asked about.
type NetworkOf struct {
	Edges string // path of a table of ties; "" for the ledger
	Unit  bool   // every tie weighs 1, by its sign
	// Directed, with Unit, lets each direction of a tie weigh 1 by its own sign.
	Directed bool
	// Copies counts documents whose words are another's as origins of their own.
	Copies bool
	// Unjudged counts the records as they were coded, as if nobody had judged any.
	Unjudged bool
	Rules    network.Rules
}

// NetworkBalance is a network with how far it is from two camps.
type NetworkBalance struct {
	Net     *network.Network `json:"-"`
	Actors  int              `json:"actors"`
	Ties    int              `json:"ties"`
	Hostile int              `json:"hostile"`           // ties that are more hostile than friendly
	Mixed   int              `json:"mixed"`             // ties told as both
	Weight  int64            `json:"weight"`            // of all ties, friendly and hostile
	Loops   int              `json:"loops"`             // ties of an actor with itself, left out
	Periods int              `json:"periods,omitempty"` // of a table, taken together
	Unit    int64            `json:"unit"`              // weight of one observation of full trust, or of a tie
	Balance *network.Balance `json:"balance"`
	// Unique says whether no other split costs as little: "yes", "no" or "not known".
	Unique   string              `json:"unique"`
	Clusters *network.Clustering `json:"clusters"` // any number of camps
	Triads   *network.Triads     `json:"triads"`
	Walks    *network.Walks      `json:"walks,omitempty"` // absent where the network is too large
	// Spectrum is absent in tables of windows and where there are no ties.
	Spectrum *network.Spectrum `json:"spectrum,omitempty"`
}

// tableHint says what a table of ties must look like.
const tableHint = "a tie is two actors, a sign and a weight, with tabs, commas or spaces between"

// Network builds a network from the ledger or a file.
func (e *Engine) Network(ctx context.Context, of NetworkOf) (*network.Network, error) {
	if of.Edges != "" {
		f, err := os.Open(of.Edges)
		if err != nil {
			return nil, Errorf(CodeUsage, "is the path right?", "open the ties: %v", err)
		}
		defer f.Close()
		n, err := network.ReadTies(f, of.Edges)
		if err != nil {
			return nil, Errorf(CodeUnreadable, tableHint, "%v", err)
		}
		return e.unitOf(ctx, of, n)
	}
	observations, rules, err := e.told(ctx, of)
	if err != nil {
		return nil, err
	}
	n, err := network.Build(observations, rules)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	return e.unitOf(ctx, of, n)
}

// unitOf is a network with its ties weighing 1 where that is asked.
func (e *Engine) unitOf(ctx context.Context, of NetworkOf, n *network.Network) (*network.Network, error) {
	switch {
	case !of.Unit:
		return n, nil
	case !of.Directed:
		return n.Signs(), nil
	}
	arcs, err := e.arcs(ctx, of)
	if err != nil {
		return nil, err
	}
	return n.Directions(arcs), nil
}

// told is what the ledger holds of the pairs that a network is asked about, as
// people judged it, and the rules with the origins of documents.
func (e *Engine) told(ctx context.Context, of NetworkOf) (iter.Seq2[entente.Observation, error], network.Rules, error) {
	m, err := e.telling(ctx, of)
	if err != nil {
		return nil, of.Rules, err
	}
	return asJudged(m.ledger.Observations(ctx, m.slice), m.judged), m.rules, nil
}

// question is what a question to the network of a ledger is answered from.
type question struct {
	ledger ledger.Ledger
	slice  ledger.Slice
	rules  network.Rules
	judged map[entente.RecordID]entente.Judgement
}

// telling finds the origins, the speakers and the judgements that a question needs.
func (e *Engine) telling(ctx context.Context, of NetworkOf) (*question, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	m := &question{ledger: l, rules: of.Rules}
	if len(of.Rules.Speakers) > 0 {
		var names []string
		for _, s := range of.Rules.Speakers {
			names = append(names, string(s))
		}
		if m.rules.Speakers, err = named(ctx, l, names); err != nil {
			return nil, err
		}
	}
	if !of.Copies {
		from, err := e.lineage(ctx, l)
		if err != nil {
			return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
		}
		m.rules.Origins = from.origins
	}
	if !of.Unjudged {
		if m.judged, err = verdicts(ctx, l); err != nil {
			return nil, err
		}
	}
	m.slice = sliceOf(m.rules)
	if len(m.judged) > 0 { // corrections move records between layers and stances; the rules look again
		m.slice.Layers, m.slice.Stances = nil, nil
	}
	return m, nil
}

// sliceOf asks a ledger for no more than rules count.
func sliceOf(r network.Rules) ledger.Slice {
	return ledger.Slice{From: r.From, To: r.To, Known: r.Known, Layers: r.Layers, Speakers: r.Speakers, Outlets: r.Outlets, Stances: r.Stances}
}

// Balance finds how far a network is from two camps.
func (e *Engine) Balance(ctx context.Context, of NetworkOf, b network.Budget) (*NetworkBalance, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	out := balanceOf(n, of.unit(n), b, network.WalksAtMost)
	out.Spectrum = network.SpectrumOf(n)
	return out, nil
}

// balanceOf asks a network everything about its balance; walks is the most actors
// times ties for which walks are counted.
func balanceOf(n *network.Network, unit int64, b network.Budget, walks int) *NetworkBalance {
	out := &NetworkBalance{Net: n, Actors: len(n.Actors), Ties: len(n.Ties), Unit: unit, Loops: n.Loops, Periods: n.Periods}
	for i := range n.Ties {
		t := &n.Ties[i]
		out.Weight += t.Plus + t.Minus
		if t.Weight() < 0 {
			out.Hostile++
		}
		if t.Plus > 0 && t.Minus > 0 {
			out.Mixed++
		}
	}
	var work sync.WaitGroup
	work.Go(func() { out.Clusters = network.Clusterability(n, b) })
	out.Balance, out.Triads = network.Frustration(n, b), network.CountTriads(n)
	if len(n.Actors)*len(n.Ties) <= walks {
		out.Walks = network.WalkBalance(n)
	}
	out.Unique = uniqueWord(n, out.Balance, b)
	work.Wait()
	return out
}

// uniqueWord says whether no other split costs as little as that of a balance.
func uniqueWord(n *network.Network, b *network.Balance, budget network.Budget) string {
	switch unique, proved := network.Unique(n, b, budget); {
	case unique:
		return "yes"
	case proved:
		return "no"
	}
	return "not known"
}

// find is the actor of a name, by id or label.
func (e *Engine) find(ctx context.Context, name string) (entente.ActorID, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return "", err
	}
	ids, err := named(ctx, l, []string{name})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}
