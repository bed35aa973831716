package export

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"

	"entente"
	"entente/coding/tension"

	"github.com/parquet-go/parquet-go"
)

// sheet is one table being written.
type sheet interface {
	name() string
	about() string
	row() reflect.Type
	open(create Create, parquet bool) error
	take(r *entente.Records) error
	see(o *entente.Observation) error
	compare(f *tension.Found) error
	close() error
}

// sheets lists the tables in the order of the data dictionary.
func sheets() []sheet {
	return []sheet{
		&tableOf[documentRow]{title: "documents", brief: "what was read", rows: documentRows},
		&tableOf[actorRow]{title: "actors", brief: "whom each document names", rows: actorRows},
		&tableOf[claimRow]{title: "claims", brief: "who says what, and how it is put", rows: claimRows},
		&tableOf[eventRow]{title: "events", brief: "what is told as done, planned, feared or denied between actors", rows: eventRows},
		&tableOf[tieRow]{title: "ties", brief: "standing relations of pairs", rows: tieRows},
		&tableOf[quantityRow]{title: "quantities", brief: "numbers with unit and what they count", rows: quantityRows},
		&tableOf[linkRow]{title: "links", brief: "stated reasons, purposes, consequences, conditions and contrasts", rows: linkRows},
		&tableOf[tensionRow]{title: "tensions", brief: "numbers checked against each other, and what does not fit within documents and across them", rows: checkRows, across: tensionOf},
		&tableOf[pairRow]{title: "pairs", brief: "what events, ties and rows of event tables tell of each pair of actors, a line each", rows: pairRows, single: pairOf},
	}
}

// tableOf is a table of rows T.
type tableOf[T any] struct {
	title, brief string
	rows         func(r *entente.Records) []T
	single       func(o *entente.Observation) T // of a row of an event table; nil where the table has none
	across       func(f *tension.Found) T       // of what does not fit; nil likewise
	file         io.WriteCloser
	csv          *csv.Writer
	parquet      *parquet.GenericWriter[T]
}

func (t *tableOf[T]) name() string      { return t.title }
func (t *tableOf[T]) about() string     { return t.brief }
func (t *tableOf[T]) row() reflect.Type { return reflect.TypeFor[T]() }

func (t *tableOf[T]) open(create Create, asParquet bool) (err error) {
	if asParquet {
		if t.file, err = create(t.title + ".parquet"); err == nil {
			t.parquet = parquet.NewGenericWriter[T](t.file, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("entente", "", ""))
		}
		return err
	}
	if t.file, err = create(t.title + ".csv"); err != nil {
		return err
	}
	t.csv = csv.NewWriter(t.file)
	var head []string
	for f := range columns(t.row()) {
		head = append(head, f.name)
	}
	return t.csv.Write(head)
}

func (t *tableOf[T]) take(r *entente.Records) error { return t.put(t.rows(r)) }

func (t *tableOf[T]) see(o *entente.Observation) error {
	if t.single == nil {
		return nil
	}
	return t.put([]T{t.single(o)})
}

func (t *tableOf[T]) compare(f *tension.Found) error {
	if t.across == nil {
		return nil
	}
	return t.put([]T{t.across(f)})
}

func (t *tableOf[T]) put(rows []T) error {
	if t.parquet != nil {
		_, err := t.parquet.Write(rows)
		return err
	}
	cells := make([]string, 0, t.row().NumField())
	for i := range rows {
		cells = cells[:0]
		v := reflect.ValueOf(&rows[i]).Elem()
		for k := range v.NumField() {
			cells = append(cells, cell(v.Field(k)))
		}
		if err := t.csv.Write(cells); err != nil {
			return err
		}
	}
	return nil
}

// close ends the table's file; closing one that was not opened does nothing.
func (t *tableOf[T]) close() error {
	if t.file == nil {
		return nil
	}
	var err error
	switch {
	case t.parquet != nil:
		err = t.parquet.Close()
	case t.csv != nil:
		t.csv.Flush()
		err = t.csv.Error()
	}
	if e := t.file.Close(); err == nil {
		err = e
	}
	t.file = nil
	return err
}

// cell words a value as CSV has it.
func cell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return cell(v.Elem())
	case reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	}
	return v.String()
}

func csvTables(ctx context.Context, m Material, rows Rows, create Create) error {
	return tables(ctx, m, rows, create, false)
}

func parquetTables(ctx context.Context, m Material, rows Rows, create Create) error {
	return tables(ctx, m, rows, create, true)
}

