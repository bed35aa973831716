package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// mostKeys is how many items of a feed are remembered when a journal is written
// anew: more than any feed lists.
const mostKeys = 5000

// Journal is a file that remembers which items of which feeds were seen, which of
// them are still to be read, and when feeds were asked. It is lines of JSON,
// appended and never changed, so that a process that dies loses at most the line
// it was writing; Open writes it anew when most of it is past. It is not safe
// for concurrent use; two processes with one journal only do some work twice.
type Journal struct {
	path  string
	file  *os.File
	feeds map[string]*state
	lines int
}

// state is what is known of a feed.
type state struct {
	keys    map[string]bool // items seen
	order   []string        // their keys, the longest known first
	pending []*waiting      // items still to be read, the longest known first
	asked   time.Time
	fails   int       // times in a row that it could not be had
	next    time.Time // before which it is not to be asked
	gone    bool      // it is no more
}

// waiting is an item still to be read.
type waiting struct {
	Item
	tries int
	next  time.Time
}

// entry is a line of the journal.
type entry struct {
	Op   string `json:"op"` // found, done, failed, asked, known
	Feed string `json:"feed"`
	Item *Item  `json:"item,omitempty"`
	Key  string `json:"key,omitempty"`
	// Time is when the feed was asked, or before when it, or the item, is not to
	// be tried again.
	Time  time.Time `json:"time,omitzero"`
	Next  time.Time `json:"next,omitzero"`
	Tries int       `json:"tries,omitempty"`
	Gone  bool      `json:"gone,omitempty"`
	Error string    `json:"error,omitempty"` // for people who read the journal
}

// longestEntry is the most bytes of a line: the text that a feed holds of an item
// is cut before.
const longestEntry = 4 << 20

// OpenJournal opens the journal at a path, or makes it. A line that was not
// written to its end is passed over; other lines that cannot be understood are an
// error with their place.
func OpenJournal(path string) (*Journal, error) {
	j := &Journal{path: path, feeds: map[string]*state{}}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the journal: %w", err)
	}
	whole, err := j.load()
	if err != nil {
		return nil, err
	}
	if live := j.live(); j.lines > 1000 && j.lines > 3*live || !whole {
		if err := j.rewrite(); err != nil {
			return nil, err
		}
	}
	j.file, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return j, nil
}

// Close closes the journal.
func (j *Journal) Close() error {
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}

// load reads the journal. Whole says that its last line was written to its end.
func (j *Journal) load() (whole bool, err error) {
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the journal: %w", err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 64<<10)
	for {
		line, err := readLine(in)
		if err == io.EOF {
			return len(line) == 0, nil
		}
		if err != nil {
			return false, fmt.Errorf("%s:%d: %w", j.path, j.lines+1, err)
		}
		j.lines++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e entry
		if err := json.Unmarshal(line, &e); err != nil || e.Feed == "" {
			return false, fmt.Errorf("%s:%d: this is no line of a journal of feeds", j.path, j.lines)
		}
		j.apply(&e)
	}
}

// readLine reads a line of bounded length. With io.EOF it returns what is left
// behind the last line end.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := in.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case err == bufio.ErrBufferFull && len(line) <= 2*longestEntry:
		case err == bufio.ErrBufferFull:
			return nil, errors.New("the line is too long")
		default:
			return line, err
		}
	}
}

// of is the state of a feed.
func (j *Journal) of(feed string) *state {
	s := j.feeds[feed]
	if s == nil {
		s = &state{keys: map[string]bool{}}
		j.feeds[feed] = s
	}
	return s
}

// apply does what a line says.
func (j *Journal) apply(e *entry) {
	s := j.of(e.Feed)
	switch e.Op {
	case "asked":
		s.asked, s.next, s.fails, s.gone = e.Time, e.Next, e.Tries, e.Gone
	case "known":
		s.know(e.Key)
	case "found":
		if e.Item != nil && s.know(e.Item.Key) {
			s.pending = append(s.pending, &waiting{Item: *e.Item})
		}
	case "done":
		s.pending = slices.DeleteFunc(s.pending, func(w *waiting) bool { return w.Key == e.Key })
	case "failed":
		for _, w := range s.pending {
			if w.Key == e.Key {
				w.tries, w.next = e.Tries, e.Next
			}
		}
	}
}

// know remembers an item's key and reports whether it is new.
func (s *state) know(key string) bool {
	if s.keys[key] {
		return false
	}
	s.keys[key] = true
	s.order = append(s.order, key)
	return true
}

// live is how many lines the journal would have if it were written anew.
func (j *Journal) live() int {
	n := 0
	for _, s := range j.feeds {
		n += 1 + len(s.order)
	}
	return n
}

// put appends lines and makes sure that they are on the disk.
func (j *Journal) put(entries ...entry) error {
	if len(entries) == 0 {
		return nil
	}
	var b bytes.Buffer
	for i := range entries {
		if err := encode(&b, &entries[i]); err != nil {
			return err
		}
	}
	if _, err := j.file.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	for i := range entries {
		j.apply(&entries[i])
	}
	j.lines += len(entries)
	return nil
}

func encode(b *bytes.Buffer, e *entry) error {
	if e.Item != nil && len(e.Item.Content) > longestEntry/4 {
		item := *e.Item
		item.Content = "" // it is read from where the item links to
		e.Item = &item
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	b.Write(line)
	b.WriteByte('\n')
	return nil
}

// rewrite writes the journal anew, with what still matters.
func (j *Journal) rewrite() error {
	var b bytes.Buffer
	names := make([]string, 0, len(j.feeds))
	for name := range j.feeds {
		names = append(names, name)
	}
	slices.Sort(names)
	lines := 0
	for _, name := range names {
		s := j.feeds[name]
		waits := map[string]bool{}
		for _, w := range s.pending {
			waits[w.Key] = true
		}
		entries := []entry{{Op: "asked", Feed: name, Time: s.asked, Next: s.next, Tries: s.fails, Gone: s.gone}}
		for _, key := range s.order[max(0, len(s.order)-mostKeys):] {
			if !waits[key] {
				entries = append(entries, entry{Op: "known", Feed: name, Key: key})
			}
		}
		for _, w := range s.pending {
			entries = append(entries, entry{Op: "found", Feed: name, Item: &w.Item})
			if w.tries > 0 {
				entries = append(entries, entry{Op: "failed", Feed: name, Key: w.Key, Tries: w.tries, Next: w.next})
			}
		}
		for i := range entries {
			if err := encode(&b, &entries[i]); err != nil {
				return err
			}
		}
		lines += len(entries)
	}
	if err := replace(j.path, b.Bytes()); err != nil {
		return fmt.Errorf("write the journal anew: %w", err)
	}
	j.lines = lines
	return nil
}

// replace puts a file in another's place, whole or not at all.
func replace(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
