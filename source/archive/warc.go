package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// Record is a page of a web archive.
type Record struct {
	Number int    // in the file, from 1
	Type   string // response, resource or conversion
	URI    string // of the page
	Status int    // of the answer; 200 for records that are none
	Kind   string // media type of the page, as its server states it
	R      io.Reader
}

// Bounds of the heads of records.
const (
	longestHead  = 64 << 10
	mostHeadRows = 500
)

// WARC yields the pages of a web archive (ISO 28500, versions 0.17 to 1.1): its
// responses, resources and conversions; other records are passed over. A record
// that cannot be understood yields its number and ErrDamaged, and the next
// follows where the file says where that is; else the sequence ends. R is valid
// until the next record.
func WARC(r *bufio.Reader, b *Budget) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for n := 1; ; n++ {
			rec := Record{Number: n, Status: http.StatusOK}
			head, err := warcHead(r)
			if err == io.EOF {
				return
			}
			if err == nil {
				err = b.entry()
			}
			if err != nil {
				yield(rec, err)
				return
			}
			rec.Type, rec.URI = strings.ToLower(head.Get("WARC-Type")), strings.Trim(head.Get("WARC-Target-URI"), "<> ")
			length, err := strconv.ParseInt(strings.TrimSpace(head.Get("Content-Length")), 10, 64)
			if err != nil || length < 0 {
				yield(rec, fmt.Errorf("%w: a record without its length", ErrDamaged))
				return
			}
			block := &io.LimitedReader{R: r, N: length}
			goOn := true
			switch rec.Type {
			case "response":
				goOn = rec.response(block, b, yield)
			case "resource", "conversion":
				rec.Kind, rec.R = head.Get("Content-Type"), &meter{r: block, budget: b}
				goOn = yield(rec, nil)
			}
			if !goOn {
				return
			}
			if _, err := io.Copy(io.Discard, block); err != nil || block.N > 0 {
				if err == nil {
					err = io.ErrUnexpectedEOF
				}
				if !IsLimit(err) {
					err = fmt.Errorf("%w: a record breaks off: %w", ErrDamaged, err)
				}
				yield(rec, err)
				return
			}
		}
	}
}

// response yields the page of an answer.
func (rec Record) response(block io.Reader, b *Budget, yield func(Record, error) bool) bool {
	if !strings.HasPrefix(rec.URI, "http://") && !strings.HasPrefix(rec.URI, "https://") {
		return true // an answer of names, or the like
	}
	in := bufio.NewReaderSize(block, longestHead)
	if b, err := in.Peek(longestHead); err == nil && !bytes.Contains(b, []byte("\r\n\r\n")) && !bytes.Contains(b, []byte("\n\n")) {
		return yield(rec, fmt.Errorf("%w: an answer with a head that is too long", ErrDamaged))
	}
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return yield(rec, fmt.Errorf("%w: an answer that is none", ErrDamaged))
	}
	rec.Status, rec.Kind = res.StatusCode, res.Header.Get("Content-Type")
	counted := &counter{r: res.Body}
	var body io.Reader = counted
	switch strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding"))) {
	case "", "identity":
	case "gzip", "x-gzip":
		// Some archives keep the head of a packed answer and its unpacked body.
		packed := bufio.NewReader(counted)
		body = packed
		if mark, _ := packed.Peek(2); bytes.Equal(mark, []byte("\x1f\x8b")) {
			if body, err = gzip.NewReader(packed); err != nil {
				return yield(rec, fmt.Errorf("%w: %w", ErrDamaged, err))
			}
		}
	case "deflate":
		packed := bufio.NewReader(counted)
		if z, err := zlib.NewReader(packed); err == nil {
			body = z
		} else {
			body = flate.NewReader(packed)
		}
	default:
		return yield(rec, fmt.Errorf("%w: the page is packed as %.20q", ErrDamaged, res.Header.Get("Content-Encoding")))
	}
	rec.R = &meter{r: body, budget: b, packed: counted.count}
	return yield(rec, nil)
}

// warcHead reads the head of the next record. The error is io.EOF behind the
// last.
func warcHead(r *bufio.Reader) (textproto.MIMEHeader, error) {
	version := ""
	for range 64 { // empty lines between records
		line, err := shortLine(r)
		if err == io.EOF && line == "" {
			return nil, io.EOF
		}
		if err != nil {
			return nil, err
		}
		if version = strings.TrimSpace(line); version != "" {
			break
		}
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("%w: no record where one should be", ErrDamaged)
	}
	head := textproto.MIMEHeader{}
	size := 0
	for range mostHeadRows {
		line, err := shortLine(r)
		if err != nil {
			if err == io.EOF {
				err = fmt.Errorf("%w: a record breaks off", ErrDamaged)
			}
			return nil, err
		}
		if size += len(line); size > longestHead {
			break
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return head, nil
		}
		if key, value, ok := strings.Cut(line, ":"); ok {
			head.Add(strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	return nil, fmt.Errorf("%w: the head of a record is too long", ErrDamaged)
}

// shortLine reads a line of bounded length.
func shortLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull:
		return "", fmt.Errorf("%w: the head of a record is too long", ErrDamaged)
	case err == io.EOF && len(line) == 0:
		return "", io.EOF
	case err != nil && err != io.EOF:
		if IsLimit(err) {
			return "", err
		}
		return "", fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return string(line), nil
}
