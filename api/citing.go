package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"entente/engine"
)

// citation is how a page is cited, in four forms.
type citation struct {
	Plain  string `json:"plain"`
	BibTeX string `json:"bibtex"`
	RIS    string `json:"ris"`
	CSL    string `json:"csl" doc:"CSL-JSON, an array of one item"`
}

func (s *Server) citing() {
	get(s, "/api/cite", "cite", "views", "A citation of a document, or of a page of this workbench", func(ctx context.Context, in *struct {
		Document string `query:"document" maxLength:"100" doc:"cite this document's source"`
		Title    string `query:"title" maxLength:"400" doc:"of the page"`
		Address  string `query:"address" maxLength:"2000" doc:"of the page"`
		Known    string `query:"known" doc:"as known on this day"`
	},
	) (*citation, error) {
		w := work{title: in.Title, address: in.Address, author: "Entente", kind: "webpage", day: s.options.Now().UTC().Format("2006-01-02"), accessed: s.options.Now().UTC().Format("2006-01-02")}
		if in.Known != "" {
			if _, err := parseDay(in.Known, "known"); err != nil {
				return nil, err
			}
			w.note = "as known on " + in.Known
		}
		if in.Document != "" {
			d, err := s.desk.Document(ctx, in.Document, engine.Scope{})
			if err != nil {
				return nil, err
			}
			w = ofPaper(&d.Paper)
		}
		if w.title == "" {
			return nil, engine.Errorf(engine.CodeBadValue, "give document, or title and address", "there is nothing to cite")
		}
		return w.cite()
	})
}

// work is what a citation names.
type work struct {
	title, outlet, author, address, day, accessed, note, kind, id string
}

func ofPaper(p *engine.Paper) work {
	w := work{title: p.Title, outlet: p.Outlet, author: strings.Join(p.Authors, "; "), day: p.Published, kind: "article-newspaper", id: p.ID}
	if strings.HasPrefix(p.URI, "http://") || strings.HasPrefix(p.URI, "https://") {
		w.address = p.URI
	}
	if p.Outlet == "" {
		w.kind = "document"
	}
	return w
}

func (w *work) cite() (*citation, error) {
	c := &citation{Plain: w.plain(), BibTeX: w.bibtex(), RIS: w.ris()}
	item := map[string]any{"id": w.key(), "type": w.kind, "title": w.title}
	put := func(k, v string) {
		if v != "" {
			item[k] = v
		}
	}
	put("container-title", w.outlet)
	put("URL", w.address)
	put("note", w.note)
	if w.author != "" {
		var names []map[string]string
		for _, a := range strings.Split(w.author, "; ") {
			names = append(names, map[string]string{"literal": a})
		}
		item["author"] = names
	}
	if parts := dateParts(w.day); parts != nil {
		item["issued"] = map[string]any{"date-parts": [][]int{parts}}
	}
	b, err := json.MarshalIndent([]any{item}, "", "  ")
	c.CSL = string(b)
	return c, err
}

func dateParts(day string) []int {
	var y, m, d int
	if n, _ := fmt.Sscanf(day, "%d-%d-%d", &y, &m, &d); n != 3 {
		return nil
	}
	return []int{y, m, d}
}

func (w *work) key() string {
	if w.id != "" {
		return w.id
	}
	return "entente-" + strings.ReplaceAll(w.day, "-", "")
}

func (w *work) plain() string {
	var out []string
	for _, s := range []string{w.author, "“" + w.title + "”", w.outlet, w.day, w.note, w.address} {
		if s != "" {
			out = append(out, s)
		}
	}
	s := strings.Join(out, ", ")
	if w.accessed != "" {
		s += " (accessed " + w.accessed + ")"
	}
	return s + "."
}

// bibtex escapes what LaTeX would take as a command.
var latex = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `%`, `\%`, `&`, `\&`, `#`, `\#`, `$`, `\$`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`)

func (w *work) bibtex() string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", w.key())
	put := func(k, v string) {
		if v != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", k, v)
		}
	}
	put("title", latex.Replace(w.title))
	put("author", strings.ReplaceAll(latex.Replace(w.author), "; ", " and "))
	put("howpublished", latex.Replace(w.outlet))
	if p := dateParts(w.day); p != nil {
		put("year", fmt.Sprint(p[0]))
		put("date", w.day)
	}
	put("url", strings.NewReplacer("{", "%7B", "}", "%7D", "\\", "%5C").Replace(w.address))
	put("urldate", w.accessed)
	put("note", latex.Replace(w.note))
	b.WriteString("}\n")
	return b.String()
}

func (w *work) ris() string {
	var b strings.Builder
	line := func(tag, v string) {
		if v = strings.Join(strings.Fields(v), " "); v != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, v)
		}
	}
	kind := "ELEC"
	if w.outlet != "" {
		kind = "NEWS"
	}
	line("TY", kind)
	line("ID", w.key())
	line("TI", w.title)
	for _, a := range strings.Split(w.author, "; ") {
		line("AU", a)
	}
	line("T2", w.outlet)
	line("DA", strings.ReplaceAll(w.day, "-", "/"))
	line("UR", w.address)
	line("Y2", strings.ReplaceAll(w.accessed, "-", "/"))
	line("N1", w.note)
	b.WriteString("ER  - \r\n")
	return b.String()
}
