package eventtable

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// encode is a text in UTF-16.
func encode(text string, o binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = o.AppendUint16(b, u)
	}
	return string(b)
}

// A table in UTF-16, as spreadsheets save "Unicode text", has the rows, ids and lines of the same in
// UTF-8, also where a row is damaged, words stand in quotation marks, and the text is larger than
// what is read at once.
func TestTablesInUTF16(t *testing.T) {
	row := func(n int, sectors string) string {
		return fmt.Sprintf("%d\t2018-06-01\tForeign Affairs (Azerbaijan)\t%s\tAzerbaijan\tConsult\t040\t1\tRomania\tNA\tRomania\t47\t2\tŁódź 北 😀\tNA\tNA\tNA\tNA\tNA\tNA\n", n, sectors)
	}
	table := func(sectors string) string {
		var b strings.Builder
		b.WriteString(icewsHead + row(1, sectors) + "2\t2018-06-01\tshort\n\n")
		for n := range 3000 {
			b.WriteString(row(n+3, sectors))
		}
		return strings.ReplaceAll(b.String(), "\n", "\r\n")
	}
	plain, quoted := table("Executive,Government"), table(`"Executive,Government"`)
	name := file(t, "a.tab", plain)
	want, wantErrs := read(t, Input{Paths: []string{name}})
	if len(want) != 3001 || len(wantErrs) != 1 || want[1].Line != 5 {
		t.Fatalf("%d rows, %v", len(want), wantErrs)
	}
	for form, text := range map[string]string{
		"UTF-8 with a mark":          "\uFEFF" + plain,
		"little":                     encode("\uFEFF"+plain, binary.LittleEndian),
		"big":                        encode("\uFEFF"+plain, binary.BigEndian),
		"little, without a mark":     encode(plain, binary.LittleEndian),
		"big, without a mark":        encode(plain, binary.BigEndian),
		"little, in quotation marks": encode("\uFEFF"+quoted, binary.LittleEndian),
	} {
		path := file(t, "a.tab", text)
		got, errs := read(t, Input{Paths: []string{path}})
		for i := range got {
			got[i].File = name
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(entente.Row{})); d != "" {
			t.Errorf("%s: rows (-UTF-8 +%s)\n%.2000s", form, form, d)
		}
		if d := cmp.Diff(wantErrs, errs); d != "" {
			t.Errorf("%s: errors (-UTF-8 +%s)\n%s", form, form, d)
		}
	}
}

// A mapping may be in UTF-16 or begin with a mark, as editors save it.
func TestMappingsInUTF16(t *testing.T) {
	const mapping = "date = Day\nactor = A\nrecipient = B\ncameo = C\n"
	table := file(t, "a.csv", "Day,A,B,C\n2031-03-04,Azerbaijan,Romania,042\n")
	for form, text := range map[string]string{
		"UTF-8 with a mark": "\uFEFF" + mapping,
		"little":            encode("\uFEFF"+mapping, binary.LittleEndian),
		"big":               encode("\uFEFF"+mapping, binary.BigEndian),
	} {
		rows, errs := read(t, Input{Paths: []string{table}, Mapping: file(t, "a.map", text)})
		if len(rows) != 1 || len(errs) > 0 {
			t.Errorf("%s: %d rows, %v", form, len(rows), errs)
		}
	}
}
