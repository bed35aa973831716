package brief_test

import (
	"strings"
	"testing"

	"entente"
)

// article builds the records of an invented document by the words they rest on.
type article struct {
	t *testing.T
	r *entente.Records
}

func newArticle(t *testing.T, outlet, title string, day entente.Day, paragraphs ...string) *article {
	t.Helper()
	d := entente.Document{URI: title + ".txt", Title: title, Outlet: outlet, Published: day, Language: "en", Genre: entente.GenreNews, GenreEvidence: "dateline"}
	for i, p := range append([]string{title}, paragraphs...) {
		if i > 0 {
			d.Text += "\n\n"
		}
		kind := entente.PartBody
		if i == 0 {
			kind = entente.PartTitle
		}
		d.Parts = append(d.Parts, entente.Part{Kind: kind, Span: entente.Span{Start: len(d.Text), End: len(d.Text) + len(p)}})
		d.Text += p
	}
	d.Seal("")
	return &article{t, &entente.Records{Document: d}}
}

// span finds words in the text.
func (a *article) span(words string) entente.Span {
	a.t.Helper()
	i := strings.Index(a.r.Document.Text, words)
	if i < 0 {
		a.t.Fatalf("%q is not in the text", words)
	}
	return entente.Span{Start: i, End: i + len(words)}
}

func (a *article) base(kind entente.Kind, words string, parts ...string) entente.Base {
	at := a.span(words)
	return entente.Base{Kind: kind, ID: entente.NewRecordID(kind, a.r.Document.ID, at, parts...), Document: a.r.Document.ID, Evidence: at}
}

func (a *article) actor(id entente.ActorID, label string, typ entente.ActorType, country string, names ...string) *entente.Actor {
	x := entente.Actor{Base: a.base(entente.KindActor, names[0], string(id)), Actor: id, Label: label, Type: typ, Country: country}
	for _, n := range names {
		for rest, at := a.r.Document.Text, 0; ; {
			i := strings.Index(rest, n)
			if i < 0 {
				break
			}
			x.Mentions = append(x.Mentions, entente.Span{Start: at + i, End: at + i + len(n)})
			at += i + len(n)
			rest = rest[i+len(n):]
		}
	}
	a.r.Actors = append(a.r.Actors, x)
	return &a.r.Actors[len(a.r.Actors)-1]
}

func (a *article) claim(words string, stance entente.Stance, chain ...entente.Voice) *entente.Claim {
	c := entente.Claim{Base: a.base(entente.KindClaim, words, "claim"), Text: words, Chain: chain, Stance: stance}
	a.r.Claims = append(a.r.Claims, c)
	return &a.r.Claims[len(a.r.Claims)-1]
}

func (a *article) event(c *entente.Claim, typ, mode string, layer entente.Layer, sign entente.Sign, from, to []entente.ActorID) *entente.Event {
	e := entente.Event{
		Base: a.base(entente.KindEvent, c.Text, typ), Claim: c.ID, Actor: from, Recipient: to,
		Type: typ, Mode: mode, Layer: layer, Sign: sign, Trigger: c.Evidence,
	}
	a.r.Events = append(a.r.Events, e)
	return &a.r.Events[len(a.r.Events)-1]
}

func (a *article) tie(c *entente.Claim, relation string, layer entente.Layer, sign entente.Sign, directed bool, x, y entente.ActorID) *entente.Tie {
	t := entente.Tie{
		Base: a.base(entente.KindTie, c.Text, relation), Claim: c.ID, A: x, B: y, Directed: directed,
		Relation: relation, Layer: layer, Sign: sign, Trigger: c.Evidence,
	}
	a.r.Ties = append(a.r.Ties, t)
	return &a.r.Ties[len(a.r.Ties)-1]
}

func ids(list ...entente.ActorID) []entente.ActorID { return list }

// reporting is three invented articles: one with a chain of voices, numbers and
// reasons, a syndicated copy of it, and one that denies.
func reporting(t *testing.T) []*entente.Records {
	first := dispatch(t, "North One")
	copied := dispatch(t, "Fords Gazette")
	copied.r.Document.CopyOf = first.r.Document.ID
	return []*entente.Records{first.r, copied.r, denial(t).r}
}

