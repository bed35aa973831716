package eventtable

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/source"
)

// limits of what is unpacked.
const (
	maxRatio  = 200      // unpacked to packed bytes, above a megabyte: tables pack 5 to 15 to one
	maxMember = 64 << 30 // bytes of one table
	maxLine   = 4 << 20  // bytes of one row
)

// place is one file to read.
type place struct {
	path string
	size int64
}

// find lists the files of paths, sorted within each path.
func find(paths []string) (files []place, failures []error) {
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case err == nil && info.IsDir():
			n := len(files)
			err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
				switch {
				case err != nil:
					failures = append(failures, &source.Error{Name: path, Err: err})
				case d.IsDir() && path != p && strings.HasPrefix(d.Name(), "."):
					return fs.SkipDir
				case d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "."):
					if info, err := d.Info(); err == nil {
						files = append(files, place{path, info.Size()})
					}
				}
				return nil
			})
			if err != nil {
				failures = append(failures, &source.Error{Name: p, Err: err})
			}
			slices.SortFunc(files[n:], func(a, b place) int { return strings.Compare(a.path, b.path) })
		case err == nil:
			files = append(files, place{p, info.Size()})
		default:
			matches, globErr := filepath.Glob(p)
			if globErr != nil || len(matches) == 0 {
				failures = append(failures, &source.Error{Name: p, Err: errors.Unwrap(err), Hint: "is the path right?"})
				continue
			}
			slices.Sort(matches)
			more, failed := find(matches)
			files, failures = append(files, more...), append(failures, failed...)
		}
	}
	return files, failures
}

// file reads one file, packed or not; it reports whether to go on.
func (r *reader) file(ctx context.Context, p place, mapping *layout) bool {
	f, err := os.Open(p.path)
	if err != nil {
		return r.fail(p.path, 0, "", err)
	}
	defer f.Close()
	counted := &counter{in: f}
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return r.fail(p.path, 0, "is it a file?", err)
	}
	at := func() int64 { return r.read + counted.n }
	switch {
	case n >= 2 && head[0] == 0x1f && head[1] == 0x8b:
		z, err := gzip.NewReader(bufio.NewReaderSize(counted, 1<<16))
		if err != nil {
			return r.fail(p.path, 0, "is it whole?", err)
		}
		return r.table(ctx, p.path, &bounded{in: z, packed: func() int64 { return counted.n }}, mapping, at)
	case n == 4 && bytes.Equal(head, []byte("PK\x03\x04")):
		return r.archive(ctx, f, p, mapping)
	}
	return r.table(ctx, p.path, counted, mapping, at)
}

// archive reads the tables in a zip file, by name.
func (r *reader) archive(ctx context.Context, f *os.File, p place, mapping *layout) bool {
	z, err := zip.NewReader(f, p.size)
	if err != nil {
		return r.fail(p.path, 0, "is it whole?", err)
	}
	members := slices.Clone(z.File)
	slices.SortStableFunc(members, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, m := range members {
		if m.FileInfo().IsDir() || strings.HasPrefix(filepath.Base(m.Name), ".") {
			continue
		}
		name := p.path + "/" + m.Name
		in, err := m.Open()
		if err != nil {
			if !r.fail(name, 0, "is the archive whole?", err) {
				return false
			}
			continue
		}
		packed := int64(m.CompressedSize64)
		more := r.table(ctx, name, &bounded{in: in, packed: func() int64 { return packed }}, mapping, func() int64 { return r.read })
		in.Close()
		if !more {
			return false
		}
	}
	return true
}

// counter counts what is read.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.n += int64(n)
	return n, err
}

// bounded is an unpacked stream that ends with an error where it grows beyond
// what a table can be.
type bounded struct {
	in     io.Reader
	packed func() int64
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.n += int64(n)
	if b.n > maxMember || b.n > 1<<20 && b.n > maxRatio*max(b.packed(), 1) {
		return 0, fmt.Errorf("unpacks to more than %d times its size", maxRatio)
	}
	return n, err
}

// table reads one table; it reports whether to go on with the next.
func (r *reader) table(ctx context.Context, name string, in io.Reader, mapping *layout, at func() int64) bool {
	buf := r.buffer
	if buf == nil {
		buf = bufio.NewReaderSize(nil, 1<<18)
		r.buffer = buf
	}
	buf.Reset(in)
	start, err := buf.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return r.fail(name, 0, "is the file whole?", err)
	}
	o, wide := orderOf(start)
	if wide {
		buf = bufio.NewReaderSize(o.reader(buf), 1<<18)
		if start, err = buf.Peek(1 << 16); err != nil && !errors.Is(err, io.EOF) {
			return r.fail(name, 0, "is the file whole?", err)
		}
	}
	if bytes.HasPrefix(start, []byte(mark)) {
		_, _ = buf.Discard(len(mark)) // they were peeked at
		start = start[len(mark):]
	}
	if len(bytes.TrimSpace(start)) == 0 {
		return r.fail(name, 0, "", errors.New("is empty"))
	}
	l, s := mapping, shape{}
	switch {
	case mapping != nil:
		s, err = mapping.fit(start)
	case r.in.Format != "":
		l = findLayout(r.in.Format)
		s, err = l.fit(start)
	default:
		l, s, err = detect(start)
	}
	if err != nil {
		return r.fail(name, 1, "name its format, or give a mapping", err)
	}
	t := &scanner{in: buf, sep: s.sep, quoted: s.quoted || wide} // spreadsheets quote words with commas in any format
	p := &parser{reader: r, layout: l, shape: s, file: name}
	if s.head {
		if _, err := t.next(); err != nil {
			return r.fail(name, 1, "is the file whole?", err)
		}
	}
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				r.fail(name, t.line, "the same command goes on", err)
				return false
			}
			if r.in.Progress != nil {
				r.in.Progress(at(), r.total)
			}
		}
		fields, err := t.next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if errors.Is(err, errLine) {
			if !r.fail(name, t.first, "correct the row", err) {
				return false
			}
			continue
		}
		if err != nil {
			return r.fail(name, t.line, "is the file whole?", err)
		}
		if !p.row(fields, t.first) {
			return false
		}
	}
}
