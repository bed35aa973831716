package eventtable

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// mark is the byte order mark in UTF-8, by which some programs begin a text.
const mark = "\xef\xbb\xbf"

// order is how the bytes of a text in UTF-16 stand.
type order unicode.Endianness

// orderOf reports whether a table is in UTF-16, as spreadsheets write "Unicode text", and how its
// bytes stand: its mark tells, or, where there is none, every other byte being zero, which is so
// of the digits and Latin names that every table begins with.
func orderOf(start []byte) (o order, wide bool) {
	little, big := order(unicode.LittleEndian), order(unicode.BigEndian)
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		return little, true
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return big, true
	case len(start) < 4:
		return little, false
	case start[0] != 0 && start[1] == 0 && start[2] != 0 && start[3] == 0:
		return little, true
	case start[0] == 0 && start[1] != 0 && start[2] == 0 && start[3] != 0:
		return big, true
	}
	return little, false
}

// reader makes UTF-8 of UTF-16, a mark included; what stands for no character becomes U+FFFD.
func (o order) reader(in io.Reader) io.Reader {
	return transform.NewReader(in, unicode.UTF16(unicode.Endianness(o), unicode.IgnoreBOM).NewDecoder())
}

// plain is a small text in UTF-8 without its mark, whether it was in UTF-16 or not.
func plain(text []byte) ([]byte, error) {
	if o, wide := orderOf(text); wide {
		var err error
		if text, err = io.ReadAll(o.reader(bytes.NewReader(text))); err != nil {
			return nil, err
		}
	}
	return bytes.TrimPrefix(text, []byte(mark)), nil
}
