package engine

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"entente/brief"
	"entente/ledger"
)

// SearchView is what was found for some words.
type SearchView struct {
	Query   string      `json:"query"`
	Phrases []Phrase    `json:"phrases" doc:"pages that answer the words, as they were understood"`
	Actors  []ActorRow  `json:"actors"`
	Hits    []SearchHit `json:"hits"`
}

// SearchHit is a passage.
type SearchHit struct {
	Paper     Paper  `json:"paper"`
	Kind      string `json:"kind" doc:"document or claim"`
	Record    string `json:"record,omitempty"`
	Snippet   string `json:"snippet"`
	Paragraph int    `json:"paragraph,omitempty"`
}

// SearchFor finds pages, actors and passages for some words.
func (d *Desk) SearchFor(ctx context.Context, words string, limit int, o Scope) (*SearchView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	v := &SearchView{Query: words, Phrases: []Phrase{}, Actors: []ActorRow{}, Hits: []SearchHit{}}
	if strings.TrimSpace(words) == "" {
		return v, nil
	}
	if limit <= 0 || limit > 100 {
		limit = 20
	}
	d.mu.RLock()
	v.Phrases = d.understand(words)
	for _, f := range d.match(words, o) {
		if len(v.Actors) == 8 {
			break
		}
		v.Actors = append(v.Actors, d.actorRow(&f, o))
	}
	empty := len(d.documents) == 0
	d.mu.RUnlock()
	if empty {
		return v, nil
	}
	hits, err := d.hits(ctx, words, limit, o)
	if err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, h := range hits {
		v.Hits = append(v.Hits, d.hit(&h))
	}
	return v, nil
}

// searchMost bounds how many passages are looked at for those that count.
const searchMost = 3200

// hits are the passages for some words that count in a scope. The ledger knows no
// scope: it is asked for more until enough of them count.
func (d *Desk) hits(ctx context.Context, words string, limit int, o Scope) ([]ledger.Hit, error) {
	for ask := limit; ; ask *= 4 {
		all, err := d.engine.Search(ctx, words, ask)
		if err != nil {
			return nil, err
		}
		whole := len(all) < ask || ask >= searchMost
		all = d.counting(all, o)
		if whole || len(all) >= limit {
			return all[:min(len(all), limit)], nil
		}
	}
}

// counting are those of some passages that count in a scope.
func (d *Desk) counting(all []ledger.Hit, o Scope) []ledger.Hit {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.DeleteFunc(all, func(h ledger.Hit) bool {
		n, ok := d.numbers[h.Document]
		return ok && !d.isOut(n, o) || !o.Unjudged && h.Record != "" && d.isRejected(h.Record)
	})
}

func (d *Desk) hit(h *ledger.Hit) SearchHit {
	out := SearchHit{Kind: string(h.Kind), Record: string(h.Record), Snippet: brief.Line(h.Snippet), Paper: Paper{ID: string(h.Document), Title: brief.Line(h.Title)}}
	if n, ok := d.numbers[h.Document]; ok {
		out.Paper = *d.paper(n)
	}
	return out
}

