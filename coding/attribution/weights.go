package attribution

import (
	"bufio"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
)

//go:embed weights/attribution.bin
var weights string

// magic begins a file of weights; the digit is the version of its layout.
const magic = "attrib2\n"

// New lays its tables over the embedded weights: nothing is unpacked, and what no
// text asks for is never brought into memory.
func New() (*Tagger, error) {
	g, err := read(weights)
	if err != nil {
		return nil, fmt.Errorf("read attribution weights: %w", err)
	}
	return g, nil
}

// Read reads a tagger that Write wrote.
func Read(r io.Reader) (*Tagger, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return read(string(b))
}

func read(file string) (*Tagger, error) {
	k, err := newKnowledge()
	if err != nil {
		return nil, err
	}
	if len(file) < len(magic) || file[:len(magic)] != magic {
		return nil, fmt.Errorf("not a file of attribution weights")
	}
	m, rest := &models{}, file[len(magic):]
	for _, part := range m.parts() {
		var t *table
		if t, rest, err = readTable(rest); err != nil {
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

// Write writes the tagger: magic, then of each table its columns, the number of
// its buckets less one and its scale, of four bytes each, little end first, and
// its rows, a byte a weight.
func (g *Tagger) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(magic); err != nil {
		return err
	}
	for _, part := range g.m.parts() {
		t := (*part.table).(*table)
		var head [tableHead]byte
		binary.LittleEndian.PutUint32(head[0:], uint32(t.columns))
		binary.LittleEndian.PutUint32(head[4:], t.mask)
		binary.LittleEndian.PutUint32(head[8:], math.Float32bits(t.scale))
		if _, err := out.Write(head[:]); err != nil {
			return err
		}
		if _, err := out.WriteString(t.rows); err != nil {
			return err
		}
	}
	return out.Flush()
}

const (
	tableHead = 12 // bytes before a table's rows
	// largest is the most buckets a table may have.
	largest = 1 << 24
)

// readTable reads the table that s starts with and returns what follows it.
func readTable(s string) (t *table, rest string, err error) {
	if len(s) < tableHead {
		return nil, "", fmt.Errorf("a table's head is cut off")
	}
	number := func(at int) uint32 { return binary.LittleEndian.Uint32([]byte(s[at : at+4])) }
	columns, mask := number(0), number(4)
	if columns == 0 || columns > 64 || mask >= largest || bits.OnesCount32(mask+1) != 1 {
		return nil, "", fmt.Errorf("a table of %d columns and %d buckets", columns, mask+1)
	}
	t = &table{columns: int(columns), mask: mask, scale: math.Float32frombits(number(8))}
	s, n := s[tableHead:], t.columns*int(mask+1)
	if len(s) < n {
		return nil, "", fmt.Errorf("a table's rows are cut off: %d of %d bytes", len(s), n)
	}
	t.rows = s[:n]
	return t, s[n:], nil
}
