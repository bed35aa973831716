package file

import (
	"bufio"
	"bytes"
	"strings"

	"entente"
	"entente/source"
	"entente/source/archive"
	"entente/source/article"
	"entente/source/mail"
)

// leastMail is the text of a message, in bytes, from which on it is a document
// of its own though files are attached to it.
const leastMail = 200

// mail reads a message and the files that are attached to it.
func (w *walk) mail(it *item, raw []byte) bool {
	m, err := mail.Read(raw)
	if err != nil {
		return w.fail(it.name, 0, err, "save the message with its head (as EML)")
	}
	doc, err := it.letter(m)
	attached := attachments(m)
	if err != nil || len(attached) == 0 || len(doc.Text) >= leastMail+len(doc.Title) {
		doc, err = worthOf(it.name, doc, err)
		if !w.yield(doc, err) {
			return false
		}
	}
	b, err := it.budget.Within()
	if err != nil && len(attached) > 0 {
		return w.stop(it.failure(err))
	}
	for _, a := range attached {
		if w.done() {
			return false
		}
		inner := it.entry(archive.Entry{Name: archive.CleanName(a.Name), R: bytes.NewReader(a.Data)}, b)
		inner.kind = a.Type
		if !w.content(inner) {
			return false
		}
	}
	skipped := source.Skipped{Unsupported: map[string]int{}}
	for _, a := range m.Attached {
		if !isRead(a) {
			skipped.Unsupported[a.Type]++
		}
	}
	w.tellSkipped(it.name, skipped)
	return true
}

// letter is the document of a message's own text.
func (it *item) letter(m *mail.Message) (*entente.Document, error) {
	if m.Address != "" { // a page that was saved as a message
		page := *it
		page.kind = "text/html; charset=utf-8"
		page.meta.Address, page.meta.URI = m.Address, m.Address
		return parseHTML(&page, m.HTML)
	}
	meta := it.meta.Or(article.Meta{Title: m.Subject, Published: m.Published, Language: m.Language})
	if m.List {
		meta.Outlet = m.From
	} else if !strings.Contains(m.From, "@") {
		meta.Authors = []string{m.From}
	}
	if len(strings.TrimSpace(m.Text)) < leastMail && len(m.HTML) > 0 {
		blocks, err := chapter(m.HTML)
		switch {
		case err != nil:
			return nil, it.pageFailure(err)
		case len(blocks) > 0:
			return article.FromBlocks(meta, blocks), nil
		}
	}
	if err := article.SizeOf(m.Text).Err(); err != nil {
		return nil, it.failure(err)
	}
	return article.FromText(meta, m.Text), nil
}

// worthOf is worth of a document that there may not be.
func worthOf(name string, doc *entente.Document, err error) (*entente.Document, error) {
	if err != nil {
		return nil, err
	}
	return worth(name, doc)
}

// attachments are those of a message that are in a format which is read.
func attachments(m *mail.Message) []mail.Attachment {
	var out []mail.Attachment
	for _, a := range m.Attached {
		if isRead(a) {
			out = append(out, a)
		}
	}
	return out
}

func isRead(a mail.Attachment) bool {
	return formatOf(a.Name) != "" || pageTypes[a.Type] || a.Type == "message/rfc822"
}

// mailHeads are lines that open the head of a message.
var mailHeads = []string{
	"from:", "to:", "subject:", "date:", "message-id:", "mime-version:", "received:", "return-path:", "delivered-to:", "reply-to:", "content-type:",
	"x-mailer:", "dkim-signature:", "list-id:", "sender:", "cc:", "snapshot-content-location:",
}

// looksMail reports whether a text opens like a message: at least three lines of
// a head, of which one says when or from whom it came.
func looksMail(head []byte) bool {
	if bytes.HasPrefix(head, []byte("From ")) { // a program's own first line
		_, rest, ok := bytes.Cut(head, []byte("\n"))
		if !ok {
			return false
		}
		head = rest
	}
	known, sent := 0, false
	lines := bufio.NewScanner(bytes.NewReader(head))
	for lines.Scan() {
		line := lines.Bytes()
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		key, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || bytes.ContainsAny(key, " \t") {
			return false
		}
		lower := strings.ToLower(string(key)) + ":"
		for _, h := range mailHeads {
			if lower == h {
				known++
				sent = sent || h == "date:" || h == "message-id:" || h == "received:" || h == "mime-version:"
			}
		}
	}
	return known >= 3 && sent
}
