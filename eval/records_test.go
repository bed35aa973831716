package eval_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"testing"

	"entente"
	"entente/coding"
	"entente/eval"
	"entente/internal/golddata"
	"entente/reading"
	"entente/sample"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// path is the reader and coder that all tests share.
var path = sync.OnceValues(func() (eval.Env, error) {
	r, err := reading.New()
	if err != nil {
		return eval.Env{}, err
	}
	c, err := coding.New(coding.DefaultOptions())
	return eval.Env{Reader: r, Coder: c}, err
})

func wholePath(t testing.TB) eval.Env {
	t.Helper()
	env, err := path()
	if err != nil {
		t.Fatal(err)
	}
	return env
}

// article lays out a text with a paragraph a line.
func article(text string) *entente.Document {
	d := &entente.Document{URI: "test", Text: text, Language: "en", Published: entente.NewDay(2031, 3, 4)}
	at := 0
	for line := range strings.Lines(text) {
		if s := strings.TrimSpace(line); s != "" {
			start := at + strings.Index(line, s)
			d.Parts = append(d.Parts, entente.Part{Kind: entente.PartBody, Span: entente.Span{Start: start, End: start + len(s)}})
		}
		at += len(line)
	}
	d.Seal("")
	return d
}

// tester is what a check needs of *testing.T and *rapid.T.
type tester interface {
	Errorf(format string, args ...any)
}

// checkRecords fails where a record breaks the contract of records: spans that
// slice the text to the words they name, references that resolve, ids that tell
// records apart.
func checkRecords(t tester, r *entente.Records) {
	text := r.Document.Text
	span := func(what string, s entente.Span) {
		if !s.IsZero() && !s.Valid(text) {
			t.Errorf("%s: span %v is not of the text", what, s)
		}
	}
	ids := map[entente.RecordID]entente.Kind{}
	for rec := range r.All() {
		h := rec.Header()
		if h.Kind != entente.KindDocument && (!h.Evidence.Valid(text) || h.Document != r.Document.ID) {
			t.Errorf("%s %s: evidence %v of document %s", h.Kind, h.ID, h.Evidence, h.Document)
		}
		if before, ok := ids[h.ID]; ok {
			t.Errorf("%s %s has the id of a %s", h.Kind, h.ID, before)
		}
		ids[h.ID] = h.Kind
	}
	refer := func(what string, id entente.RecordID, kinds ...entente.Kind) {
		for _, k := range kinds {
			if ids[id] == k {
				return
			}
		}
		t.Errorf("%s refers to %s, which is no %v", what, id, kinds)
	}
	for _, a := range r.Actors {
		for _, m := range a.Mentions {
			span("actor "+string(a.Actor), m)
		}
		for _, role := range a.Roles {
			span("role of "+string(a.Actor), role.Mention)
		}
	}
	for _, c := range r.Claims {
		if !strings.Contains(c.Evidence.Of(text), c.Text) {
			t.Errorf("claim %s: evidence does not hold its text %q", c.ID, c.Text)
		}
		span("stance of claim", c.StanceCue)
		for _, v := range c.Chain {
			span("speaker", v.Mention)
			span("cue", v.Cue)
			if v.Name != "" && v.Mention.Valid(text) && v.Mention.Of(text) != v.Name {
				t.Errorf("claim %s: name %q is not %q", c.ID, v.Name, v.Mention.Of(text))
			}
		}
	}
	for _, e := range r.Events {
		refer("event", e.Claim, entente.KindClaim)
		if !e.Trigger.Valid(text) || !e.Evidence.Contains(e.Trigger) {
			t.Errorf("event %s: trigger %v outside its evidence %v", e.ID, e.Trigger, e.Evidence)
		}
		for _, m := range e.Mentions {
			span("mention of event", m.Span)
		}
		for _, q := range e.Quantities {
			refer("event", q, entente.KindQuantity)
		}
		if len(e.Actor)+len(e.Recipient) == 0 || e.Intensity < -10 || e.Intensity > 10 || e.Quad < 1 || e.Quad > 4 || e.Confidence < 0 || e.Confidence > 1 {
			t.Errorf("event %s is out of bounds: %+v", e.ID, e)
		}
	}
	for _, x := range r.Ties {
		refer("tie", x.Claim, entente.KindClaim)
		if !x.Trigger.Valid(text) || !x.Evidence.Contains(x.Trigger) || x.A == x.B || x.A == "" || x.B == "" {
			t.Errorf("tie %s: %q %s %q by %v in %v", x.ID, x.A, x.Relation, x.B, x.Trigger, x.Evidence)
		}
		for _, m := range x.Mentions {
			span("mention of tie", m.Span)
		}
	}
	for _, q := range r.Quantities {
		span("what is counted", q.OfSpan)
		if q.OfSpan != (entente.Span{}) && q.OfSpan.Valid(text) && q.OfSpan.Of(text) != q.Of {
			t.Errorf("quantity %s: %q is not %q", q.ID, q.Of, q.OfSpan.Of(text))
		}
	}
	for _, l := range r.Links {
		span("link from", l.From.Span)
		span("link to", l.To.Span)
		span("link cue", l.Cue)
		for _, id := range append(append([]entente.RecordID{}, l.From.Items...), l.To.Items...) {
			refer("link", id, entente.KindEvent, entente.KindTie)
		}
	}
	for _, c := range r.Checks {
		for _, q := range c.Quantities {
			refer("check", q, entente.KindQuantity)
		}
	}
	for _, x := range r.Tensions {
		for _, id := range x.Items {
			refer("tension", id, entente.KindEvent, entente.KindTie, entente.KindClaim, entente.KindQuantity)
		}
	}
}

