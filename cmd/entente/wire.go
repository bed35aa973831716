package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"entente"
	"entente/coding"
	"entente/coding/actor"
	"entente/document"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/reading"
	"entente/source/eventtable"
	"entente/source/feed"
	"entente/source/file"
	"entente/source/web"
)

// defaultParts wires the packages that the program is made of. Each is built
// when a command first needs it, so that help and version load nothing.
func defaultParts() engine.Parts {
	return engine.Parts{
		Reader:    func() (engine.Reader, error) { return reading.New() },
		Coder:     coder,
		Ledger:    openLedger,
		Documents: documents,
		Watch:     watch,
		Rows:      tableRows,
	}
}

// sources counts changes of how files become documents and parts.
const sources = "2"

// openLedger opens the embedded ledger for the reading that this program and the
// configured dictionaries make: a document read by another is read again.
func openLedger(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
	version := reading.Version() + "-" + coding.Version + "-" + sources
	if len(c.Dictionaries) > 0 {
		h := sha256.New()
		for _, path := range c.Dictionaries {
			b, err := os.ReadFile(path)
			if err != nil {
				return nil, engine.Errorf(engine.CodeUsage, "is the path right?", "open dictionary: %v", err)
			}
			h.Write(b)
			h.Write([]byte{0})
		}
		version += "-" + hex.EncodeToString(h.Sum(nil)[:4])
	}
	return embedded.Open(ctx, c.Ledger, embedded.DefaultOptions(version))
}

// coder codes with the shipped tables and the dictionaries that are configured.
func coder(c engine.Config) (engine.Coder, error) {
	o := coding.DefaultOptions()
	for _, path := range c.Dictionaries {
		d, err := dictionary(path)
		if err != nil {
			return nil, err
		}
		o.Actors.Dictionaries = append(o.Actors.Dictionaries, d)
	}
	k, err := coding.New(o)
	return tracing{k}, err
}

// tracing tells the engine what a coder tried.
type tracing struct{ *coding.Coder }

// Explain lists the event frames tried on t.
func (c tracing) Explain(t *document.Text) []engine.Trial {
	trials := []engine.Trial{}
	for _, n := range c.Coder.Explain(t) {
		s := &t.Sentences[n.Sentence]
		trials = append(trials, engine.Trial{
			Sentence: n.Sentence, Token: s.TokenAt(n.Trigger.Start), Word: t.String(n.Trigger), Frame: n.Frame, Result: n.Outcome,
		})
	}
	return trials
}

// dictionary loads one dictionary. One with wrong lines is an error that names
// each: a user who lays a table over another wants all of it.
func dictionary(path string) (*actor.Dictionary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, engine.Errorf(engine.CodeUsage, "is the path right?", "open dictionary: %v", err)
	}
	defer f.Close()
	d, err := actor.Load(path, f)
	if err != nil {
		return nil, engine.Errorf(engine.CodeUsage, "mend these lines, or leave them out", "%v", err)
	}
	return d, nil
}

// tableRows reads event tables.
func tableRows(ctx context.Context, t engine.Tables) iter.Seq2[entente.Row, error] {
	return eventtable.Rows(ctx, eventtable.Input{Paths: t.Paths, Format: t.Format, Mapping: t.Mapping, Progress: t.Progress})
}

// documents reads an input's files and addresses.
func documents(ctx context.Context, c engine.Config, in engine.Input) iter.Seq2[*entente.Document, error] {
	return file.Documents(ctx, file.Input{
		Paths: in.Paths, Stdin: in.Stdin, Files: in.Files, Skipped: in.Skipped, Expect: in.Expect, Cache: cacheFolder(), Fetch: fetch(c),
	})
}

// fetch gets pages. The client is made at the first page.
func fetch(c engine.Config) file.Fetch {
	client := sync.OnceValue(func() *web.Client {
		o := web.Options{Agent: c.Agent, Private: c.Private}
		if dir := cacheFolder(); dir != "" {
			o.Cache = filepath.Join(dir, "web")
		}
		return web.New(o)
	})
	return func(ctx context.Context, address string) (*web.Page, error) { return client().Get(ctx, address) }
}

// watch makes the watch over feeds.
func watch(ctx context.Context, c engine.Config, o engine.WatchOptions) (*feed.Watch, error) {
	get := fetch(c)
	feeds, err := feed.Addresses(ctx, o.Feeds, get)
	if err != nil {
		return nil, err
	}
	j, err := feed.OpenJournal(o.Journal)
	if err != nil {
		return nil, engine.Errorf(engine.CodeUnreadable, "name another with --journal, or move it away to begin anew", "%v", err)
	}
	return &feed.Watch{
		Feeds: feeds, Journal: j, Interval: o.Interval, Eager: o.Once, Fetch: get, Now: time.Now,
		Open: func(ctx context.Context, i feed.Item) iter.Seq2[*entente.Document, error] {
			return file.FeedItem(ctx, file.Input{Cache: cacheFolder(), Fetch: get}, i)
		},
	}, nil
}

// cacheFolder is where the program keeps what is costly to make again, "" where
// there is no such place.
func cacheFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "entente")
}
