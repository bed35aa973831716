package article

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente"

	"github.com/abadojack/whatlanggo"
)

// openingBytes and voiceBytes bound what of the reporting is looked at.
const (
	openingBytes = 600
	voiceBytes   = 8_000
)

// genre tells the genre by the first rule of genres.tsv that fits, and why.
func (d *draft) genre() (entente.Genre, string) {
	fields := map[string]string{
		"type": d.Type, "section": d.Section, "title": d.Title, "disclaimer": d.gather(entente.PartDisclaimer),
		"author": d.authorLine, "dateline": d.dateline, "opening": fold(d.reporting(openingBytes)), "voice": fold(unquoted(d.reporting(voiceBytes))),
	}
	if u, err := url.Parse(d.Address); err == nil {
		fields["address"] = u.Path
	}
	for i := range d.rules.genres {
		r := &d.rules.genres[i]
		s := fields[r.field]
		if s == "" {
			continue
		}
		if at := r.pattern.FindStringSubmatchIndex(s); at != nil {
			if len(at) > 2 && at[2] >= 0 && r.field == "voice" {
				at = at[2:4] // the words that tell, without those on their way
			}
			return r.genre, r.words + " " + strconv.Quote(evidence(r.field, s, at))
		}
	}
	return entente.GenreUnknown, ""
}

// unquoted puts "…" for what stands between quotation marks; a quotation that is
// not closed ends with its paragraph.
func unquoted(s string) string {
	var b strings.Builder
	inside := false
	for _, r := range strings.NewReplacer("''", `"`, "``", `"`).Replace(s) {
		before := inside
		switch r {
		case '"':
			inside = !inside
		case '“', '«':
			inside = true
		case '”', '»', '\n':
			inside = false
		}
		switch {
		case inside && !before:
			b.WriteRune('…')
		case !inside && (!before || r == '\n'):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// evidence is what matched, with the words around it where they are few.
func evidence(field, s string, at []int) string {
	const most = 120
	switch {
	case field != "voice" && field != "opening" && len(s) <= most:
		return s
	case field == "dateline":
		return s
	}
	match := strings.TrimSpace(s[at[0]:at[1]])
	if len(match) <= most {
		return match
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(match[cut]) {
		cut--
	}
	return match[:cut] + "…"
}

// Bounds of telling a language: fewer bytes say too little, more say no more.
const (
	fewestBytes = 80
	mostBytes   = 1500
	sureLetters = 0.8 // confidence, of whatlanggo, to overrule what a page states
)

// language tells the language of the reporting as a BCP 47 base code. What the
// page states counts where the text is short or the detection not sure; "" is
// not known.
func (d *draft) language() string {
	stated, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(strings.TrimSpace(d.Language), "_", "-")), "-")
	if len(stated) != 2 && len(stated) != 3 {
		stated = ""
	}
	text := d.reporting(mostBytes)
	if len(text) < fewestBytes {
		return stated
	}
	info := whatlanggo.Detect(text)
	code := info.Lang.Iso6391()
	if code == "" {
		code = info.Lang.Iso6393()
	}
	switch {
	case code == "" || stated == code:
		return stated
	case stated == "" && (info.IsReliable() || len(text) > 5*fewestBytes):
		return code
	case stated != "" && info.IsReliable() && info.Confidence >= sureLetters:
		return code
	}
	return stated
}
