package network

import (
	"fmt"
	"strconv"
	"time"

	"entente"
)

// Step is the length of a period in months, at least 1.
type Step int

// Periods of a series.
const (
	Month   Step = 1
	Quarter Step = 3
	Year    Step = 12
)

// ParseStep reads "month", "quarter", "year", or a number of months or years:
// "6m", "5y".
func ParseStep(s string) (Step, error) {
	switch s {
	case "month":
		return Month, nil
	case "quarter":
		return Quarter, nil
	case "year":
		return Year, nil
	}
	if len(s) > 1 {
		n, err := strconv.Atoi(s[:len(s)-1])
		unit := map[byte]int{'m': 1, 'y': 12}[s[len(s)-1]]
		if err == nil && n > 0 && n <= 1200 && unit > 0 {
			return Step(n * unit), nil
		}
	}
	return 0, fmt.Errorf("%q is no period", s)
}

func (s Step) String() string {
	switch {
	case s == Month:
		return "month"
	case s == Quarter:
		return "quarter"
	case s == Year:
		return "year"
	case s%12 == 0:
		return fmt.Sprintf("%d years", s/12)
	}
	return fmt.Sprintf("%d months", int(s))
}

// number is the period that holds a day, counted from January of the year 0.
func (s Step) number(d entente.Day) int {
	t := d.Time()
	m := t.Year()*12 + int(t.Month()) - 1
	n := m / int(s)
	if m%int(s) < 0 {
		n--
	}
	return n
}

// first is the first day of a period of that number.
func (s Step) first(number int) entente.Day { return firstOf(number * int(s)) }

// firstOf is the first day of a month counted from January of the year 0.
func firstOf(month int) entente.Day {
	return entente.NewDay(0, time.Month(month+1), 1)
}
