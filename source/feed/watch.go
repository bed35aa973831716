package feed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"entente"
	"entente/source"
	"entente/source/article"
	"entente/source/web"
)

// Bounds of watching.
const (
	mostTries   = 5              // to read an item
	longestWait = 24 * time.Hour // between times that a failing feed is asked
	mostOlder   = 10             // pages of older items that are followed
)

// Watch asks feeds for new items and reads them. An item goes into the journal
// when it is found and leaves it when its documents are stored: whatever happens
// between, and also where the feed has dropped it by then, it is read.
type Watch struct {
	Feeds    []string // addresses, or lists of feeds (OPML)
	Journal  *Journal
	Interval time.Duration // between times that a feed is asked
	// Eager has the first round ask also the feeds that are not due yet, but for
	// those that failed before.
	Eager bool
	// Fetch gets a feed.
	Fetch func(ctx context.Context, address string) (*web.Page, error)
	// Open yields the documents of an item.
	Open func(ctx context.Context, i Item) iter.Seq2[*entente.Document, error]
	Now  func() time.Time

	round Report
	// yielded are the documents that an item waits for, by its place.
	yielded map[place]map[entente.DocumentID]bool
}

// place is an item of a feed.
type place struct{ feed, key string }

// Report is what a round did.
type Report struct {
	Asked     int `json:"asked"`     // feeds that were due
	Unchanged int `json:"unchanged"` // of these
	Failed    int `json:"failed"`    // of these
	New       int `json:"new"`       // items found
	Waiting   int `json:"waiting"`   // items still to be read
}

// Round asks the feeds that are due, and yields the documents of the items that
// are to be read, at most so many items. An error is a *source.Error of a feed or
// an item, and the next follows; one of the journal ends the round.
func (w *Watch) Round(ctx context.Context, most int) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		w.round, w.yielded = Report{}, map[place]map[entente.DocumentID]bool{}
		eager := w.Eager
		w.Eager = false
		for _, address := range w.Feeds {
			if ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			if s := w.Journal.of(address); s.gone || s.next.After(w.Now()) && !(eager && s.fails == 0) {
				continue
			}
			if !w.ask(ctx, address, yield) {
				return
			}
		}
		left := most
		for _, address := range w.Feeds {
			for _, i := range w.due(address) {
				if left--; left < 0 {
					return
				}
				if !w.read(ctx, address, i, yield) {
					return
				}
			}
		}
	}
}

// Report is what the last round did so far.
func (w *Watch) Report() Report {
	r := w.round
	for _, address := range w.Feeds {
		r.Waiting += len(w.Journal.of(address).pending)
	}
	return r
}

// Ready is how many items can be read now.
func (w *Watch) Ready() int {
	n := 0
	for _, address := range w.Feeds {
		n += len(w.due(address))
	}
	return n
}

// due lists the items of a feed that are to be read now.
func (w *Watch) due(feed string) []waiting {
	var out []waiting
	now := w.Now()
	for _, i := range w.Journal.of(feed).pending {
		if !i.next.After(now) {
			out = append(out, *i)
		}
	}
	return out
}

// Next is when a feed or an item is due next; the zero time where none ever is.
func (w *Watch) Next() time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	for _, address := range w.Feeds {
		s := w.Journal.of(address)
		if !s.gone {
			sooner(s.next)
		}
		for _, i := range s.pending {
			sooner(i.next)
		}
	}
	return next
}

// ask asks a feed and writes down its new items. It reports
// whether to go on.
func (w *Watch) ask(ctx context.Context, address string, yield func(*entente.Document, error) bool) bool {
	s, now := w.Journal.of(address), w.Now()
	w.round.Asked++
	p, err := w.Fetch(ctx, address)
	if ctx.Err() != nil {
		yield(nil, ctx.Err())
		return false
	}
	var f *Feed
	if err == nil {
		if f, err = Parse(p.Body, p.Address); err == nil && p.Cached {
			w.round.Unchanged++
		}
	}
	if err != nil {
		hint := ""
		if errors.Is(err, ErrNoFeed) {
			if hint = "name the address of a feed"; p != nil {
				if feeds := Discover(p.Body, p.Address); len(feeds) > 0 {
					hint = "this page has the feed " + feeds[0]
				}
			}
		}
		return w.missed(address, s, err, hint, yield)
	}
	found, gap, err := w.news(ctx, s, f)
	if err != nil {
		yield(nil, err)
		return false
	}
	w.round.New += len(found)
	// The oldest first, so that the ledger has them in order of time.
	var lines []entry
	for i := len(found) - 1; i >= 0; i-- {
		lines = append(lines, entry{Op: "found", Feed: address, Item: &found[i]})
	}
	lines = append(lines, entry{Op: "asked", Feed: address, Time: now, Next: now.Add(w.Interval)})
	if err := w.Journal.put(lines...); err != nil {
		yield(nil, err)
		return false
	}
	if gap {
		return yield(nil, &source.Error{Name: address, Err: errors.New("it has moved on since it was last asked: items between may be missing"), Hint: "ask more often: --interval"})
	}
	return true
}

