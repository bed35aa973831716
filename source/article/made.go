package article

import (
	"regexp"
	"strings"
)

// takeFile fills what neither is stated nor stands in the text from what the
// file says of its making.
func (d *draft) takeFile() {
	if len(d.Authors) == 0 && personName.MatchString(d.FileAuthor) {
		for _, n := range SplitNames(d.FileAuthor) {
			d.Authors = addName(d.Authors, n)
		}
	}
	if d.Published.IsZero() {
		if d.Published = DayOfAddress(d.Address); d.Published.IsZero() {
			d.Published = d.FileMade
		}
	}
}

// fileTitle is the title that the file says it has, or "" where it is one that
// programs make up.
func (m Meta) fileTitle() string {
	s := m.FileTitle
	if len(s) < 8 || !strings.Contains(s, " ") || madeUpTitle.MatchString(s) {
		return ""
	}
	return s
}

var (
	personName  = regexp.MustCompile(`^` + namesPattern + `$`)
	madeUpTitle = regexp.MustCompile(`(?i)^(?:microsoft |untitled|document ?\d*$|slide ?\d*$|powerpoint|print|template|normal$)|\.(?:docx?|odt|pdf|indd|qxd|rtf|html?)$`)
)
