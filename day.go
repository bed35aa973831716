package entente

import (
	"fmt"
	"time"
)

// Day is a date of the proleptic Gregorian calendar as days since 1970-01-01
// plus one, so that the zero Day means "not known". It is printed and read as
// "2006-01-02".
type Day int32

// NewDay returns the Day of a date.
func NewDay(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + 1
}

// DayOf returns the Day of t in t's own zone.
func DayOf(t time.Time) Day { return NewDay(t.Date()) }

// ParseDay reads "2006-01-02". The empty string gives the zero Day.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, fmt.Errorf("date %q is not of the form YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// IsZero reports whether the day is not known.
func (d Day) IsZero() bool { return d == 0 }

// Time returns midnight UTC of the day; of the zero Day, the zero Time.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-1)*86400, 0).UTC()
}

// Add returns the day n days later.
func (d Day) Add(n int) Day { return d + Day(n) }

func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

// MarshalText writes "2006-01-02", or nothing for the zero Day.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDay(string(b))
	return err
}

// Precision says how exact a date is.
type Precision string

// The precisions of an Interval.
const (
	PrecisionDay     Precision = "day"
	PrecisionWeek    Precision = "week"
	PrecisionMonth   Precision = "month"
	PrecisionSeason  Precision = "season"
	PrecisionQuarter Precision = "quarter"
	PrecisionYear    Precision = "year"
	PrecisionDecade  Precision = "decade"
	PrecisionCentury Precision = "century"
	PrecisionVague   Precision = "vague" // "recently", "soon", "in the past"
)

// Interval is a stretch of days [From, To], both inclusive; a zero end is open.
// Text is the words it was read from ("last month"), empty where it was not
// stated but taken from the document's date.
type Interval struct {
	From      Day       `json:"from,omitzero"`
	To        Day       `json:"to,omitzero"`
	Precision Precision `json:"precision,omitempty"`
	Text      string    `json:"text,omitempty"`
}

// IsZero reports whether nothing is known of the interval.
func (i Interval) IsZero() bool { return i == Interval{} }
