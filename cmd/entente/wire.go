package main

import (
	"context"
	"iter"

	"entente"
	"entente/coding"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/reading"
	"entente/source/file"
)

// defaultParts wires the packages that the program is made of. Each is built
// when a command first needs it, so that help and version load nothing.
func defaultParts() engine.Parts {
	return engine.Parts{
		Reader: func() (engine.Reader, error) { return reading.New() },
		Coder:  func(engine.Config) (engine.Coder, error) { return coding.New(coding.DefaultOptions()) },
		Ledger: func(ctx context.Context, path string) (ledger.Ledger, error) {
			return embedded.Open(ctx, path, embedded.DefaultOptions(reading.Version()+"-"+coding.Version))
		},
		Documents: documents,
	}
}

// documents reads an input's files.
func documents(ctx context.Context, in engine.Input) iter.Seq2[*entente.Document, error] {
	return file.Documents(ctx, file.Input{Paths: in.Paths, Stdin: in.Stdin, Files: in.Files})
}