// tables writes every table and the data dictionary.
func tables(ctx context.Context, m Material, rows Rows, create Create, asParquet bool) (err error) {
	all := sheets()
	defer func() {
		for _, s := range all {
			if e := s.close(); err == nil && e != nil {
				err = fmt.Errorf("write the table %s: %w", s.name(), e)
			}
		}
	}()
	for _, s := range all {
		if err := s.open(create, asParquet); err != nil {
			return fmt.Errorf("write the table %s: %w", s.name(), err)
		}
	}
	held := tension.NewGathering()
	for r, err := range m(ctx) {
		if err != nil {
			return err
		}
		held.Add(r)
		for _, s := range all {
			if err := s.take(r); err != nil {
				return fmt.Errorf("write the table %s: %w", s.name(), err)
			}
		}
	}
	for _, f := range held.Tensions() {
		for _, s := range all {
			if err := s.compare(&f); err != nil {
				return fmt.Errorf("write the table %s: %w", s.name(), err)
			}
		}
	}
	for o, err := range rows.all(ctx) {
		if err != nil {
			return err
		}
		for _, s := range all {
			if err := s.see(&o); err != nil {
				return fmt.Errorf("write the table %s: %w", s.name(), err)
			}
		}
	}
	return dictionary(all, create, asParquet)
}

// column is one column of a row type.
type column struct{ name, kind, about string }

// columns yields the columns of a row type, with the types of Frictionless Table
// Schema.
func columns(row reflect.Type) func(yield func(column) bool) {
	return func(yield func(column) bool) {
		for i := range row.NumField() {
			f := row.Field(i)
			c := column{name: f.Tag.Get("parquet"), kind: f.Tag.Get("kind"), about: f.Tag.Get("doc")}
			for k, r := range c.name {
				if r == ',' {
					c.name = c.name[:k]
					break
				}
			}
			if c.kind == "" {
				c.kind = kind(f.Type)
			}
			if !yield(c) {
				return
			}
		}
	}
}

func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kind(t.Elem())
	case reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	}
	return "string"
}

// dictionary writes datapackage.json (Frictionless Data Package 1.0).
func dictionary(all []sheet, create Create, asParquet bool) error {
	type field struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Description string `json:"description"`
	}
	type reference struct {
		Resource string   `json:"resource"`
		Fields   []string `json:"fields"`
	}
	type foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	type schema struct {
		Fields        []field      `json:"fields"`
		MissingValues []string     `json:"missingValues"`
		PrimaryKey    []string     `json:"primaryKey,omitempty"`
		ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	}
	type resource struct {
		Name        string `json:"name"`
		Path        string `json:"path"`
		Profile     string `json:"profile"`
		Format      string `json:"format"`
		Mediatype   string `json:"mediatype"`
		Encoding    string `json:"encoding,omitempty"`
		Description string `json:"description"`
		Schema      schema `json:"schema"`
	}
	pkg := struct {
		Profile     string     `json:"profile"`
		Name        string     `json:"name"`
		Title       string     `json:"title"`
		Description string     `json:"description"`
		Resources   []resource `json:"resources"`
	}{
		Profile: "data-package", Name: "entente", Title: "Claims from reporting on international politics",
		Description: "Every row is a claim of somebody in some document, with the bytes of the text it rests on. Nothing here is stated as true.",
	}
	for _, s := range all {
		r := resource{Name: s.name(), Path: s.name() + ".csv", Profile: "tabular-data-resource", Format: "csv", Mediatype: "text/csv", Encoding: "utf-8", Description: s.about()}
		if asParquet {
			r.Path, r.Profile, r.Format, r.Mediatype, r.Encoding = s.name()+".parquet", "data-resource", "parquet", "application/vnd.apache.parquet", ""
		}
		r.Schema.MissingValues = []string{""}
		for c := range columns(s.row()) {
			r.Schema.Fields = append(r.Schema.Fields, field{c.name, c.kind, c.about})
			switch c.name {
			case "id":
				r.Schema.PrimaryKey = []string{c.name}
			case "document", "claim":
				r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, foreignKey{[]string{c.name}, reference{c.name + "s", []string{"id"}}})
			}
		}
		if s.name() == "actors" {
			r.Schema.PrimaryKey = []string{"document", "actor"}
		}
		pkg.Resources = append(pkg.Resources, r)
	}
	f, err := create("datapackage.json")
	if err != nil {
		return fmt.Errorf("write the data dictionary: %w", err)
	}
	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	err = enc.Encode(pkg)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write the data dictionary: %w", err)
	}
	return nil
}
