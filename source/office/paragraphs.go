package office

import (
	"strings"

	"entente"
	"entente/source/article"
)

// paragraphs collects the paragraphs of a text. A paragraph may stand within
// another (a box of text beside it): it ends up behind it.
type paragraphs struct {
	blocks []article.Block
	open   []*paragraph
	size   article.Size
}

// full says when the text is longer than a document may be.
func (p *paragraphs) full() error { return p.size.Err() }

// paragraph is one that is not yet ended.
type paragraph struct {
	kind  entente.PartKind
	text  strings.Builder
	boxes []article.Block // of paragraphs within it
}

func (p *paragraphs) begin(kind entente.PartKind) {
	p.size.Paragraphs++
	p.open = append(p.open, &paragraph{kind: kind})
}

// mark sets the kind of the innermost open paragraph.
func (p *paragraphs) mark(kind entente.PartKind) {
	if n := len(p.open); n > 0 {
		p.open[n-1].kind = kind
	}
}

func (p *paragraphs) write(s string) {
	if n := len(p.open); n > 0 {
		p.size.Bytes += len(s)
		p.open[n-1].text.WriteString(s)
	}
}

// end ends the innermost open paragraph.
func (p *paragraphs) end() {
	n := len(p.open) - 1
	if n < 0 {
		return
	}
	last := p.open[n]
	var out []article.Block
	if s := strings.TrimSpace(last.text.String()); s != "" {
		out = append(out, article.Block{Kind: last.kind, Text: s})
	}
	out = append(out, last.boxes...)
	p.open = p.open[:n]
	if n > 0 {
		p.open[n-1].boxes = append(p.open[n-1].boxes, out...)
		return
	}
	p.blocks = append(p.blocks, out...)
}

// kindOfStyle tells what a paragraph is by the name of its style, which word
// processors keep in English; "" is any other.
func kindOfStyle(name string) entente.PartKind {
	name = strings.ToLower(strings.NewReplacer("_20_", " ", "_", " ", "-", " ").Replace(name))
	switch {
	case name == "title":
		return entente.PartTitle
	case strings.HasPrefix(name, "heading"), name == "subtitle", strings.HasPrefix(name, "title "):
		return entente.PartHeading
	case name == "caption", name == "figure", name == "illustration", name == "drawing":
		return entente.PartCaption
	}
	return ""
}

// styles are the styles of a document by their ids.
type styles map[string]style

type style struct{ name, parent string }

// add names a style, unless there are more than any document has.
func (s styles) add(id string, st style) {
	if _, there := s[id]; there || len(s) < mostListed {
		s[id] = st
	}
}

// kind tells what a paragraph of a style is, by the style or one that it is
// based on.
func (s styles) kind(id string) entente.PartKind {
	for range 16 { // more than any chain that is not a circle
		st, ok := s[id]
		if !ok {
			return kindOfStyle(id)
		}
		if k := kindOfStyle(st.name); k != "" {
			return k
		}
		if id = st.parent; id == "" {
			return ""
		}
	}
	return ""
}
