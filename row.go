package entente

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
)

// Row is one row of an event table, normalised: a claim of its data set, with
// the place it stands at. What the table does not say is zero.
type Row struct {
	ID      RecordID `json:"id"`                // see Seal
	DataSet string   `json:"data_set"`          // "ICEWS", "GDELT 2.0"
	Key     string   `json:"key"`               // what tells the row from others of its data set, as the data set words it
	Of      string   `json:"of,omitempty"`      // for a mention: the key of the event's row
	File    string   `json:"file,omitempty"`    // where it was read
	Line    int      `json:"line,omitempty"`    // from 1
	Address string   `json:"address,omitempty"` // of the reporting it was coded from
	Outlet  string   `json:"outlet,omitempty"`  // who published that

	Actor     Party `json:"actor"`
	Recipient Party `json:"recipient"`

	Type      string   `json:"type"` // PLOVER type; empty where the table's code has none
	Mode      string   `json:"mode,omitempty"`
	Contexts  []string `json:"contexts,omitempty"`
	Code      string   `json:"code,omitempty"` // the table's own event code, as text: "042", "Battles/Armed clash"
	Quad      int8     `json:"quad,omitempty"` // 1..4
	Intensity float32  `json:"intensity"`      // -10..10
	Layer     Layer    `json:"layer,omitempty"`
	Sign      Sign     `json:"sign"`

	Date  Interval `json:"date,omitzero"`
	Known Day      `json:"known,omitzero"` // when the table could first hold it
	Place Place    `json:"place,omitzero"`

	Deaths     *Range  `json:"deaths,omitempty"`
	Mentions   int     `json:"mentions,omitempty"` // of the event, as the table counts them
	Confidence float32 `json:"confidence"`         // 0..1; 1 where the table does not say
}

// Party is an actor as an event table names it.
type Party struct {
	Actor   ActorID `json:"actor,omitempty"`   // empty where it could not be told
	Name    string  `json:"name,omitempty"`    // the table's words
	Code    string  `json:"code,omitempty"`    // the table's code
	Country string  `json:"country,omitempty"` // ISO 3166-1 alpha-3, "IGO"
	Sector  string  `json:"sector,omitempty"`  // PLOVER sector
}

// Place is where a row says it happened.
type Place struct {
	Name      string   `json:"name,omitempty"`
	Country   string   `json:"country,omitempty"` // ISO 3166-1 alpha-3
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`
	Precision string   `json:"precision,omitempty"` // "place", "region", "country"
}

// Range is a number with its bounds, each as a table states it.
type Range struct {
	Low  int `json:"low"`
	Best int `json:"best"`
	High int `json:"high"`
}

// Seal sets ID from the data set, its key and the row's day, so that the same row
// of the same data set has one id whichever file it came in: "r-", six
// hexadecimal digits of the day and fifteen of a hash. The day stands first so
// that rows of one time lie together in a store.
func (r *Row) Seal() {
	var room [192]byte // for most keys, so that they take no memory of their own
	h := sha256.Sum256(append(append(append(room[:0], r.DataSet...), 0), r.Key...))
	r.ID = RowID(r.Day(), binary.BigEndian.Uint64(h[:8])>>4)
}

// RowID is the id of a row of a day and the hash of its data set and key, of
// which the lowest 60 bits count: see Row.Seal and ParseRowID.
func RowID(day Day, hash uint64) RecordID {
	id := rowID{'r', '-'}
	hexadecimal(id[2:8], uint64(day+rowDayZero))
	hexadecimal(id[8:], hash)
	return RecordID(id[:])
}

// rowID is a row's id: six digits of the day behind "r-", and fifteen of a hash.
type rowID [23]byte

// hexadecimal writes the last digits of a number.
func hexadecimal(to []byte, n uint64) {
	for i := len(to) - 1; i >= 0; i-- {
		to[i] = "0123456789abcdef"[n&0xf]
		n >>= 4
	}
}

// rowDayZero keeps days before 1970 from being negative in a row's id.
const rowDayZero = 1 << 23

// Day is the day that the row counts under: see Observation.Date; 0 where nothing
// is known.
func (r *Row) Day() Day { return cmp.Or(r.Date.From, r.Date.To, r.Known) }

// ParseRowID returns the day and the hash of a row's id; ok is false for an id
// of something else.
func ParseRowID(id RecordID) (day Day, hash uint64, ok bool) {
	digits, ok := strings.CutPrefix(string(id), "r-")
	if !ok || len(digits) != 21 {
		return 0, 0, false
	}
	d, err1 := strconv.ParseUint(digits[:6], 16, 32)
	hash, err2 := strconv.ParseUint(digits[6:], 16, 64)
	return Day(d) - rowDayZero, hash, err1 == nil && err2 == nil
}

// Paired reports whether the row tells of two actors: both are known and they are
// not one.
func (r *Row) Paired() bool {
	return r.Actor.Actor != "" && r.Recipient.Actor != "" && r.Actor.Actor != r.Recipient.Actor
}

// Strength is the row's intensity within -10..10.
func (r *Row) Strength() float32 { return within(float64(r.Intensity), -10, 10) }

// Observation is what the row says of its pair; ok is false where it is not
// Paired.
func (r *Row) Observation() (o Observation, ok bool) {
	if !r.Paired() {
		return Observation{}, false
	}
	return Observation{
		Kind: KindEvent, Record: r.ID, DataSet: r.DataSet, A: r.Actor.Actor, B: r.Recipient.Actor, Directed: true,
		Type: r.Type, Mode: r.Mode, Quad: r.Quad, Layer: r.Layer, Sign: r.Sign, Strength: r.Strength(),
		When: r.Date, Known: r.Known, Stance: StanceAsserted, Outlet: r.Outlet, Trust: within(float64(r.Confidence), 0, 1),
	}, true
}
