package mail_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente/source/mail"

	"github.com/google/go-cmp/cmp"
)

const head = "From: Nadia Orr <n@x.example>\r\nDate: Tue, 4 Mar 2031 23:10:00 -0500\r\nSubject: Talks\r\nMIME-Version: 1.0\r\n"

// nested is a message with parts within parts.
func nested(depth int) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nwords")
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     mail.Message
	}{
		{"plain", head + "\r\nIt snowed.\r\n", mail.Message{Text: "It snowed.\r\n"}},
		{"a reply", head + "\r\n" + strings.Repeat("The talks go on. ", 20) + "\r\nOn 3 March 2031 Lev wrote:\r\n> They met.\r\n-- \r\nNadia", mail.Message{Text: strings.Repeat("The talks go on. ", 20) + "\r\n"}},
		{"what is forwarded stays", head + "\r\nSee below.\r\n> " + strings.Repeat("They met. ", 20), mail.Message{Text: "See below.\r\n> " + strings.Repeat("They met. ", 20)}},
		{"damaged base64", head + "Content-Transfer-Encoding: base64\r\n\r\nSXQ g*c25vd2Vk!\r\n==", mail.Message{Text: "It snowed"}},
		{"an unknown charset", head + "Content-Type: text/plain; charset=klingon\r\n\r\nIt snowed.", mail.Message{Text: "It snowed."}},
		{"latin without a word of it", head + "\r\nS\xf8ndre", mail.Message{Text: "Søndre"}},
		{"a broken type", head + "Content-Type: ;;;\r\n\r\nIt snowed.", mail.Message{Text: "It snowed."}},
		{"parts without end", nested(5), mail.Message{Text: "words"}},
		{"parts too deep", nested(500), mail.Message{}},
		{"a message within", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: In\r\n\r\nx\r\n--b--", mail.Message{
			Attached: []mail.Attachment{{Name: "message.eml", Type: "message/rfc822", Data: []byte("Subject: In\r\n\r\nx")}},
		}},
	} {
		got, err := mail.Read([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.Subject != "Talks" || got.From != "Nadia Orr" || got.Published.String() != "2031-03-04" {
			t.Errorf("%s: got %+v", c.name, got)
		}
		got.Subject, got.From, got.Published = "", "", 0
		if diff := cmp.Diff(c.want, *got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
	if _, err := mail.Read([]byte("no head at all\n")); !errors.Is(err, mail.ErrNoMail) {
		t.Errorf("got %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(nested(3)))
	f.Add([]byte(head + "Content-Type: text/plain; charset=utf-16; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FF=FEa=00 \r\n> b"))
	f.Add([]byte("From x\nSubject: =?utf-8?b?/w==?=\n\n-- \n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := mail.Read(raw)
		if err == nil && len(m.Text) > 8*len(raw)+16 {
			t.Fatalf("%d bytes of text of %d", len(m.Text), len(raw))
		}
	})
}
