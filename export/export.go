// Package export writes what a ledger holds in the formats of other programs:
// tables for statistics, networks for drawing, annotations and entities for
// linked data and investigation platforms, citations for reference managers.
// Every row and node names the record it rests on. It reads no ledger itself: it
// takes documents with their records, and rows, one by one. Start with Formats and Write.
package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"entente"
)

// Material yields documents with their records, in the same order each time it
// is called: some formats go over it twice.
type Material func(ctx context.Context) iter.Seq2[*entente.Records, error]

// Rows yields what rows of event tables say of pairs, by date: they belong to no
// document. Nil stands for none.
type Rows func(ctx context.Context) iter.Seq2[entente.Observation, error]

// all yields the rows, if there are any.
func (r Rows) all(ctx context.Context) iter.Seq2[entente.Observation, error] {
	if r == nil {
		return func(func(entente.Observation, error) bool) {}
	}
	return r(ctx)
}

// Format is one way of writing.
type Format struct {
	Name   string // as the user types it: "graphml"
	Brief  string // one line for lists
	Suffix string // of the file: ".graphml"; "" for a folder
	// write writes to w; folder formats take create instead.
	write  func(ctx context.Context, m Material, rows Rows, w io.Writer) error
	folder func(ctx context.Context, m Material, rows Rows, create Create) error
}

// Create makes a file of a folder that is written. The caller closes it.
type Create func(name string) (io.WriteCloser, error)

// IsFolder reports whether the format is several files.
func (f Format) IsFolder() bool { return f.folder != nil }

// Formats lists every format.
func Formats() []Format {
	return []Format{
		{Name: "csv", Brief: "every table as CSV, with a data dictionary (Frictionless)", folder: csvTables},
		{Name: "parquet", Brief: "every table as Parquet, with a data dictionary (Frictionless)", folder: parquetTables},
		{Name: "graphml", Brief: "the network of pairs, for igraph, NetworkX, yEd", Suffix: ".graphml", write: graphML},
		{Name: "gexf", Brief: "the network of pairs over time, for Gephi", Suffix: ".gexf", write: gexf},
		{Name: "cytoscape", Brief: "the network of pairs, for Cytoscape", Suffix: ".cyjs", write: cytoscape},
		{Name: "jsonld", Brief: "claims and what does not fit as Web Annotations with their provenance (PROV-O), JSON-LD", Suffix: ".jsonld", write: apart(jsonLD)},
		{Name: "ftm", Brief: "entities of FollowTheMoney, for Aleph and its kin, JSON Lines", Suffix: ".ftm.json", write: apart(followTheMoney)},
		{Name: "stix", Brief: "a bundle of STIX 2.1, what does not fit as opinions, rows of event tables as relationships", Suffix: ".stix.json", write: stix},
		{Name: "csl", Brief: "the documents as CSL-JSON, for Zotero and Pandoc", Suffix: ".csl.json", write: apart(csl)},
		{Name: "ris", Brief: "the documents as RIS", Suffix: ".ris", write: apart(ris)},
		{Name: "bibtex", Brief: "the documents as BibTeX", Suffix: ".bib", write: apart(bibtex)},
	}
}

// apart makes a format of documents alone leave the rows out.
func apart(write func(ctx context.Context, m Material, w io.Writer) error) func(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	return func(ctx context.Context, m Material, _ Rows, w io.Writer) error { return write(ctx, m, w) }
}

// Find returns the format of a name.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		if strings.EqualFold(f.Name, name) {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes all material, and rows where the format tells of pairs, in a format
// of one file. It fails with the error of
// the material, of the rows or of w.
func (f Format) Write(ctx context.Context, m Material, rows Rows, w io.Writer) error {
	if f.write == nil {
		return fmt.Errorf("%s is written to a folder", f.Name)
	}
	return f.write(ctx, m, rows, w)
}

// WriteFolder writes all material and rows in a format of several files.
func (f Format) WriteFolder(ctx context.Context, m Material, rows Rows, create Create) error {
	if f.folder == nil {
		return fmt.Errorf("%s is one file", f.Name)
	}
	return f.folder(ctx, m, rows, create)
}

// claims returns the claims of r by id.
func claims(r *entente.Records) map[entente.RecordID]*entente.Claim {
	m := make(map[entente.RecordID]*entente.Claim, len(r.Claims))
	for i := range r.Claims {
		m[r.Claims[i].ID] = &r.Claims[i]
	}
	return m
}

// printable drops what XML 1.0 and line formats cannot hold: control characters
// other than tab and line ends, surrogates and non-characters.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return r
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// oneLine is s with every run of white space as one blank.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }
