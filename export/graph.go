package export

import (
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
)

// evidenceKept is how many records an edge names; Records counts them all.
const evidenceKept = 20

// edge is what is said of a pair in one layer with one sign.
type edge struct {
	A, B     entente.ActorID
	Directed bool
	Layer    entente.Layer
	Sign     entente.Sign

	Records   int         // events and ties
	Done      int         // of them, told as done or standing
	Strength  float64     // mean, -10..10 for events, -1..1 for ties
	Documents int         // rows of event tables belong to none
	First     entente.Day // 0 where no record is dated
	Last      entente.Day
	Evidence  []entente.RecordID // the first evidenceKept

	last entente.DocumentID
	sum  float64
}

func (e *edge) id() string {
	arrow := "--"
	if e.Directed {
		arrow = "->"
	}
	return fmt.Sprintf("%s%s%s %s %+d", e.A, arrow, e.B, e.Layer, e.Sign)
}

// node is an actor of the graph.
type node struct {
	ID      entente.ActorID
	Label   string
	Type    entente.ActorType
	Country string
	Sector  string
	First   entente.Day // of its edges' dates
	Last    entente.Day
	labels  int
}

// graph is the pairs of all documents.
type graph struct {
	nodes []*node // by id
	edges []*edge // by pair, layer, sign
}

// gather builds the graph. Its memory grows with actors and pairs, not with
// records and texts.
func gather(ctx context.Context, m Material, rows Rows) (*graph, error) {
	type key struct {
		a, b     entente.ActorID
		directed bool
		layer    entente.Layer
		sign     entente.Sign
	}
	nodes, edges := map[entente.ActorID]*node{}, map[key]*edge{}
	see := func(o *entente.Observation) {
		k := key{o.A, o.B, o.Directed, o.Layer, o.Sign}
		if !k.directed && k.b < k.a {
			k.a, k.b = k.b, k.a
		}
		e := edges[k]
		if e == nil {
			e = &edge{A: k.a, B: k.b, Directed: k.directed, Layer: k.layer, Sign: k.sign}
			edges[k] = e
		}
		e.add(o)
	}
	for r, err := range m(ctx) {
		if err != nil {
			return nil, err
		}
		for i := range r.Actors {
			a := &r.Actors[i]
			n := nodes[a.Actor]
			if n == nil {
				n = &node{ID: a.Actor}
				nodes[a.Actor] = n
			}
			if len(a.Mentions) > n.labels || len(a.Mentions) == n.labels && a.Label < n.Label { // of the document that names it most
				n.Label, n.Type, n.Country, n.Sector, n.labels = a.Label, a.Type, a.Country, a.Sector, len(a.Mentions)
			}
		}
		for o := range r.Observations() {
			see(&o)
		}
	}
	for o, err := range rows.all(ctx) {
		if err != nil {
			return nil, err
		}
		see(&o)
	}
	g := &graph{}
	for _, e := range edges {
		e.Strength = e.sum / float64(e.Records)
		g.edges = append(g.edges, e)
		for _, id := range [...]entente.ActorID{e.A, e.B} {
			if nodes[id] == nil {
				nodes[id] = &node{ID: id, Label: string(id)}
			}
			nodes[id].span(e)
		}
	}
	for _, n := range nodes {
		g.nodes = append(g.nodes, n)
	}
	slices.SortFunc(g.nodes, func(a, b *node) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(g.edges, func(a, b *edge) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.id(), b.id()))
	})
	return g, nil
}

func (e *edge) add(o *entente.Observation) {
	e.Records++
	e.sum += float64(o.Strength)
	if o.Done() {
		e.Done++
	}
	if o.Document != "" && o.Document != e.last { // a document's observations follow each other
		e.Documents++
		e.last = o.Document
	}
	if len(e.Evidence) < evidenceKept && !slices.Contains(e.Evidence, o.Record) {
		e.Evidence = append(e.Evidence, o.Record)
	}
	d := o.Date()
	if d == 0 {
		return
	}
	if e.First == 0 || d < e.First {
		e.First = d
	}
	e.Last = max(e.Last, d)
}

func (n *node) span(e *edge) {
	if e.First != 0 && (n.First == 0 || e.First < n.First) {
		n.First = e.First
	}
	n.Last = max(n.Last, e.Last)
}

// attribute is a property that graph formats declare.
type attribute struct {
	id, kind string // kind as GraphML has it: string, int, double, boolean
	about    string
}

var nodeAttributes = []attribute{
	{"label", "string", "name"}, {"type", "string", "kind of actor"}, {"country", "string", "ISO 3166-1 alpha-3"}, {"sector", "string", "PLOVER sector"},
}

var edgeAttributes = []attribute{
	{"directed", "boolean", "source does it to, or for, target; otherwise both do"},
	{"layer", "string", "kind of relation"},
	{"sign", "int", "1 friendly, -1 hostile, 0 neither"},
	{"records", "int", "events, ties and rows of event tables"},
	{"done", "int", "of them, told as done or standing"},
	{"strength", "double", "mean intensity"},
	{"documents", "int", "documents that tell of it"},
	{"first", "string", "first day"},
	{"last", "string", "last day"},
	{"evidence", "string", "identifiers of the first records, joined by |"},
}

func (n *node) values() []any { return []any{n.Label, string(n.Type), n.Country, n.Sector} }

func (e *edge) values() []any {
	return []any{e.Directed, string(e.Layer), int(e.Sign), e.Records, e.Done, e.Strength, e.Documents, e.First.String(), e.Last.String(), join(e.Evidence)}
}

// markup writes XML and keeps the first error.
type markup struct {
	w   io.Writer
	err error
}

