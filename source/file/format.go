package file

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"entente"
	"entente/source"
	"entente/source/article"
	"entente/source/feed"

	"golang.org/x/net/html/charset"
)

// format is how a file is written.
type format string

const (
	plainText format = "text"
	markdown  format = "Markdown"
	webPage   format = "HTML"
	jsonLines format = "JSON Lines"
	jsonText  format = "JSON" // one object, or a list of them
	zipped    format = "zip"  // also the office documents that are one
	gzipped   format = "gzip"
	bzipped   format = "bzip2"
	tarred    format = "tar"
	pdfFile   format = "PDF"
	warcFile  format = "WARC"
	message   format = "e-mail"
	feedFile  format = "feed" // RSS, Atom, JSON Feed
	opmlFile  format = "OPML"
	unknown   format = "none that is read"
)

// endings are the endings of file names that are read.
var endings = map[string]format{
	".txt": plainText, ".text": plainText,
	".md": markdown, ".markdown": markdown,
	".html": webPage, ".htm": webPage, ".xhtml": webPage,
	".jsonl": jsonLines, ".ndjson": jsonLines,
	".json": jsonText,
	".zip":  zipped, ".docx": zipped, ".docm": zipped, ".dotx": zipped, ".odt": zipped, ".ott": zipped, ".epub": zipped,
	".gz": gzipped, ".tgz": gzipped, ".bz2": bzipped, ".tbz2": bzipped, ".tar": tarred,
	".pdf": pdfFile, ".warc": warcFile, ".eml": message, ".mht": message, ".mhtml": message, ".rss": feedFile, ".atom": feedFile, ".opml": opmlFile,
}

// magicMarks are first bytes, or bytes at a place, that decide a format whatever the
// name says.
var magicMarks = []struct {
	at     int
	bytes  string
	format format
}{
	{0, "PK\x03\x04", zipped},
	{0, "PK\x05\x06", zipped}, // an empty one
	{0, "\x1f\x8b", gzipped},
	{0, "BZh", bzipped},
	{257, "ustar", tarred},
	{0, "%PDF-", pdfFile},
	{0, "\xEF\xBB\xBF%PDF-", pdfFile},
	{0, "WARC/0.", warcFile},
	{0, "WARC/1.", warcFile},
}

// tell tells the format of a file: by the marks in its content, else by its
// ending where that names a format of text, else by how the text begins.
func tell(name string, head []byte) format {
	for _, m := range magicMarks {
		if len(head) >= m.at && bytes.HasPrefix(head[m.at:], []byte(m.bytes)) {
			return m.format
		}
	}
	switch feed.KindOf(head) {
	case feed.News:
		return feedFile
	case feed.List:
		return opmlFile
	}
	if isBinary(head) {
		return unknown
	}
	f := formatOf(name)
	if (f == message || f == plainText || f == "") && looksMail(head) {
		return message
	}
	switch s := sniff(head); f {
	case plainText, markdown, webPage, jsonLines:
		return f
	case jsonText:
		if s == jsonLines {
			return s
		}
		return f
	default:
		return s
	}
}

// formatOf is the format that a name's ending promises, or "".
func formatOf(name string) format { return endings[strings.ToLower(filepath.Ext(name))] }

// sniff tells the format from the first bytes.
func sniff(raw []byte) format {
	s := strings.TrimSpace(decodeHead(raw))
	lower := strings.ToLower(s[:min(len(s), 4096)])
	switch {
	case strings.HasPrefix(s, "["):
		if rest := strings.TrimSpace(s[1:]); strings.HasPrefix(rest, "{") {
			return jsonText
		}
	case strings.HasPrefix(s, "{"):
		line, rest, more := strings.Cut(s, "\n")
		if more && strings.HasSuffix(strings.TrimSpace(line), "}") && strings.HasPrefix(strings.TrimSpace(rest), "{") {
			return jsonLines
		}
		if strings.Contains(lower, `"`) {
			return jsonText
		}
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"),
		strings.HasPrefix(lower, "<") && (strings.Contains(lower, "<html") || strings.Contains(lower, "<body") || strings.Contains(lower, "<p>") || strings.Contains(lower, "<div")):
		return webPage
	case strings.HasPrefix(s, "---\n") && strings.Contains(s[4:], "\n---"):
		return markdown
	}
	return plainText
}

// decodeHead is the first bytes as text.
func decodeHead(raw []byte) string { return decode(raw[:min(len(raw), 64<<10)], "") }

// errNoReporting and errEmpty are for content that is read and says nothing.
var (
	errNoReporting = errors.New("no reporting was found in it")
	errEmpty       = errors.New("the file is empty")
)

// errBinary is for content that is no text.
var errBinary = errors.New("this is no text")

