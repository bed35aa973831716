package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"entente"
	"entente/ledger"
)

// kinds are the kinds of entries; an entry's number is the index.
var kinds = []entente.Kind{
	entente.KindDocument, entente.KindActor, entente.KindClaim, entente.KindEvent, entente.KindTie,
	entente.KindQuantity, entente.KindLink, entente.KindCheck, entente.KindTension,
}

// unknownDay stands for a date that is not known: after all that are.
const unknownDay = 1 << 31

// leaf is a document made ready for the tables.
type leaf struct {
	records *entente.Records
	day     int64
	words   []byte // nil where there are too few
	header  []byte
	entries []entry
	actors  []entente.ActorID // participants, sorted
	names   []name
	texts   []passage
}

type entry struct {
	kind, place int
	id          entente.RecordID
	payload     []byte
}

type name struct {
	actor    entente.ActorID
	label    string
	kind     entente.ActorType
	mentions int
}

type passage struct {
	record any // entente.RecordID or nil
	span   entente.Span
	text   string
}

// Append stores whole documents with their records: see ledger.Ledger. What it
// acknowledged outlives the process and the loss of power.
func (l *Ledger) Append(ctx context.Context, batch ...*entente.Records) (ledger.Receipt, error) {
	leaves := make([]*leaf, len(batch))
	for i, r := range batch {
		var err error
		if leaves[i], err = ready(r); err != nil {
			return ledger.Receipt{}, l.explain(fmt.Errorf("%s (%s): %w", r.Document.ID, r.Document.URI, err), "append to")
		}
	}
	if len(leaves) == 0 {
		return ledger.Receipt{}, nil
	}
	receipt, err := l.write(ctx, leaves)
	if err != nil {
		return ledger.Receipt{}, l.explain(err, "append to")
	}
	return receipt, nil
}

// write stores leaves in one transaction.
func (l *Ledger) write(ctx context.Context, leaves []*leaf) (ledger.Receipt, error) {
	var receipt ledger.Receipt
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return receipt, err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	p := l.press(tx)
	// The driver watches a context that can end with a goroutine for every
	// statement, which costs half as much again; so it is asked once a leaf.
	quiet := context.WithoutCancel(ctx)
	for _, f := range leaves {
		if err := ctx.Err(); err != nil {
			return receipt, err
		}
		if err := p.put(quiet, f, &receipt); err != nil {
			return receipt, fmt.Errorf("%s: %w", f.records.Document.ID, err)
		}
	}
	if err := p.post(quiet, p.told, nil); err != nil {
		return receipt, err
	}
	return receipt, p.commit()
}

// ready makes a leaf of records.
func ready(r *entente.Records) (*leaf, error) {
	d := r.Document
	if d.ID == "" {
		return nil, errors.New("the document is not sealed")
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(d.Text))); sum != d.SHA256 {
		return nil, errors.New("the document's text is not the one it was sealed with")
	}
	f := &leaf{records: r, day: int64(d.Published)}
	if d.Published.IsZero() {
		f.day = unknownDay
	}
	if words := ledger.Words(&d); words != "" {
		sum := sha256.Sum256([]byte(words))
		f.words = sum[:]
	}
	d.Text, d.CopyOf = "", ""
	var err error
	if f.header, err = json.Marshal(d); err != nil {
		return nil, err
	}
	if err := f.enter(r); err != nil {
		return nil, err
	}
	f.actors, f.names, f.texts = participants(r), names(r), passages(r)
	return f, nil
}

// enter writes every record but the document as JSON.
func (f *leaf) enter(r *entente.Records) error {
	place := map[entente.Kind]int{}
	for rec := range r.All() {
		id, kind := rec.Header().ID, kindOf(rec)
		if kind == entente.KindDocument {
			continue // the header
		}
		payload, err := json.Marshal(rec)
		if err != nil {
			return fmt.Errorf("%s %s: %w", kind, id, err)
		}
		f.entries = append(f.entries, entry{kind: slices.Index(kinds, kind), place: place[kind], id: id, payload: payload})
		place[kind]++
	}
	return nil
}

// kindOf is the kind of a record by what it is, whatever its header says.
func kindOf(r entente.Record) entente.Kind {
	switch r.(type) {
	case *entente.Actor:
		return entente.KindActor
	case *entente.Claim:
		return entente.KindClaim
	case *entente.Event:
		return entente.KindEvent
	case *entente.Tie:
		return entente.KindTie
	case *entente.Quantity:
		return entente.KindQuantity
	case *entente.Link:
		return entente.KindLink
	case *entente.Check:
		return entente.KindCheck
	case *entente.Tension:
		return entente.KindTension
	}
	return entente.KindDocument
}

