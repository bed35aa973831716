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
	quoted bool // fields may stand in double quotation marks, as RFC 4180 says
	line   int  // lines read
	first  int  // line at which the last row began
	long   []byte
	fields [][]byte
	text   []byte // unquoted fields
}

// next returns the fields of the next row that is not empty. It fails with
// io.EOF at the end, with an errLine for a row that is left out, and with the
// error of the reader.
func (s *scanner) next() ([][]byte, error) {
	for {
		s.first = s.line + 1
		line, err := s.readLine(nil)
		if err != nil {
			return nil, err
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

// readLine returns the next line without its end, appended to start.
func (s *scanner) readLine(start []byte) ([]byte, error) {
	line, err := s.in.ReadSlice('\n')
	s.line++
	if start == nil && err == nil {
		return trim(line), nil
	}
	s.long = append(append(s.long[:0], start...), line...)
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
	if errors.Is(err, io.EOF) && len(s.long) > len(start) {
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

func (s *scanner) split(line []byte) [][]byte {
	f := s.fields[:0]
	for {
		i := bytes.IndexByte(line, s.sep)
		if i < 0 {
			break
		}
		f = append(f, line[:i])
		line = line[i+1:]
	}
	s.fields = append(f, line)
	return s.fields
}

// splitQuoted splits a row with quotation marks, which may go over several lines.
func (s *scanner) splitQuoted(line []byte) ([][]byte, error) {
	for bytes.Count(line, []byte{'"'})%2 == 1 {
		if len(line) > maxLine {
			return nil, fmt.Errorf("%w has a quotation mark that does not close within %d MB", errLine, maxLine>>20)
		}
		more, err := s.readLine(append(bytes.Clone(line), '\n'))
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w has a quotation mark that does not close", errLine)
		}
		if err != nil {
			return nil, err
		}
		line = more
	}
	if cap(s.text) < len(line) {
		s.text = make([]byte, 0, 2*len(line)) // fields point into it: it must not move while a row is split
	}
	s.text = s.text[:0]
	f := s.fields[:0]
	for {
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexByte(line, s.sep)
			if i < 0 {
				s.fields = append(f, line)
				return s.fields, nil
			}
			f = append(f, line[:i])
			line = line[i+1:]
			continue
		}
		from := len(s.text)
		line = line[1:]
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
		f = append(f, s.text[from:len(s.text):len(s.text)])
		if len(line) == 0 {
			s.fields = f
			return s.fields, nil
		}
		if line[0] != s.sep {
			return nil, fmt.Errorf("%w has words behind a closing quotation mark", errLine)
		}
		line = line[1:]
	}
}