func TestRecordsOfTheSampleKeepTheContract(t *testing.T) {
	env := wholePath(t)
	for _, text := range sampleTexts(t) {
		checkRecords(t, env.Coder.Code(env.Reader.Read(article(text))))
	}
}

func TestRecordsOfRealArticlesKeepTheContract(t *testing.T) {
	if testing.Short() {
		t.Skip("reading real articles takes a while")
	}
	env := wholePath(t)
	for _, text := range realTexts(t, 60) {
		checkRecords(t, env.Coder.Code(env.Reader.Read(article(text))))
	}
}

// TestRecordsOfAnyWordsKeepTheContract puts words together that real texts would
// not.
func TestRecordsOfAnyWordsKeepTheContract(t *testing.T) {
	env := wholePath(t)
	word := rapid.SampledFrom(strings.Fields(`Russia Georgia's Iran the French president said denied that it attacked will not meet troops in
		Paris , . " “ ” ( ) 25-30 million $ 4 more than twice because so if According to sources fears of war trade with and or he they
		both countries banned imports 45 % 2009 last year - — ? supports lobby Washington U.N. UN . . told reporters: who whom é 中国`))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 80).Draw(t, "words"), " ")
		checkRecords(t, env.Coder.Code(env.Reader.Read(article(text))))
	})
}

func TestSameBytesOnOneCoreAndTwo(t *testing.T) {
	env := wholePath(t)
	texts := sampleTexts(t)
	want := codeAll(t, env, texts, 1)
	for range 3 {
		if got := codeAll(t, env, texts, 2); !bytes.Equal(got, want) {
			t.Fatal(cmp.Diff(string(want), string(got)))
		}
	}
}

// codeAll codes texts on a number of cores, each text on its own goroutine, and
// returns the records in the order of the texts.
func codeAll(t *testing.T, env eval.Env, texts []string, cores int) []byte {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	out := make([][]byte, len(texts))
	var wait sync.WaitGroup
	for i, text := range texts {
		wait.Go(func() {
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			for rec := range env.Coder.Code(env.Reader.Read(article(text))).All() {
				if err := enc.Encode(rec); err != nil {
					t.Error(err)
				}
			}
			out[i] = b.Bytes()
		})
	}
	wait.Wait()
	return bytes.Join(out, nil)
}

// sampleTexts is the text of the sample's plain files.
func sampleTexts(t *testing.T) []string {
	var texts []string
	files := sample.Files()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".txt") {
			return err
		}
		b, err := fs.ReadFile(files, name)
		// The invented countries are not in the shipped table of actors.
		texts = append(texts, strings.NewReplacer(
			"Kestria", "Georgia", "Voldania", "Russia", "Marisia", "Turkey", "Tharkand", "Armenia", "Port Aldan", "Tbilisi", "Sorovo", "Moscow",
		).Replace(string(b)))
		return err
	})
	if err != nil || len(texts) == 0 {
		t.Fatalf("%d texts of the sample, %v", len(texts), err)
	}
	return texts
}

// realTexts returns the first n articles of the attribution development set.
func realTexts(t *testing.T, n int) []string {
	f, err := eval.Open(golddata.Path(t, "attribution", "dev.jsonl.gz"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var texts []string
	for dec := json.NewDecoder(f); len(texts) < n; {
		var a struct{ Text string }
		if err := dec.Decode(&a); err != nil {
			break
		}
		texts = append(texts, a.Text)
	}
	return texts
}