// participants are the actors of events, ties and voices, sorted.
func participants(r *entente.Records) []entente.ActorID {
	var out []entente.ActorID
	for i := range r.Events {
		out = append(append(out, r.Events[i].Actor...), r.Events[i].Recipient...)
	}
	for i := range r.Ties {
		out = append(out, r.Ties[i].A, r.Ties[i].B)
	}
	for i := range r.Claims {
		for _, v := range r.Claims[i].Chain {
			out = append(out, v.Speaker)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(a entente.ActorID) bool { return a == "" })
}

// names sums up the actor records by actor, label and type.
func names(r *entente.Records) []name {
	var out []name
	at := map[name]int{}
	for _, a := range r.Actors {
		n := name{actor: a.Actor, label: a.Label, kind: a.Type}
		i, ok := at[n]
		if !ok {
			i = len(out)
			at[n] = i
			out = append(out, n)
		}
		out[i].mentions += len(a.Mentions)
	}
	return out
}

// passages are the paragraphs that are reporting or name its authors, and the
// claims.
func passages(r *entente.Records) []passage {
	var out []passage
	d := &r.Document
	for _, p := range d.Parts {
		if (p.Kind.IsReporting() || p.Kind == entente.PartByline) && p.Valid(d.Text) {
			out = append(out, passage{span: p.Span, text: p.Of(d.Text)})
		}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		out = append(out, passage{record: string(c.ID), span: c.Evidence, text: c.Text})
	}
	return out
}

// press writes leaves and rows within a transaction.
type press struct {
	prepared
	now     int64
	reading string
	tx      *sql.Tx
	terms   *terms
	given   map[string]int64 // numbers of words that the transaction gave or looked up
	told    []told           // what the transaction changes in the tallies
}

// press is one that writes within a transaction.
func (l *Ledger) press(tx *sql.Tx) *press {
	return &press{prepared: prepared{on: tx}, now: l.options.Now().UnixMilli(), reading: l.options.Reading, tx: tx, terms: &l.terms}
}

// commit ends the transaction. Until then others must not see the numbers it gave: one
// that is undone gives them to other words next time.
func (p *press) commit() error {
	err := p.tx.Commit()
	if err == nil {
		p.terms.keep(p.given)
	}
	return err
}

// insert runs a statement and returns the number of its row.
func (p *press) insert(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := p.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// put stores one leaf, or finds that it is there.
func (p *press) put(ctx context.Context, f *leaf, receipt *ledger.Receipt) error {
	d := &f.records.Document
	var document, current int64
	err := p.QueryRowContext(ctx, "SELECT seq, current FROM documents WHERE id = ?", d.ID).Scan(&document, &current)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if document, err = p.add(ctx, f, receipt); err != nil {
			return err
		}
		receipt.Added++
	case err != nil:
		return err
	}
	var reading int64
	err = p.QueryRowContext(ctx, "SELECT seq FROM readings WHERE document = ? AND reading = ?", document, p.reading).Scan(&reading)
	switch {
	case err == nil && reading == current:
		receipt.Known++
		return nil
	case errors.Is(err, sql.ErrNoRows):
		reading, err = p.read(ctx, f, document)
	}
	if err != nil {
		return err
	}
	if current != 0 {
		receipt.Reread++
		if err := p.recount(ctx, current, -1); err != nil {
			return err
		}
	}
	if err := p.recount(ctx, reading, 1); err != nil {
		return err
	}
	if _, err := p.exec(ctx, "INSERT INTO currents (document, reading, since) VALUES (?, ?, ?)", document, reading, p.now); err != nil {
		return err
	}
	_, err = p.exec(ctx, "UPDATE documents SET current = ? WHERE seq = ?", reading, document)
	return err
}

// add stores a document that is not there and counts whether it is a copy.
func (p *press) add(ctx context.Context, f *leaf, receipt *ledger.Receipt) (int64, error) {
	d := &f.records.Document
	if f.words != nil {
		var copies int
		if err := p.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM documents WHERE words = ?)", f.words).Scan(&copies); err != nil {
			return 0, err
		}
		receipt.Copies += copies
	}
	return p.insert(ctx, "INSERT INTO documents (id, day, outlet, words, text) VALUES (?, ?, ?, ?, ?)", d.ID, f.day, d.Outlet, f.words, d.Text)
}

// read stores what a reading made of a document.
func (p *press) read(ctx context.Context, f *leaf, document int64) (int64, error) {
	reading, err := p.insert(ctx, "INSERT INTO readings (document, reading, header, appended) VALUES (?, ?, ?, ?)", document, p.reading, string(f.header), p.now)
	if err != nil {
		return 0, err
	}
	for _, e := range f.entries {
		if _, err := p.exec(ctx, "INSERT INTO entries (reading, kind, place, id, payload) VALUES (?, ?, ?, ?, ?)", reading, e.kind, e.place, e.id, string(e.payload)); err != nil {
			return 0, fmt.Errorf("%s %s: %w", kinds[e.kind], e.id, err)
		}
	}
	if err := p.observe(ctx, f.records, reading); err != nil {
		return 0, err
	}
	for _, a := range f.actors {
		if _, err := p.exec(ctx, "INSERT INTO participants (reading, actor) VALUES (?, ?)", reading, a); err != nil {
			return 0, err
		}
	}
	for _, n := range f.names {
		if _, err := p.exec(ctx, "INSERT INTO names (reading, actor, label, type, mentions) VALUES (?, ?, ?, ?, ?)", reading, n.actor, n.label, n.kind, n.mentions); err != nil {
			return 0, err
		}
	}
	for _, t := range f.texts {
		row, err := p.insert(ctx, `INSERT INTO passages (reading, record, start, "end") VALUES (?, ?, ?, ?)`, reading, t.record, t.span.Start, t.span.End)
		if err != nil {
			return 0, err
		}
		if _, err := p.exec(ctx, "INSERT INTO search (rowid, text) VALUES (?, ?)", row, t.text); err != nil {
			return 0, err
		}
	}
	return reading, nil
}
