package article

import (
	"regexp"
	"strings"

	"entente"
)

// Datelines. A place is one to five words in capitals, or any capitalised words
// where an agency or a date follows.
const (
	capsPlace  = `\p{Lu}[\p{Lu}.'’-]+(?:[ /]\p{Lu}[\p{Lu}.'’-]*){0,4}`
	anyPlace   = `\p{Lu}[\p{L}.'’-]+(?:[ /]\p{Lu}[\p{L}.'’-]*){0,4}`
	morePlace  = `(?:, ?\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,2})?`
	agencyPart = `\((?P<agency>\p{Lu}[^()]{1,40})\)`
	datePart   = `(?P<date>(?:\p{L}{3,9}\.? \d{1,2}(?:,? \d{4})?|\d{1,2} \p{L}{3,9}\.?(?:,? \d{4})?|\d{4}-\d\d-\d\d))`
	dash       = ` ?(?:[-–—]+|:|,) ?`
)

var (
	// dateline is a line of its own: "LUME (Northern Wire) - 11 March 2031", "Sorovo, 22 March 2031".
	dateline = regexp.MustCompile(`^(?P<place>` + anyPlace + morePlace + `)(?:,? ` + agencyPart + `)?` + dash + datePart + `(?: ` + agencyPart2 + `)?\.?$|^(?P<place2>` + capsPlace + morePlace + `) \((?P<agency3>\p{Lu}[^()]{1,40})\)$`)
	// opening is a dateline before the first sentence: "HASK, March 4 (Northern Wire) — ".
	opening = regexp.MustCompile(`^(?:(?P<place>` + capsPlace + morePlace + `)(?:,? ` + datePart + `)?(?:,? ` + agencyPart + `)?` +
		`|(?P<place2>` + anyPlace + morePlace + `)(?:,? ` + datePart2 + `)?,? \((?P<agency2>\p{Lu}[^()]{1,40})\))` +
		`(?: ?[—–]{1,2} ?| -{1,2} ?|-- ?)(?P<rest>["“'‘(]?[\p{Lu}\d])`)
)

const (
	agencyPart2 = `\((?P<agency2>\p{Lu}[^()]{1,40})\)`
	datePart2   = `(?P<date2>(?:\p{L}{3,9}\.? \d{1,2}(?:,? \d{4})?|\d{1,2} \p{L}{3,9}\.?(?:,? \d{4})?))`
)

// group returns the first of the named groups that matched.
func group(re *regexp.Regexp, s string, at []int, names ...string) string {
	for _, name := range names {
		if k := re.SubexpIndex(name); k >= 0 && at[2*k] >= 0 {
			return s[at[2*k]:at[2*k+1]]
		}
	}
	return ""
}

// isByDateline marks block i as a dateline of its own and takes its evidence.
func (d *draft) isByDateline(i int) bool {
	s := d.blocks[i].words
	at := dateline.FindStringSubmatchIndex(s)
	if at == nil || signed.MatchString(s) {
		return false
	}
	date := group(dateline, s, at, "date")
	if date != "" && !hasMonth(date) {
		return false
	}
	d.takeDateline(s, group(dateline, s, at, "agency", "agency2", "agency3"), date)
	return true
}

// signed tells "By Nadia Orr, Tharkand Monitor, 2 April 2031" and "Nadia Orr,
// Tharkand Monitor, 2 April 2031" from a dateline of the same shape ("Port Aldan,
// Marisia, 2 April 2031").
var signed = regexp.MustCompile(`^[Bb]y:? \p{Lu}|^\p{Lu}[\p{L}.'’-]* \p{Lu}[^,|]*, [^,]*\b(?:` +
	`Agency|Broadcasting|Bulletin|Chronicle|Courier|Daily|Dispatch|Express|Gazette|Globe|Guardian|Herald|Independent|Institute|Journal|Ledger|Mail|Mirror|` +
	`Monitor|News|Observer|Post|Press|Radio|Record|Register|Report|Reporter|Review|Standard|Star|Sun|TV|Telegraph|Television|Times|Today|Tribune|Weekly|Wire|World)\b`)

// hasMonth reports whether a date that was matched by its shape names a month.
func hasMonth(date string) bool { return month.MatchString(date) }

