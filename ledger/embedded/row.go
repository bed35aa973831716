package embedded

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"entente"
	"entente/ledger"
)

// The body of a row in a block: varints of what is asked first (the actors, what
// the row means, its intensity), then the rest, of which flags say what is there.
// Words that repeat are numbers of the table of terms; 0 stands for none.
const (
	hasFirst      = 1 << iota // the date's first day is not the row's
	hasLast                   // nor the last
	hasKnown                  // nor the day it was known
	hasPlace                  // as JSON
	hasOutlet                 //
	hasAddress                //
	hasFile                   // and line
	hasMentions               //
	hasConfidence             // other than 1
	hasDeaths                 // as JSON
	hasEvent                  // of a mention: the key of the event's row
	bareIntensity             // not in thousandths, but the bits of the number
	bareConfidence
)

// rowWords holds the numbers of words that rows repeat, by the things that they are
// words of, so that these are not worded each time. Who stores rows has it to himself;
// press is his. Each part forgets all when it is full.
type rowWords struct {
	press    *press
	parties  map[entente.Party]partyWords
	meanings map[meaning]meant
	places   map[placeWords]int64
	outlets  map[string]int64
	file     string // the last one
	fileTerm int64
	err      error // the first
}

type partyWords struct{ party, actor int64 }

// meant is a meaning's number, and its class where the row is of a pair.
type meant struct{ term, class int64 }

// placeWords is a place without pointers.
type placeWords struct {
	name, country, precision string
	latitude, longitude      float64
	has                      [2]bool
}

// wordsFull is how many things of one sort are held.
const wordsFull = 1 << 16

// hold holds the number of a thing.
func hold[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil || len(*m) >= wordsFull {
		*m = make(map[K]V, 1024)
	}
	(*m)[k] = v
}

// term is the number of a word.
func (w *rowWords) term(ctx context.Context, text string) int64 {
	if w.err != nil {
		return 0
	}
	var n int64
	n, w.err = w.press.numbered(ctx, text)
	return n
}

// thing is the number of something as JSON.
func (w *rowWords) thing(ctx context.Context, v any) int64 {
	b, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	return w.term(ctx, string(b))
}

func (w *rowWords) party(ctx context.Context, v *entente.Party) partyWords {
	if *v == (entente.Party{}) {
		return partyWords{}
	}
	n, ok := w.parties[*v]
	if !ok {
		n = partyWords{actor: w.term(ctx, string(v.Actor)), party: w.thing(ctx, v)}
		hold(&w.parties, *v, n)
	}
	return n
}

func (w *rowWords) meaning(ctx context.Context, r *entente.Row) meant {
	m := meaningOf(r)
	n, ok := w.meanings[m]
	if !ok {
		n = meant{w.thing(ctx, m), m.class()}
		hold(&w.meanings, m, n)
	}
	return n
}

func (w *rowWords) place(ctx context.Context, v *entente.Place) int64 {
	k := placeWords{name: v.Name, country: v.Country, precision: v.Precision}
	if v.Latitude != nil {
		k.latitude, k.has[0] = *v.Latitude, true
	}
	if v.Longitude != nil {
		k.longitude, k.has[1] = *v.Longitude, true
	}
	n, ok := w.places[k]
	if !ok {
		n = w.thing(ctx, v)
		hold(&w.places, k, n)
	}
	return n
}

func (w *rowWords) outlet(ctx context.Context, name string) int64 {
	n, ok := w.outlets[name]
	if !ok {
		n = w.term(ctx, name)
		hold(&w.outlets, name, n)
	}
	return n
}

func (w *rowWords) inFile(ctx context.Context, name string) int64 {
	if w.file != name {
		w.file, w.fileTerm = name, w.term(ctx, name)
	}
	return w.fileTerm
}

// packed is what is known of a row once its body is written.
type packed struct{ a, b, class int64 }

