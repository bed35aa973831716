package eventtable

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
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
	text   []byte // unquoted fields
}

// fields are the fields of a row. They are cuts of a text and no slices, as slices
// are pointers: to set sixty of them for every row is work for the collector.
type fields struct {
	text []byte
	cuts []cut
}

type cut struct{ start, end int32 }

func (f *fields) len() int { return len(f.cuts) }

// at is the i-th field.
func (f *fields) at(i int) []byte {
	c := f.cuts[i]
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
		if !s.quoted || bytes.IndexByte(line, '"') < 0 {
			return s.split(line), nil
		}
		return s.splitQuoted(line)
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

func (s *scanner) split(line []byte) fields {
	c, start := s.cuts[:0], 0
	for {
		i := bytes.IndexByte(line[start:], s.sep)
		if i < 0 {
			break
		}
		c = append(c, cut{int32(start), int32(start + i)})
		start += i + 1
	}
	s.cuts = append(c, cut{int32(start), int32(len(line))})
	return fields{line, s.cuts}
}

// splitQuoted splits a row with quotation marks, which may go over several lines.
func (s *scanner) splitQuoted(line []byte) (fields, error) {
	if opens(line) {
		var err error
		if line, err = s.closed(line); err != nil {
			return fields{}, err
		}
	}
	s.text, s.cuts = s.text[:0], s.cuts[:0]
	for {
		from := len(s.text)
		more := true
		if len(line) > 0 && line[0] == '"' {
			var err error
			if line, err = s.unquote(line[1:]); err != nil {
				return fields{}, err
			}
			if more = len(line) > 0; more {
				line = line[1:]
			}
		} else {
			i := bytes.IndexByte(line, s.sep)
			if more = i >= 0; !more {
				i = len(line)
			}
			s.text = append(s.text, line[:i]...)
			line = line[min(i+1, len(line)):]
		}
		s.cuts = append(s.cuts, cut{int32(from), int32(len(s.text))})
		if !more {
			return fields{s.text, s.cuts}, nil
		}
	}
}

// closed joins a line of which a quotation mark is open with those up to where it closes.
func (s *scanner) closed(line []byte) ([]byte, error) {
	s.rows = append(s.rows[:0], line...)
	for open := true; open; {
		if len(s.rows) > maxLine {
			return nil, fmt.Errorf("%w has a quotation mark that does not close within %d MB", errLine, maxLine>>20)
		}
		more, err := s.readLine()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w has a quotation mark that does not close", errLine)
		}
		if err != nil {
			return nil, err
		}
		open = open != opens(more)
		s.rows = append(append(s.rows, '\n'), more...)
	}
	return s.rows, nil
}

// opens reports whether a line opens a quotation mark, or closes one, that is of another
// line too.
func opens(line []byte) bool { return bytes.Count(line, []byte{'"'})%2 == 1 }

// unquote appends a quoted field to text and returns what follows: nothing, or the
// separator and more.
func (s *scanner) unquote(line []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			return nil, fmt.Errorf("%w has a quotation mark that does not close", errLine)
		}
		s.text = append(s.text, line[:i]...)
		line = line[i+1:]
		if len(line) == 0 || line[0] != '"' {
			break
		}
		s.text = append(s.text, '"')
		line = line[1:]
	}
	if len(line) > 0 && line[0] != s.sep {
		return nil, fmt.Errorf("%w has words behind a closing quotation mark", errLine)
	}
	return line, nil
}