func (m *markup) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			var b strings.Builder
			_ = xml.EscapeText(&b, []byte(printable(s))) // a Builder does not fail
			args[i] = b.String()
		}
	}
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format+"\n", args...)
	}
}

// graphML writes GraphML 1.0 (graphml.graphdrawing.org). Every edge is directed
// and says by an attribute whether that means anything: many readers take no graph
// of both kinds.
func graphML(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	g, err := gather(ctx, m, rows)
	if err != nil {
		return err
	}
	x := &markup{w: w}
	x.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`)
	for _, a := range nodeAttributes {
		x.line(`  <key id="n_%s" for="node" attr.name="%s" attr.type="%s"><desc>%s</desc></key>`, a.id, a.id, a.kind, a.about)
	}
	for _, a := range edgeAttributes {
		x.line(`  <key id="e_%s" for="edge" attr.name="%s" attr.type="%s"><desc>%s</desc></key>`, a.id, a.id, a.kind, a.about)
	}
	x.line(`  <graph id="entente" edgedefault="directed">`)
	for _, n := range g.nodes {
		x.line(`    <node id="%s">`, string(n.ID))
		for i, v := range n.values() {
			x.line(`      <data key="n_%s">%v</data>`, nodeAttributes[i].id, v)
		}
		x.line(`    </node>`)
	}
	for i, e := range g.edges {
		x.line(`    <edge id="e%d" source="%s" target="%s">`, i, string(e.A), string(e.B))
		for k, v := range e.values() {
			x.line(`      <data key="e_%s">%v</data>`, edgeAttributes[k].id, v)
		}
		x.line(`    </edge>`)
	}
	x.line(`  </graph>`)
	x.line(`</graphml>`)
	return x.err
}

// gexfKinds are GEXF's names of the kinds.
var gexfKinds = map[string]string{"string": "string", "int": "integer", "double": "double", "boolean": "boolean"}

// gexf writes dynamic GEXF 1.3 (gexf.net): an edge is there from its first to
// its last day, and its attribute says whether its direction means anything.
func gexf(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	g, err := gather(ctx, m, rows)
	if err != nil {
		return err
	}
	x := &markup{w: w}
	x.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(`<gexf xmlns="http://gexf.net/1.3" version="1.3">`)
	x.line(`  <graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">`)
	for _, class := range []struct {
		name  string
		attrs []attribute
	}{{"node", nodeAttributes[1:]}, {"edge", edgeAttributes}} {
		x.line(`    <attributes class="%s">`, class.name)
		for _, a := range class.attrs {
			x.line(`      <attribute id="%s" title="%s" type="%s"/>`, a.id, a.id, gexfKinds[a.kind])
		}
		x.line(`    </attributes>`)
	}
	x.line(`    <nodes>`)
	for _, n := range g.nodes {
		x.line(`      <node id="%s" label="%s"%v>`, string(n.ID), n.Label, spell(n.First, n.Last))
		x.values(nodeAttributes[1:], n.values()[1:])
		x.line(`      </node>`)
	}
	x.line(`    </nodes>`)
	x.line(`    <edges>`)
	for i, e := range g.edges {
		x.line(`      <edge id="%d" source="%s" target="%s" weight="%d" kind="%s"%v>`, i, string(e.A), string(e.B), e.Records, string(e.Layer), spell(e.First, e.Last))
		x.values(edgeAttributes, e.values())
		x.line(`      </edge>`)
	}
	x.line(`    </edges>`)
	x.line(`  </graph>`)
	x.line(`</gexf>`)
	return x.err
}

func (m *markup) values(attrs []attribute, values []any) {
	m.line(`        <attvalues>`)
	for i, v := range values {
		m.line(`          <attvalue for="%s" value="%v"/>`, attrs[i].id, v)
	}
	m.line(`        </attvalues>`)
}

// raw is markup that is not escaped again.
type raw string

// spell is the time an element is there, nothing where it is not dated.
func spell(first, last entente.Day) raw {
	if first == 0 {
		return ""
	}
	return raw(fmt.Sprintf(` start="%s" end="%s"`, first, last))
}

// cytoscape writes Cytoscape.js JSON (.cyjs), with what NetworkX wants to read it:
// whether edges have a direction and may be several, each node's value, and a key
// for each of several edges.
func cytoscape(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	g, err := gather(ctx, m, rows)
	if err != nil {
		return err
	}
	type element struct {
		Data map[string]any `json:"data"`
	}
	doc := struct {
		Format   string         `json:"format_version"`
		By       string         `json:"generated_by"`
		Directed bool           `json:"directed"`
		Several  bool           `json:"multigraph"`
		Data     map[string]any `json:"data"`
		Elements struct {
			Nodes []element `json:"nodes"`
			Edges []element `json:"edges"`
		} `json:"elements"`
	}{Format: "1.0", By: "entente", Directed: true, Several: true, Data: map[string]any{"name": "Who stands with whom"}}
	doc.Elements.Nodes, doc.Elements.Edges = []element{}, []element{}
	for _, n := range g.nodes {
		d := map[string]any{"id": string(n.ID), "value": string(n.ID), "name": n.Label}
		for i, v := range n.values() {
			d[nodeAttributes[i].id] = v
		}
		doc.Elements.Nodes = append(doc.Elements.Nodes, element{d})
	}
	for i, e := range g.edges {
		d := map[string]any{"id": fmt.Sprintf("e%d", i), "key": fmt.Sprintf("e%d", i), "source": string(e.A), "target": string(e.B), "interaction": string(e.Layer)}
		for k, v := range e.values() {
			d[edgeAttributes[k].id] = v
		}
		doc.Elements.Edges = append(doc.Elements.Edges, element{d})
	}
	return encode(w, doc)
}

// encode writes indented JSON without escaping what only HTML needs escaped.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}