// pack appends the body of a row of a day; w.err says whether all words have
// numbers.
func (w *rowWords) pack(ctx context.Context, to []byte, day int64, r *entente.Row) ([]byte, packed) {
	actor, recipient, m := w.party(ctx, &r.Actor), w.party(ctx, &r.Recipient), w.meaning(ctx, r)
	flags := uint64(0)
	flag := func(has bool, f uint64) {
		if has {
			flags |= f
		}
	}
	first, last, known := dayNumber(r.Date.From), dayNumber(r.Date.To), dayNumber(r.Known)
	intensity, bare := small(r.Intensity)
	flag(bare, bareIntensity)
	confidence, bare := small(r.Confidence)
	flag(bare, bareConfidence)
	flag(first != day, hasFirst)
	flag(last != day, hasLast)
	flag(known != day, hasKnown)
	flag(r.Place != entente.Place{}, hasPlace)
	flag(r.Outlet != "", hasOutlet)
	flag(r.Address != "", hasAddress)
	flag(r.File != "" || r.Line != 0, hasFile)
	flag(r.Mentions != 0, hasMentions)
	flag(r.Confidence != 1, hasConfidence)
	flag(r.Deaths != nil, hasDeaths)
	flag(r.Of != "", hasEvent)

	number := func(n int64) { to = binary.AppendUvarint(to, uint64(n)) }
	text := func(s string) { to = append(binary.AppendUvarint(to, uint64(len(s))), s...) }
	number(actor.actor)
	number(recipient.actor)
	number(m.term)
	number(int64(flags))
	to = binary.AppendVarint(to, intensity)
	number(actor.party)
	number(recipient.party)
	text(r.Key)
	for _, d := range [...]struct {
		flag uint64
		day  int64
	}{{hasFirst, first}, {hasLast, last}, {hasKnown, known}} {
		if flags&d.flag != 0 {
			to = binary.AppendVarint(to, d.day-day)
		}
	}
	if flags&hasPlace != 0 {
		number(w.place(ctx, &r.Place))
	}
	if flags&hasOutlet != 0 {
		number(w.outlet(ctx, r.Outlet))
	}
	if flags&hasAddress != 0 {
		text(r.Address)
	}
	if flags&hasFile != 0 {
		number(w.inFile(ctx, r.File))
		to = binary.AppendVarint(to, int64(r.Line))
	}
	if flags&hasMentions != 0 {
		to = binary.AppendVarint(to, int64(r.Mentions))
	}
	if flags&hasConfidence != 0 {
		to = binary.AppendVarint(to, confidence)
	}
	if flags&hasDeaths != 0 {
		number(w.thing(ctx, r.Deaths))
	}
	if flags&hasEvent != 0 {
		text(r.Of)
	}
	return to, packed{actor.actor, recipient.actor, m.class}
}

// small is a number as thousandths, where it is that; else its bits, and bare.
func small(v float32) (n int64, bare bool) {
	if n := math.Round(float64(v) * 1000); math.Abs(n) < 1<<30 && float32(n/1000) == v {
		return int64(n), false
	}
	return int64(math.Float32bits(v)), true
}

