package main

import (
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/engine"
	"entente/export"
	"entente/network"
	"entente/network/picture"

	"github.com/spf13/cobra"
)

// formatFlags say in which form an answer is written.
type formatFlags struct {
	format, picture string
	most            int
}

// networkFormats are the forms of answers about a network.
var networkFormats = []string{"text", "json", "graphml", "gexf", "svg"}

func (f *formatFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.format, "format", "text", "text, json, graphml, gexf, or svg for a picture")
}

// addPicture adds what a picture of a network can be asked for.
func (f *formatFlags) addPicture(c *cobra.Command) {
	c.Flags().StringVar(&f.picture, "picture", "network", "what --format svg draws: network or matrix")
	c.Flags().IntVar(&f.most, "most", 60, "the most actors to draw, those with most weight; 0 for all")
}

// answer is what can be written in the forms of networks.
type answer struct {
	result any
	text   func()
	graph  func() *export.Signed // nil where there is none
	svg    func() error
}

// answer writes an answer in the form that was asked for.
func (a *app) answer(f *formatFlags, x answer) error {
	switch {
	case !slices.Contains(networkFormats, f.format):
		return engine.Errorf(engine.CodeBadValue, "one of "+strings.Join(networkFormats, ", "), "--format: %q is no format", f.format)
	case f.picture != "" && f.picture != "network" && f.picture != "matrix":
		return engine.Errorf(engine.CodeBadValue, "network or matrix", "--picture: %q is no picture", f.picture)
	case f.format != "text" && f.format != "json" && x.graph == nil:
		return engine.Errorf(engine.CodeUsage, "text and json can be had; leave --window out for one network", "a table of windows is no %s", f.format)
	}
	switch f.format {
	case "json":
		a.json = true
	case "graphml":
		return export.SignedGraphML(a.out, x.graph())
	case "gexf":
		return export.SignedGEXF(a.out, x.graph())
	case "svg":
		return x.svg()
	}
	return a.print(x.result, x.text)
}

// tieColumns are what graphs say of a tie.
var tieColumns = []export.Column{
	{ID: "window", Kind: "string", About: "stretch of time; empty for all"},
	{ID: "layer", Kind: "string", About: "kind of relation; empty for all"},
	{ID: "plus", Kind: "double", About: "friendly weight, in observations of full trust or as the table has it"},
	{ID: "minus", Kind: "double", About: "hostile weight"},
	{ID: "sign", Kind: "int", About: "1 more friendly, -1 more hostile, 0 neither"},
	{ID: "against", Kind: "double", About: "weight that contradicts the camps or blocs"},
	{ID: "records", Kind: "int", About: "observations"},
	{ID: "evidence", Kind: "string", About: "identifiers of the first records, joined by |"},
}

// tieElement is a tie as graphs have it.
func tieElement(t *network.Tie, window, layer string, against, unit int64) export.Element {
	sign := 0
	switch w := t.Weight(); {
	case w > 0:
		sign = 1
	case w < 0:
		sign = -1
	}
	ids := make([]string, len(t.Evidence))
	for i, id := range t.Evidence {
		ids[i] = string(id)
	}
	in := func(w int64) float64 { return float64(w) / float64(unit) }
	return export.Element{Source: string(t.A), Target: string(t.B), Values: []any{window, layer, in(t.Plus), in(t.Minus), sign, in(against), t.Records, strings.Join(ids, "|")}}
}

