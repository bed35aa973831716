package pdf

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Running heads and feet stand in the outer fifth of a page, among the lines
// nearest its rim, on at least so many pages, and on one of so many of those from
// the first to the last that has them: chapters have their own, and left and right
// pages differ.
const (
	marginShare  = 0.20
	deepestLines = 4
	fewestHeads  = 3
	headsAPage   = 3
	longestHeads = 14 // words, of a head that is told by its number alone
)

// dropFurniture takes running heads, running feet and page numbers off the
// pages: lines at the rim of a page that stand at the same height, in the same
// words but for their numbers, on several pages; and those that begin or end with
// the number of their page.
func dropFurniture(pages []page) {
	if len(pages) < 2 {
		return
	}
	rims := make([][]int, len(pages))
	heads := map[place]*run{}
	firsts := map[int]int{} // pages by the number that the first page would have
	for i := range pages {
		p := &pages[i]
		rims[i] = p.rim()
		numbers := map[int]bool{}
		for _, k := range rims[i] {
			at := p.place(&p.lines[k])
			r := heads[at]
			if r == nil {
				r = &run{first: i, last: -1}
				heads[at] = r
			}
			if r.last != i {
				r.last, r.pages = i, r.pages+1
			}
			for _, n := range outerNumbers(p.lines[k].text) {
				numbers[n-i] = true
			}
		}
		for n := range numbers {
			firsts[n]++
		}
	}
	number, counted := 0, 0
	for n, c := range firsts {
		if c > counted || c == counted && n < number {
			number, counted = n, c
		}
	}
	for i := range pages {
		drop := map[int]bool{}
		for _, k := range rims[i] {
			l := &pages[i].lines[k]
			drop[k] = runs(heads, pages[i].place(l)) || pageNumber.MatchString(l.text) ||
				counted >= fewestHeads && 2*counted > len(pages) && len(strings.Fields(l.text)) <= longestHeads && slices.Contains(outerNumbers(l.text), number+i)
		}
		pages[i].lines = without(pages[i].lines, drop)
	}
}

// place is where a line stands and its words, but for their numbers.
type place struct {
	words  string
	height int // from the upper rim, in hundredths of the page
}

func (p *page) place(l *line) place {
	return place{withoutNumbers(l.text), int(math.Round(100 * (p.height - l.top) / max(p.height, 1)))}
}

// run is the pages that have a line at a place.
type run struct{ first, last, pages int }

// runs reports whether a line at a place is a running one. Places a hundredth
// apart are one.
func runs(heads map[place]*run, at place) bool {
	n, first, last := 0, math.MaxInt, 0
	for d := -1; d <= 1; d++ {
		if r := heads[place{at.words, at.height + d}]; r != nil {
			n, first, last = n+r.pages, min(first, r.first), max(last, r.last)
		}
	}
	return n >= fewestHeads && n*headsAPage > last-first
}

// outerNumber is a number at one end of a line.
var outerNumber = regexp.MustCompile(`^\d{1,4}\b|\b\d{1,4}$`)

func outerNumbers(s string) []int {
	var out []int
	for _, m := range outerNumber.FindAllString(s, 2) {
		n, _ := strconv.Atoi(m)
		out = append(out, n)
	}
	return out
}

func without(lines []line, drop map[int]bool) []line {
	var kept []line
	for k, l := range lines {
		if !drop[k] {
			kept = append(kept, l)
		}
	}
	return kept
}

// rim lists the lines near the upper and the lower rim of a page.
func (p *page) rim() []int {
	order := make([]int, 0, len(p.lines))
	for i := range p.lines {
		if p.lines[i].size() > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := p.lines[b].top - p.lines[a].top; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	var out []int
	for i, k := range order {
		l := &p.lines[k]
		if i < deepestLines && l.bottom > p.height*(1-marginShare) || i >= len(order)-deepestLines && l.top < p.height*marginShare {
			out = append(out, k)
		}
	}
	return out
}

// pageNumber is a line that is nothing but one.
var pageNumber = regexp.MustCompile(`(?i)^(?:page |p\. ?|seite )?[-–—| ]*(?:\d{1,4}|[ivxlc]{1,7})[-–—| ]*(?:(?:of|/) ?\d{1,4})?$`)

// withoutNumbers is a line without its digits, so that running heads with page
// numbers are alike.
func withoutNumbers(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return -1
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)), " ")
}
