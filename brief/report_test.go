package brief_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"entente/brief"
)

// docxParts reads a report back: its parts by name, and that each is well-formed.
func docxParts(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		out[f.Name] = string(text)
	}
	return out
}

func TestDOCXHoldsEveryCitedSentence(t *testing.T) {
	f := makeBrief(t)
	var b, again bytes.Buffer
	if err := brief.DOCX(&b, f, brief.View{}); err != nil {
		t.Fatal(err)
	}
	if err := brief.DOCX(&again, f, brief.View{}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same brief gave other bytes (%v)", err)
	}
	text := docxParts(t, b.Bytes())["word/document.xml"]
	plain := func(s string) string {
		var out strings.Builder
		_ = xml.EscapeText(&out, []byte(s))
		return out.String()
	}
	for _, p := range f.Pairs {
		for _, l := range p.Layers {
			for _, s := range l.Statements {
				if !strings.Contains(text, plain(s.Wording)) {
					t.Errorf("the report does not hold %q", s.Wording)
				}
				for _, c := range s.Tellings {
					for _, q := range c.Citations {
						if !strings.Contains(text, plain(q.Quote)) {
							t.Errorf("the appendix does not hold %q", q.Quote)
						}
					}
				}
			}
		}
	}
}
