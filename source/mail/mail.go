// Package mail reads e-mail messages (RFC 5322, MIME) and pages that were saved
// as one (MHTML): their text, what their head states, and what is attached. It
// makes no documents: package file does. Start with Read.
package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"entente"

	"golang.org/x/net/html/charset"
)

// Message is an e-mail.
type Message struct {
	Subject   string // without "Re:" and the like
	From      string // the name, or the address where there is none
	List      bool   // it was sent to a list: From is who publishes, not who writes
	Published entente.Day
	Language  string
	Address   string // of a saved page
	Text      string // its plain text, without what it quotes and signatures
	HTML      []byte // its HTML; UTF-8
	Attached  []Attachment
}

// Attachment is a file or a message within a message.
type Attachment struct {
	Name string // as the message calls it; "message.eml" and the like where it has none
	Type string // media type
	Data []byte
}

// ErrNoMail says that what was read has no head of a message.
var ErrNoMail = errors.New("it is no e-mail")

// Bounds of a message.
const (
	mostParts   = 1000
	deepestPart = 16
)

// Read reads a message. A part that cannot be decoded is read as far as it can
// be.
func Read(raw []byte) (*Message, error) {
	m, err := mail.ReadMessage(bytes.NewReader(unixFrom.ReplaceAll(raw, nil)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoMail, err)
	}
	head := textproto.MIMEHeader(m.Header)
	out := &Message{Subject: subject(words(head.Get("Subject"))), Language: head.Get("Content-Language")}
	if addresses, err := (&mail.AddressParser{WordDecoder: decoder}).ParseList(head.Get("From")); err == nil && len(addresses) > 0 {
		if out.From = addresses[0].Name; out.From == "" {
			out.From = addresses[0].Address
		}
	} else {
		out.From = words(head.Get("From"))
	}
	if t, err := m.Header.Date(); err == nil {
		out.Published = entente.DayOf(t)
	}
	out.List = head.Get("List-Id") != "" || head.Get("List-Unsubscribe") != ""
	if at := head.Get("Snapshot-Content-Location"); strings.HasPrefix(at, "http") {
		out.Address = at
	}
	w := &walk{m: out}
	w.part(head, m.Body, 0)
	out.Text = unquote(out.Text)
	return out, nil
}

// unixFrom is the line that some programs put before a message.
var unixFrom = regexp.MustCompile(`\AFrom [^\r\n]*\r?\n`)

// walk gathers the parts of a message.
type walk struct {
	m     *Message
	parts int
}

func (w *walk) part(head textproto.MIMEHeader, body io.Reader, depth int) {
	if w.parts++; w.parts > mostParts || depth > deepestPart {
		return
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil && kind == "" {
		kind, params = "text/plain", nil
	}
	disposition, file, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	name := words(file["filename"])
	if name == "" {
		name = words(params["name"])
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		parts := multipart.NewReader(body, params["boundary"])
		for w.parts <= mostParts {
			p, err := parts.NextRawPart()
			if err != nil {
				return // the end, or where it breaks off
			}
			w.part(p.Header, p, depth+1)
		}
		return
	}
	data := decode(body, head.Get("Content-Transfer-Encoding"))
	isText := disposition != "attachment" && (name == "" || disposition == "inline")
	switch {
	case kind == "text/plain" && isText && w.m.Text == "":
		w.m.Text = text(data, params["charset"])
		if strings.EqualFold(params["format"], "flowed") {
			w.m.Text = unflow(w.m.Text)
		}
	case kind == "text/html" && isText && w.m.HTML == nil:
		w.m.HTML = []byte(text(data, params["charset"]))
	case kind == "message/rfc822":
		w.attach(name, "message.eml", kind, data)
	case name != "" || disposition == "attachment":
		w.attach(name, "attachment", kind, data)
	}
}

func (w *walk) attach(name, fallback, kind string, data []byte) {
	if name == "" {
		name = fallback
	}
	w.m.Attached = append(w.m.Attached, Attachment{Name: name, Type: kind, Data: data})
}

// decode takes the encoding for its transport off a part; what is damaged ends
// it.
func decode(body io.Reader, encoding string) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, &base64Only{body})
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	b, _ := io.ReadAll(body)
	return b
}

// base64Only drops what is no base64, as readers of mail do.
type base64Only struct{ r io.Reader }

func (o *base64Only) Read(p []byte) (int, error) {
	for {
		n, err := o.r.Read(p)
		k := 0
		for _, c := range p[:n] {
			if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' {
				p[k] = c
				k++
			}
		}
		if k > 0 || err != nil {
			return k, err
		}
	}
}

// text makes UTF-8 of a part.
func text(data []byte, label string) string {
	if label == "" {
		label = "utf-8"
		if !strings.Contains(string(data), "\uFFFD") && strings.ToValidUTF8(string(data), "\uFFFD") != string(data) {
			label = "windows-1252"
		}
	}
	r, err := charset.NewReaderLabel(label, bytes.NewReader(data))
	if err != nil {
		return string(data)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return string(data)
	}
	return string(b)
}

var decoder = &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// words decodes the words of a head's line.
func words(s string) string {
	if out, err := decoder.DecodeHeader(s); err == nil {
		return strings.TrimSpace(out)
	}
	return strings.TrimSpace(s)
}

var replied = regexp.MustCompile(`(?i)^(?:\s*(?:re|fwd?|aw|wg|tr)(?:\[\d+\])?\s*:\s*)+`)

// subject is a subject without what replies and forwards put before it.
func subject(s string) string { return strings.TrimSpace(replied.ReplaceAllString(s, "")) }

// unflow joins the lines of text in format=flowed (RFC 3676).
func unflow(s string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(s, "\r\n", "\n")) {
		line = strings.TrimSuffix(line, "\n")
		if line == "-- " || !strings.HasSuffix(line, " ") {
			b.WriteString(line + "\n")
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}

var (
	quoteHead = regexp.MustCompile(`(?mi)^(?:-{2,} ?original message ?-{2,}|_{20,}|on .{6,120} wrote:)\s*$`)
	signature = regexp.MustCompile(`(?m)^-- ?\r?$`)
)

// fewestOwn is how many bytes of its own a message must have for what it quotes
// to be left out.
const fewestOwn = 200

// unquote takes the signature off a text, and what it quotes of other messages
// unless there is little else.
func unquote(s string) string {
	if at := signature.FindAllStringIndex(s, -1); at != nil {
		if last := at[len(at)-1][0]; last > len(s)/2 {
			s = s[:last]
		}
	}
	own := s
	if at := quoteHead.FindStringIndex(own); at != nil {
		own = own[:at[0]]
	}
	var b strings.Builder
	for line := range strings.Lines(own) {
		if !strings.HasPrefix(line, ">") {
			b.WriteString(line)
		}
	}
	if len(strings.TrimSpace(b.String())) >= fewestOwn || len(strings.TrimSpace(b.String()))*2 > len(s) {
		return b.String()
	}
	return s
}
