package forecast

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// telling words the reasons of one partner: of the acts of a kind that a does to b,
// or, where a is not acting, that b does to a.
type telling struct {
	f      *Forecaster
	kind   int32
	acting bool
	a, b   int32
	day    int32
	near   []int32 // whom a deals with most
}

// acts lists acts of the asked direction by their day: of one actor at a's end and
// one at b's, -1 for anybody; of a kind, -1 for any; from a day on.
func (t *telling) acts(atA, atB, kind, from int32) []int32 {
	if !t.acting {
		atA, atB = atB, atA
	}
	who := max(atA, 0)
	if atA < 0 {
		who = atB
	}
	var out []int32
	for _, i := range t.f.dyads.actors[who].acts {
		x := &t.f.dyads.acts[i]
		if x.Day < from || x.Day >= t.day || atA >= 0 && x.A != atA || atB >= 0 && x.B != atB {
			continue
		}
		if kind < 0 || t.f.whom.number[t.f.Past.event(i).kind()] == kind {
			out = append(out, i)
		}
	}
	t.f.byDay(out)
	return out
}

// what words an act of a kind: "CONSULT of A on B"; an empty name is anybody.
func (t *telling) what(kind, a, b string) string {
	if a == "" {
		a = "anybody"
	}
	if b == "" {
		b = "anybody"
	}
	if !t.acting {
		a, b = b, a
	}
	return fmt.Sprintf("%s of %s on %s", kind, a, b)
}

func (t *telling) base(odds, n float64, of int) Term {
	words := fmt.Sprintf("where one of %d actors stands against the others, who count as %.0f alike", of, n)
	return Term{Reason: "base", Words: words, LogOdds: odds, Cites: []Event{}}
}

// many words how many stand at the other end on one day.
func (t *telling) many(odds, n float64) Term {
	words := fmt.Sprintf("on a day with %s there are %.1f of them on average", t.what(t.f.whom.kinds[t.kind], t.f.name(t.a), ""), n)
	return Term{Reason: "many", Words: words, LogOdds: odds, Cites: []Event{}}
}

// term words one reason and cites its events.
func (t *telling) term(r rankReason, odds float64) Term {
	out := Term{Reason: rankReasonNames[r], LogOdds: odds, Cites: []Event{}}
	f, since := t.f, t.day-riskDays
	a, b, kind := f.name(t.a), f.name(t.b), f.whom.kinds[t.kind]
	lately := func(what string, acts []int32) {
		out.Words = fmt.Sprintf("%s: %s in %d days", what, times(len(acts)), riskDays)
		out.Cites = f.cite(acts)
	}
	switch r {
	case whomSame:
		acts := t.acts(t.a, t.b, t.kind, math.MinInt32)
		out.Words = t.what(kind, a, b) + ": none is told of"
		if len(acts) > 0 {
			in90 := len(t.acts(t.a, t.b, t.kind, since))
			out.Words = fmt.Sprintf("%s: %s in %d days, %d ever%s", t.what(kind, a, b), times(in90), riskDays, len(acts), f.since(acts, t.day))
		}
		out.Cites = f.cite(acts)
	case whomPair:
		lately(fmt.Sprintf("anything between %s and %s, either way", a, b), t.between(since))
	case whomRule:
		out.Words, out.Cites = t.rule()
	case whomTarget:
		lately(t.what(kind, "", b), t.acts(-1, t.b, t.kind, since))
	case whomActive:
		lately(fmt.Sprintf("anything that %s does or that is done to it", b), f.around(t.b, since, t.day))
	case whomPlace:
		out.Words = f.places(Pair{t.a, t.b}, f.whom.classes[t.kind])
		if !t.acting {
			out.Words = f.places(Pair{t.b, t.a}, f.whom.classes[t.kind])
		}
	case whomOthers:
		out.Words, out.Cites = t.others(since)
	case whomAlike:
		out.Words = fmt.Sprintf("learnt likeness of %s and those whom %s meets so", b, a)
	}
	return out
}

// between lists what a and b did to each other since a day.
func (t *telling) between(since int32) []int32 {
	out := slices.Concat(t.f.dyads.recent(t.a, t.b, 0, since, t.day), t.f.dyads.recent(t.b, t.a, 0, since, t.day))
	t.f.byDay(out)
	return out
}