// Suggest completes words as they are typed: actors first, then phrases.
func (d *Desk) Suggest(ctx context.Context, words string, o Scope) ([]Phrase, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	out := d.understand(words)
	last := words
	if i := strings.LastIndexByte(strings.TrimRight(words, " "), ' '); i >= 0 {
		last = words[i+1:]
	}
	for _, w := range []string{words, last} {
		if len(strings.TrimSpace(w)) < 2 {
			continue
		}
		for _, f := range d.match(w, o) {
			if len(out) >= 8 {
				break
			}
			x := Phrase{Text: f.p.label, Href: "/actor/" + url.PathEscape(d.symbols.word(f.p.id)), Why: strings.ReplaceAll(string(f.p.kind), "_", " ") + ", in " + count(f.documents, "document", "documents")}
			if !slices.ContainsFunc(out, func(o Phrase) bool { return o.Href == x.Href }) {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return itoa(n) + " " + many
}

// layerWords are the words that name a layer in a question.
var layerWords = map[string]string{
	"diplomatic": "diplomatic", "diplomacy": "diplomatic", "military": "military", "arms": "military", "intelligence": "intelligence", "energy": "energy",
	"gas": "energy", "oil": "energy", "trade": "trade", "finance": "finance", "financial": "finance", "lobbying": "lobbying", "kinship": "kinship",
	"ethnic": "kinship", "religious": "kinship", "territorial": "territorial", "territory": "territorial", "border": "territorial", "information": "information",
}

// understand reads a question in Entente's own vocabulary: actors, layers, "since
// 2010", "until", who supports, who is against, denies, says.
func (d *Desk) understand(words string) []Phrase {
	tokens := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' || r == '?' || r == '"' })
	actors, rest := d.named(tokens)
	if len(actors) == 0 {
		return []Phrase{}
	}
	q := url.Values{}
	var why []string
	says, support, against := false, false, false
	for i, t := range rest {
		low := strings.ToLower(t)
		switch {
		case layerWords[low] != "":
			q.Set("layer", layerWords[low])
			why = append(why, "layer "+layerWords[low])
		case (low == "since" || low == "from") && i+1 < len(rest) && isYear(rest[i+1]):
			q.Set("from", rest[i+1]+"-01-01")
			why = append(why, "since "+rest[i+1])
		case (low == "until" || low == "to") && i+1 < len(rest) && isYear(rest[i+1]):
			q.Set("to", rest[i+1]+"-12-31")
			why = append(why, "until "+rest[i+1])
		case low == "in" && i+1 < len(rest) && isYear(rest[i+1]):
			q.Set("from", rest[i+1]+"-01-01")
			q.Set("to", rest[i+1]+"-12-31")
			why = append(why, "in "+rest[i+1])
		case low == "supports" || low == "support" || low == "backs" || low == "helps" || low == "friends" || low == "friendly" || low == "allies":
			support = true
		case low == "against" || low == "opposes" || low == "attacks" || low == "hostile" || low == "enemies" || low == "threatens":
			against = true
		case low == "denies" || low == "denied":
			q.Set("stance", "denied")
			says = true
			why = append(why, "denied")
		case low == "says" || low == "said" || low == "claims":
			says = true
		}
	}
	if support {
		q.Set("sign", "friendly")
		why = append(why, "friendly")
	}
	if against {
		q.Set("sign", "hostile")
		why = append(why, "hostile")
	}
	id := func(i int) string { return url.PathEscape(d.symbols.word(actors[i].id)) }
	label := func(i int) string { return actors[i].label }
	href, text := "/actor/"+id(0), label(0)
	switch {
	case len(actors) >= 2:
		href, text = "/pair/"+id(0)+"/"+id(1), label(0)+" and "+label(1)
	case says:
		href, text = "/claims", "what "+label(0)+" says"
		if q.Has("stance") {
			text, why = "what "+label(0)+" denies", slices.DeleteFunc(why, func(w string) bool { return w == "denied" })
		}
		q.Set("speaker", d.symbols.word(actors[0].id))
	case support && !against:
		text = "who stands with " + label(0)
	case against && !support:
		text = "who stands against " + label(0)
	}
	if s := q.Encode(); s != "" {
		href += "?" + s
	}
	return []Phrase{{Text: text, Href: href, Why: strings.Join(why, ", ")}}
}

func isYear(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1000 && n <= 9999
}

// named finds actors in words, the longest names first from the left, two at
// most, and returns the words that are left.
func (d *Desk) named(tokens []string) (found []*person, rest []string) {
	for i := 0; i < len(tokens); {
		n, hit := 0, (*person)(nil)
		for size := min(5, len(tokens)-i); size > 0 && hit == nil && len(found) < 2; size-- {
			if p := d.exact(strings.Join(tokens[i:i+size], " ")); p != nil {
				n, hit = size, p
			}
		}
		if hit == nil || slices.Contains(found, hit) {
			rest = append(rest, tokens[i])
			i++
			continue
		}
		found = append(found, hit)
		i += n
	}
	return found, rest
}

// plainWords are short words of questions that are also keys or names of actors: IS,
// Andorra's AND, WHO. They name these where they are written in capitals.
var plainWords = map[string]bool{
	"all": true, "and": true, "are": true, "can": true, "for": true, "has": true, "in": true, "is": true, "it": true, "nor": true,
	"not": true, "of": true, "on": true, "or": true, "per": true, "than": true, "the": true, "to": true, "us": true, "was": true,
	"what": true, "who": true, "will": true, "with": true,
}

// exact is the actor that has these words as its id, label or an alias, the one
// most named.
func (d *Desk) exact(words string) *person {
	if plainWords[strings.ToLower(words)] && words != strings.ToUpper(words) {
		return nil
	}
	var best *person
	for _, p := range d.actors {
		fits := strings.EqualFold(p.label, words) || strings.EqualFold(d.symbols.word(p.id), words) ||
			slices.ContainsFunc(p.aliases, func(a string) bool { return len(a) > 2 && strings.EqualFold(a, words) })
		if fits && (best == nil || p.documents > best.documents || p.documents == best.documents && d.symbols.word(p.id) < d.symbols.word(best.id)) {
			best = p
		}
	}
	return best
}
