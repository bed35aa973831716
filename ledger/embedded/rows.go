package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// rowColumns are the columns of rows, in the order of values.
const rowColumns = "day, id, a, b, actor, recipient, key, meaning, intensity, first, last, known, place, outlet, address, file, line, mentions, confidence, deaths, event"

const (
	columnsOfRow = 21
	rowsAtOnce   = 64 // in one statement
)

// errUnsealed says that a row has no id, or one that is not its own.
var errUnsealed = errors.New("the row is not sealed")

// AppendRows stores rows of event tables: see ledger.Ledger. Rows of one time
// lie together, so that batches sorted by date are stored fastest; a batch of
// 20,000 to 100,000 rows is a good size.
func (l *Ledger) AppendRows(ctx context.Context, batch []entente.Row) (ledger.RowReceipt, error) {
	var receipt ledger.RowReceipt
	if len(batch) == 0 {
		return receipt, nil
	}
	order, err := sorted(batch)
	if err != nil {
		return receipt, l.explain(err, "append to")
	}
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return receipt, l.explain(err, "append to")
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	p := &press{tx: tx, terms: &l.terms, parties: map[entente.Party]int64{}, meanings: map[meaning]int64{}}
	if _, err = tx.ExecContext(ctx, "PRAGMA "+cacheSize(rowsCache)); err == nil {
		receipt, err = p.rows(ctx, batch, order)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		l.terms.forget()
		return ledger.RowReceipt{}, l.explain(err, "append to")
	}
	return receipt, nil
}

// spot is where a row of a batch goes.
type spot struct {
	day  int64
	id   int64
	from int // in the batch
}

// sorted lists the rows of a batch by day and id.
func sorted(batch []entente.Row) ([]spot, error) {
	out := make([]spot, len(batch))
	for i := range batch {
		r := &batch[i]
		day, hash, ok := entente.ParseRowID(r.ID)
		if !ok || day != r.Day() {
			return nil, fmt.Errorf("row %d of the batch (%s:%d): %w", i, r.File, r.Line, errUnsealed)
		}
		out[i] = spot{dayNumber(day), int64(hash), i}
	}
	slices.SortStableFunc(out, func(a, b spot) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) })
	return out, nil
}

// dayNumber is a day as tables hold it.
func dayNumber(d entente.Day) int64 {
	if d.IsZero() {
		return unknownDay
	}
	return int64(d)
}

func dayOf(n int64) entente.Day {
	if n == unknownDay {
		return 0
	}
	return entente.Day(n)
}

// rows stores what is not there.
func (p *press) rows(ctx context.Context, batch []entente.Row, order []spot) (ledger.RowReceipt, error) {
	var receipt ledger.RowReceipt
	quiet := context.WithoutCancel(ctx) // see write
	old, err := p.oldDays(quiet, order)
	if err != nil {
		return receipt, err
	}
	tally, sets := tally{}, setTally{}
	var pairs [][4]int64
	var args []any
	last := spot{id: -1}
	one := ",(?" + strings.Repeat(",?", columnsOfRow-1) + ")"
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return receipt, err
		}
		some := order[:min(rowsAtOnce, len(order))]
		order = order[len(some):]
		there, err := p.there(quiet, some, old)
		if err != nil {
			return receipt, err
		}
		args = args[:0]
		n := 0
		for _, s := range some {
			if there[[2]int64{s.day, s.id}] || s.day == last.day && s.id == last.id {
				receipt.Known++
				continue
			}
			last = s
			r := &batch[s.from]
			if args, err = p.values(quiet, args, s, r); err != nil {
				return receipt, err
			}
			n++
			sets.add(r)
			if o, ok := r.Observation(); ok {
				a, b, err := p.pair(quiet, &o)
				if err != nil {
					return receipt, err
				}
				tally.add(a, b, &o, 1)
				pairs = append(pairs, [4]int64{a, b, s.day, s.id})
			}
		}
		if n == 0 {
			continue
		}
		if _, err := p.exec(quiet, "INSERT OR FAIL INTO rows ("+rowColumns+") VALUES "+strings.Repeat(one, n)[1:], args...); err != nil {
			return receipt, err
		}
		receipt.Added += n
	}
	if err := p.pairs(quiet, pairs); err != nil {
		return receipt, err
	}
	if _, err := p.exec(quiet, "UPDATE totals SET count = count + ? WHERE what = 'rows'", receipt.Added); err != nil {
		return receipt, err
	}
	if err := p.postSets(quiet, sets); err != nil {
		return receipt, err
	}
	return receipt, p.post(quiet, tally)
}

