// Package sample holds a few pieces of invented reporting about invented
// countries, for trying the program and for its tests: news, an opinion, an
// analysis, a statement, an interview, a syndicated copy, two reports that
// contradict each other and a correction. Nothing in it is about anybody.
// Start with Files.
package sample

import (
	"embed"
	"io/fs"
)

//go:embed files actors.tsv
var content embed.FS

// Files returns the articles, named so that their order is the order of dates.
func Files() fs.FS {
	sub, err := fs.Sub(content, "files")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// Actors returns the table of the invented countries, in the format of the
// shipped actor table.
func Actors() []byte {
	b, err := content.ReadFile("actors.tsv")
	if err != nil {
		panic(err) // the file is embedded
	}
	return b
}
