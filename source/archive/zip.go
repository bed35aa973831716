package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// longestDirectory is the most bytes of a zip's directory that are read: each
// entry takes at least 46 of them, and several times as many in memory.
const longestDirectory = 32 << 20

// Entry is a file within an archive.
type Entry struct {
	Name string    // a path with slashes, cleaned; for showing and telling formats
	R    io.Reader // its content, unpacked as it is read; valid until the next entry
}

// Zip is an opened zip file.
type Zip struct {
	reader *zip.Reader
	byName map[string]*zip.File
	budget *Budget
}

// OpenZip reads the directory of a zip of so many bytes. The error is ErrDamaged
// where it has none, and one of the limits' where that is too long or says that
// its entries lie over each other.
func OpenZip(r io.ReaderAt, size int64, b *Budget) (*Zip, error) {
	g := &gauge{r: r, left: longestDirectory}
	zr, err := zip.NewReader(g, size)
	switch {
	case errors.Is(err, errGauge):
		return nil, fmt.Errorf("%w (a directory of more than %d MiB)", ErrTooMany, longestDirectory>>20)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if most := b.limits.Entries; len(zr.File) > most {
		return nil, fmt.Errorf("%w (more than %d)", ErrTooMany, most)
	}
	g.left = -1
	z := &Zip{reader: zr, budget: b, byName: make(map[string]*zip.File, len(zr.File))}
	var packed uint64
	for _, f := range zr.File {
		packed += min(f.CompressedSize64, uint64(size)+1)
		if _, twice := z.byName[f.Name]; !twice {
			z.byName[f.Name] = f
		}
	}
	if packed > uint64(size) {
		return nil, fmt.Errorf("%w (its entries lie over each other)", ErrBomb)
	}
	return z, nil
}

// errGauge says that a gauge is empty.
var errGauge = errors.New("read too far")

// gauge stops reads after so many bytes; a negative rest is no bound.
type gauge struct {
	r    io.ReaderAt
	left int64
}

func (g *gauge) ReadAt(p []byte, off int64) (int, error) {
	if g.left >= 0 {
		if int64(len(p)) > g.left {
			return 0, errGauge
		}
		g.left -= int64(len(p))
	}
	return g.r.ReadAt(p, off)
}

// Has reports whether there is an entry of exactly this name.
func (z *Zip) Has(name string) bool { return z.byName[name] != nil }

// Names yields the names of the entries as they are written, in the order of the
// directory.
func (z *Zip) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range z.reader.File {
			if !yield(f.Name) {
				return
			}
		}
	}
}

// Open opens an entry by exactly its name. The reader counts what it unpacks
// against the budget; who opens it closes it. One that is not there is
// ErrDamaged.
func (z *Zip) Open(name string) (io.ReadCloser, error) {
	f := z.byName[name]
	if f == nil {
		return nil, fmt.Errorf("%w: there is no %s in it", ErrDamaged, CleanName(name))
	}
	return z.open(f)
}

// Read reads an entry whole, at most so many bytes of it: more is ErrTooLarge.
// One that is not there is ErrDamaged.
func (z *Zip) Read(name string, most int64) ([]byte, error) {
	r, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%w (%s has more than %d MiB)", ErrTooLarge, CleanName(name), most>>20)
	}
	return b, nil
}

// open opens an entry; what is read of it is counted.
func (z *Zip) open(f *zip.File) (io.ReadCloser, error) {
	if err := z.budget.entry(); err != nil {
		return nil, err
	}
	if f.Flags&1 != 0 {
		return nil, ErrEncrypted
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	packed := int64(f.CompressedSize64)
	return struct {
		io.Reader
		io.Closer
	}{&meter{r: r, budget: z.budget, packed: func() int64 { return packed }}, r}, nil
}

// Files yields the files of a zip in the order of its directory, without folders.
// An entry that cannot be opened yields its name and the error; a limit ends the
// sequence.
func (z *Zip) Files() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, f := range z.reader.File {
			if strings.HasSuffix(f.Name, "/") || f.FileInfo().IsDir() {
				continue
			}
			e := Entry{Name: CleanName(f.Name)}
			r, err := z.open(f)
			if err != nil {
				if !yield(e, err) || IsLimit(err) {
					return
				}
				continue
			}
			e.R = r
			goOn := yield(e, nil)
			r.Close()
			if !goOn {
				return
			}
		}
	}
}
