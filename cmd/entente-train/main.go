// Command entente-train rebuilds what the program learned from data: the table of
// lemmas, the linear taggers of attribution, the models of references and reasons. The reader's network is trained
// by train/reader. It writes into the source tree and is no part of the product.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

const usage = `usage: entente-train [--data DIR] lemmas|attribution|coreference|reasons|names

Rebuilds what the program learned, in the source tree it is run in:
  lemmas        reading/lemmas.tsv from treebanks
  attribution   coding/attribution/weights/attribution.bin from attributed articles (two minutes, two cores)
  coreference   reading/coref/weights/coref.bin from texts with marked chains (one minute)
  reasons       coding/reason/weights/reason.bin from sentences with marked causes (one minute)
  names         nothing: labels the names in sentences of standard input, for train/reader
`

func main() {
	data := flag.String("data", "../shared/data", "folder with one folder per kind of data")
	flag.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	flag.Parse()
	if err := run(*data, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "entente-train:", err)
		os.Exit(1)
	}
}

func run(data string, args []string) error {
	if len(args) != 1 {
		flag.Usage()
		os.Exit(2)
	}
	switch args[0] {
	case "lemmas":
		return writeFile("reading/lemmas.tsv", func(w io.Writer) error { return learnLemmas(data, w) })
	case "attribution":
		tagger, err := learnAttribution(data)
		if err != nil {
			return err
		}
		return writeFile("coding/attribution/weights/attribution.bin", tagger.Write)
	case "coreference":
		model, err := learnCoreference(data)
		if err != nil {
			return err
		}
		return writeFile("reading/coref/weights/coref.bin", model.Write)
	case "reasons":
		model, err := learnReasons(data)
		if err != nil {
			return err
		}
		return writeFile("coding/reason/weights/reason.bin", model.Write)
	case "names":
		return labelNames(os.Stdin, os.Stdout)
	}
	return fmt.Errorf("nothing called %q to train (try lemmas, attribution, coreference, reasons or names)", args[0])
}

// sinceNow returns a function that prints a line of progress to standard error
// with the seconds since sinceNow was called.
func sinceNow() func(format string, args ...any) {
	start := time.Now()
	return func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%6.1fs %s\n", time.Since(start).Seconds(), fmt.Sprintf(format, args...))
	}
}
