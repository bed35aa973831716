package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"

	"entente"
)

//go:embed cameo.tsv
var cameoTable string

// cameoCodes reads the table from PLOVER type and mode to a CAMEO code.
func cameoCodes() map[[2]string]string {
	codes := map[[2]string]string{}
	for line := range strings.SplitSeq(cameoTable, "\n") {
		if f := strings.Split(line, "\t"); len(f) == 3 && !strings.HasPrefix(line, "#") {
			codes[[2]string{f[0], f[1]}] = f[2]
		}
	}
	return codes
}

// cameoLines writes a row for each pair of actor and recipient of each event
// that counts, in the layout of the PETRARCH coders: date, source, target, code,
// id of the event, outlet, separated by tabs.
type cameoLines struct {
	out   *bufio.Writer
	codes map[[2]string]string
}

func (c *cameoLines) write(r *entente.Records) error {
	claims := claimsOf(r)
	actors := actorsOf(r)
	for i := range r.Events {
		e := &r.Events[i]
		typ, mode, ok := actual(e, claims[e.Claim])
		if !ok {
			continue
		}
		code, ok := c.codes[[2]string{typ, mode}]
		if !ok {
			code = c.codes[[2]string{typ, ""}]
		}
		day := strings.ReplaceAll(eventDay(r, e).String(), "-", "")
		for _, p := range directed(e) {
			if _, err := fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\t%s\t%s\n", day, cameoActor(p[0], actors), cameoActor(p[1], actors), code, e.ID, oneLine(r.Document.Outlet)); err != nil {
				return fmt.Errorf("write %s: %w", e.ID, err)
			}
		}
	}
	return nil
}

func (c *cameoLines) flush() error { return c.out.Flush() }

// directed returns the pairs of an event: actors by recipients, each way between
// several actors that share it, one actor with "" where nobody else is named.
func directed(e *entente.Event) [][2]entente.ActorID {
	var out [][2]entente.ActorID
	for i, a := range e.Actor {
		for _, r := range e.Recipient {
			out = append(out, [2]entente.ActorID{a, r})
		}
		if len(e.Recipient) > 0 {
			continue
		}
		for j, o := range e.Actor {
			if i != j {
				out = append(out, [2]entente.ActorID{a, o})
			}
		}
	}
	if len(out) == 0 && len(e.Actor) == 1 {
		out = append(out, [2]entente.ActorID{e.Actor[0], ""})
	}
	return out
}

// cameoActor writes an actor as country and sector ("AZEGOV"), "---" where
// neither is known.
func cameoActor(id entente.ActorID, actors map[entente.ActorID]*entente.Actor) string {
	a := actors[id]
	if a == nil {
		return "---"
	}
	code := a.Country + a.Sector
	if a.Type == entente.ActorState {
		code = a.Country
	}
	if code == "" {
		return "---"
	}
	return code
}