// missed notes that a feed could not be had.
func (w *Watch) missed(address string, s *state, cause error, hint string, yield func(*entente.Document, error) bool) bool {
	w.round.Failed++
	pause := w.Interval
	for range min(s.fails, 12) {
		pause = min(2*pause, longestWait)
	}
	e := entry{Op: "asked", Feed: address, Time: w.Now(), Tries: s.fails + 1, Error: cause.Error()}
	if hint == "" {
		hint = web.Hint(cause)
	}
	var status *web.StatusError
	if errors.As(cause, &status) {
		pause = max(pause, min(status.Retry, longestWait))
		e.Gone = status.Code == 410
	}
	switch {
	case e.Gone:
		hint = "it is not asked again; take it off the list"
	case errors.Is(cause, ErrDamaged), errors.Is(cause, ErrTooDeep), errors.Is(cause, ErrTooMany):
		hint = "its maker may have to mend it; it is asked again later"
	}
	e.Next = w.Now().Add(pause)
	if err := w.Journal.put(e); err != nil {
		yield(nil, err)
		return false
	}
	return yield(nil, &source.Error{Name: address, Err: cause, Hint: hint})
}

// news lists the items of a feed that were not seen before, the newest first.
// Where all of them are new to a feed that was known, it follows the pages of
// older items until one is known; gap says that none was.
func (w *Watch) news(ctx context.Context, s *state, f *Feed) (found []Item, gap bool, err error) {
	known := len(s.keys) > 0
	seen := map[string]bool{}
	met := false
	for older := 0; ; older++ {
		for _, i := range f.Items {
			switch {
			case s.keys[i.Key]:
				met = true
			case !seen[i.Key]:
				seen[i.Key] = true
				found = append(found, i)
			}
		}
		if met || !known || len(found) == 0 || f.Next == "" || older == mostOlder {
			break
		}
		p, err := w.Fetch(ctx, f.Next)
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if err != nil {
			break
		}
		next, err := Parse(p.Body, p.Address)
		if err != nil || next.Next == f.Next {
			break
		}
		f = next
	}
	return found, known && !met && len(found) > 0, nil
}

// read yields the documents of an item. One that could not be read is tried
// again later, up to a bound.
func (w *Watch) read(ctx context.Context, feed string, i waiting, yield func(*entente.Document, error) bool) bool {
	at := place{feed, i.Key}
	ids := map[entente.DocumentID]bool{}
	var failure error
	for d, err := range w.Open(ctx, i.Item) {
		if ctx.Err() != nil {
			yield(nil, ctx.Err())
			return false
		}
		if err != nil {
			failure = errors.Join(failure, err)
			continue
		}
		ids[d.ID] = true
		if !yield(d, nil) {
			return false
		}
	}
	if len(ids) > 0 || failure == nil {
		if len(ids) == 0 {
			failure = w.Journal.put(entry{Op: "done", Feed: feed, Key: i.Key})
			return failure == nil || yield(nil, failure)
		}
		w.yielded[at] = ids
		return failure == nil || yield(nil, failure)
	}
	tries := i.tries + 1
	e := entry{Op: "failed", Feed: feed, Key: i.Key, Tries: tries, Error: failure.Error(), Next: w.Now().Add(w.Interval << tries)}
	if tries >= mostTries || lasting(failure) {
		e = entry{Op: "done", Feed: feed, Key: i.Key, Error: failure.Error()}
		failure = fmt.Errorf("given up: %w", failure)
	}
	if err := w.Journal.put(e); err != nil {
		yield(nil, err)
		return false
	}
	return yield(nil, failure)
}

// lasting reports whether an error will be there again however often an item is
// tried.
func lasting(err error) bool {
	var s *web.StatusError
	if errors.As(err, &s) {
		return s.Code == 404 || s.Code == 410 || s.Code == 401 || s.Code == 402 || s.Code == 451
	}
	return errors.Is(err, web.ErrForbidden) || errors.Is(err, web.ErrPrivate) || errors.Is(err, web.ErrTooLarge) || errors.Is(err, web.ErrAddress) ||
		errors.Is(err, article.ErrTooLong)
}

// Stored tells which documents of the last round are stored: items all of whose
// documents are leave the journal. Finished says that all that the round yielded
// was worked on, so that what is not stored could not be read.
func (w *Watch) Stored(ids []entente.DocumentID, finished bool) error {
	stored := map[entente.DocumentID]bool{}
	for _, id := range ids {
		stored[id] = true
	}
	var lines []entry
	for _, feed := range w.Feeds {
		for _, i := range w.Journal.of(feed).pending {
			waits := w.yielded[place{feed, i.Key}]
			all := len(waits) > 0
			for id := range waits {
				all = all && stored[id]
			}
			switch {
			case all, finished && len(waits) > 0 && i.tries+1 >= mostTries:
				lines = append(lines, entry{Op: "done", Feed: feed, Key: i.Key})
			case finished && len(waits) > 0:
				lines = append(lines, entry{Op: "failed", Feed: feed, Key: i.Key, Tries: i.tries + 1, Next: w.Now().Add(w.Interval << (i.tries + 1))})
			}
		}
	}
	w.yielded = nil
	return w.Journal.put(lines...)
}
