// Package archive opens files that hold other files: zip, tar, gzip and bzip2. It
// writes nothing to disk, and it bounds what a small file can unfold to: entries,
// bytes, bytes for each packed byte, archives within archives. It knows nothing
// of what the files hold. Start with Budget, OpenZip and Tar.
package archive

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync/atomic"
)

// Limits bound what one input may unfold to, everything within it counted.
type Limits struct {
	Entries int   // entries, of all archives together
	Bytes   int64 // unpacked bytes read, together
	Entry   int64 // unpacked bytes of one entry
	Ratio   int64 // unpacked bytes for each packed one, counted behind the first MiB
	Depth   int   // archives within archives; 1 allows none within another
}

// DefaultLimits are wide enough for a year of a newspaper's pages and narrow
// enough to be survived: text packs to a tenth, seldom to a hundredth.
func DefaultLimits() Limits {
	return Limits{Entries: 200_000, Bytes: 64 << 30, Entry: 1 << 30, Ratio: 500, Depth: 4}
}

// Errors of archives that unfold to more than is allowed, or that cannot be
// unfolded. All but ErrDamaged and ErrEncrypted end the whole input.
var (
	ErrTooMany   = errors.New("it holds too many files")
	ErrTooLarge  = errors.New("it unfolds to too much")
	ErrBomb      = errors.New("it is packed too tightly to be text")
	ErrTooDeep   = errors.New("it holds archives within archives within archives")
	ErrEncrypted = errors.New("it is encrypted")
	ErrDamaged   = errors.New("it is damaged or breaks off")
)

// IsLimit reports whether an error says that an input unfolds to more than is
// allowed.
func IsLimit(err error) bool {
	return errors.Is(err, ErrTooMany) || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrBomb) || errors.Is(err, ErrTooDeep)
}

// Budget is what is left of the limits of one input. It is safe for concurrent
// use.
type Budget struct {
	limits  Limits
	entries atomic.Int64
	bytes   atomic.Int64
	depth   int
	root    *Budget
}

// NewBudget is the budget of an input of which nothing was read yet.
func NewBudget(l Limits) *Budget {
	b := &Budget{limits: l}
	b.root = b
	return b
}

// Within is the budget of an archive that is an entry of another: it spends from
// the same purse. The error is ErrTooDeep where archives nest too deep.
func (b *Budget) Within() (*Budget, error) {
	if b.depth+1 >= b.limits.Depth {
		return nil, fmt.Errorf("%w (%d levels)", ErrTooDeep, b.limits.Depth)
	}
	return &Budget{limits: b.limits, depth: b.depth + 1, root: b.root}, nil
}

// Limits are the limits of the budget.
func (b *Budget) Limits() Limits { return b.limits }

// entry spends one entry.
func (b *Budget) entry() error {
	if b.root.entries.Add(1) > int64(b.limits.Entries) {
		return fmt.Errorf("%w (more than %d)", ErrTooMany, b.limits.Entries)
	}
	return nil
}

// spend spends n bytes.
func (b *Budget) spend(n int) error {
	if b.root.bytes.Add(int64(n)) > b.limits.Bytes {
		return fmt.Errorf("%w (more than %d MiB)", ErrTooLarge, b.limits.Bytes>>20)
	}
	return nil
}

// freeOfRatio is how many bytes an entry may have before the ratio counts: small
// files of white space pack to almost nothing.
const freeOfRatio = 1 << 20

// meter counts what is read of an entry against the budget.
type meter struct {
	r      io.Reader
	budget *Budget
	packed func() int64 // bytes read so far, or of the whole entry, as they are packed
	read   int64
	err    error
}

func (m *meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.r.Read(p)
	m.read += int64(n)
	l := m.budget.limits
	switch {
	case m.read > l.Entry:
		m.err = fmt.Errorf("%w (a file of more than %d MiB)", ErrTooLarge, l.Entry>>20)
	case m.packed != nil && m.read > freeOfRatio && m.read/l.Ratio > m.packed():
		m.err = fmt.Errorf("%w (more than %d to 1)", ErrBomb, l.Ratio)
	default:
		m.err = m.budget.spend(n)
	}
	if m.err != nil {
		return 0, m.err
	}
	if err != nil && err != io.EOF && !IsLimit(err) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}

// CleanName is an entry's name as a path below the archive: no root, no way up,
// slashes, and no control characters.
func CleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(name, "\\", "/"), "_"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}
