package tension

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// pair is two actors without order.
type pair struct{ a, b entente.ActorID }

func pairOf(a, b entente.ActorID) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// item is a tie or an event as evidence for a sign: places in a shelf.
type item struct {
	record       int32
	layer, label int32 // words
	sign         entente.Sign
}

// firm reports whether a claim says that its content is so.
func firm(c *entente.Claim) bool {
	if c == nil {
		return true
	}
	return !c.Negated && (c.Stance == entente.StanceAsserted || c.Stance == entente.StanceBelieved || c.Stance == "")
}

// layers are the ties and events that somebody says are so, by pair: they tell
// which pairs are friendly in one layer and hostile in another.
type layers map[pair][]item

// add files those of a document, whose claims are given by id.
func (ls layers) add(s *shelf, r *entente.Records, claims map[entente.RecordID]*entente.Claim) {
	put := func(p pair, b entente.Base, layer entente.Layer, sign entente.Sign, label string) {
		if sign != 0 && p.a != p.b {
			ls[p] = append(ls[p], item{s.record(b), s.word(string(layer)), s.word(label), sign})
		}
	}
	for i := range r.Ties {
		if t := &r.Ties[i]; firm(claims[t.Claim]) {
			put(pairOf(t.A, t.B), t.Base, t.Layer, t.Sign, t.Relation)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		if len(e.Actor) == 1 && len(e.Recipient) == 1 && firm(claims[e.Claim]) {
			put(pairOf(e.Actor[0], e.Recipient[0]), e.Base, e.Layer, e.Sign, strings.ToLower(e.Type))
		}
	}
}

// found returns the tensions of all pairs, in no order.
func (ls layers) found(s *shelf) []Found {
	var out []Found
	for p, items := range ls {
		if f, ok := mixed(s, p, items); ok {
			out = append(out, f)
		}
	}
	return out
}

func claimsOf(r *entente.Records) map[entente.RecordID]*entente.Claim {
	m := make(map[entente.RecordID]*entente.Claim, len(r.Claims))
	for i := range r.Claims {
		m[r.Claims[i].ID] = &r.Claims[i]
	}
	return m
}

// mixed makes the tension of a pair whose layers differ in sign: a layer counts
// with the sum of its signs.
func mixed(s *shelf, p pair, items []item) (Found, bool) {
	sums := map[int32]int{}
	for _, it := range items {
		sums[it.layer] += int(it.sign)
	}
	var good, bad []string
	for l, n := range sums {
		switch {
		case n > 0:
			good = append(good, s.words[l])
		case n < 0:
			bad = append(bad, s.words[l])
		}
	}
	if len(good) == 0 || len(bad) == 0 {
		return Found{}, false
	}
	slices.Sort(good)
	slices.Sort(bad)
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b item) int { return order(s.base(a.record), s.base(b.record)) })
	var counted []int32
	var plus, minus list
	for _, it := range items {
		n := sums[it.layer]
		if n == 0 || (n > 0) != (it.sign > 0) {
			continue
		}
		counted = append(counted, it.record)
		if it.sign > 0 {
			plus.add(s.words[it.label])
		} else {
			minus.add(s.words[it.label])
		}
	}
	f := s.found(entente.TensionLayers, []entente.ActorID{p.a, p.b}, counted)
	f.Working = fmt.Sprintf("friendly in %s (%s), hostile in %s (%s)", strings.Join(good, ", "), plus.String(), strings.Join(bad, ", "), minus.String())
	first := s.base(items[0].record)
	f.Base = base(entente.KindTension, first.Document, first.Evidence, f.Items, entente.TensionLayers+string(p.a)+"|"+string(p.b))
	return f, true
}

// said is one claim of a content: who says it, and whether they say it is so.
type said struct {
	record        int32
	speaker, name int32 // words: who it is, and how the document words that
	so            bool
}

// content is what is said, by how many whatever.
type content struct {
	about []entente.ActorID
	said  []said
}

// contents are what ties and events tell, with those who state and those who deny
// it. Ties are one content when pair, direction and relation are; events when
// actors, recipients, type and mode are and their dates do not exclude each other.
type contents map[string]*content

