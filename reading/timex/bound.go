package timex

import "entente"

// join makes one range of two expressions with "to", "and" or a dash between
// them: "from 1993 to 1996", "between May and July", "1993-96".
func (r *reader) join() {
	out := r.found[:0]
	for _, f := range r.found {
		if n := len(out); n > 0 && r.joins(&out[n-1], &f) {
			p := &out[n-1]
			p.last, p.To = f.last, f.To
			if p.first > 0 && r.isOpener(p.first-1) {
				p.from = p.first - 1
			}
			continue
		}
		out = append(out, f)
	}
	r.found = out
}

// isOpener reports whether atom k is the "from" or "between" of a range.
func (r *reader) isOpener(k int) bool {
	a := r.atoms[k]
	return a.class&clBound != 0 && (a.value == boundFrom || a.value == boundBetween)
}

func (r *reader) joins(a, b *found) bool {
	if b.first-a.last != 1 || a.From.IsZero() || b.To.IsZero() || a.From >= b.To || a.To >= b.To {
		return false
	}
	link := r.atoms[a.last]
	if link.class&clBound != 0 {
		switch link.value {
		case boundTo, boundUntil, boundThrough:
			return true
		case boundAnd:
			return a.first > 0 && r.atoms[a.first-1].class&clBound != 0 && r.atoms[a.first-1].value == boundBetween
		}
		return false
	}
	switch r.t.Document.Text[link.start:link.end] {
	case "-", "–", "—":
		return true
	case "/":
		return a.Precision == entente.PrecisionYear && b.From == a.To+1
	}
	return false
}

// bound opens an end of f where a preposition before it says so.
func (r *reader) bound(f *found) {
	if f.Precision == entente.PrecisionVague || f.from != f.first || f.first == 0 {
		return
	}
	k := f.first - 1
	if p := r.atoms[k]; k > 0 && r.t.Document.Text[p.start:p.end] == "the" && p.class == 0 {
		k--
	}
	p := r.atoms[k]
	if p.class&clBound == 0 {
		return
	}
	if t := r.s.Tokens[r.atoms[f.last-1].token]; (t.Rel == "nummod" || t.Rel == "compound") && t.Head > r.atoms[f.last-1].token && r.s.Tokens[t.Head].UPOS != "PUNCT" && f.last < len(r.atoms) && p.value != boundSince {
		return // "after the 1999 war": the war is meant
	}
	switch p.value {
	case boundSince:
		f.To = 0
	case boundFrom:
		tok := r.s.Tokens[r.atoms[f.first].token]
		if f.Precision == entente.PrecisionDay || tok.Rel != "obl" {
			return
		}
		f.To = 0
	case boundUntil:
		f.From = 0
	case boundBy:
		if r.s.Tokens[r.atoms[f.first].token].Rel == "obl:agent" {
			return
		}
		f.From = 0
	case boundBefore:
		f.From, f.To = 0, f.From-1
	case boundAfter:
		f.From, f.To = f.To+1, 0
	case boundTo:
		if k == 0 {
			return
		}
		q := r.atoms[k-1]
		switch w := r.t.Document.Text[q.start:q.end]; {
		case q.class&clBound != 0 && q.value == boundBefore:
			f.From, f.To = 0, f.From-1
		case w == "up" || w == "Up":
			f.From = 0
		default:
			return
		}
		k--
	default:
		return
	}
	f.from = k
}