// others words what those do with b whom a deals with most.
func (t *telling) others(since int32) (string, []Event) {
	var names []string
	var acts []int32
	for _, z := range t.near {
		if z == t.b || len(names) == citesShown {
			continue
		}
		names = append(names, t.f.name(z))
		acts = append(acts, t.f.dyads.recent(z, t.b, 0, since, t.day)...)
		acts = append(acts, t.f.dyads.recent(t.b, z, 0, since, t.day)...)
	}
	if len(names) == 0 {
		return fmt.Sprintf("nobody else is told of with whom %s deals", t.f.name(t.a)), []Event{}
	}
	t.f.byDay(acts)
	words := fmt.Sprintf("what those do whom %s deals with; between %s and the first of them, %s: %s in %d days", t.f.name(t.a), t.f.name(t.b), strings.Join(names, ", "), times(len(acts)), riskDays)
	return words, t.f.cite(acts)
}

// rule words, of the counted rules that hold for the pair, the one that most often
// came true.
func (t *telling) rule() (string, []Event) {
	h, m, n := t.f.whom.hist, t.f.whom.ranker, int32(len(t.f.whom.kinds))
	asked := t.kind
	if !t.acting {
		asked += n
	}
	var best *cell
	var tally Tally
	share := -1.0
	if pi, ok := h.pairOf[key(t.a, t.b)]; ok {
		for _, ci := range h.pairs[pi].cells {
			c := &h.cells[ci]
			if days := t.day - c.last; days < ruleDays {
				x := m.Rule(asked, c.relation, days, c.count[rates-1])
				if v := (float64(x.Hits) + ruleHits) / (float64(x.Trials) + ruleTrials); v > share {
					best, tally, share = c, x, v
				}
			}
		}
	}
	if best == nil {
		return fmt.Sprintf("nothing between %s and %s in %d days that a rule starts from", t.f.name(t.a), t.f.name(t.b), ruleDays), []Event{}
	}
	back := best.relation >= n // what b did to a
	from, to, body := t.a, t.b, best.relation
	if back {
		from, to, body = to, from, body-n
	}
	days := t.day - best.last
	words := fmt.Sprintf("counted rule: %s of %s on %s, %s before", t.f.whom.kinds[body], t.f.name(from), t.f.name(to), count(int(days), "day"))
	if tally.Trials == 0 {
		words += ": no such case was looked at"
	} else {
		low, high := tally.Interval()
		words += fmt.Sprintf(": in %d of %d cases in which one had last done so to another %s before, %s, that day's %s %s (%s to %s)",
			tally.Hits, tally.Trials, ruleWithin(days), oftenWords(best.count[rates-1]), t.f.whom.kinds[t.kind], followed(t.acting, back), percent(low), percent(high))
	}
	acts := t.f.dyads.recent(from, to, 0, math.MinInt32, t.day)
	acts = slices.DeleteFunc(slices.Clone(acts), func(i int32) bool { return t.f.whom.number[t.f.Past.event(i).kind()] != body })
	return words, t.f.cite(acts)
}

// followed words who the act was between, of "one" who did what the rule starts from
// and "the other" to whom it was done.
func followed(acting, back bool) string {
	switch {
	case acting && !back:
		return "of the one was on the other"
	case acting:
		return "of the other was on the one"
	case !back:
		return "on the one came from the other"
	}
	return "on the other came from the one"
}

// ruleLimits are the last days of the buckets that rules start from.
var ruleLimits = [...]int32{1, 3, 7, 15, 30, 60, ruleDays - 1}

// ruleWithin words a rule's bucket of days: "2 to 3 days".
func ruleWithin(days int32) string {
	first := int32(1)
	for _, last := range ruleLimits {
		if days <= last {
			if first == last {
				return count(int(last), "day")
			}
			return fmt.Sprintf("%d to %d days", first, last)
		}
		first = last + 1
	}
	return fmt.Sprintf("more than %d days", ruleDays-1)
}

// oftenWords words how often it was done before, as it weighs.
func oftenWords(n float32) string {
	switch {
	case n > 3.5:
		return "the fourth time or later"
	case n > 1.5:
		return "the second or third time"
	}
	return "the first time"
}
