package quantity

import (
	"math"
	"strconv"
	"strings"
)

// numeral is one number in words or figures: atoms [first, last).
type numeral struct {
	first, last int
	value       float64
	scaled      bool // "5 million" rather than "5"
	open        bool // "thousands": at least that many
	words       bool
}

// text returns the words of atom k as they stand, "" outside the sentence.
func (f *finder) text(k int) string {
	if k < 0 || k >= len(f.atoms) {
		return ""
	}
	return f.t.Document.Text[f.atoms[k].start:f.atoms[k].end]
}

func (f *finder) is(k int, words ...string) bool {
	w := f.text(k)
	for _, x := range words {
		if strings.EqualFold(w, x) {
			return true
		}
	}
	return false
}

func (f *finder) kind(k int) kind {
	if k < 0 || k >= len(f.atoms) {
		return other
	}
	return f.atoms[k].kind
}

// glued reports whether atoms k-1 and k stand without space between.
func (f *finder) glued(k int) bool {
	return k > 0 && k < len(f.atoms) && f.atoms[k-1].end == f.atoms[k].start
}

// numeral reads one number at atom k.
func (f *finder) numeral(k int) (numeral, bool) {
	n := numeral{first: k, last: k}
	switch f.kind(k) {
	case figures:
		n.value, n.last = f.atoms[k].value, k+1
		f.scales(&n)
		return n, true
	case digit:
		return f.wordNumber(k)
	case many:
		if f.kind(k-1) == figures || f.kind(k-1) == digit || f.kind(k-1) == article {
			return n, false
		}
		n.value, n.last, n.open, n.scaled, n.words = f.atoms[k].value, k+1, true, true, true
		if f.is(k+1, "of") && f.kind(k+2) == many { // "hundreds of thousands"
			n.value *= f.atoms[k+2].value
			n.last = k + 3
		}
		return n, true
	case few:
		j := k + 1
		if f.is(j, "of") {
			j++
		}
		if f.kind(j) != scale {
			return n, false
		}
		n.value, n.last, n.open, n.scaled, n.words = 2*f.atoms[j].value, j+1, true, true, true
		return n, true
	case article:
		if f.kind(k+1) == scale && !f.is(k+1, "bn", "mn", "tn", "mln", "bln") {
			n.value, n.last, n.words = f.atoms[k+1].value, k+2, true
			n.scaled = n.value >= 1000
			f.scales(&n)
			return n, true
		}
	case part: // "half a million"
		if f.is(k, "half") && f.kind(k+1) == article && f.kind(k+2) == scale {
			n.value, n.last, n.scaled, n.words = f.atoms[k+2].value/2, k+3, true, true
			return n, true
		}
	}
	return n, false
}

// scales multiplies n by the scale words after it.
func (f *finder) scales(n *numeral) {
	for {
		j := n.last
		if f.is(j, "-") && f.glued(j) && f.glued(j+1) && f.kind(j+1) == scale { // "4-million"
			j++
		}
		switch k := f.kind(j); {
		case k == scale:
		case k == short && f.glued(j) && !f.glued(j+1):
		case k == short && f.glued(j) && f.is(j+1, ".", ",", ")", "-"):
		default:
			return
		}
		n.value = shifted(n.value, f.atoms[j].value)
		n.scaled = n.scaled || f.atoms[j].value >= 1000
		n.last = j + 1
	}
}

// shifted is a * b as the decimal digits give it: 65.4 times a billion is
// 65400000000, which the product of the nearest floats is not.
func shifted(a, b float64) float64 {
	zeros := math.Log10(b)
	if zeros != math.Trunc(zeros) {
		return a * b
	}
	v, err := strconv.ParseFloat(strconv.FormatFloat(a, 'f', -1, 64)+"e"+strconv.Itoa(int(zeros)), 64)
	if err != nil { // beyond the largest float
		return a * b
	}
	return v
}

// wordNumber reads "two hundred and five thousand" at k.
func (f *finder) wordNumber(k int) (numeral, bool) {
	n := numeral{first: k, words: true}
	total, current := 0.0, 0.0
	j := k
	for j < len(f.atoms) {
		a := f.atoms[j]
		switch {
		case a.kind == digit && (j == k || addable(current, a.value)):
			current += a.value
			j++
		case a.kind == scale && j > k:
			if a.value == 100 || a.value == 12 {
				current *= a.value
			} else {
				total += current * a.value
				current = 0
				n.scaled = true
			}
			j++
		case j > k && (f.is(j, "-") && f.glued(j) && f.glued(j+1) || f.is(j, "and") && total+current >= 100) &&
			f.kind(j+1) == digit && addable(current, f.atoms[j+1].value):
			j++
		default:
			n.value, n.last = total+current, j
			return n, true
		}
	}
	n.value, n.last = total+current, j
	return n, true
}

// addable reports whether v can follow current: "twenty" "three", "hundred" "five".
func addable(current, v float64) bool {
	switch {
	case current == 0:
		return true
	case v < 10:
		return int(current)%10 == 0
	case v < 100:
		return current >= 100 && int(current)%100 == 0
	}
	return false
}
