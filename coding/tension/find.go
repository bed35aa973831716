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

// item is a tie or an event as evidence for a sign.
type item struct {
	entente.Base
	layer entente.Layer
	sign  entente.Sign
	label string
}

// firm reports whether a claim says that its content is so.
func firm(c *entente.Claim) bool {
	if c == nil {
		return true
	}
	return !c.Negated && (c.Stance == entente.StanceAsserted || c.Stance == entente.StanceBelieved || c.Stance == "")
}

// layers finds the pairs that are friendly in one layer and hostile in another,
// by ties and events that somebody says are so.
func layers(records []*entente.Records) []entente.Tension {
	byPair := map[pair][]item{}
	var pairs []pair
	put := func(p pair, it item) {
		if it.sign == 0 || p.a == p.b {
			return
		}
		if len(byPair[p]) == 0 {
			pairs = append(pairs, p)
		}
		byPair[p] = append(byPair[p], it)
	}
	for _, r := range records {
		claims := claimsOf(r)
		for i := range r.Ties {
			if t := &r.Ties[i]; firm(claims[t.Claim]) {
				put(pairOf(t.A, t.B), item{t.Base, t.Layer, t.Sign, t.Relation})
			}
		}
		for i := range r.Events {
			e := &r.Events[i]
			if len(e.Actor) == 1 && len(e.Recipient) == 1 && firm(claims[e.Claim]) {
				put(pairOf(e.Actor[0], e.Recipient[0]), item{e.Base, e.Layer, e.Sign, strings.ToLower(e.Type)})
			}
		}
	}
	var out []entente.Tension
	for _, p := range pairs {
		if t, ok := mixed(p, byPair[p]); ok {
			out = append(out, t)
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
func mixed(p pair, items []item) (entente.Tension, bool) {
	sums := map[entente.Layer]int{}
	for _, it := range items {
		sums[it.layer] += int(it.sign)
	}
	var good, bad []entente.Layer
	for l, n := range sums {
		switch {
		case n > 0:
			good = append(good, l)
		case n < 0:
			bad = append(bad, l)
		}
	}
	if len(good) == 0 || len(bad) == 0 {
		return entente.Tension{}, false
	}
	slices.Sort(good)
	slices.Sort(bad)
	slices.SortStableFunc(items, func(a, b item) int { return order(a.Base, b.Base) })
	t := entente.Tension{Type: entente.TensionLayers, About: []entente.ActorID{p.a, p.b}}
	var plus, minus []string
	for _, it := range items {
		n := sums[it.layer]
		if n == 0 || (n > 0) != (it.sign > 0) {
			continue
		}
		t.Items = append(t.Items, it.ID)
		if it.sign > 0 {
			plus = once(plus, it.label)
		} else {
			minus = once(minus, it.label)
		}
	}
	t.Working = fmt.Sprintf("friendly in %s (%s), hostile in %s (%s)", join(good), strings.Join(plus, ", "), join(bad), strings.Join(minus, ", "))
	t.Base = base(entente.KindTension, items[0].Document, items[0].Evidence, t.Items, entente.TensionLayers+string(p.a)+"|"+string(p.b))
	return t, true
}

func once(xs []string, x string) []string {
	if slices.Contains(xs, x) {
		return xs
	}
	return append(xs, x)
}

func join(ls []entente.Layer) string {
	s := make([]string, len(ls))
	for i, l := range ls {
		s[i] = string(l)
	}
	return strings.Join(s, ", ")
}

// said is one claim of a content: who says it, and whether they say it is so.
type said struct {
	item    entente.Base
	claim   *entente.Claim
	speaker string
	so      bool
}

// claims finds the ties and events that one speaker states and another denies.
// Ties are one content when pair, direction and relation are; events when actors,
// recipients, type and mode are and their dates do not exclude each other.
func claims(records []*entente.Records) []entente.Tension {
	byContent := map[string][]said{}
	about := map[string][]entente.ActorID{}
	var keys []string
	put := func(key string, who []entente.ActorID, s said) {
		if len(byContent[key]) == 0 {
			keys = append(keys, key)
			about[key] = who
		}
		byContent[key] = append(byContent[key], s)
	}
	for _, r := range records {
		byID := claimsOf(r)
		for i := range r.Ties {
			t := &r.Ties[i]
			relation, denies := bare(t.Relation)
			p := pair{t.A, t.B}
			if !t.Directed {
				p = pairOf(t.A, t.B)
			}
			if s, ok := saying(r, t.Base, byID[t.Claim], denies); ok {
				put("tie|"+string(p.a)+"|"+string(p.b)+"|"+relation, []entente.ActorID{t.A, t.B}, s)
			}
		}
		for i := range r.Events {
			e := &r.Events[i]
			if s, ok := saying(r, e.Base, byID[e.Claim], false); ok && len(e.Actor) > 0 {
				key := fmt.Sprint("event|", e.Actor, "|", e.Recipient, "|", e.Type, "|", e.Mode, "|", month(toldDate(r, e)))
				put(key, append(slices.Clone(e.Actor), e.Recipient...), s)
			}
		}
	}
	var out []entente.Tension
	for _, k := range keys {
		if t, ok := conflict(byContent[k], about[k], k); ok {
			out = append(out, t)
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

// saying tells who says a content in which way; ok is false for contents that are
// only planned, feared, demanded or hedged.
func saying(r *entente.Records, b entente.Base, c *entente.Claim, denies bool) (said, bool) {
	s := said{item: b, claim: c, so: !denies, speaker: "doc:" + string(r.Document.ID)}
	if c == nil {
		return s, true
	}
	if n := len(c.Chain); n > 0 {
		v := c.Chain[n-1]
		s.speaker = cmp.Or(string(v.Speaker), v.Name, s.speaker)
	} else if r.Document.Outlet != "" {
		s.speaker = r.Document.Outlet
	}
	switch c.Stance {
	case entente.StanceAsserted, entente.StanceBelieved, "":
		s.so = s.so != c.Negated
	case entente.StanceDenied:
		s.so = !s.so
	default:
		return s, false
	}
	return s, true
}

// name is how the document words the speaker.
func (s *said) name() string {
	if s.claim != nil && len(s.claim.Chain) > 0 {
		if v := s.claim.Chain[len(s.claim.Chain)-1]; v.Name != "" && (v.Speaker == "" || len(v.Name) > 4) {
			return v.Name // not "he"
		}
	}
	if strings.HasPrefix(s.speaker, "doc:") {
		return "the document"
	}
	return s.speaker
}

// conflict makes the tension of contents that some speaker states and another
// denies.
func conflict(all []said, about []entente.ActorID, key string) (entente.Tension, bool) {
	var yes, no []said
	for _, s := range all {
		if s.so {
			yes = append(yes, s)
		} else {
			no = append(no, s)
		}
	}
	if len(yes) == 0 || len(no) == 0 || sameSpeakers(yes, no) {
		return entente.Tension{}, false
	}
	t := entente.Tension{Type: entente.TensionClaims, About: about}
	for _, s := range all {
		t.Items = append(t.Items, s.item.ID)
	}
	t.Working = fmt.Sprintf("stated by %s, denied by %s", speakers(yes), speakers(no))
	t.Base = base(entente.KindTension, all[0].item.Document, all[0].item.Evidence, t.Items, key)
	return t, true
}

// toldDate is an event's date, or that of its document where none is known: who
// denies an event seldom says when it was.
func toldDate(r *entente.Records, e *entente.Event) entente.Interval {
	if e.Date.IsZero() {
		return entente.Interval{From: r.Document.Published, To: r.Document.Published}
	}
	return e.Date
}

// sameSpeakers reports whether all on both sides are one and the same speaker, who
// then corrects himself rather than being contradicted.
func sameSpeakers(yes, no []said) bool {
	first := yes[0].speaker
	for _, s := range append(slices.Clone(yes), no...) {
		if s.speaker != first {
			return false
		}
	}
	return true
}

func speakers(all []said) string {
	var names []string
	for _, s := range all {
		names = once(names, s.name())
	}
	return strings.Join(names, ", ")
}
