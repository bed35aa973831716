package export

import (
	"io"
	"slices"
	"strings"
)

// Signed is a network to be written with whatever is known of its actors and ties.
type Signed struct {
	Nodes, Edges             []Element
	NodeColumns, EdgeColumns []Column
}

// Column is a property of nodes or edges.
type Column struct {
	ID    string
	Kind  string // string, int, double or boolean
	About string
}

// Element is a node, or an edge between two, which has no direction.
type Element struct {
	ID             string // of a node
	Source, Target string // of an edge
	Values         []any  // as the columns have it
	// Start and End are the first and last day of an edge, 2031-03-04, "" for open.
	Start, End string
}

func attributes(columns []Column) []attribute {
	out := make([]attribute, 0, len(columns))
	for _, c := range columns {
		out = append(out, attribute{c.ID, c.Kind, c.About})
	}
	return out
}

// SignedGraphML writes GraphML 1.0.
func SignedGraphML(w io.Writer, s *Signed) error {
	x := &markup{w: w}
	x.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(`<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`)
	for _, a := range attributes(s.NodeColumns) {
		x.line(`  <key id="n_%s" for="node" attr.name="%s" attr.type="%s"><desc>%s</desc></key>`, a.id, a.id, a.kind, a.about)
	}
	for _, a := range attributes(s.EdgeColumns) {
		x.line(`  <key id="e_%s" for="edge" attr.name="%s" attr.type="%s"><desc>%s</desc></key>`, a.id, a.id, a.kind, a.about)
	}
	x.line(`  <graph id="entente" edgedefault="undirected">`)
	for _, n := range s.Nodes {
		x.line(`    <node id="%s">`, n.ID)
		for i, v := range n.Values {
			x.line(`      <data key="n_%s">%v</data>`, s.NodeColumns[i].ID, v)
		}
		x.line(`    </node>`)
	}
	for i, e := range s.Edges {
		x.line(`    <edge id="e%d" source="%s" target="%s">`, i, e.Source, e.Target)
		for k, v := range e.Values {
			x.line(`      <data key="e_%s">%v</data>`, s.EdgeColumns[k].ID, v)
		}
		x.line(`    </edge>`)
	}
	x.line(`  </graph>`)
	x.line(`</graphml>`)
	return x.err
}

// SignedGEXF writes GEXF 1.3, which is dynamic where an edge has days: it is there
// from its first to its last.
func SignedGEXF(w io.Writer, s *Signed) error {
	x := &markup{w: w}
	x.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(`<gexf xmlns="http://gexf.net/1.3" version="1.3">`)
	if slices.ContainsFunc(s.Edges, func(e Element) bool { return e.Start != "" || e.End != "" }) {
		x.line(`  <graph mode="dynamic" defaultedgetype="undirected" timeformat="date" timerepresentation="interval">`)
	} else {
		x.line(`  <graph mode="static" defaultedgetype="undirected">`)
	}
	for _, class := range []struct {
		name  string
		attrs []attribute
	}{{"node", attributes(s.NodeColumns)}, {"edge", attributes(s.EdgeColumns)}} {
		x.line(`    <attributes class="%s">`, class.name)
		for _, a := range class.attrs {
			x.line(`      <attribute id="%s" title="%s" type="%s"/>`, a.id, a.id, gexfKinds[a.kind])
		}
		x.line(`    </attributes>`)
	}
	x.line(`    <nodes>`)
	for _, n := range s.Nodes {
		x.line(`      <node id="%s" label="%s">`, n.ID, strings.TrimPrefix(n.ID, "x:"))
		x.values(attributes(s.NodeColumns), n.Values)
		x.line(`      </node>`)
	}
	x.line(`    </nodes>`)
	x.line(`    <edges>`)
	for i, e := range s.Edges {
		switch {
		case e.Start != "" && e.End != "":
			x.line(`      <edge id="%d" source="%s" target="%s" start="%s" end="%s">`, i, e.Source, e.Target, e.Start, e.End)
		case e.Start != "":
			x.line(`      <edge id="%d" source="%s" target="%s" start="%s">`, i, e.Source, e.Target, e.Start)
		default:
			x.line(`      <edge id="%d" source="%s" target="%s">`, i, e.Source, e.Target)
		}
		x.values(attributes(s.EdgeColumns), e.Values)
		x.line(`      </edge>`)
	}
	x.line(`    </edges>`)
	x.line(`  </graph>`)
	x.line(`</gexf>`)
	return x.err
}
