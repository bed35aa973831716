package main

import (
	"encoding/json"
	"fmt"
	"time"

	"entente"
	"entente/engine"

	"github.com/spf13/cobra"
)

// watchRound is what "entente watch --json" prints of a round.
type watchRound struct {
	engine.Round
	Failed []entente.Error `json:"failures"`
}

func (a *app) watchCommand() *cobra.Command {
	o := engine.WatchOptions{Interval: 15 * time.Minute}
	c := &cobra.Command{
		Use:   "watch FEED|LIST...",
		Short: "Watch feeds of news and read what is new into the ledger",
		Long: `Ask feeds (RSS, Atom, JSON Feed) for new items, read each from where it links
to, and go on asking until stopped. A list is a file, or an address that ends in
.opml: OPML, or one address a line. A journal beside the ledger remembers what was
seen and what is still to be read: stopped at any time, the same command goes on,
also with items that the feed has dropped since. Hosts are asked one page a second
at most, and only for what their robots.txt allows.`,
		Example: "  entente watch https://courier.example/rss feeds.opml\n  entente watch feeds.txt --once",
		Args:    args(1, -1, "which feeds to watch"),
		RunE: func(c *cobra.Command, feeds []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			o.Feeds = feeds
			p := a.progress()
			failed, asked := 0, 0
			err = e.Watch(c.Context(), o, func(r engine.Round) error {
				p.done()
				failed, asked = r.Report.Failed, r.Asked
				return a.printRound(r, o.Once)
			}, p.show)
			if err == nil && o.Once && failed > 0 {
				err = engine.Errorf(engine.CodeUnreadable, "the lines above name them", "%d of %s could not be asked", failed, count(asked, "feed"))
			}
			return err
		},
	}
	f := c.Flags()
	f.BoolVar(&o.Once, "once", false, "ask once and end")
	f.DurationVar(&o.Interval, "interval", o.Interval, "time between times that a feed is asked")
	f.StringVar(&o.Journal, "journal", "", "file that remembers what was seen (beside the ledger)")
	return c
}

// printRound prints what a round did: the errors of feeds and items on standard
// error, the rest as one line on standard output, which is written out at once.
func (a *app) printRound(r engine.Round, last bool) error {
	for _, f := range r.Failures {
		fmt.Fprintf(a.err, "%s %s [%s]\n", a.paint("skipped:", red), oneLine(f.Error()), engine.CodeUnreadable)
	}
	if a.json {
		if err := json.NewEncoder(a.out).Encode(watchRound{r, failures(r.Failures)}); err != nil {
			return err
		}
		return a.flush()
	}
	fmt.Fprintf(a.out, "%s asked, %s new; %s", count(r.Asked, "feed"), count(r.New, "item"), receipt(r.Receipt))
	if n := len(r.Failures); n > 0 {
		fmt.Fprintf(a.out, ", %d not read", n)
	}
	if r.Waiting > 0 {
		fmt.Fprintf(a.out, ", %d waiting", r.Waiting)
	}
	if (!last || r.Asked == 0) && !r.Next.IsZero() { // asked once, it says why nothing was
		fmt.Fprintf(a.out, "; next at %s", r.Next.Local().Format("15:04:05"))
	}
	fmt.Fprintln(a.out)
	return a.flush()
}

// count words a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
