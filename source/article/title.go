package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// longestTitle is the most characters a line can have and be taken for a title.
const longestTitle = 220

// longestStopped is the most words of a title that ends in a full stop.
const longestStopped = 18

// titleReach is how many blocks from the top a stated title is looked for.
const titleReach = 4

// placeTitle marks the block that is the title. A stated title that the text
// does not hold is put before it; where none is stated, the first line is the
// title if it looks like one.
func (d *draft) placeTitle() {
	for i := range d.blocks {
		if d.blocks[i].kind == entente.PartTitle {
			if d.Title == "" {
				d.Title = d.blocks[i].words
			}
			return
		}
	}
	if d.Title != "" {
		for i := range min(titleReach, len(d.blocks)) {
			if b := &d.blocks[i]; SameTitle(b.words, d.Title) && (b.kind == "" || b.kind == entente.PartHeading) {
				b.kind = entente.PartTitle
				return
			}
		}
		d.prepend(d.Title, entente.PartTitle)
		return
	}
	if len(d.blocks) < 2 {
		d.placeFileTitle()
		return
	}
	first := &d.blocks[0]
	if first.kind == entente.PartHeading || first.kind == "" && d.looksTitle(first.words) {
		first.kind = entente.PartTitle
		d.Title = first.words
		return
	}
	d.placeFileTitle()
}

// placeFileTitle puts the title that the file says it has before a text that has
// none.
func (d *draft) placeFileTitle() {
	if s := d.fileTitle(); s != "" && len(d.blocks) > 0 {
		d.Title = s
		d.prepend(s, entente.PartTitle)
	}
}

// prepend puts a block before the text.
func (d *draft) prepend(words string, kind entente.PartKind) {
	shift := len(words) + 2
	if d.text == "" {
		d.text = words
	} else {
		d.text = words + "\n\n" + d.text
	}
	for i := range d.blocks {
		d.blocks[i].Start += shift
		d.blocks[i].End += shift
	}
	d.blocks = append([]block{{Span: entente.Span{End: len(words)}, kind: kind, words: words}}, d.blocks...)
}

// looksTitle reports whether the first line of a text is its title: short, not
// ended like a sentence, and neither a byline nor the like.
func (d *draft) looksTitle(s string) bool {
	if utf8.RuneCountInString(s) > longestTitle || !strings.ContainsFunc(s, unicode.IsLetter) || strings.HasSuffix(s, ":") {
		return false
	}
	if dateline.FindStringIndex(s) != nil {
		return false
	}
	r, at := d.rules.match(s, wherePage, whereHead, whereEdge, whereList)
	if r != nil && (r.kind != entente.PartByline || group(r.pattern, s, at, "date") != "" || strings.HasPrefix(strings.ToLower(s), "by ")) {
		return false
	}
	// A title may ask or exclaim; one that ends in a full stop is a sentence,
	// unless it is shorter than the paragraphs are: the stop is then a habit.
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, `."`) || strings.HasSuffix(s, ".'") || strings.HasSuffix(s, ".’") {
		return len(d.blocks) > 2 && len(strings.Fields(s)) <= longestStopped && len(s)*len(d.blocks) < len(d.text)
	}
	return true
}

// SameTitle compares titles by their letters and digits; a site's name behind a
// bar may be missing in one.
func SameTitle(a, b string) bool {
	a, b = letters(a), letters(b)
	if a == "" || b == "" {
		return false
	}
	return a == b || len(a) >= 20 && len(b) >= 20 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// titleTail is the name of a site behind a title.
var titleTail = regexp.MustCompile(`\s+(?:[|»•·]|::|[-–—])\s+([^|»•·–—]{2,50})$`)

// SplitTitle cuts the site's name off the title of a page: "X | The Courier"
// gives "X" and "The Courier". With a known outlet only that is cut off behind
// a dash; the name is "" where none was found.
func SplitTitle(title, outlet string) (string, string) {
	at := titleTail.FindStringSubmatchIndex(title)
	if at == nil || at[0] == 0 {
		return title, ""
	}
	name := strings.TrimSpace(title[at[2]:at[3]])
	bar := strings.ContainsAny(title[at[0]:at[2]], "|»•·:")
	if letters(name) == letters(outlet) || bar && len(strings.Fields(name)) <= 6 {
		return strings.TrimSpace(title[:at[0]]), name
	}
	return title, ""
}
