package eventtable

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// errLine is a row that cannot be split.
var errLine = errors.New("the row")

// scanner splits a table into rows and fields. Fields are valid until the next
// call.
type scanner struct {
	in     *bufio.Reader
	sep    byte
	quoted bool   // fields may stand in double quotation marks, as RFC 4180 says
	line   int    // lines read
	first  int    // line at which the last row began
	long   []byte // a line longer than the reader's room
	rows   []byte // lines of one row
	cuts   []cut
}

// fields are the fields of a row. They are cuts of a text and no slices, as slices
// are pointers: to set sixty of them for every row is work for the collector.
type fields struct {
	text []byte
	cuts []cut
}

// cut is where a field stands; twice says that its quotation marks are still doubled.
type cut struct {
	start, end int32
	twice      bool
}

func (f *fields) len() int { return len(f.cuts) }

// at is the i-th field.
func (f *fields) at(i int) []byte {
	c := f.cuts[i]
	if c.twice { // most such fields are never asked for
		c = cut{start: c.start, end: undouble(f.text, c)}
		f.cuts[i] = c
	}
	return f.text[c.start:c.end]
}

// next returns the fields of the next row that is not empty. It fails with
// io.EOF at the end, with an errLine for a row that is left out, and with the
// error of the reader.
func (s *scanner) next() (fields, error) {
	for {
		s.first = s.line + 1
		line, err := s.readLine()
		if err != nil {
			return fields{}, err
		}
		if len(line) == 0 {
			continue
		}
		s.cuts = s.cuts[:0]
		f, err := s.split(line, 0, field{})
		if err == nil && f.inside {
			line, f, err = s.closed(line, f)
		}
		if err == nil && !s.cut(f, len(line)) {
			err = errBehind
		}
		if err != nil {
			return fields{}, err
		}
		return fields{line, s.cuts}, nil
	}
}

// readLine returns the next line without its end.
func (s *scanner) readLine() ([]byte, error) {
	line, err := s.in.ReadSlice('\n')
	s.line++
	if err == nil {
		return trim(line), nil
	}
	s.long = append(s.long[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(s.long) > maxLine {
			if err := s.skip(); err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("%w is longer than %d MB", errLine, maxLine>>20)
		}
		line, err = s.in.ReadSlice('\n')
		s.long = append(s.long, line...)
	}
	if errors.Is(err, io.EOF) && len(s.long) > 0 {
		return trim(s.long), nil
	}
	if err != nil {
		return nil, err
	}
	return trim(s.long), nil
}

// skip reads to the end of the line.
func (s *scanner) skip() error {
	for {
		_, err := s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
}

func trim(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}

// split cuts a line into fields from a place on, at separators outside of quotation marks, and
// returns the field at hand at its end, where f is that at the place; inside says that a mark does
// not close. It goes through the line 64 bytes at a time, as most fields are too short for a
// search of their own.
func (s *scanner) split(line []byte, at int, f field) (field, error) {
	separators := ones * uint64(s.sep)
	quotes := separators
	if s.quoted {
		quotes = ones * uint64('"')
	}
	for ; at < len(line); at += 64 {
		for found := marks(line[at:], separators, quotes); found != 0; found &= found - 1 {
			i := at + bits.TrailingZeros64(found)
			switch {
			case line[i] == s.sep:
				if f.inside {
					continue
				}
				if !s.cut(f, i) {
					return f, errBehind
				}
				f = field{start: i + 1}
			case f.inside:
				f.inside, f.end = false, i
			case f.quoted && f.end == i-1:
				f.inside, f.twice = true, true
			case i == f.start:
				f.inside, f.quoted = true, true
			}
		}
	}
	return f, nil
}

const ones = 0x0101010101010101

// marks has a bit for each of the first 64 bytes of a text that is the byte of which a or b
// hold eight.
func marks(text []byte, a, b uint64) (found uint64) {
	if len(text) >= 64 {
		for i := range 8 {
			found |= marksOf(binary.LittleEndian.Uint64(text[8*i:8*i+8]), a, b) << (8 * i)
		}
		return found
	}
	for i := 0; i < len(text); i += 8 {
		var w [8]byte
		n := copy(w[:], text[i:])
		found |= marksOf(binary.LittleEndian.Uint64(w[:]), a, b) & (1<<n - 1) << i
	}
	return found
}

// marksOf has a bit for each of eight bytes.
func marksOf(w, a, b uint64) uint64 {
	const low7, high = 0x7f * ones, 0x80 * ones
	x, y := w^a, w^b // zero where it is the byte
	none := (x&low7 + low7 | x) & (y&low7 + low7 | y)
	return (^none & high) >> 7 * 0x0102040810204080 >> 56 // the highest bits, put together
}

var errBehind = fmt.Errorf("%w has words behind a closing quotation mark", errLine)

// field is what is known of the field at hand.
type field struct {
	start, end            int // where it begins, and where its last quotation mark stands
	quoted, inside, twice bool
}

// cut ends a field; it reports false for words behind its closing quotation mark.
func (s *scanner) cut(f field, end int) bool {
	if !f.quoted {
		s.cuts = append(s.cuts, cut{start: int32(f.start), end: int32(end)})
		return true
	}
	s.cuts = append(s.cuts, cut{int32(f.start + 1), int32(f.end), f.twice})
	return f.end == end-1
}

// undouble makes one of each two quotation marks of a field, in its place, and returns
// its new end.
func undouble(line []byte, c cut) int32 {
	to := c.start
	for from := c.start; from < c.end; from++ {
		line[to] = line[from]
		to++
		if line[from] == '"' {
			from++
		}
	}
	return to
}

// closed joins a line of which a quotation mark is open with those up to where it closes, and
// goes on with splitting it.
func (s *scanner) closed(line []byte, f field) ([]byte, field, error) {
	s.rows = append(s.rows[:0], line...)
	for f.inside {
		if len(s.rows) > maxLine {
			return nil, f, fmt.Errorf("%w has a quotation mark that does not close within %d MB", errLine, maxLine>>20)
		}
		more, err := s.readLine()
		if errors.Is(err, io.EOF) {
			err = fmt.Errorf("%w has a quotation mark that does not close", errLine)
		}
		if err != nil {
			return nil, f, err
		}
		at := len(s.rows)
		s.rows = append(append(s.rows, '\n'), more...)
		if f, err = s.split(s.rows, at, f); err != nil {
			return nil, f, err
		}
	}
	return s.rows, f, nil
}
