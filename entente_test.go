package entente_test

import (
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSpanValidStandsOnCharacterBoundaries(t *testing.T) {
	text := "Gdańsk"
	tests := []struct {
		name string
		span entente.Span
		want bool
	}{
		{"whole", entente.Span{Start: 0, End: 7}, true},
		{"cuts a letter at its end", entente.Span{Start: 0, End: 4}, false},
		{"cuts a letter at its start", entente.Span{Start: 4, End: 7}, false},
		{"empty", entente.Span{Start: 2, End: 2}, false},
		{"past the end", entente.Span{Start: 2, End: 8}, false},
		{"before the start", entente.Span{Start: -1, End: 3}, false},
	}
	for _, tt := range tests {
		if got := tt.span.Valid(text); got != tt.want {
			t.Errorf("%s: Valid() = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSpanValidAgreesWithUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		s := entente.Span{Start: rapid.IntRange(-2, 40).Draw(t, "start"), End: rapid.IntRange(-2, 40).Draw(t, "end")}
		if !s.Valid(text) {
			return
		}
		if !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%q[%d:%d] cuts a character", text, s.Start, s.End)
		}
	})
}

func TestDayRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := entente.Day(rapid.Int32Range(-700_000, 2_900_000).Draw(t, "day"))
		got, err := entente.ParseDay(d.String())
		if err != nil || got != d {
			t.Fatalf("%d prints as %q and reads as %d, %v", d, d, got, err)
		}
	})
}

func TestDayKnowsTheEpoch(t *testing.T) {
	if d := entente.NewDay(1970, time.January, 1); d != 1 || d.String() != "1970-01-01" {
		t.Errorf("NewDay(1970, 1, 1) = %d, %q", d, d)
	}
	if d := entente.NewDay(1828, time.February, 22); d.String() != "1828-02-22" {
		t.Errorf("a day before 1970 prints as %q", d)
	}
}

func TestUnknownDayIsLeftOutOfJSON(t *testing.T) {
	got, err := json.Marshal(entente.Interval{From: entente.NewDay(2031, 3, 4), Precision: entente.PrecisionDay})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"from":"2031-03-04","precision":"day"}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDocumentIDRestsOnWordsAndOutletNotOnPath(t *testing.T) {
	one := entente.Document{URI: "a/one.txt", Text: "Words.", Outlet: "The Courier"}
	two := entente.Document{URI: "b/two.txt", Text: "Words.", Outlet: "The Courier"}
	other := entente.Document{URI: "a/one.txt", Text: "Words.", Outlet: "The Gazette"}
	one.Seal("")
	two.Seal("")
	other.Seal("")
	if one.ID != two.ID {
		t.Error("the same article under two paths has two ids")
	}
	if one.ID == other.ID {
		t.Error("the same words in two outlets have one id")
	}
}

func TestParagraphCountsReportedPartsOnly(t *testing.T) {
	d := entente.Document{Parts: []entente.Part{
		{Kind: entente.PartTitle, Span: entente.Span{Start: 0, End: 5}},
		{Kind: entente.PartByline, Span: entente.Span{Start: 6, End: 9}},
		{Kind: entente.PartBody, Span: entente.Span{Start: 10, End: 20}},
		{Kind: entente.PartRights, Span: entente.Span{Start: 22, End: 30}},
	}}
	for offset, want := range map[int]int{0: 1, 7: 0, 10: 2, 19: 2, 21: 0, 25: 0, 99: 0} {
		if got := d.Paragraph(offset); got != want {
			t.Errorf("Paragraph(%d) = %d, want %d", offset, got, want)
		}
	}
}

func TestRecordIDsTellRecordsApart(t *testing.T) {
	at := entente.Span{Start: 3, End: 9}
	ids := map[entente.RecordID]string{}
	for name, id := range map[string]entente.RecordID{
		"event":          entente.NewRecordID(entente.KindEvent, "d-1", at, "CONSULT"),
		"other type":     entente.NewRecordID(entente.KindEvent, "d-1", at, "AID"),
		"other document": entente.NewRecordID(entente.KindEvent, "d-2", at, "CONSULT"),
		"other place":    entente.NewRecordID(entente.KindEvent, "d-1", entente.Span{Start: 3, End: 10}, "CONSULT"),
		"two parts":      entente.NewRecordID(entente.KindEvent, "d-1", at, "CON", "SULT"),
	} {
		if before, ok := ids[id]; ok {
			t.Errorf("%s and %s share the id %s", before, name, id)
		}
		ids[id] = name
	}
}

func TestAllYieldsEveryRecordOnceInOrderOfKinds(t *testing.T) {
	r := entente.Records{
		Actors:   make([]entente.Actor, 2),
		Events:   make([]entente.Event, 1),
		Tensions: make([]entente.Tension, 1),
	}
	r.Document.Kind = entente.KindDocument
	r.Actors[0].Kind, r.Actors[1].Kind = entente.KindActor, entente.KindActor
	r.Events[0].Kind, r.Tensions[0].Kind = entente.KindEvent, entente.KindTension
	var got []entente.Kind
	for rec := range r.All() {
		got = append(got, rec.Header().Kind)
	}
	want := []entente.Kind{entente.KindDocument, entente.KindActor, entente.KindActor, entente.KindEvent, entente.KindTension}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for range r.All() {
		break // stopping early must not panic
	}
}

func TestErrorSaysWhatWhereAndWhatToTry(t *testing.T) {
	err := &entente.Error{
		Code: "E001", Message: "read feeds.toml", Hint: `try "90d"`,
		Err: &entente.SyntaxError{File: "feeds.toml", Line: 12, Msg: `window "3m" is no duration`},
	}
	want := `read feeds.toml: feeds.toml:12: window "3m" is no duration (try "90d")`
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}
