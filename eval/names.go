package eval

import (
	"bufio"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"entente"
	"entente/document"
)

// nameSets are the sets whose names are scored, by file name without the set.
var nameSets = []string{"uner-ewt", "uner-pud", "crossner-politics", "gum-named"}

// nameLabels maps the sets' labels to the reader's types; others are no names here.
var nameLabels = map[string]document.NameType{
	"PER": document.NamePerson, "person": document.NamePerson, "politician": document.NamePerson,
	"LOC": document.NamePlace, "location": document.NamePlace, "country": document.NamePlace,
	"ORG": document.NameOrganisation, "organisation": document.NameOrganisation, "organization": document.NameOrganisation,
	"politicalparty": document.NameOrganisation,
}

// Names scores spans of persons, places and organisations over gold words.
func Names(ctx context.Context, env Env) (Report, error) {
	var r Report
	tagger, ok := env.Reader.(Tagger)
	if !ok {
		return r, fmt.Errorf("the reader cannot read words as they are cut")
	}
	found := false
	for _, name := range nameSets {
		files, err := env.Files("names/" + name + "-SET.iob2.gz")
		if err != nil {
			continue
		}
		found = true
		text, gold, err := readNames(files[0])
		if err != nil {
			return r, err
		}
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		tagger.Tag(text)
		set := strings.TrimSuffix(filepath.Base(files[0]), ".iob2.gz")
		scoreNames(&r, set, gold, text.Names)
	}
	if !found {
		return r, &MissingError{filepath.Join(env.Data, "names", "*-"+env.Set+".iob2.gz")}
	}
	return r, nil
}

func scoreNames(r *Report, set string, gold, got []document.Name) {
	all := map[document.NameType]*counts{document.NamePerson: {}, document.NamePlace: {}, document.NameOrganisation: {}}
	want := map[document.Name]bool{}
	var total counts
	for _, n := range gold {
		want[n] = true
		all[n.Type].gold++
		total.gold++
	}
	for _, n := range got {
		all[n.Type].predicted++
		total.predicted++
		if want[n] {
			all[n.Type].hit++
			total.hit++
		}
	}
	r.Add(set, "names P", total.precision(), total.predicted)
	r.Add(set, "names R", total.recall(), total.gold)
	r.Add(set, "names F1", total.f(), total.gold)
	for _, typ := range []document.NameType{document.NamePerson, document.NamePlace, document.NameOrganisation} {
		r.Add(set, string(typ)+" F1", all[typ].f(), all[typ].gold)
	}
}

// readNames reads a file of words with BIO labels as one text and its names.
func readNames(path string) (*document.Text, []document.Name, error) {
	f, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var body strings.Builder
	t := &document.Text{}
	var gold []document.Name
	var tokens []document.Token
	var labels []string
	flush := func() {
		if len(tokens) > 0 {
			gold = append(gold, namesIn(len(t.Sentences), labels)...)
			t.Sentences = append(t.Sentences, document.Sentence{Tokens: tokens})
		}
		tokens, labels = nil, nil
	}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch {
		case line == "":
			flush()
			continue
		case strings.HasPrefix(line, "# "):
			continue
		}
		form, label, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, nil, fmt.Errorf("%s:%d: no tab", path, n)
		}
		tokens = append(tokens, document.Token{Form: form, Span: entente.Span{Start: body.Len(), End: body.Len() + len(form)}})
		labels = append(labels, label)
		body.WriteString(form + " ")
	}
	flush()
	t.Document = &entente.Document{Text: body.String()}
	return t, gold, sc.Err()
}

// namesIn turns a sentence's labels into names.
func namesIn(sentence int, labels []string) []document.Name {
	var names []document.Name
	for i := 0; i < len(labels); {
		last := i + 1
		if _, label, ok := strings.Cut(labels[i], "-"); ok {
			for last < len(labels) && labels[last] == "I-"+label {
				last++
			}
			if typ, ok := nameLabels[label]; ok {
				names = append(names, document.Name{Range: document.Range{Sentence: sentence, First: i, Last: last}, Type: typ})
			}
		}
		i = last
	}
	return names
}
