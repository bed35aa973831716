package attribution

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

//go:embed weights/attribution.bin
var weights []byte

// magic begins a file of weights; the digit is the version of its layout.
const magic = "attrib1\n"

// New unpacks the embedded weights, which takes some tens of milliseconds.
func New() (*Tagger, error) {
	g, err := Read(bytes.NewReader(weights))
	if err != nil {
		return nil, fmt.Errorf("read attribution weights: %w", err)
	}
	return g, nil
}

// Read reads a tagger that Write wrote.
func Read(r io.Reader) (*Tagger, error) {
	k, err := newKnowledge()
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bufio.NewReader(r))
	if err != nil {
		return nil, err
	}
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(z, head); err != nil || string(head) != magic {
		return nil, fmt.Errorf("not a file of attribution weights")
	}
	m := &models{}
	for _, part := range m.parts() {
		t, err := readTable(z)
		if err != nil {
			return nil, err
		}
		if t.columns != part.columns {
			return nil, fmt.Errorf("a table of %d columns, want %d", t.columns, part.columns)
		}
		*part.table = t
	}
	return &Tagger{k: k, m: m}, nil
}

// part is one table of the models, in the order of the file.
type part struct {
	table   *scorer
	columns int
}

func (m *models) parts() []part {
	return []part{{&m.cue, 1}, {&m.inner, 1}, {&m.extent, 1}, {&m.role, roles}, {&m.step, roles * roles}, {&m.accept, 1}}
}

// Write writes the tagger, packed.
func (g *Tagger) Write(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(z, magic); err != nil {
		return err
	}
	for _, part := range g.m.parts() {
		t := (*part.table).(*table)
		for _, x := range []any{uint32(t.columns), t.mask, t.scale, t.rows} {
			if err := binary.Write(z, binary.LittleEndian, x); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// largest is the most buckets a table may have.
const largest = 1 << 24

func readTable(r io.Reader) (*table, error) {
	t := &table{}
	var columns uint32
	for _, x := range []any{&columns, &t.mask, &t.scale} {
		if err := binary.Read(r, binary.LittleEndian, x); err != nil {
			return nil, fmt.Errorf("a table's head: %w", err)
		}
	}
	t.columns = int(columns)
	if columns == 0 || columns > 64 || t.mask >= largest || bits.OnesCount32(t.mask+1) != 1 {
		return nil, fmt.Errorf("a table of %d columns and %d buckets", columns, t.mask+1)
	}
	raw := make([]byte, t.columns*int(t.mask+1))
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("a table's rows: %w", err)
	}
	t.rows = make([]int8, len(raw))
	for i, b := range raw {
		t.rows[i] = int8(b)
	}
	return t, nil
}
