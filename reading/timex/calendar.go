package timex

import (
	"time"

	"entente"
)

// years returns the interval of the years [y, y+n).
func years(y, n int, p entente.Precision) (entente.Interval, bool) {
	if y < -9999 || y > 9999 || n < 1 {
		return entente.Interval{}, false
	}
	return entente.Interval{
		From: entente.NewDay(y, time.January, 1), To: entente.NewDay(y+n, time.January, 1) - 1, Precision: p,
	}, true
}

// months returns the interval of n months from month m (1 to 12, or beyond,
// counted on) of year y.
func months(y, m, n int, p entente.Precision) (entente.Interval, bool) {
	if y < -9999 || y > 9999 {
		return entente.Interval{}, false
	}
	return entente.Interval{
		From: entente.NewDay(y, time.Month(m), 1), To: entente.NewDay(y, time.Month(m+n), 1) - 1, Precision: p,
	}, true
}

// date returns the interval of one day, false where there is no such day.
func date(y, m, d int) (entente.Interval, bool) {
	if y < -9999 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return entente.Interval{}, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return entente.Interval{}, false
	}
	return oneDay(entente.DayOf(t)), true
}

func oneDay(d entente.Day) entente.Interval {
	return entente.Interval{From: d, To: d, Precision: entente.PrecisionDay}
}

// week returns Monday to Sunday of the week of d, n weeks on.
func week(d entente.Day, n int) entente.Interval {
	back := (int(d.Time().Weekday()) + 6) % 7
	from := d.Add(7*n - back)
	return entente.Interval{From: from, To: from.Add(6), Precision: entente.PrecisionWeek}
}

// season returns a season of year y: spring is March to May, winter begins in
// December of y.
func season(y, s int) (entente.Interval, bool) {
	return months(y, 3+3*s, 3, entente.PrecisionSeason)
}

// unitOf returns the calendar unit that holds d, n units on.
func unitOf(d entente.Day, unit, n int) (entente.Interval, bool) {
	t := d.Time()
	y, m := t.Year(), int(t.Month())
	switch unit {
	case unitDay:
		return oneDay(d.Add(n)), true
	case unitWeek:
		return week(d, n), true
	case unitWeekend:
		w := week(d, n)
		w.From = w.From.Add(5)
		return w, true
	case unitMonth:
		return months(y, m+n, 1, entente.PrecisionMonth)
	case unitQuarter:
		return months(y, (m-1)/3*3+1+3*n, 3, entente.PrecisionQuarter)
	case unitYear:
		return years(y+n, 1, entente.PrecisionYear)
	case unitDecade:
		return years(y/10*10+10*n, 10, entente.PrecisionDecade)
	case unitCentury:
		return years(y/100*100+100*n, 100, entente.PrecisionCentury)
	}
	return entente.Interval{}, false
}

// shift returns the time n units from d, as exact as the unit lets one say:
// "two years ago" is a year, "three days ago" a day.
func shift(d entente.Day, unit, n int) (entente.Interval, bool) {
	t := d.Time()
	switch unit {
	case unitHour:
		return oneDay(d.Add(n / 24)), true
	case unitDay:
		return oneDay(d.Add(n)), true
	case unitWeek, unitWeekend:
		return week(d, n), true
	case unitMonth:
		return months(t.Year(), int(t.Month())+n, 1, entente.PrecisionMonth)
	case unitQuarter:
		return unitOf(d, unit, n)
	case unitYear:
		return years(t.Year()+n, 1, entente.PrecisionYear)
	case unitDecade:
		return years(t.Year()+10*n, 1, entente.PrecisionYear)
	case unitCentury:
		return years(t.Year()+100*n, 1, entente.PrecisionYear)
	}
	return entente.Interval{}, false
}

// lasting returns the n units that end (n < 0) or start at d.
func lasting(d entente.Day, unit, n int) (entente.Interval, bool) {
	t := d.Time()
	add := map[int][3]int{
		unitDay: {0, 0, 1}, unitWeek: {0, 0, 7}, unitMonth: {0, 1, 0}, unitQuarter: {0, 3, 0},
		unitYear: {1, 0, 0}, unitDecade: {10, 0, 0}, unitCentury: {100, 0, 0},
	}
	step, ok := add[unit]
	if !ok || n < -1000 || n > 1000 {
		return entente.Interval{}, false
	}
	other := entente.DayOf(t.AddDate(n*step[0], n*step[1], n*step[2]))
	iv := entente.Interval{From: other, To: d, Precision: precisions[unit]}
	if n > 0 {
		iv.From, iv.To = d, other
	}
	return iv, true
}

var precisions = [...]entente.Precision{
	unitHour: entente.PrecisionDay, unitDay: entente.PrecisionDay, unitWeek: entente.PrecisionWeek,
	unitWeekend: entente.PrecisionWeek, unitMonth: entente.PrecisionMonth, unitQuarter: entente.PrecisionQuarter,
	unitYear: entente.PrecisionYear, unitDecade: entente.PrecisionDecade, unitCentury: entente.PrecisionCentury,
}

// half narrows iv to its early, middle or late part (half 0, 1, 2).
func half(iv entente.Interval, half int) entente.Interval {
	f := iv.From.Time()
	switch iv.Precision {
	case entente.PrecisionMonth:
		switch half {
		case 0:
			iv.To = iv.From.Add(9)
		case 1:
			iv.From, iv.To = iv.From.Add(9), iv.From.Add(19)
		default:
			iv.From = iv.From.Add(19)
		}
	case entente.PrecisionYear:
		iv, _ = months(f.Year(), 1+4*half, 4, entente.PrecisionSeason)
	case entente.PrecisionDecade:
		span := [3][2]int{{0, 4}, {4, 6}, {5, 9}}[half]
		iv, _ = years(f.Year()+span[0], span[1]-span[0]+1, entente.PrecisionDecade)
	case entente.PrecisionCentury:
		span := [3][2]int{{0, 33}, {34, 66}, {67, 99}}[half]
		iv, _ = years(f.Year()+span[0], span[1]-span[0]+1, entente.PrecisionCentury)
	}
	return iv
}
