package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/document"
	"entente/eval"
	"entente/reading"
)

// lemmaTags are the Penn tags whose words have lemmas that rules may get wrong.
const lemmaTags = " NN NNS NNP NNPS VB VBD VBG VBN VBP VBZ JJ JJR JJS RB RBR RBS MD PRP PRP$ DT IN WDT WP "

// learnLemmas writes the table of the words of the treebanks whose commonest
// lemma the rules get wrong: form in lower case, tag, lemma.
func learnLemmas(data string, out io.Writer) error {
	seen := map[string]map[string]int{}
	for _, name := range []string{"ewt-train.conllu.gz", "gum-train.conllu.gz"} {
		f, err := eval.Open(filepath.Join(data, "treebanks", name))
		if err != nil {
			return err
		}
		err = countLemmas(f, seen)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	keys := make([]string, 0, len(seen))
	for k := range seen {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "# Lemmas that the rules get wrong: form in lower case, Penn tag, lemma. Learned from the treebanks UD English EWT (CC BY-SA 4.0) and")
	fmt.Fprintln(w, "# GUM (CC BY 4.0 annotations; without fiction and whow). Made by: go run ./cmd/entente-train lemmas")
	for _, k := range keys {
		form, tag, _ := strings.Cut(k, "\t")
		lemma := commonest(seen[k])
		if lemma != "" && !strings.ContainsAny(lemma, "\t ") && tag != "NNP" && !(tag == "NNPS" && strings.EqualFold(reading.RuleLemma(form, tag), lemma)) && reading.RuleLemma(form, tag) != lemma {
			fmt.Fprintf(w, "%s\t%s\n", k, lemma)
		}
	}
	return w.Flush()
}

func countLemmas(r io.Reader, seen map[string]map[string]int) error {
	for t, err := range document.ReadCoNLLU(r) {
		if err != nil {
			return err
		}
		if t.Document.URI != "" && (strings.HasPrefix(t.Document.URI, "GUM_fiction") || strings.HasPrefix(t.Document.URI, "GUM_whow")) {
			continue
		}
		for _, s := range t.Sentences {
			for _, tok := range s.Tokens {
				if !strings.Contains(lemmaTags, " "+tok.XPOS+" ") || tok.Lemma == "_" || tok.Rel == "goeswith" {
					continue
				}
				k := strings.ToLower(tok.Form) + "\t" + tok.XPOS
				if seen[k] == nil {
					seen[k] = map[string]int{}
				}
				seen[k][tok.Lemma]++
			}
		}
	}
	return nil
}

// commonest returns the lemma counted most, the first in order of equals.
func commonest(counts map[string]int) string {
	best := ""
	for lemma, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && lemma < best {
			best = lemma
		}
	}
	return best
}

// writeFile writes through a temporary file, so that a failure leaves the old one.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".train-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
