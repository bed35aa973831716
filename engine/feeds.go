package engine

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"entente"
)

// Watched is an address that is asked for what is new as long as the workbench
// runs: a feed, or a list of feeds (OPML).
type Watched struct {
	Address string          `json:"address"`
	Since   string          `json:"since" doc:"when it was put on the list"`
	State   string          `json:"state" enum:"waiting,running"`
	Asked   string          `json:"asked,omitempty" doc:"when it was asked last"`
	Next    string          `json:"next,omitempty" doc:"when it is asked again"`
	Added   int             `json:"added" doc:"documents that were new when it was asked last"`
	Total   int             `json:"total" doc:"documents it has brought"`
	Failed  []entente.Error `json:"failed" doc:"what could not be read when it was asked last, with reasons; a hundred at most"`
	FailedN int             `json:"failed_count"`
}

const (
	watchEvery  = 15 * time.Minute // as "entente watch" does where nothing is said
	watchedMost = 200
)

// Feeds are the addresses that the workbench watches, kept in a file. It is safe for
// concurrent use.
type Feeds struct {
	runs *Runs
	path string
	now  func() time.Time

	mu   sync.Mutex
	list []*Watched
	next map[string]time.Time // when an address is asked again
	wake chan struct{}
	done sync.WaitGroup
	stop context.CancelFunc
}

// NewFeeds reads the list kept at a path, where a file that is not there is an empty
// one, and starts to ask. Close ends it.
func NewFeeds(r *Runs, path string) (*Feeds, error) {
	f := &Feeds{runs: r, path: path, now: r.now, next: map[string]time.Time{}, wake: make(chan struct{}, 1)}
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &f.list)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Errorf(CodeBadConfig, "move the file away to begin a list anew", "read the watched feeds in %s: %v", path, err)
	}
	for _, w := range f.list {
		w.State = "waiting"
	}
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	f.done.Go(func() { f.watch(ctx) })
	return f, nil
}

// Close stops asking, and waits for it; a reading that runs is the runs' to stop.
func (f *Feeds) Close() {
	f.stop()
	f.done.Wait()
}

// List returns what is watched, in the order in which it was added.
func (f *Feeds) List() []Watched {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]Watched, 0, len(f.list))
	for _, w := range f.list {
		out = append(out, *w)
	}
	return out
}

// Add puts an address on the list and has it asked.
func (f *Feeds) Add(address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.find(address) != nil {
		return Errorf(CodeBadValue, "it is asked every quarter of an hour", "%s is watched already", address)
	}
	if len(f.list) >= watchedMost {
		return Errorf(CodeBadValue, "take one off the list, or use \"entente watch ADDRESS\"", "%d addresses are watched already", len(f.list))
	}
	f.list = append(f.list, &Watched{Address: address, Since: f.now().UTC().Format(time.RFC3339), State: "waiting", Failed: []entente.Error{}})
	if err := f.save(); err != nil {
		f.list = f.list[:len(f.list)-1]
		return err
	}
	f.rouse()
	return nil
}

// rouse has what is due asked now. The caller holds f.
func (f *Feeds) rouse() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Remove takes an address off the list. What it brought stays.
func (f *Feeds) Remove(address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.find(address) == nil {
		return Errorf(CodeNotFound, "the list of feeds names them", "%s is not watched", address)
	}
	before := f.list
	f.list = slices.DeleteFunc(slices.Clone(before), func(w *Watched) bool { return w.Address == address })
	if err := f.save(); err != nil {
		f.list = before
		return err
	}
	delete(f.next, address)
	f.rouse()
	return nil
}

// find is the entry of an address, nil where there is none. The caller holds f.
func (f *Feeds) find(address string) *Watched {
	i := slices.IndexFunc(f.list, func(w *Watched) bool { return w.Address == address })
	if i < 0 {
		return nil
	}
	return f.list[i]
}

// watch asks what is due until the context ends.
func (f *Feeds) watch(ctx context.Context) {
	for {
		t := time.NewTimer(f.askDue())
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-f.wake:
			t.Stop()
		case <-t.C:
		}
	}
}

// askDue starts a reading of the address that is longest due, where none is read, and
// returns how long to wait. One at a time leaves the queue of readings to others.
func (f *Feeds) askDue() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	var first *Watched
	for _, w := range f.list {
		if w.State == "running" {
			return watchEvery
		}
		if first == nil || f.next[w.Address].Before(f.next[first.Address]) {
			first = w
		}
	}
	if first == nil {
		return watchEvery
	}
	if wait := f.next[first.Address].Sub(f.now()); wait > 0 {
		return max(wait, time.Second)
	}
	address := first.Address
	if _, err := f.runs.start(address, Task{Feeds: []string{address}}, func(r Run) { f.asked(address, &r) }); err != nil {
		return time.Minute // too much waits to be read
	}
	first.State = "running"
	return watchEvery
}

// asked notes how a reading of an address ended. One that brought nothing is taken
// off the list of readings.
func (f *Feeds) asked(address string, run *Run) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer f.rouse()
	w := f.find(address)
	if w == nil { // it was taken off the list meanwhile
		return
	}
	now := f.now().UTC()
	f.next[w.Address] = now.Add(watchEvery)
	w.State, w.Next = "waiting", now.Add(watchEvery).Format(time.RFC3339)
	if run.asked == 0 && run.Error == nil { // it failed before and is left alone for longer, or is gone
		f.runs.forget(run.ID)
		return
	}
	w.Asked = now.Format(time.RFC3339)
	w.Added, w.Total, w.Failed, w.FailedN = run.Added, w.Total+run.Added, run.Failed, run.FailedN
	if run.Error != nil {
		w.Failed, w.FailedN = append([]entente.Error{*run.Error}, w.Failed...), w.FailedN+1
	}
	if w.Added == 0 && w.FailedN == 0 {
		f.runs.forget(run.ID)
	}
	_ = f.save() // what is watched did not change; the next change tells
}

// save writes the list whole or not at all. The caller holds f.
func (f *Feeds) save() error {
	b, err := json.MarshalIndent(f.list, "", "  ")
	if err == nil {
		err = os.WriteFile(f.path+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(f.path+".new", f.path)
	}
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err // the path is nothing for whoever asks over the network
	}
	if err != nil {
		return Errorf(CodeLedger, "may you write there?", "keep the watched feeds: %v", err)
	}
	return nil
}
