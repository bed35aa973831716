package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"entente/reading/net"
)

// labelNames writes, for each line of words separated by tabs, their name labels
// by the shipped reader's network, separated the same way: silver labels for
// the training of the next.
func labelNames(r io.Reader, w io.Writer) error {
	weights, err := os.ReadFile("reading/weights/reader.bin")
	if err != nil {
		return err
	}
	model, err := net.Load(weights)
	if err != nil {
		return err
	}
	var scratch net.Scratch
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(w)
	for in.Scan() {
		forms := strings.Split(in.Text(), "\t")
		words := make([]net.Word, len(forms))
		model.Predict(&scratch, [][]string{forms}, [][]net.Word{words})
		for i, word := range words {
			if i > 0 {
				fmt.Fprint(out, "\t")
			}
			fmt.Fprint(out, model.NameLabels[word.Name])
		}
		fmt.Fprintln(out)
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("line of words: %w", err)
	}
	return out.Flush()
}
