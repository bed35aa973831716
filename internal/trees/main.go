// Command trees reads sentences, one a line, and prints the reader's trees of
// them as CoNLL-U. Tests of the packages that code from trees keep its output in
// their testdata, so that they need no reader:
//
//	cut -f 9 coding/tie/frames.tsv | go run ./internal/trees >coding/tie/testdata/examples.conllu
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"entente"
	"entente/document"
	"entente/reading"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trees:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	r, err := reading.New()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	sc := bufio.NewScanner(in)
	for sc.Scan() {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		doc := &entente.Document{
			Text: line, Language: "en", Published: entente.NewDay(2011, 12, 14),
			Parts: []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(line)}}},
		}
		doc.Seal("")
		write(w, r.Read(doc))
	}
	if err := sc.Err(); err != nil {
		return err
	}
	return w.Flush()
}

// write prints each line as a document, so that its sentences stay together.
func write(w io.Writer, t *document.Text) {
	fmt.Fprintf(w, "# newdoc id = %s\n# meta::dateCreated = %s\n", t.Document.Text, t.Document.Published)
	for i := range t.Sentences {
		s := &t.Sentences[i]
		fmt.Fprintf(w, "# text = %s\n", t.String(s.Span))
		for k, tok := range s.Tokens {
			misc := "_"
			if k+1 < len(s.Tokens) && s.Tokens[k+1].Start == tok.End {
				misc = "SpaceAfter=No"
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t%s\n", k+1, tok.Form, tok.Lemma, tok.UPOS, tok.XPOS, tok.Head+1, tok.Rel, misc)
		}
		fmt.Fprintln(w)
	}
}