// balanceGraph is a network with its camps.
func balanceGraph(b *engine.NetworkBalance) *export.Signed {
	g := &export.Signed{EdgeColumns: tieColumns, NodeColumns: []export.Column{
		{ID: "camp", Kind: "int", About: "camp of a best split into two"},
		{ID: "cluster", Kind: "int", About: "camp of a best split into any number"},
	}}
	camp, cluster := map[entente.ActorID]int{}, map[entente.ActorID]int{}
	for k, list := range b.Balance.Camps {
		for _, a := range list {
			camp[a] = k + 1
		}
	}
	for k, list := range b.Clusters.Camps {
		for _, a := range list {
			cluster[a] = k + 1
		}
	}
	for _, a := range b.Net.Actors {
		g.Nodes = append(g.Nodes, export.Element{ID: string(a), Values: []any{camp[a], cluster[a]}})
	}
	for i := range b.Net.Ties {
		t := &b.Net.Ties[i]
		against := t.Plus
		if camp[t.A] == camp[t.B] {
			against = t.Minus
		}
		g.Edges = append(g.Edges, tieElement(t, "", "", against, b.Unit))
	}
	return g
}

// drawBalance draws a network with its camps.
func (a *app) drawBalance(b *engine.NetworkBalance, f *formatFlags) error {
	x := picture.Split{Title: "Who stands with whom", Net: b.Net, Camps: b.Balance.Camps[:], Unit: b.Unit, Most: f.most}
	weight := weigher(b.Unit)
	x.Cost = fmt.Sprintf("%s of weight %s, proved", weight(b.Balance.Upper), weight(b.Weight))
	if !b.Balance.Proved {
		x.Cost = fmt.Sprintf("%s to %s of weight %s, not proved", weight(b.Balance.Lower), weight(b.Balance.Upper), weight(b.Weight))
	}
	if b.Unique == "no" {
		x.Cost += "; other splits do as well"
	}
	if f.picture == "matrix" {
		return picture.Matrix(a.out, x)
	}
	return picture.Network(a.out, x)
}

// coalitionsGraph is the networks of all windows, with the bloc of each actor in
// each.
func coalitionsGraph(c *engine.CoalitionsOver) *export.Signed {
	g := &export.Signed{EdgeColumns: tieColumns}
	blocs := map[entente.ActorID][]any{}
	for i := range c.Windows {
		w := &c.Windows[i]
		g.NodeColumns = append(g.NodeColumns, export.Column{ID: fmt.Sprintf("bloc_%d", i+1), Kind: "string", About: "bloc in " + w.Name + "; empty for none"})
		for _, a := range w.Net.Actors {
			if blocs[a] == nil {
				blocs[a] = slices.Repeat([]any{""}, len(c.Windows))
			}
		}
		for _, b := range w.Blocs {
			for _, m := range b.Members {
				blocs[m.Actor][i] = b.Name
			}
		}
		against := map[[2]entente.ActorID]int64{}
		for _, s := range w.Strained {
			against[[2]entente.ActorID{s.A, s.B}] = s.Against
		}
		for k := range w.Net.Ties {
			t := &w.Net.Ties[k]
			edge := tieElement(t, w.Name, "", against[[2]entente.ActorID{t.A, t.B}], c.Unit)
			if !w.From.IsZero() {
				edge.Start, edge.End = w.From.String(), w.To.String()
			}
			g.Edges = append(g.Edges, edge)
		}
	}
	for a, values := range blocs {
		g.Nodes = append(g.Nodes, export.Element{ID: string(a), Values: values})
	}
	slices.SortFunc(g.Nodes, func(x, y export.Element) int { return strings.Compare(x.ID, y.ID) })
	return g
}

// dyadGraph is a pair with an edge for each period and layer.
func dyadGraph(s *network.Series) *export.Signed {
	g := &export.Signed{EdgeColumns: tieColumns, Nodes: []export.Element{{ID: string(s.A)}, {ID: string(s.B)}}}
	for i, p := range s.Periods {
		for _, l := range s.LayerNames() {
			t, ok := p.Layers[l]
			if !ok {
				continue
			}
			tie := network.Tie{A: s.A, B: s.B, Plus: t.Plus, Minus: t.Minus, Evidence: p.Records}
			edge := tieElement(&tie, p.From.String(), string(l), 0, s.Unit)
			if edge.Start = p.From.String(); i+1 < len(s.Periods) {
				edge.End = s.Periods[i+1].From.Add(-1).String()
			}
			g.Edges = append(g.Edges, edge)
		}
	}
	return g
}
