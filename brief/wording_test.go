package brief

import (
	"strings"
	"testing"

	"entente"
	"entente/plover"
)

func TestEveryTypeAndModeIsWorded(t *testing.T) {
	w, err := newWording()
	if err != nil {
		t.Fatal(err)
	}
	valid := 0
	for _, typ := range plover.Types() {
		modes := []string{""}
		for _, m := range plover.Modes(typ) {
			modes = append(modes, m.Name)
		}
		for _, mode := range modes {
			forms, ok := w.events[[2]string{string(typ), mode}]
			if !ok {
				t.Errorf("words.tsv does not word %s %q", typ, mode)
				continue
			}
			valid++
			if !strings.Contains(forms[0], "{a}") || !strings.Contains(forms[0], "{b}") || strings.Contains(forms[1]+forms[2], "{b}") {
				t.Errorf("%s %q: a form names too many or too few: %q", typ, mode, forms)
			}
		}
	}
	if valid != len(w.events) {
		t.Errorf("words.tsv has %d rows, the codebook %d", len(w.events), valid)
	}
}

func TestNameThatLooksLikeASlotStaysAName(t *testing.T) {
	w, err := newWording()
	if err != nil {
		t.Fatal(err)
	}
	s := &Statement{Kind: entente.KindEvent, Type: "AID", A: []Name{{Label: "{b}"}}, B: []Name{{Label: "Rohan"}}}
	if got, want := w.statement(s), "{b} gives aid to Rohan"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEventsOfNoTypeAreWordedByTheirSign(t *testing.T) {
	w, err := newWording()
	if err != nil {
		t.Fatal(err)
	}
	forces, rohan := Name{Label: "armed forces", Plural: true}, Name{Label: "Rohan"}
	for _, tt := range []struct {
		s    Statement
		want string
	}{
		{Statement{A: []Name{forces}, B: []Name{rohan}, Sign: -1}, "armed forces act in a hostile way towards Rohan"},
		{Statement{A: []Name{rohan}, B: []Name{forces}, Sign: 1}, "Rohan acts in a friendly way towards armed forces"},
		{Statement{A: []Name{rohan}, B: []Name{forces}, Type: "NEW"}, "Rohan deals with armed forces (new)"},
		{Statement{A: []Name{rohan, forces}, Sign: -1}, "Rohan and armed forces act in a hostile way towards each other"},
	} {
		tt.s.Kind = entente.KindEvent
		if got := w.statement(&tt.s); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestStanceIsSaidInWords(t *testing.T) {
	tests := []struct {
		stance              entente.Stance
		negated, historical bool
		want                string
	}{
		{entente.StanceAsserted, false, false, ""},
		{entente.StanceAsserted, true, false, "not so"},
		{entente.StanceDenied, false, false, "denied"},
		{entente.StancePlanned, true, false, "planned, that not"},
		{entente.StanceHedged, false, true, "uncertain, past"},
		{entente.StanceConditional, false, false, "under a condition"},
	}
	for _, tt := range tests {
		if got := stanceWord(tt.stance, tt.negated, tt.historical); got != tt.want {
			t.Errorf("%s negated %v past %v: got %q, want %q", tt.stance, tt.negated, tt.historical, got, tt.want)
		}
	}
}

func TestClipKeepsTheFocusAndCutsAtSpaces(t *testing.T) {
	long := "one two three four five six seven eight nine ten eleven twelve"
	tests := []struct {
		name, focus string
		n           int
		want        string
	}{
		{"short enough", "two", 100, long},
		{"focus at the start", "one", 13, "one two three …"},
		{"focus at the end", "twelve", 13, "… eleven twelve"},
		{"focus in the middle", "six", 14, "… five six seven …"},
		{"no such focus", "zzz", 13, "one two three …"},
	}
	for _, tt := range tests {
		if got := clip(long, tt.focus, tt.n); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestVerbAgreesWithWhoActs(t *testing.T) {
	w, err := newWording()
	if err != nil {
		t.Fatal(err)
	}
	name := func(label string, typ entente.ActorType) Name { return Name{Label: label, Plural: Plural(label, typ)} }
	gondor := name("Gondor", entente.ActorState)
	tests := []struct {
		a         Name
		typ, mode string
		want      string
	}{
		{name("Rohirrim riders", entente.ActorGroup), "ACCUSE", "disapprove", "Rohirrim riders criticise Gondor"},
		{name("armed forces of Rohan", entente.ActorMilitary), "ASSAULT", "heavy-weapons", "armed forces of Rohan attack Gondor with heavy weapons"},
		{name("Dunedains", entente.ActorEthnicGroup), "SANCTION", "withdraw", "Dunedains withdraw from Gondor or recall their people"},
		{name("Rohirrim police", entente.ActorPolice), "CONSULT", "", "Rohirrim police meet or talk with Gondor"},
		{name("Hamas", entente.ActorRebel), "REJECT", "", "Hamas turns Gondor down"},
		{name("Houthis", entente.ActorRebel), "REJECT", "", "Houthis turn Gondor down"},
		{name("Ithilien Defence Forces", entente.ActorRebel), "REJECT", "", "Ithilien Defence Forces turn Gondor down"},
		{name("United States", entente.ActorState), "REJECT", "", "United States turns Gondor down"},
	}
	for _, tt := range tests {
		s := &Statement{Kind: entente.KindEvent, Type: tt.typ, Mode: tt.mode, A: []Name{tt.a}, B: []Name{gondor}}
		if got := w.statement(s); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	tie := &Statement{Kind: entente.KindTie, Relation: "has relations with (improving)", A: []Name{name("Dunedains", entente.ActorEthnicGroup)}, B: []Name{gondor}}
	if got, want := w.statement(tie), "Dunedains have relations with Gondor, improving"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
