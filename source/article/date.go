package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"entente"
)

// dateForms are the ways in which metadata, datelines and bylines write a date,
// each with an example. The groups are y, m (a number), b (a month's name), d.
var dateForms = []*regexp.Regexp{
	regexp.MustCompile(`\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]|\b)`),                                                    // 2031-03-04T08:10:00Z
	regexp.MustCompile(`\b(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})\b`),                                                       // 2031/03/04
	regexp.MustCompile(`(?i)\b(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -](?P<b>` + monthNames + `)\.?,?[ -](?P<y>\d{4})\b`),           // 4 March 2031
	regexp.MustCompile(`(?i)\b(?P<b>` + monthNames + `)\.?[ -](?P<d>\d{1,2})(?:st|nd|rd|th)?,?[ -](?P<y>\d{4})\b`),                   // March 4, 2031
	regexp.MustCompile(`\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b`),                                                           // 4.3.2031
	regexp.MustCompile(`^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?$`),                                                     // 20310304
	regexp.MustCompile(`\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b`),                                                             // 3/14/2031 where only one order fits
	regexp.MustCompile(`(?i)^\w{3} (?P<b>` + monthNames + `) (?P<d>\d{1,2}) \d\d:\d\d:\d\d (?:[A-Z]{3,4} |[+-]\d{4} )?(?P<y>\d{4})`), // Tue Mar 4 08:10:00 UTC 2031
}

// slashes is the index of the form whose order of day and month is not certain.
const slashes = 6

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// earliest and latest bound the years that a date of publication can have.
const earliest, latest = 1600, 2200

// FindDay reads the first date in s that is written out in full, and its place.
// A date without its year, or whose day and month cannot be told apart, is
// none: the zero Day.
func FindDay(s string) (entente.Day, entente.Span) {
	for i, form := range dateForms {
		at := form.FindStringSubmatchIndex(s)
		if at == nil {
			continue
		}
		group := func(name string) string {
			k := form.SubexpIndex(name)
			if k < 0 || at[2*k] < 0 {
				return ""
			}
			return s[at[2*k]:at[2*k+1]]
		}
		year, _ := strconv.Atoi(group("y"))
		day, _ := strconv.Atoi(group("d"))
		month, _ := strconv.Atoi(group("m"))
		if name := group("b"); name != "" {
			month = monthOf(name)
		}
		if i == slashes {
			switch {
			case month > 12:
				day, month = month, day
			case day <= 12 && day != month:
				continue
			}
		}
		if d := day1(year, month, day); !d.IsZero() {
			return d, entente.Span{Start: at[0], End: at[1]}
		}
	}
	return 0, entente.Span{}
}

// day1 is the Day of a date that is on the calendar, or zero.
func day1(year, month, day int) entente.Day {
	if year < earliest || year > latest || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return 0
	}
	return entente.DayOf(t)
}

func monthOf(name string) int {
	const first3 = "janfebmaraprmayjunjulaugsepoctnovdec"
	return strings.Index(first3, strings.ToLower(name[:3]))/3 + 1
}

// addressDay finds a date in the path of an address: /2031/03/04/ or
// /2031-03-04-; one without a day is none.
var addressDay = regexp.MustCompile(`[/_-](\d{4})[/_-](\d{1,2}|[a-z]{3})[/_-](\d{1,2})(?:[/_.-]|$)`)

// DayOfAddress reads the date that an address holds in its path, or zero.
func DayOfAddress(address string) entente.Day {
	m := addressDay.FindStringSubmatch(strings.ToLower(address))
	if m == nil {
		return 0
	}
	year, _ := strconv.Atoi(m[1])
	month, err := strconv.Atoi(m[2])
	if err != nil {
		if i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", m[2]); i >= 0 && i%3 == 0 {
			month = i/3 + 1
		}
	}
	day, _ := strconv.Atoi(m[3])
	return day1(year, month, day)
}
