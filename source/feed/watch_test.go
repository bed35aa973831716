package feed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/source/article"
	"entente/source/web"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const address = "https://wire.example/rss"

// world is a feed, its articles, and a clock.
type world struct {
	now   time.Time
	items []string // numbers of the items in the feed, the newest first
	older []string // on its second page
	down  error
	bad   map[string]error // articles that cannot be had
	read  []string         // articles that were opened
}

func newWorld(items ...string) *world {
	return &world{now: time.Date(2031, 3, 4, 8, 0, 0, 0, time.UTC), items: items, bad: map[string]error{}}
}

func (w *world) fetch(_ context.Context, a string) (*web.Page, error) {
	if w.down != nil {
		return nil, w.down
	}
	items, next := w.items, ""
	if strings.HasSuffix(a, "?2") {
		items = w.older
	} else if w.older != nil {
		next = `<atom:link xmlns:atom="a" rel="next" href="?2"/>`
	}
	var b strings.Builder
	for _, i := range items {
		fmt.Fprintf(&b, "<item><guid>%s</guid><title>%s</title><link>https://wire.example/%s</link></item>", i, i, i)
	}
	return &web.Page{Address: a, Body: []byte("<rss><channel><title>Wire</title>" + next + b.String() + "</channel></rss>")}, nil
}

func (w *world) open(_ context.Context, i Item) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		w.read = append(w.read, i.Title)
		if err := w.bad[i.Title]; err != nil {
			yield(nil, err)
			return
		}
		yield(document(i.Title), nil)
	}
}

func document(name string) *entente.Document {
	d := &entente.Document{URI: name, Text: "Text of " + name}
	d.Seal("")
	return d
}

func (w *world) watch(t interface{ Fatal(...any) }, path string) *Watch {
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	return &Watch{Feeds: []string{address}, Journal: j, Interval: time.Hour, Fetch: w.fetch, Open: w.open, Now: func() time.Time { return w.now }}
}

// round runs a round and returns the documents and errors; stored says whether
// the documents are stored behind it.
func round(w *Watch, most int, stored bool) []string {
	var out []string
	var ids []entente.DocumentID
	for d, err := range w.Round(context.Background(), most) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		out = append(out, d.URI)
		ids = append(ids, d.ID)
	}
	if stored {
		if err := w.Stored(ids, true); err != nil {
			out = append(out, "stored: "+err.Error())
		}
	}
	return out
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

func TestWatch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	x := newWorld("b", "a")
	w := x.watch(t, path)
	want(t, "the first time, the oldest first", round(w, 10, true), "a", "b")
	want(t, "not due", round(w, 10, true))
	x.now = x.now.Add(time.Hour)
	x.items = []string{"c", "b"}
	want(t, "what is new", round(w, 10, true), "c")
	if next := w.Next(); !next.Equal(x.now.Add(time.Hour)) {
		t.Errorf("next at %v", next)
	}
	_ = w.Journal.Close()
	w = x.watch(t, path) // another process
	x.now = x.now.Add(time.Hour)
	want(t, "after a restart", round(w, 10, true))
}

func TestNothingIsLostBetweenFindingAndStoring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	x := newWorld("c", "b", "a")
	w := x.watch(t, path)
	want(t, "killed before they were stored", round(w, 2, false), "a", "b")
	x.items = []string{"z"} // the feed has dropped them
	w = x.watch(t, path)
	want(t, "all of them again", round(w, 10, true), "a", "b", "c")
	x.now = x.now.Add(time.Hour)
	want(t, "and what came since, with the gap told", round(w, 10, true),
		"error: "+address+": it has moved on since it was last asked: items between may be missing (ask more often: --interval)", "z")
}

func TestOlderPagesCloseTheGap(t *testing.T) {
	x := newWorld("a")
	w := x.watch(t, filepath.Join(t.TempDir(), "journal"))
	round(w, 10, true)
	x.now = x.now.Add(time.Hour)
	x.items, x.older = []string{"d", "c"}, []string{"b", "a"}
	want(t, "from both pages", round(w, 10, true), "b", "c", "d")
}

func TestItemsThatFailAreTriedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	x := newWorld("c", "b", "a")
	x.bad["a"], x.bad["b"], x.bad["c"] = errors.New("cut"), web.ErrForbidden, fmt.Errorf("c: %w", article.ErrTooLong)
	w := x.watch(t, path)
	want(t, "the first time", round(w, 10, true), "error: cut", "error: given up: robots.txt does not allow it", "error: given up: c: its text is too long for one document")
	x.items = nil
	for i := 2; i < mostTries; i++ {
		x.now = x.now.Add(100 * time.Hour)
		w = x.watch(t, path)
		want(t, fmt.Sprint("time ", i), round(w, 10, true), "error: cut")
	}
	x.now = x.now.Add(100 * time.Hour)
	delete(x.bad, "a")
	want(t, "at last", round(w, 10, true), "a")
	if r := w.Report(); r.Waiting != 0 {
		t.Errorf("%d still wait", r.Waiting)
	}
}