func unsmall(n int64, bare bool) float32 {
	if bare {
		return math.Float32frombits(uint32(n))
	}
	return float32(float64(n) / 1000)
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

// class is the number of the class that a row of a pair with this meaning is of.
func (m *meaning) class() int64 {
	r := entente.Row{Quad: m.Quad, Layer: m.Layer, Sign: m.Sign}
	r.Actor.Actor, r.Recipient.Actor = "a", "b"
	o, _ := r.Observation()
	return classNumber(ledger.ClassOf(&o))
}

// pair are the numbers of a row's actors.
func (r *shelved) pair() (a, b int64) {
	in := packReader{packed: r.body}
	return int64(in.uvarint()), int64(in.uvarint())
}

// paired reports whether numbers are those of two actors.
func paired(a, b int64) bool { return a > 0 && b > 0 && a != b }

// rawRow is a row as a block holds it, its words still numbers.
type rawRow struct {
	spot
	row                             entente.Row
	a, b, meaning, actor, recipient int64
	place, outlet, file, deaths     int64
}

// unpack reads a row.
func (r *shelved) unpack() (rawRow, error) {
	in := packReader{packed: r.body}
	number := func() int64 { return int64(in.uvarint()) }
	text := func() string { return string(in.bytes(in.uvarint())) }
	out := rawRow{spot: r.spot, a: number(), b: number(), meaning: number()}
	flags := in.uvarint()
	has := func(f uint64) bool { return flags&f != 0 }
	o := &out.row
	o.Intensity = unsmall(in.varint(), has(bareIntensity))
	out.actor, out.recipient = number(), number()
	o.Key = text()
	days := [3]int64{r.day, r.day, r.day}
	for i, f := range [...]uint64{hasFirst, hasLast, hasKnown} {
		if has(f) {
			days[i] += in.varint()
		}
	}
	o.Date.From, o.Date.To, o.Known = dayOf(days[0]), dayOf(days[1]), dayOf(days[2])
	if has(hasPlace) {
		out.place = number()
	}
	if has(hasOutlet) {
		out.outlet = number()
	}
	if has(hasAddress) {
		o.Address = text()
	}
	if has(hasFile) {
		out.file = number()
		o.Line = int(in.varint())
	}
	if has(hasMentions) {
		o.Mentions = int(in.varint())
	}
	o.Confidence = 1
	if has(hasConfidence) {
		o.Confidence = unsmall(in.varint(), has(bareConfidence))
	}
	if has(hasDeaths) {
		out.deaths = number()
	}
	if has(hasEvent) {
		o.Of = text()
	}
	if in.broken || len(in.packed) > 0 {
		return out, fmt.Errorf("%w: row %d of day %d", ErrDamaged, r.id, r.day)
	}
	return out, nil
}

// terms are the numbers whose words the row needs.
func (r *rawRow) terms(into map[int64]bool) {
	for _, n := range [...]int64{r.actor, r.recipient, r.meaning, r.place, r.outlet, r.file, r.deaths} {
		into[n] = true
	}
}

// glossary is what the numbers of some rows stand for. Rows of one number share
// what it stands for.
type glossary struct {
	words    map[int64]string
	meanings map[int64]*meaning
	contexts map[int64][]string
	parties  map[int64]*entente.Party
	places   map[int64]*entente.Place
}

// glossaryOf reads the words that rows need.
func (l *Ledger) glossaryOf(ctx context.Context, q querier, raw []rawRow) (*glossary, error) {
	need := map[int64]bool{}
	for i := range raw {
		raw[i].terms(need)
	}
	words, err := l.terms.words(ctx, q, need)
	return &glossary{words: words, meanings: map[int64]*meaning{}, contexts: map[int64][]string{}, parties: map[int64]*entente.Party{}, places: map[int64]*entente.Place{}}, err
}

// thing is what a number stands for, read from its JSON the first time.
func thing[T any](words map[int64]string, known map[int64]*T, n int64, err *error) *T {
	v, ok := known[n]
	if !ok {
		v = new(T)
		if text := words[n]; text != "" && *err == nil {
			*err = json.Unmarshal([]byte(text), v)
		}
		known[n] = v
	}
	return v
}

// finish puts words in place of numbers.
func (g *glossary) finish(r *rawRow) (entente.Row, error) {
	o := r.row
	var err error
	m := thing(g.words, g.meanings, r.meaning, &err)
	o.Actor, o.Recipient = *thing(g.words, g.parties, r.actor, &err), *thing(g.words, g.parties, r.recipient, &err)
	o.Place = *thing(g.words, g.places, r.place, &err)
	if r.deaths != 0 && err == nil {
		err = json.Unmarshal([]byte(g.words[r.deaths]), &o.Deaths)
	}
	if err != nil {
		return o, fmt.Errorf("%w: row %d of day %d: %w", ErrDamaged, r.id, r.day, err)
	}
	o.Outlet, o.File = g.words[r.outlet], g.words[r.file]
	o.DataSet, o.Type, o.Mode, o.Code, o.Quad, o.Layer, o.Sign = m.DataSet, m.Type, m.Mode, m.Code, m.Quad, m.Layer, m.Sign
	if m.Contexts != "" {
		o.Contexts = strings.Split(m.Contexts, "\n")
	}
	o.Date.Precision, o.Date.Text = m.Precision, m.Words
	o.ID = entente.RowID(dayOf(r.day), uint64(r.id))
	return o, nil
}

// finish puts words in place of the numbers of rows.
func (l *Ledger) finish(ctx context.Context, q querier, raw []rawRow) ([]entente.Row, error) {
	g, err := l.glossaryOf(ctx, q, raw)
	if err != nil {
		return nil, err
	}
	out := make([]entente.Row, len(raw))
	for i := range raw {
		if out[i], err = g.finish(&raw[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
