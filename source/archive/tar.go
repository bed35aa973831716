package archive

import (
	"archive/tar"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
)

// Tar yields the regular files of a tar in the order of the file. Links and
// devices are passed over. A tar that is damaged ends with ErrDamaged, one that
// is over a limit with that.
func Tar(r io.Reader, b *Budget) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		t := tar.NewReader(r)
		for {
			h, err := t.Next()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				if !IsLimit(err) {
					err = fmt.Errorf("%w: %w", ErrDamaged, err)
				}
				yield(Entry{}, err)
				return
			}
			e := Entry{Name: CleanName(h.Name)}
			if err := b.entry(); err != nil {
				yield(e, err)
				return
			}
			if h.Typeflag != tar.TypeReg {
				continue
			}
			e.R = &meter{r: t, budget: b}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Gunzip unpacks gzip, of one member or several, within the budget's ratio.
func Gunzip(r io.Reader, b *Budget) (io.Reader, error) {
	c := &counter{r: r}
	z, err := gzip.NewReader(c)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return &meter{r: z, budget: b.unbounded(), packed: c.count}, nil
}

// Bunzip2 unpacks bzip2 within the budget's ratio.
func Bunzip2(r io.Reader, b *Budget) io.Reader {
	c := &counter{r: r}
	return &meter{r: bzip2.NewReader(c), budget: b.unbounded(), packed: c.count}
}

// unbounded is the budget for a stream that may hold many files, of which each
// is bounded when it is read: only the whole counts.
func (b *Budget) unbounded() *Budget {
	l := b.limits
	l.Entry = l.Bytes
	return &Budget{limits: l, depth: b.depth, root: b.root}
}

// counter counts the bytes that are read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) count() int64 { return c.n }
