package file

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"entente"
	"entente/source"
	"entente/source/article"

	"go.yaml.in/yaml/v3"
)

// parseMarkdown makes the document of a Markdown text with or without front
// matter. Marks (emphasis, links) are taken off; their words stay.
func parseMarkdown(it *item, text string) (*entente.Document, error) {
	text = article.Clean(text)
	m, rest, err := frontMatter(it.name, text)
	if err != nil {
		return nil, err
	}
	m = m.Or(it.meta)
	m.URI = it.meta.URI
	if m.Address != "" {
		m.URI = m.Address
	}
	return article.FromBlocks(m, markdownBlocks(rest)), nil
}

// frontMatter reads the YAML between two lines of "---" at the top: title,
// outlet, author or authors, date, language, url, genre, section. Other keys
// are of no concern here.
func frontMatter(name, text string) (article.Meta, string, error) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return article.Meta{}, text, nil
	}
	head, body, ok := strings.Cut("\n"+rest, "\n---\n")
	if !ok {
		if head, ok = strings.CutSuffix(strings.TrimRight("\n"+rest, "\n"), "\n---"); !ok {
			return article.Meta{}, text, nil // a rule across the page
		}
		body = ""
	}
	var node yaml.Node
	err := yaml.Unmarshal([]byte(head), &node)
	if err != nil {
		return article.Meta{}, "", frontError(name, err)
	}
	if len(node.Content) == 0 || node.Content[0].Kind != yaml.MappingNode {
		return article.Meta{}, text, nil
	}
	object := map[string]any{}
	root := node.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		object[root.Content[i].Value] = yamlValue(root.Content[i+1])
	}
	e := newEntry(object)
	m := article.Meta{
		Title: e.title, Outlet: e.outlet, Authors: e.authors, Language: e.language,
		Address: webAddress(e.address), Type: e.genre, Section: e.section,
	}
	m.Published, _ = article.FindDay(e.date)
	if e.date != "" && m.Published.IsZero() {
		return m, "", &source.Error{Name: name, Line: yamlLine(root, "date"), Err: fmt.Errorf("date %q is not understood", e.date), Hint: "write it as 2031-03-04"}
	}
	return m, body, nil
}

// yamlValue is a value as JSON would give it; dates and numbers stay as they
// are written.
func yamlValue(n *yaml.Node) any {
	if n.Kind == yaml.SequenceNode {
		var list []any
		for _, item := range n.Content {
			list = append(list, yamlValue(item))
		}
		return list
	}
	return n.Value
}

func yamlLine(root *yaml.Node, key string) int {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if strings.EqualFold(root.Content[i].Value, key) {
			return root.Content[i].Line
		}
	}
	return 0
}

var yamlAt = regexp.MustCompile(`^yaml: line (\d+): `)

func frontError(name string, err error) error {
	e := &source.Error{Name: name, Hint: `front matter is lines of the form "title: ..." between two lines of ---; put a value with a colon in quotation marks`}
	msg := err.Error()
	if at := yamlAt.FindStringSubmatch(msg); at != nil {
		fmt.Sscan(at[1], &e.Line)
		msg = msg[len(at[0]):]
	}
	e.Err = errors.New("front matter: " + strings.TrimPrefix(msg, "yaml: "))
	return e
}

var (
	atxHeading = regexp.MustCompile(`^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$`)
	listItem   = regexp.MustCompile(`^\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$`)
	ruler      = regexp.MustCompile(`^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$`)
	underline  = regexp.MustCompile(`^ {0,3}(=+|-{2,})\s*$`)
	picture    = regexp.MustCompile(`!\[([^\]\n]*)\]\([^)\n]*\)`)
	hyperlink  = regexp.MustCompile(`\[([^\]\n]*)\]\([^)\n]*\)|\[([^\]\n]+)\]\[[^\]\n]*\]|<(https?://[^>\s]+)>`)
	emphasis   = regexp.MustCompile("(^|[^\\pL\\pN*_`])(\\*{1,3}|_{1,3}|`)([^\\s*_`](?:[^*_`\\n]*[^\\s*_`])?)(\\*{1,3}|_{1,3}|`)")
	comment    = regexp.MustCompile(`(?s)<!--.*?-->`)
	reference  = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:\s+\S+`)
	escaped    = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!>~|-])")
)

// markdownBlocks cuts Markdown into its paragraphs, headings and captions. The
// first heading of level one is the title.
func markdownBlocks(text string) []article.Block {
	m := &marks{}
	for _, line := range strings.Split(comment.ReplaceAllString(text, " "), "\n") {
		m.line(line)
	}
	m.flush()
	return m.blocks
}

// marks collects the lines of a Markdown text into blocks.
type marks struct {
	blocks []article.Block
	lines  []string
	titled bool
	fence  string // of the code block that is open, "" for none
}

func (m *marks) line(line string) {
	line = strings.TrimRight(line, " \t")
	for m.fence == "" && strings.HasPrefix(strings.TrimLeft(line, " "), ">") {
		line = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(line, " "), ">"), " ")
	}
	bare := strings.TrimSpace(line)
	switch {
	case m.fence != "":
		if strings.HasPrefix(bare, m.fence) {
			m.fence = ""
		}
	case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
		m.flush()
		m.fence = bare[:3]
	case bare == "":
		m.flush()
	case atxHeading.MatchString(line):
		m.flush()
		h := atxHeading.FindStringSubmatch(line)
		m.heading(len(h[1]), h[2])
	case len(m.lines) > 0 && underline.MatchString(line):
		title := strings.Join(m.lines, " ")
		m.lines = nil
		m.heading(1+strings.Count(bare[:1], "-"), title)
	case ruler.MatchString(line), reference.MatchString(line):
		m.flush()
	case listItem.MatchString(line):
		m.flush()
		m.lines = append(m.lines, listItem.FindStringSubmatch(line)[1])
	default:
		m.lines = append(m.lines, bare)
	}
}

func (m *marks) heading(level int, text string) {
	kind := entente.PartHeading
	if level == 1 && !m.titled && len(m.blocks) == 0 {
		kind, m.titled = entente.PartTitle, true
	}
	m.add(kind, text)
}

// flush ends the paragraph; the words of pictures become captions behind it.
func (m *marks) flush() {
	text := strings.Join(m.lines, "\n")
	m.lines = nil
	pictures := picture.FindAllStringSubmatch(text, -1)
	m.add("", picture.ReplaceAllString(text, " "))
	for _, p := range pictures {
		m.add(entente.PartCaption, p[1])
	}
}

func (m *marks) add(kind entente.PartKind, text string) {
	if text = unmark(text); text != "" {
		m.blocks = append(m.blocks, article.Block{Kind: kind, Text: text})
	}
}

// unmark takes the marks off a paragraph.
func unmark(s string) string {
	s = hyperlink.ReplaceAllString(s, "$1$2$3")
	for range 3 { // bold within italic within bold
		next := emphasis.ReplaceAllString(s, "$1$3")
		if next == s {
			break
		}
		s = next
	}
	return strings.TrimSpace(escaped.ReplaceAllString(s, "$1"))
}