func TestFeedsThatFailWaitLonger(t *testing.T) {
	x := newWorld("a")
	w := x.watch(t, filepath.Join(t.TempDir(), "journal"))
	x.down = &web.StatusError{Code: 500}
	for i, wait := range []time.Duration{1, 2, 4, 8} {
		want(t, fmt.Sprint("time ", i), round(w, 10, true), "error: "+address+": the server answers 500 (internal server error) (try again later)")
		if got := w.Next().Sub(x.now); got != wait*time.Hour {
			t.Errorf("time %d: it waits %v", i, got)
		}
		x.now = w.Next()
	}
	x.down = &web.StatusError{Code: 410}
	want(t, "gone", round(w, 10, true), "error: "+address+": the server answers 410 (gone) (it is not asked again; take it off the list)")
	if !w.Next().IsZero() {
		t.Errorf("next at %v", w.Next())
	}
}

func TestPoisonIsGivenUp(t *testing.T) { // a document that breaks the reader is yielded and never stored
	x := newWorld("a")
	w := x.watch(t, filepath.Join(t.TempDir(), "journal"))
	for range mostTries {
		round(w, 10, false)
		if err := w.Stored(nil, true); err != nil {
			t.Fatal(err)
		}
		x.now = x.now.Add(100 * time.Hour)
	}
	want(t, "no more", round(w, 10, true))
}

func TestJournalThatBreaksOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	x := newWorld("b", "a")
	w := x.watch(t, path)
	round(w, 10, true)
	whole, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(whole), "\n")
	for cut := range len(lines[0]) + 1 {
		if err := os.WriteFile(path, whole[:len(whole)-min(cut, len(whole))], 0o644); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(path)
		if err != nil {
			t.Fatalf("cut by %d: %v", cut, err)
		}
		if err := j.put(entry{Op: "known", Feed: address, Key: "k"}); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
		if j, err = OpenJournal(path); err != nil || !j.of(address).keys["k"] {
			t.Fatalf("cut by %d, then written: %v", cut, err)
		}
		_ = j.Close()
	}
	for _, bad := range []string{"nonsense\n", "{}\n", strings.Repeat("x", 100) + "\n{\"feed\":\"f\"}\n"} {
		if err := os.WriteFile(path, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenJournal(path); err == nil || !strings.Contains(err.Error(), "journal:1: ") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}

func TestJournalIsWrittenAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.put(entry{Op: "found", Feed: address, Item: &Item{Key: "1", Title: "T"}}, entry{Op: "failed", Feed: address, Key: "1", Tries: 2}); err != nil {
		t.Fatal(err)
	}
	var asked []entry
	for range 2000 {
		asked = append(asked, entry{Op: "asked", Feed: address, Tries: 3})
	}
	if err := j.put(asked...); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	if j, err = OpenJournal(path); err != nil {
		t.Fatal(err)
	}
	s := j.of(address)
	if j.lines > 10 || len(s.pending) != 1 || s.pending[0].tries != 2 || s.pending[0].Title != "T" || s.fails != 3 {
		t.Errorf("%d lines, %+v", j.lines, s)
	}
}

// Whatever happens in whatever order, every item that the feed ever listed while
// it was asked is stored once in the end.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "feed")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "journal")
		x := newWorld()
		w := x.watch(rt, path)
		listed, stored := map[string]bool{}, map[string]int{}
		n := 0
		for range rapid.IntRange(1, 12).Draw(rt, "rounds") {
			for range rapid.IntRange(0, 4).Draw(rt, "new") {
				n++
				x.items = append([]string{fmt.Sprint("i", n)}, x.items...)
			}
			x.items = x.items[:min(len(x.items), rapid.IntRange(1, 5).Draw(rt, "window"))]
			x.down = nil
			if rapid.Bool().Draw(rt, "down") {
				x.down = errors.New("down")
			}
			x.now = x.now.Add(48 * time.Hour)
			if x.down == nil && !w.Journal.of(address).next.After(x.now) {
				for _, i := range x.items {
					listed[i] = true
				}
			}
			var ids []entente.DocumentID
			killed := rapid.IntRange(-1, 3).Draw(rt, "killed at")
			for d, err := range w.Round(context.Background(), rapid.IntRange(1, 9).Draw(rt, "most")) {
				if killed--; killed == -1 {
					break
				}
				if err == nil {
					ids = append(ids, d.ID)
					stored[d.URI]++
				}
			}
			if killed < -1 {
				if err := w.Stored(ids, true); err != nil {
					rt.Fatal(err)
				}
			} else {
				_ = w.Journal.Close()
				w = x.watch(rt, path)
			}
		}
		x.down, x.items = nil, nil
		for range 20 {
			x.now = x.now.Add(48 * time.Hour)
			for _, uri := range round(w, 100, true) {
				stored[uri]++
			}
		}
		for i := range listed {
			if stored[i] == 0 {
				rt.Fatalf("%s is lost", i)
			}
		}
		_ = w.Journal.Close()
	})
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"op":"found","feed":"f","item":{"key":"1"}}` + "\n" + `{"op":"done","feed":"f","key":"1"}` + "\n" + `{"op":"as`))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(path)
		if err != nil {
			return
		}
		if err := j.put(entry{Op: "known", Feed: "f", Key: "k"}); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
		if j, err = OpenJournal(path); err != nil || !j.of("f").keys["k"] {
			t.Fatalf("what was written is not read: %v", err)
		}
		_ = j.Close()
	})
}
