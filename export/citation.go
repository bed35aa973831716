package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"entente"
)

// csl writes the documents as CSL-JSON 1.0 items (citationstyles.org).
func csl(ctx context.Context, m Material, w io.Writer) error {
	type name struct {
		Literal string `json:"literal"`
	}
	type date struct {
		Parts [][]int `json:"date-parts"`
	}
	type item struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Title    string `json:"title"`
		Author   []name `json:"author,omitempty"`
		Outlet   string `json:"container-title,omitempty"`
		Issued   *date  `json:"issued,omitempty"`
		URL      string `json:"URL,omitempty"`
		Language string `json:"language,omitempty"`
		Note     string `json:"note,omitempty"`
	}
	items := []item{}
	err := documents(ctx, m, func(d *entente.Document) error {
		x := item{ID: string(d.ID), Type: cslType(d), Title: titleOf(d), Outlet: d.Outlet, URL: address(d), Language: d.Language}
		for _, a := range d.Authors {
			x.Author = append(x.Author, name{a})
		}
		if !d.Published.IsZero() {
			t := d.Published.Time()
			x.Issued = &date{[][]int{{t.Year(), int(t.Month()), t.Day()}}}
		}
		if d.CopyOf != "" {
			x.Note = "repeats the words of " + string(d.CopyOf)
		}
		items = append(items, x)
		return nil
	})
	if err != nil {
		return err
	}
	return encode(w, items)
}

func cslType(d *entente.Document) string {
	switch {
	case d.Genre == entente.GenreStatement:
		return "document"
	case d.Outlet != "":
		return "article-newspaper"
	}
	return "article"
}

// ris writes the documents as RIS records.
func ris(ctx context.Context, m Material, w io.Writer) error {
	out := bufio.NewWriter(w)
	err := documents(ctx, m, func(d *entente.Document) error {
		kind := "NEWS"
		if d.Outlet == "" {
			kind = "GEN"
		}
		line := func(tag, value string) {
			if value = oneLine(value); value != "" {
				fmt.Fprintf(out, "%s  - %s\r\n", tag, value)
			}
		}
		line("TY", kind)
		line("ID", string(d.ID))
		line("TI", titleOf(d))
		for _, a := range d.Authors {
			line("AU", a)
		}
		line("T2", d.Outlet)
		if !d.Published.IsZero() {
			line("PY", d.Published.Time().Format("2006"))
			line("DA", d.Published.Time().Format("2006/01/02"))
		}
		line("UR", address(d))
		line("LA", d.Language)
		_, err := out.WriteString("ER  - \r\n\r\n") // the writer keeps the first error
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// bibtex writes the documents as BibTeX entries.
func bibtex(ctx context.Context, m Material, w io.Writer) error {
	out := bufio.NewWriter(w)
	err := documents(ctx, m, func(d *entente.Document) error {
		kind := "article"
		if d.Outlet == "" {
			kind = "misc"
		}
		fmt.Fprintf(out, "@%s{%s", kind, d.ID)
		field := func(name, value string) {
			if value = oneLine(value); value != "" {
				fmt.Fprintf(out, ",\n  %s = {%s}", name, value)
			}
		}
		field("title", "{"+texText(titleOf(d))+"}")
		var authors []string
		for _, a := range d.Authors {
			authors = append(authors, "{"+texText(a)+"}")
		}
		field("author", strings.Join(authors, " and "))
		field("journal", texText(d.Outlet))
		if !d.Published.IsZero() {
			t := d.Published.Time()
			field("year", t.Format("2006"))
			field("month", t.Format("1"))
			field("day", t.Format("2"))
		}
		field("url", texAddress.Replace(address(d)))
		field("language", d.Language)
		_, err := out.WriteString("\n}\n\n")
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// tex escapes what TeX reads as commands; texAddress what would end a field.
var (
	tex = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

	texAddress = strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20")
)

func texText(s string) string { return tex.Replace(s) }

// documents calls take with every document.
func documents(ctx context.Context, m Material, take func(*entente.Document) error) error {
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		if err := take(&r.Document); err != nil {
			return fmt.Errorf("write %s: %w", r.Document.ID, err)
		}
	}
	return nil
}

// titleOf is a document's title, or its first words.
func titleOf(d *entente.Document) string {
	if t := oneLine(d.Title); t != "" {
		return t
	}
	words := strings.Fields(printable(d.Text))
	if len(words) > 12 {
		return strings.Join(words[:12], " ") + " ..."
	}
	if len(words) == 0 {
		return "untitled"
	}
	return strings.Join(words, " ")
}

// address is a document's public address, "" for one read from a file.
func address(d *entente.Document) string {
	if strings.HasPrefix(d.URI, "http://") || strings.HasPrefix(d.URI, "https://") {
		return d.URI
	}
	return ""
}