// parse makes the document of an item that holds one.
func parse(f format, it *item, raw []byte) (*entente.Document, error) {
	if f == webPage {
		doc, err := parseHTML(it, raw)
		return worthOf(it.name, doc, err)
	}
	text := decode(raw, it.kind)
	if err := article.SizeOf(text).Err(); err != nil {
		return nil, err
	}
	if f == markdown {
		doc, err := parseMarkdown(it, text)
		return worthOf(it.name, doc, err)
	}
	return worth(it.name, article.FromText(it.meta, text))
}

// unknown says of an item in a format that is not read what to do with it.
func (it *item) unknown(raw []byte) error {
	for _, k := range notRead {
		if bytes.HasPrefix(raw, []byte(k.magic)) {
			return it.error(errors.New(k.what), k.hint)
		}
	}
	return it.error(errBinary, "text, Markdown, HTML, JSON Lines, PDF, DOCX, ODT, EPUB, e-mail, WARC and archives of these are read; convert it first")
}

// notRead are formats that are met among articles and are not read.
var notRead = []struct{ magic, what, hint string }{
	{"\xd0\xcf\x11\xe0", "this is a document of an old word processor, or a protected one", "save it as DOCX, ODT or PDF, without a password"},
	{"{\\rtf", "this is rich text (RTF)", "save it as DOCX, ODT or PDF"},
	{"\x89PNG", "this is a picture", "run text recognition (OCR) over it first"},
	{"\xff\xd8\xff", "this is a picture", "run text recognition (OCR) over it first"},
	{"GIF8", "this is a picture", "run text recognition (OCR) over it first"},
	{"II*\x00", "this is a picture", "run text recognition (OCR) over it first"},
	{"MM\x00*", "this is a picture", "run text recognition (OCR) over it first"},
	{"\xfd7zXZ", "this is packed with xz", "unpack it first"},
	{"\x28\xb5\x2f\xfd", "this is packed with zstd", "unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "this is a 7z archive", "unpack it first"},
	{"Rar!", "this is a RAR archive", "unpack it first"},
	{"SQLite format 3\x00", "this is a database", "name its ledger with --ledger, if it is one"},
	{"\x7fELF", "this is a program", ""},
}

// worth returns a document, or an error in place of one without reporting or with
// too much of it.
func worth(name string, doc *entente.Document) (*entente.Document, error) {
	if err := (article.Size{Bytes: len(doc.Text), Paragraphs: len(doc.Parts)}).Err(); err != nil {
		return nil, (&item{name: name}).failure(err)
	}
	for _, p := range doc.Parts {
		if p.Kind.IsReporting() {
			return doc, nil
		}
	}
	return nil, &source.Error{Name: name, Err: errNoReporting, Hint: "is the article loaded by a script? save the page as text"}
}

// isBinary reports whether raw is no text in any encoding that is read: it has a
// known beginning, or more than one byte in twenty is a control character.
func isBinary(raw []byte) bool {
	for _, k := range notRead {
		if bytes.HasPrefix(raw, []byte(k.magic)) {
			return true
		}
	}
	head := raw[:min(len(raw), 8<<10)]
	if utf16Order(head) != none {
		return false
	}
	odd := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd*20 > len(head)
}

// order is how the bytes of UTF-16 stand.
type order int

const (
	none order = iota
	little
	big
)

// utf16Order tells UTF-16 by its mark or, for Latin text without one, by every
// other byte being zero.
func utf16Order(b []byte) order {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return little
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return big
	case len(b) < 16:
		return none
	}
	zeros := [2]int{}
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(b) / 2
	switch {
	case zeros[1]*10 > half*7 && zeros[0]*10 < half:
		return little
	case zeros[0]*10 > half*7 && zeros[1]*10 < half:
		return big
	}
	return none
}

// decode makes raw a string of UTF-8. A mark or UTF-8, even with
// damage, decides; then what
// the page says of itself (content type, meta); then windows-1252. It never
// fails: bytes that stand for nothing become U+FFFD later.
func decode(raw []byte, contentType string) string {
	if o := utf16Order(raw[:min(len(raw), 8<<10)]); o != none {
		return decodeUTF16(raw, o)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(raw) || mostlyUTF8(raw) {
		return string(raw)
	}
	enc, name, _ := charset.DetermineEncoding(raw, contentType)
	if name == "utf-8" {
		enc, _ = charset.Lookup("windows-1252")
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return string(raw)
	}
	return string(out)
}

// mostlyUTF8 reports whether raw has more well-formed characters of several
// bytes than bytes that are not UTF-8: damage in UTF-8, not another encoding.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > bad
}

func decodeUTF16(raw []byte, o order) string {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		lo, hi := uint16(raw[i]), uint16(raw[i+1])
		if o == big {
			lo, hi = hi, lo
		}
		units = append(units, hi<<8|lo)
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
}