func dispatch(t *testing.T, outlet string) *article {
	a := newArticle(
		t, outlet, "Gondor arms Rohan", entente.NewDay(2031, 3, 4),
		"Gondor supplies gas to Rohan. Today 45% of Rohan's gas imports come from Gondor.",
		"Captain Tarnel said that Rohan attacked a Mordorian village on Monday. Mordor and Rohan share one faith.",
		"Gondor will visit Rohan next month because Rohan fears Mordor.",
	)
	a.actor("GON", "Gondor", entente.ActorState, "GON", "Gondor")
	a.actor("ROH", "Rohan", entente.ActorState, "ROH", "Rohan")
	a.actor("MOR", "Mordor", entente.ActorState, "MOR", "Mordorian", "Mordor")
	p := a.actor("x:tarnel", "Tarnel", entente.ActorPerson, "MOR", "Captain Tarnel")
	p.Roles = []entente.Role{{Title: "Captain", In: "MOR", Mention: a.span("Captain")}}
	gas := a.tie(a.claim("Gondor supplies gas to Rohan", entente.StanceAsserted), "supplies", entente.LayerEnergy, 1, true, "GON", "ROH")
	share := a.tie(a.claim("Today 45% of Rohan's gas imports come from Gondor", entente.StanceAsserted), "buys from", entente.LayerEnergy, 1, true, "ROH", "GON")
	a.r.Quantities = append(a.r.Quantities, entente.Quantity{Base: a.base(entente.KindQuantity, "45%"), Value: 45, Unit: "%"})
	share.Quantities = []entente.RecordID{a.r.Quantities[0].ID}
	a.r.Quantities = append(a.r.Quantities, entente.Quantity{
		Base: a.base(entente.KindQuantity, "one faith"), Value: 1, Of: "faith",
		Compare: &entente.Comparison{Relation: "times", Factor: 2, With: "the faiths of Rohan"},
	})
	a.r.Document.Authors = []string{"Mira Brennan"}
	voice := entente.Voice{Speaker: "x:tarnel", Name: "Captain Tarnel", Mention: a.span("Captain Tarnel"), Cue: a.span("said")}
	attack := a.event(a.claim("Rohan attacked a Mordorian village on Monday", entente.StanceAsserted, voice), "ASSAULT", "", entente.LayerMilitary, -1, ids("ROH"), ids("MOR"))
	attack.Date = entente.Interval{From: entente.NewDay(2031, 3, 3), To: entente.NewDay(2031, 3, 3), Precision: entente.PrecisionDay, Text: "on Monday"}
	faith := a.tie(a.claim("Mordor and Rohan share one faith", entente.StanceAsserted), "shares heritage with", entente.LayerKinship, 1, false, "MOR", "ROH")
	visit := a.event(a.claim("Gondor will visit Rohan next month", entente.StancePlanned), "CONSULT", "visit", entente.LayerDiplomatic, 1, ids("GON"), ids("ROH"))
	fear := a.tie(a.claim("Rohan fears Mordor", entente.StanceAsserted), "fears", entente.LayerDiplomatic, -1, true, "ROH", "MOR")
	a.r.Links = append(a.r.Links, entente.Link{
		Base: a.base(entente.KindLink, "Gondor will visit Rohan next month because Rohan fears Mordor"), Relation: entente.LinkCause,
		From: entente.Passage{Span: a.span("Rohan fears Mordor"), Items: []entente.RecordID{fear.ID}},
		To:   entente.Passage{Span: a.span("Gondor will visit Rohan next month"), Items: []entente.RecordID{visit.ID}},
		Cue:  a.span("because"),
	})
	a.r.Tensions = append(a.r.Tensions, entente.Tension{
		Base: a.base(entente.KindTension, "Mordor and Rohan share one faith"), Type: entente.TensionLayers, About: ids("MOR", "ROH"),
		Items: []entente.RecordID{faith.ID, attack.ID}, Working: "kinship +1, military -1",
	})
	a.r.Checks = append(a.r.Checks, entente.Check{
		Base: a.base(entente.KindCheck, "45%"), Quantities: []entente.RecordID{a.r.Quantities[0].ID},
		Result: entente.CheckConsistent, Working: "45 % lies between 0 % and 100 %",
	})
	_ = gas
	return a
}

func denial(t *testing.T) *article {
	a := newArticle(
		t, "Rohan Herald", "Rohan denies raid", entente.NewDay(2031, 3, 6),
		"Marshal Thenwa denied that Rohan attacked the village of Mordor.",
		`"We protest," she said. <script>alert(1)</script> [click](http://evil.example) *now*`,
	)
	a.actor("ROH", "Rohan", entente.ActorState, "ROH", "Rohan")
	a.actor("MOR", "Mordor", entente.ActorState, "MOR", "Mordor")
	a.actor("ROH.MIL", "Army of Rohan", entente.ActorMilitary, "ROH", "Marshal")
	p := a.actor("x:thenwa", "Thenwa <b>", entente.ActorPerson, "ROH", "Thenwa")
	p.Roles = []entente.Role{{Title: "Marshal", In: "ROH.MIL"}}
	voice := entente.Voice{Speaker: "x:thenwa", Name: "Marshal Thenwa", Mention: a.span("Marshal Thenwa"), Cue: a.span("denied")}
	a.event(a.claim("Rohan attacked the village of Mordor", entente.StanceDenied, voice), "ASSAULT", "", entente.LayerMilitary, -1, ids("ROH"), ids("MOR"))
	hostile := entente.Voice{Speaker: "x:thenwa", Name: "she", Mention: a.span("she"), Cue: a.span("said")}
	a.claim("<script>alert(1)</script> [click](http://evil.example) *now*", entente.StanceAsserted, hostile)
	a.event(a.claim(`"We protest,"`, entente.StanceAsserted, hostile), "PROTEST", "", entente.LayerDiplomatic, -1, ids("x:thenwa"), nil)
	return a
}
