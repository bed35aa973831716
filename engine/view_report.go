package engine

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"entente"
	"entente/brief"
	"entente/ledger"
)

// Report is the brief about one or two actors in a scope, as Engine.Report makes it,
// from what the desk holds: it reads no more of the ledger than the documents that it
// has not at hand and the rows that are shown.
func (d *Desk) Report(ctx context.Context, o Scope, actors ...string) (*brief.Brief, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	ids, ok := d.namedExactly(actors)
	if !ok {
		return d.engine.Report(ctx, o, actors...) // which finds names, and has no desk to be full
	}
	m := d.matter(ids, o)
	b, err := brief.Make(recordsAsJudged(d.own(ctx, m), m.judged), brief.Options{Actors: ids})
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", d.engine.config.Ledger)
	}
	b.Known = o.Known
	if b.Tables = m.tables; b.Tables == nil {
		return b, nil
	}
	l, err := d.engine.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	for _, id := range m.latest {
		r, err := l.Row(ctx, id)
		if err != nil {
			return nil, wrap(CodeLedger, err, "", "read %s", d.engine.config.Ledger)
		}
		b.Tables.Latest = append(b.Tables.Latest, *r)
	}
	return b, nil
}

// namedExactly are actors by their ids; ok is false where one is named otherwise or
// twice, or where the desk does not hold all that the ledger does.
func (d *Desk) namedExactly(actors []string) (ids []entente.ActorID, ok bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.taken >= mostRows || len(actors) == 0 || len(actors) > 2 {
		return nil, false
	}
	for _, name := range actors {
		id := entente.ActorID(strings.TrimSpace(name))
		n, known := d.symbols.known(string(id))
		if !known || slices.Contains(ids, id) || !d.documented(n) && !d.tabled(n) {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// documented reports whether documents name an actor.
func (d *Desk) documented(a symbol) bool {
	p := d.actors[a]
	return p != nil && p.documents > 0
}

// tabled reports whether rows tell of an actor by an id that could mean nobody whom
// documents name.
func (d *Desk) tabled(a symbol) bool {
	name := d.symbols.word(a)
	for n, p := range d.actors {
		if p.documents > 0 && (strings.EqualFold(d.symbols.word(n), name) || strings.EqualFold(p.label, name) || prefixed(p.label, name)) {
			return false
		}
	}
	return slices.ContainsFunc(d.bySide[a], func(i int32) bool {
		s := &d.sights[i]
		return s.document < 0 && (s.a == a || s.b == a)
	})
}

// matter is what a report is made of.
type matter struct {
	headers []*entente.Document // of the documents, in the order of the ledger
	judged  map[entente.RecordID]entente.Judgement
	tables  *brief.Tables
	latest  []entente.RecordID // rows that are shown
}

// matter gathers what is told of actors.
func (d *Desk) matter(ids []entente.ActorID, o Scope) *matter {
	d.mu.RLock()
	defer d.mu.RUnlock()
	m := &matter{judged: map[entente.RecordID]entente.Judgement{}}
	if !o.Unjudged {
		for id, j := range d.judged {
			m.judged[id] = *j
		}
	}
	belongs := make([][]bool, len(ids))
	for i, id := range ids {
		belongs[i] = make([]bool, len(d.symbols.words))
		for n, word := range d.symbols.words {
			belongs[i][n] = ledger.Belongs(entente.ActorID(word), id)
		}
	}
	for i := range d.documents {
		leaf := &d.documents[i]
		if h := leaf.header; o.Known != 0 && (h.Published == 0 || h.Published > o.Known) {
			continue
		}
		if !slices.ContainsFunc(belongs, func(of []bool) bool {
			return !slices.ContainsFunc(leaf.parties, func(a symbol) bool { return of[a] })
		}) {
			header := *leaf.header
			m.headers = append(m.headers, &header)
		}
	}
	slices.SortFunc(m.headers, func(x, y *entente.Document) int {
		return cmp.Or(compareKnown(x.Published, y.Published), cmp.Compare(x.ID, y.ID))
	})
	m.tables, m.latest = d.tables(belongs, o.Known)
	return m
}

// compareKnown puts days that are not known last.
func compareKnown(x, y entente.Day) int {
	switch {
	case x == y:
		return 0
	case x == 0:
		return 1
	case y == 0:
		return -1
	}
	return cmp.Compare(x, y)
}

// tables sums up the rows about an actor or a pair, nil where there are none, and names
// the last ones; belongs says of each who belongs to it.
func (d *Desk) tables(belongs [][]bool, known entente.Day) (*brief.Tables, []entente.RecordID) {
	t, a, b := &brief.Tables{}, belongs[0], belongs[len(belongs)-1]
	var last []entente.RecordID
	for i := range d.sights {
		s := &d.sights[i]
		if s.document >= 0 || known != 0 && (s.known == 0 || s.known > known) {
			continue
		}
		if len(belongs) == 1 && !a[s.a] && !a[s.b] || len(belongs) == 2 && !(a[s.a] && b[s.b]) && !(a[s.b] && b[s.a]) {
			continue
		}
		if t.Rows == tablesAtMost {
			break
		}
		t.Add(&entente.Observation{DataSet: d.symbols.word(s.set), When: entente.Interval{From: s.when}, Quad: s.quad})
		last = append(last, s.record)
	}
	if t.Rows == 0 {
		return nil, nil
	}
	t.More = t.Rows == tablesAtMost
	return t, last[max(0, len(last)-tablesShown):]
}

// own yields the documents of a report, their own copies of what is shared.
func (d *Desk) own(ctx context.Context, m *matter) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for r, err := range d.several(ctx, m.headers) {
			if err != nil {
				yield(nil, err)
				return
			}
			own := *r
			if len(m.judged) > 0 { // which is changed in place
				own.Events, own.Ties, own.Tensions = slices.Clone(r.Events), slices.Clone(r.Ties), slices.Clone(r.Tensions)
			}
			if !yield(&own, nil) {
				return
			}
		}
	}
}

// several yields documents in their order, each read before it is asked for by as many
// readers as there are processors.
func (d *Desk) several(ctx context.Context, headers []*entente.Document) iter.Seq2[*entente.Records, error] {
	type read struct {
		r   *entente.Records
		err error
	}
	return func(yield func(*entente.Records, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		readers := runtime.GOMAXPROCS(0)
		var wait sync.WaitGroup
		defer wait.Wait()
		defer stop()
		places := make([]chan read, len(headers))
		for i := range places {
			places[i] = make(chan read, 1)
		}
		room := make(chan struct{}, 8*readers) // documents that are read and wait
		next := make(chan int)
		wait.Go(func() {
			defer close(next)
			for i := range headers {
				select {
				case room <- struct{}{}:
				case <-ctx.Done():
					return
				}
				select {
				case next <- i:
				case <-ctx.Done():
					return
				}
			}
		})
		for range readers {
			wait.Go(func() {
				for i := range next {
					r, err := d.read(ctx, headers[i].ID)
					if err == nil && r.Document.CopyOf != headers[i].CopyOf { // the ledger tells exact copies only, and documents came since it was read
						own := *r
						own.Document.CopyOf = headers[i].CopyOf
						r = &own
					}
					places[i] <- read{r, err}
				}
			})
		}
		for i := range places {
			var x read
			select {
			case x = <-places[i]:
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			}
			<-room
			if !yield(x.r, x.err) || x.err != nil {
				return
			}
		}
	}
}

// layOut puts documents at hand, those published last first, as long as there is room.
func (d *Desk) layOut(ctx context.Context) error {
	d.mu.RLock()
	var list []int32
	for i := range d.documents {
		list = append(list, int32(i))
	}
	slices.SortFunc(list, d.byDay)
	var headers []*entente.Document
	for _, n := range list {
		header := *d.documents[n].header
		headers = append(headers, &header)
	}
	d.mu.RUnlock()
	bytes := 0
	for r, err := range d.several(ctx, headers) {
		if err != nil {
			return err
		}
		if bytes += len(r.Document.Text); bytes > shelfBytes*3/4 { // those read ahead would push out the first
			return nil
		}
	}
	return nil
}
