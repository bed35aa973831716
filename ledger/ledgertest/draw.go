package ledgertest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"entente"
	"entente/ledger"

	"pgregory.net/rapid"
)

// vocabulary are words that no stemmer changes.
var vocabulary = []string{"velk", "brok", "tarn", "dorm", "quill", "fask"}

// searches are what is searched for.
var searches = []string{"velk", "brok tarn", "Quill", "fask fask dorm", "nowhere"}

var (
	outlets = []string{"The Courier", "Gazette", ""}
	days    = []entente.Day{0, entente.NewDay(1828, 2, 22), entente.NewDay(1969, 12, 31), entente.NewDay(1970, 1, 1), entente.NewDay(2031, 3, 4), entente.NewDay(9999, 12, 31)}
	ids     = []entente.ActorID{"ARN", "ARN.GOV", "ARN.GOV.FOR", "ARNX", "ARN-", "ROH", "x:guild", "x:łódź", ""}
)

// Query draws a query.
func Query() *rapid.Generator[ledger.Query] {
	return rapid.Custom(func(t *rapid.T) ledger.Query {
		return ledger.Query{
			Actors:  rapid.SliceOfN(rapid.SampledFrom(ids[:len(ids)-1]), 0, 2).Draw(t, "actors"),
			From:    rapid.SampledFrom(days).Draw(t, "from"),
			To:      rapid.SampledFrom(days).Draw(t, "to"),
			Outlets: rapid.SliceOfN(rapid.SampledFrom(outlets), 0, 2).Draw(t, "outlets"),
		}
	})
}

// Document draws a sealed document: a title of any letters and one to three
// paragraphs, often with the words of another's.
func Document() *rapid.Generator[entente.Document] {
	return rapid.Custom(func(t *rapid.T) entente.Document {
		d := entente.Document{
			URI: rapid.String().Draw(t, "uri"), Title: rapid.String().Draw(t, "title"),
			Outlet: rapid.SampledFrom(outlets).Draw(t, "outlet"), Published: rapid.SampledFrom(days).Draw(t, "published"),
			Authors: rapid.SliceOfN(rapid.String(), 0, 2).Draw(t, "authors"), Genre: entente.GenreNews,
			Sentences: rapid.IntRange(0, 9).Draw(t, "sentences"),
		}
		var b strings.Builder
		part := func(kind entente.PartKind, text string) {
			if strings.TrimSpace(text) == "" {
				return
			}
			start := b.Len()
			b.WriteString(text)
			d.Parts = append(d.Parts, entente.Part{Kind: kind, Span: entente.Span{Start: start, End: b.Len()}})
			b.WriteString("\n\n")
		}
		part(entente.PartTitle, d.Title)
		for range rapid.IntRange(1, 3).Draw(t, "paragraphs") {
			kind := rapid.SampledFrom([]entente.PartKind{entente.PartBody, entente.PartBody, entente.PartBody, entente.PartByline, entente.PartRelated}).Draw(t, "part")
			part(kind, paragraph(t))
		}
		d.Text = b.String()
		d.Seal(rapid.SampledFrom([]string{"", "https://gazette.example/1"}).Draw(t, "address"))
		return d
	})
}

// paragraph draws one of few sequences of words, in one of few spellings.
func paragraph(t *rapid.T) string {
	n := rapid.SampledFrom([]int{3, ledger.CopyWords, ledger.CopyWords + 1}).Draw(t, "words")
	from := rapid.IntRange(0, 2).Draw(t, "from")
	words := make([]string, n)
	for i := range words {
		words[i] = vocabulary[(from+i)%len(vocabulary)]
	}
	return rapid.SampledFrom([]func(string) string{
		func(s string) string { return s },
		strings.ToUpper,
		func(s string) string { return strings.ReplaceAll(s, " ", ", ") + "." },
	}).Draw(t, "spelling")(strings.Join(words, " "))
}

// Records draws records of a document, every field of every kind with any value
// that can be written down.
func Records(d entente.Document) *rapid.Generator[*entente.Records] {
	value := func(g *rapid.Generator[any]) *rapid.Generator[any] { return g }
	config := rapid.MakeConfig{Types: map[reflect.Type]*rapid.Generator[any]{
		reflect.TypeFor[entente.ActorID](): value(rapid.SampledFrom(ids).AsAny()),
		reflect.TypeFor[entente.Day]():     value(rapid.Custom(anyDay).AsAny()),
		reflect.TypeFor[entente.Span]():    value(rapid.Custom(func(t *rapid.T) entente.Span { return wordSpan(t, d.Text) }).AsAny()),
	}}
	return rapid.Custom(func(t *rapid.T) *entente.Records {
		r := &entente.Records{
			Document:   d,
			Actors:     some[entente.Actor](t, config, "actors"),
			Claims:     some[entente.Claim](t, config, "claims"),
			Events:     some[entente.Event](t, config, "events"),
			Ties:       some[entente.Tie](t, config, "ties"),
			Quantities: some[entente.Quantity](t, config, "quantities"),
			Links:      some[entente.Link](t, config, "links"),
			Checks:     some[entente.Check](t, config, "checks"),
			Tensions:   some[entente.Tension](t, config, "tensions"),
		}
		for i := range r.Claims {
			c := &r.Claims[i]
			c.Text, c.ID = c.Evidence.Of(d.Text), entente.RecordID(fmt.Sprintf("c-%d", i))
		}
		return r
	})
}

func some[T any](t *rapid.T, config rapid.MakeConfig, name string) []T {
	if rapid.IntRange(0, 2).Draw(t, name) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.MakeCustom[T](config), 0, 2).Draw(t, name)
}

func anyDay(t *rapid.T) entente.Day {
	return entente.Day(rapid.Int32Range(int32(entente.NewDay(1, 1, 1)), int32(entente.NewDay(9999, 12, 31))).Draw(t, "day"))
}

// wordSpan draws a span of text that starts and ends at spaces.
func wordSpan(t *rapid.T, text string) entente.Span {
	cuts := []int{0, len(text)}
	for i := range len(text) {
		if text[i] == ' ' {
			cuts = append(cuts, i)
		}
	}
	slices.Sort(cuts)
	a, b := rapid.SampledFrom(cuts).Draw(t, "start"), rapid.SampledFrom(cuts).Draw(t, "end")
	return entente.Span{Start: min(a, b), End: max(a, b)}
}
