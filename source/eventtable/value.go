package eventtable

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"time"

	"entente"
)

// date reads "20060102", "2006-01-02", with or without a time behind it, and
// "1/2/2006" (month first). An empty field is no error and gives the zero Day.
func date(b []byte) (entente.Day, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return 0, nil
	}
	bad := func() (entente.Day, error) { return 0, fmt.Errorf("%q is no date", clip(b)) }
	var y, m, d int
	var ok bool
	switch {
	case len(b) >= 10 && b[4] == '-' && b[7] == '-' && (len(b) == 10 || b[10] == ' ' || b[10] == 'T'):
		y, m, d, ok = number(b[:4]), number(b[5:7]), number(b[8:10]), true
	case len(b) >= 8 && bytes.IndexByte(b[:min(8, len(b))], '/') < 0 && (len(b) == 8 || len(b) == 14):
		y, m, d, ok = number(b[:4]), number(b[4:6]), number(b[6:8]), true
	default:
		f := bytes.SplitN(b, []byte{'/'}, 3)
		if len(f) == 3 {
			year, _, _ := bytes.Cut(f[2], []byte{' '})
			y, m, d, ok = number(year), number(f[0]), number(f[1]), true
			if len(year) == 2 {
				y += 2000
			}
		}
	}
	if !ok || y < 1000 || y > 2999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return bad()
	}
	day := entente.NewDay(y, time.Month(m), d)
	if day.Time().Day() != d { // 31 February
		return bad()
	}
	return day, nil
}

// number reads digits; -1 where there is anything else.
func number(b []byte) int {
	if len(b) == 0 || len(b) > 18 {
		return -1
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// decimal reads a number; ok is false for an empty field.
func decimal(b []byte, what string, low, high float64) (v float64, ok bool, err error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return 0, false, nil
	}
	v, err = strconv.ParseFloat(string(b), 64)
	if err != nil || math.IsNaN(v) || v < low || v > high {
		return 0, false, fmt.Errorf("%q is no %s from %g to %g", clip(b), what, low, high)
	}
	return v, true, nil
}

// count reads a number of things; 0 for an empty field.
func count(b []byte, what string) (int, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return 0, nil
	}
	if i := bytes.IndexByte(b, '.'); i > 0 && len(bytes.Trim(b[i+1:], "0")) == 0 { // "3.0"
		b = b[:i]
	}
	n := number(b)
	if n < 0 {
		return 0, fmt.Errorf("%q is no number of %s", clip(b), what)
	}
	return n, nil
}

// clip shortens what a message quotes.
func clip(b []byte) string {
	if len(b) > 40 {
		return string(bytes.ToValidUTF8(b[:40], nil)) + "..."
	}
	return string(bytes.ToValidUTF8(b, []byte("\ufffd")))
}

// day is an interval of one day.
func day(d entente.Day) entente.Interval {
	if d.IsZero() {
		return entente.Interval{}
	}
	return entente.Interval{From: d, To: d, Precision: entente.PrecisionDay}
}

// coordinates sets a place's latitude and longitude; zero for both is what some
// tables write for nothing.
func coordinates(of *entente.Place, latitude, longitude []byte) error {
	lat, ok1, err := decimal(latitude, "latitude", -90, 90)
	if err != nil {
		return err
	}
	long, ok2, err := decimal(longitude, "longitude", -180, 180)
	if err != nil {
		return err
	}
	if ok1 && ok2 && (lat != 0 || long != 0) {
		of.Latitude, of.Longitude = &lat, &long
	}
	return nil
}