// add files those of a document, whose claims are given by id.
func (cs contents) add(sh *shelf, r *entente.Records, byID map[entente.RecordID]*entente.Claim) {
	put := func(key string, b entente.Base, c *entente.Claim, v voice, who ...entente.ActorID) {
		if cs[key] == nil {
			cs[key] = &content{about: who}
		}
		cs[key].said = append(cs[key].said, said{sh.record(b), sh.word(v.speaker), sh.word(v.name(c)), v.so})
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		relation, denies := bare(t.Relation)
		p := pair{t.A, t.B}
		if !t.Directed {
			p = pairOf(t.A, t.B)
		}
		if v, ok := saying(r, byID[t.Claim], denies); ok {
			put("tie|"+string(p.a)+"|"+string(p.b)+"|"+relation, t.Base, byID[t.Claim], v, t.A, t.B)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		if v, ok := saying(r, byID[e.Claim], false); ok && len(e.Actor) > 0 {
			key := fmt.Sprint("event|", e.Actor, "|", e.Recipient, "|", e.Type, "|", e.Mode, "|", month(toldDate(r, e)))
			put(key, e.Base, byID[e.Claim], v, append(slices.Clone(e.Actor), e.Recipient...)...)
		}
	}
}

// found returns the tensions of all contents, in no order.
func (cs contents) found(s *shelf) []Found {
	var out []Found
	for key, c := range cs {
		if f, ok := conflict(s, c, key); ok {
			out = append(out, f)
		}
	}
	return out
}

// bare cuts "does not" and a trend from a relation and reports whether it was
// denied.
func bare(relation string) (string, bool) {
	relation, _, _ = strings.Cut(relation, " (")
	if rest, ok := strings.CutPrefix(relation, "does not "); ok {
		return stem(rest), true
	}
	if rest, ok := strings.CutPrefix(relation, "is not "); ok {
		return "is " + rest, true
	}
	if rest, ok := strings.CutPrefix(relation, "has no "); ok {
		return "has " + rest, true
	}
	first, rest, _ := strings.Cut(relation, " ")
	return strings.TrimSpace(stem(first) + " " + rest), false
}

// stem drops the ending of the third person.
func stem(verb string) string {
	first, rest, found := strings.Cut(verb, " ")
	if first != "is" && first != "has" {
		first = strings.TrimSuffix(first, "s")
	}
	if found {
		return first + " " + rest
	}
	return first
}

// month is the month an event begins in, "" where it is not known: a denial of an
// event of another month denies something else.
func month(i entente.Interval) string {
	if i.From.IsZero() || i.Precision == entente.PrecisionVague {
		return ""
	}
	return i.From.Time().Format("2006-01")
}

// voice is who says a content, and whether they say it is so.
type voice struct {
	speaker string
	so      bool
}

// saying tells who says a content in which way; ok is false for contents that are
// only planned, feared, demanded or hedged.
func saying(r *entente.Records, c *entente.Claim, denies bool) (voice, bool) {
	v := voice{so: !denies, speaker: "doc:" + string(r.Document.ID)}
	if c == nil {
		return v, true
	}
	if n := len(c.Chain); n > 0 {
		last := c.Chain[n-1]
		v.speaker = cmp.Or(string(last.Speaker), last.Name, v.speaker)
	} else if r.Document.Outlet != "" {
		v.speaker = r.Document.Outlet
	}
	switch c.Stance {
	case entente.StanceAsserted, entente.StanceBelieved, "":
		v.so = v.so != c.Negated
	case entente.StanceDenied:
		v.so = !v.so
	default:
		return v, false
	}
	return v, true
}

// name is how the document words the speaker of a claim.
func (v voice) name(c *entente.Claim) string {
	if c != nil && len(c.Chain) > 0 {
		if last := c.Chain[len(c.Chain)-1]; last.Name != "" && (last.Speaker == "" || len(last.Name) > 4) {
			return last.Name // not "he"
		}
	}
	if strings.HasPrefix(v.speaker, "doc:") {
		return "the document"
	}
	return v.speaker
}

// conflict makes the tension of a content that some speaker states and another
// denies.
func conflict(s *shelf, c *content, key string) (Found, bool) {
	var yes, no list
	first, several := c.said[0].speaker, false
	items := make([]int32, 0, len(c.said))
	for _, x := range c.said {
		side := &no
		if x.so {
			side = &yes
		}
		side.add(s.words[x.name])
		several = several || x.speaker != first // one alone corrects himself rather than being contradicted
		items = append(items, x.record)
	}
	if len(yes.words) == 0 || len(no.words) == 0 || !several {
		return Found{}, false
	}
	f := s.found(entente.TensionClaims, c.about, items)
	f.Working = fmt.Sprintf("stated by %s, denied by %s", yes.String(), no.String())
	at := s.base(items[0])
	f.Base = base(entente.KindTension, at.Document, at.Evidence, f.Items, key)
	return f, true
}

// toldDate is an event's date, or that of its document where none is known: who
// denies an event seldom says when it was.
func toldDate(r *entente.Records, e *entente.Event) entente.Interval {
	if e.Date.IsZero() {
		return entente.Interval{From: r.Document.Published, To: r.Document.Published}
	}
	return e.Date
}