// pairs stores by pair where rows lie.
func (p *press) pairs(ctx context.Context, all [][4]int64) error {
	slices.SortFunc(all, func(x, y [4]int64) int {
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]), cmp.Compare(x[2], y[2]), cmp.Compare(x[3], y[3]))
	})
	var args []any
	for len(all) > 0 {
		some := all[:min(256, len(all))]
		all = all[len(some):]
		args = args[:0]
		for _, x := range some {
			args = append(args, x[0], x[1], x[2], x[3])
		}
		if _, err := p.exec(ctx, "INSERT OR FAIL INTO pairs (a, b, day, id) VALUES "+strings.Repeat(",(?,?,?,?)", len(some))[1:], args...); err != nil {
			return err
		}
	}
	return nil
}

// oldDays are the days of a batch that the table has rows of.
func (p *press) oldDays(ctx context.Context, order []spot) (map[int64]bool, error) {
	out := map[int64]bool{}
	for i, s := range order {
		if i > 0 && order[i-1].day == s.day {
			continue
		}
		var has bool
		if err := p.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM rows WHERE day = ?)", s.day).Scan(&has); err != nil {
			return nil, err
		}
		if has {
			out[s.day] = true
		}
	}
	return out, nil
}

// there reports which of some rows are stored: only those of old days can be.
func (p *press) there(ctx context.Context, some []spot, old map[int64]bool) (map[[2]int64]bool, error) {
	args := make([]any, 0, 2*len(some))
	for _, s := range some {
		if old[s.day] {
			args = append(args, s.day, s.id)
		}
	}
	if len(args) == 0 {
		return nil, nil
	}
	out := map[[2]int64]bool{}
	err := each(ctx, p.tx, "SELECT day, id FROM rows WHERE (day, id) IN (VALUES (?,?)"+strings.Repeat(",(?,?)", len(args)/2-1)+")", func(rows *sql.Rows) error {
		var k [2]int64
		err := rows.Scan(&k[0], &k[1])
		out[k] = true
		return err
	}, args...)
	return out, err
}

// values appends the values of a row.
func (p *press) values(ctx context.Context, to []any, s spot, r *entente.Row) ([]any, error) {
	var err error
	term := func(text string) int64 {
		var n int64
		if err == nil {
			n, err = p.numbered(ctx, text)
		}
		return n
	}
	party := func(v *entente.Party) int64 {
		if *v == (entente.Party{}) || err != nil {
			return 0
		}
		n, ok := p.parties[*v]
		if !ok {
			n = term(asJSON(v, &err))
			p.parties[*v] = n
		}
		return n
	}
	meant := func(m meaning) int64 {
		if err != nil {
			return 0
		}
		n, ok := p.meanings[m]
		if !ok {
			n = term(asJSON(m, &err))
			p.meanings[m] = n
		}
		return n
	}
	thing := func(v any, zero bool) int64 {
		if zero || err != nil {
			return 0
		}
		return term(asJSON(v, &err))
	}
	var first any
	if n := dayNumber(r.Date.From); n != s.day {
		first = n
	}
	to = append(to, s.day, s.id, term(string(r.Actor.Actor)), term(string(r.Recipient.Actor)),
		party(&r.Actor), party(&r.Recipient), r.Key, meant(meaningOf(r)), small(r.Intensity),
		first, dayNumber(r.Date.To), dayNumber(r.Known),
		thing(&r.Place, r.Place == entente.Place{}), term(r.Outlet), r.Address, term(r.File), int64(r.Line), int64(r.Mentions), small(r.Confidence),
		thing(r.Deaths, r.Deaths == nil), r.Of)
	return to, err
}

// meaning is what rows of a data set say over and over.
type meaning struct {
	DataSet   string            `json:"s,omitempty"`
	Type      string            `json:"t,omitempty"`
	Mode      string            `json:"m,omitempty"`
	Contexts  string            `json:"x,omitempty"` // joined by line ends
	Code      string            `json:"c,omitempty"`
	Quad      int8              `json:"q,omitempty"`
	Layer     entente.Layer     `json:"l,omitempty"`
	Sign      entente.Sign      `json:"g,omitempty"`
	Precision entente.Precision `json:"p,omitempty"`
	Words     string            `json:"w,omitempty"` // of the date
}

func meaningOf(r *entente.Row) meaning {
	m := meaning{r.DataSet, r.Type, r.Mode, "", r.Code, r.Quad, r.Layer, r.Sign, r.Date.Precision, r.Date.Text}
	if len(r.Contexts) > 0 {
		m.Contexts = strings.Join(r.Contexts, "\n")
	}
	return m
}

// asJSON is v as JSON; the first error is kept.
func asJSON(v any, err *error) string {
	b, e := json.Marshal(v)
	if *err == nil {
		*err = e
	}
	return string(b)
}

// small is a number as thousandths, where it is that, so that the table stays
// small.
func small(v float32) any {
	if n := math.Round(float64(v) * 1000); math.Abs(n) < 1<<30 && float32(n/1000) == v {
		return int64(n)
	}
	return float64(v)
}

