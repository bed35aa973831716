package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// expect tells that so many more documents are to come.
func (w *walk) expect(more int) {
	if w.in.Expect != nil && more != 0 {
		w.in.Expect(more)
	}
}

// counted reads an input that was expected to be one document, and corrects that.
func (w *walk) counted(read func() bool) bool {
	before := w.yielded
	goOn := read()
	w.expect(w.yielded - before - 1)
	return goOn
}

// count is how many files and addresses the input names, without opening any.
func (w *walk) count() int {
	if w.in.Expect == nil {
		return 0
	}
	if w.in.Files != nil {
		return w.countFolder(w.in.Files)
	}
	n := 0
	for _, path := range w.in.Paths {
		n += w.countPath(path)
	}
	return n
}

func (w *walk) countPath(path string) int {
	if path == Stdin {
		return 0
	}
	if isAddress(path) {
		return 1
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return w.countFolder(os.DirFS(path))
	case err == nil:
		return 1
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		n := 0
		matches, _ := filepath.Glob(path)
		for _, m := range matches {
			n += w.countPath(m)
		}
		return n
	}
	return 0
}

func (w *walk) countFolder(fsys fs.FS) int {
	n := 0
	_ = fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case w.ctx.Err() != nil:
			return fs.SkipAll
		case err != nil && e != nil && e.IsDir():
			return fs.SkipDir
		case err != nil:
		case p != "." && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case !e.IsDir() && formatOf(p) != "" && (e.Type().IsRegular() || e.Type()&fs.ModeSymlink != 0):
			n++
		}
		return nil
	})
	return n
}