var month = regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\b|\d{4}-\d\d-\d\d`)

func (d *draft) takeDateline(words, agency, date string) {
	if d.dateline == "" {
		d.dateline = words
	}
	if d.Outlet == "" && agency != "" {
		d.Outlet = agency
	}
	if d.Published.IsZero() {
		d.Published, _ = FindDay(date)
	}
}

// splitDateline cuts a dateline off the first paragraph of reporting.
func (d *draft) splitDateline() {
	for i := range d.blocks {
		b := d.blocks[i]
		if b.kind != entente.PartBody {
			continue
		}
		s := b.Of(d.text)
		at := opening.FindStringSubmatchIndex(s)
		if at == nil {
			return
		}
		cut := at[2*opening.SubexpIndex("rest")]
		words := fold(s[:cut])
		date := group(opening, s, at, "date", "date2")
		if date != "" && !hasMonth(date) {
			return
		}
		d.takeDateline(strings.TrimRight(words, " -–—"), group(opening, s, at, "agency", "agency2"), date)
		head := block{Span: entente.Span{Start: b.Start, End: b.Start + len(strings.TrimRight(s[:cut], " \t\n\u00a0"))}, kind: entente.PartByline, words: words}
		body := block{Span: entente.Span{Start: b.Start + cut, End: b.End}, kind: entente.PartBody, words: fold(s[cut:])}
		d.blocks = append(d.blocks[:i:i], append([]block{head, body}, d.blocks[i+1:]...)...)
		return
	}
}

// longestDated is the most bytes of a byline of no known form in which a date is
// taken for that of publication.
const longestDated = 120

// takeBylines takes authors, outlet and date from the blocks that are bylines.
func (d *draft) takeBylines() {
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind != entente.PartByline || b.words == d.dateline {
			continue
		}
		if d.isByDateline(i) {
			continue
		}
		r, at := d.rules.match(b.words, whereHead, whereEdge, whereTail)
		if r == nil || r.kind != entente.PartByline {
			if len(b.words) <= longestDated && d.Published.IsZero() {
				d.Published, _ = FindDay(b.words)
			}
			continue
		}
		if role.MatchString(b.words) && d.authorLine == "" {
			d.authorLine = b.words
		}
		if !d.stated {
			for _, n := range SplitNames(group(r.pattern, b.words, at, "authors")) {
				d.Authors = addName(d.Authors, n)
			}
		}
		if outlet := group(r.pattern, b.words, at, "outlet"); d.Outlet == "" && !role.MatchString(outlet) {
			d.Outlet = strings.TrimSpace(outlet)
		}
		if d.Published.IsZero() {
			d.Published, _ = FindDay(group(r.pattern, b.words, at, "date"))
		}
	}
}

var role = regexp.MustCompile(`(?i)\b(?:staff|` + strings.TrimPrefix(rolePattern, "(?:") + `\b`)

// isOnAuthor tells a line on the author from a sentence of the reporting that
// opens with a name: the reporting has not spoken of the person before, or the
// person is stated to be the author.
func (d *draft) isOnAuthor(i int, r *partRule) bool {
	words := d.blocks[i].words
	at := r.pattern.FindStringSubmatchIndex(words)
	names := SplitNames(group(r.pattern, words, at, "authors"))
	if len(names) == 0 || strings.HasPrefix(strings.ToLower(words), "by ") {
		return true
	}
	if d.isAuthor(names[0]) {
		return true
	}
	fields := strings.Fields(names[0])
	if opensSentence[strings.ToLower(fields[0])] {
		return false
	}
	surname := fields[len(fields)-1]
	for j := range i {
		if d.blocks[j].kind != entente.PartByline && strings.Contains(d.blocks[j].words, surname) {
			return false
		}
	}
	return true
}

// opensSentence are words that have a capital at the start of a sentence and
// begin no name.
var opensSentence = map[string]bool{
	"a": true, "after": true, "an": true, "as": true, "at": true, "before": true, "both": true, "but": true, "by": true, "during": true, "for": true,
	"former": true, "from": true, "he": true, "his": true, "her": true, "in": true, "last": true, "like": true, "on": true, "our": true, "she": true,
	"since": true, "the": true, "their": true, "this": true, "under": true, "when": true, "while": true, "with": true,
}

// isKnownAuthor reports whether a line is nothing but the name of a stated
// author, with or without "by".
func (d *draft) isKnownAuthor(s string) bool {
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = s[3:]
	}
	for _, n := range SplitNames(s) {
		if !d.isAuthor(n) {
			return false
		}
	}
	return s != "" && len(d.Authors) > 0
}

func (d *draft) isAuthor(name string) bool {
	for _, a := range d.Authors {
		if letters(a) == letters(name) {
			return true
		}
	}
	return false
}

var nameBreak = regexp.MustCompile(`,? and | & |;`)

// SplitNames cuts "Nadia Orr, Lev Orsan and Ana Lindqvar" into names without
// titles. A comma parts names only where a first and a last name stand on both
// sides of it ("Orr, Nadia" is one name).
func SplitNames(s string) []string {
	var names []string
	for _, n := range nameBreak.Split(s, -1) {
		pieces := strings.Split(n, ", ")
		for _, p := range pieces {
			if !strings.Contains(strings.TrimSpace(p), " ") {
				pieces = []string{n}
				break
			}
		}
		for _, p := range pieces {
			names = addName(names, p)
		}
	}
	return names
}

var honorific = regexp.MustCompile(`^(?i:(?:dr|prof|professor|mr|mrs|ms|sir)\.? |by:? )+`)

// addName adds a name without its title, once; an address is no name.
func addName(names []string, name string) []string {
	name = strings.Trim(honorific.ReplaceAllString(strings.TrimSpace(name), ""), " ,;|")
	if name == "" || strings.Contains(name, "://") || strings.Contains(name, "@") {
		return names
	}
	for _, n := range names {
		if letters(n) == letters(name) {
			return names
		}
	}
	return append(names, name)
}

// ownName is where a notice names the outlet whose it is.
var ownName = regexp.MustCompile(`(?:(?:necessarily|views of|opinions of|position of|policy of|those of) (?:those of )?(?:the publisher |the editors of )?` +
	`|(?i:copyright|\(c\)|©) ?(?:\(c\)|©)? ?(?:\d{4})?(?:[-–]\d{4})?,? (?:by )?)((?:[Tt]he )?\p{Lu}[\p{L}\d'’&-]*(?:\.[\p{L}\d]+)*(?: (?:of |the |and |& )?\p{Lu}[\p{L}\d'’&-]*(?:\.[\p{L}\d]+)*){0,5})`)

// takeOutlet takes the outlet from a notice of rights or a disclaimer, where
// nothing else names it.
func (d *draft) takeOutlet() {
	if d.Outlet != "" {
		return
	}
	for _, notice := range []string{d.gather(entente.PartRights), d.gather(entente.PartDisclaimer)} {
		m := ownName.FindStringSubmatch(notice)
		if m == nil {
			continue
		}
		name := strings.TrimPrefix(strings.TrimRight(m[1], ".,;"), "the ")
		if !d.isAuthor(name) && !rightsWords.MatchString(name) {
			d.Outlet = name
			return
		}
	}
}

// rightsWords are capitalised in notices and name no outlet.
var rightsWords = regexp.MustCompile(`(?i)^(?:(?:the )?(?:author|writer|editor)s?|all rights.*|act|law|section|title|notice)\b`)

// issuer is who issued a statement, by its title: "Joint statement of the
// ministries of X on Y".
var issuer = regexp.MustCompile(`(?i)^(?:joint |official |press )?(?:statement|communiqu[eé]|declaration|press release|speech|remarks|address|letter) (?:delivered )?(?:of|by|from) (?:the )?(.{3,90}?)(?: (?:on|about|regarding|concerning|following|after|at|to|in response)\b.*|[:,;].*)?$`)

// takeIssuer takes the author of a statement from its title, where none is
// stated.
func (d *draft) takeIssuer(g entente.Genre) {
	if g != entente.GenreStatement || len(d.Authors) > 0 {
		return
	}
	if m := issuer.FindStringSubmatch(d.Title); m != nil {
		d.Authors = []string{m[1]}
	}
}