func unsmall(v any) float32 {
	switch x := v.(type) {
	case int64:
		return float32(float64(x) / 1000)
	case float64:
		return float32(x)
	}
	return 0
}

// rawRow is a row as the table holds it.
type rawRow struct {
	row                                      entente.Row
	day, id, a, b, actor, recipient, meaning int64
	place, outlet, file, deaths              int64
	intensity, confidence                    any
	first                                    sql.NullInt64
	last, known                              int64
}

// scan reads a row of rowColumns.
func (r *rawRow) scan(rows *sql.Rows) error {
	o := &r.row
	return rows.Scan(&r.day, &r.id, &r.a, &r.b, &r.actor, &r.recipient, &o.Key, &r.meaning, &r.intensity, &r.first, &r.last, &r.known,
		&r.place, &r.outlet, &o.Address, &r.file, &o.Line, &o.Mentions, &r.confidence, &r.deaths, &o.Of)
}

// terms are the numbers whose words the row needs.
func (r *rawRow) terms(into map[int64]bool) {
	for _, n := range [...]int64{r.actor, r.recipient, r.meaning, r.place, r.outlet, r.file, r.deaths} {
		into[n] = true
	}
}

// glossary is what numbers stand for, in the rows of one page. They share much: each
// word is taken apart once.
type glossary struct {
	words    map[int64]string
	meanings map[int64]meaning
	parties  map[int64]entente.Party
	places   map[int64]entente.Place
	deaths   map[int64]entente.Range
}

func newGlossary(words map[int64]string) *glossary {
	return &glossary{words, map[int64]meaning{}, map[int64]entente.Party{}, map[int64]entente.Place{}, map[int64]entente.Range{}}
}

// unpacked is what the word of a number says, in JSON; nothing where there is none.
func unpacked[T any](held map[int64]T, words map[int64]string, n int64, err *error) T {
	v, ok := held[n]
	if text := words[n]; !ok && text != "" && *err == nil {
		*err = json.Unmarshal([]byte(text), &v)
		held[n] = v
	}
	return v
}

// finish puts words in place of numbers.
func (r *rawRow) finish(g *glossary) (entente.Row, error) {
	o := r.row
	o.Outlet, o.File = g.words[r.outlet], g.words[r.file]
	o.Intensity, o.Confidence = unsmall(r.intensity), unsmall(r.confidence)
	var err error
	m := unpacked(g.meanings, g.words, r.meaning, &err)
	o.Actor, o.Recipient = unpacked(g.parties, g.words, r.actor, &err), unpacked(g.parties, g.words, r.recipient, &err)
	o.Place = unpacked(g.places, g.words, r.place, &err)
	if g.words[r.deaths] != "" {
		deaths := unpacked(g.deaths, g.words, r.deaths, &err)
		o.Deaths = &deaths
	}
	if err != nil {
		return o, fmt.Errorf("%w: row %d of day %d: %w", ErrDamaged, r.id, r.day, err)
	}
	o.DataSet, o.Type, o.Mode, o.Code, o.Quad, o.Layer, o.Sign = m.DataSet, m.Type, m.Mode, m.Code, m.Quad, m.Layer, m.Sign
	if m.Contexts != "" {
		o.Contexts = strings.Split(m.Contexts, "\n")
	}
	from := r.day
	if r.first.Valid {
		from = r.first.Int64
	}
	o.Date = entente.Interval{From: dayOf(from), To: dayOf(r.last), Precision: m.Precision, Text: m.Words}
	o.Known = dayOf(r.known)
	o.Seal()
	return o, nil
}

// Row returns a row of an event table, or ledger.ErrNotFound.
func (l *Ledger) Row(ctx context.Context, id entente.RecordID) (*entente.Row, error) {
	day, hash, ok := entente.ParseRowID(id)
	if !ok {
		return nil, ledger.ErrNotFound
	}
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, l.explain(err, "read")
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	found, err := l.rawRows(ctx, tx, "SELECT "+rowColumns+" FROM rows WHERE day = ? AND id = ?", dayNumber(day), int64(hash))
	if err == nil && len(found) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return nil, l.explain(err, "read")
	}
	return &found[0], nil
}

// rawRows reads the rows of a query over rowColumns.
func (l *Ledger) rawRows(ctx context.Context, q querier, query string, args ...any) ([]entente.Row, error) {
	var raw []rawRow
	need := map[int64]bool{}
	err := each(ctx, q, query, func(rows *sql.Rows) error {
		raw = append(raw, rawRow{})
		r := &raw[len(raw)-1]
		err := r.scan(rows)
		r.terms(need)
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	words, err := l.terms.words(ctx, q, need)
	if err != nil {
		return nil, err
	}
	out := make([]entente.Row, len(raw))
	g := newGlossary(words)
	for i := range raw {
		if out[i], err = raw[i].finish(g); err != nil {
			return nil, err
		}
	}
	return out, nil
}
