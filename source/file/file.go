// Package file reads documents from files: plain text, Markdown, HTML and JSON
// Lines, single, by folder, by pattern, from a file system or from standard
// input. It finds the format by ending and content and the encoding by what the
// bytes say; what the parts of an article are, package article tells. Start
// with Documents.
package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/source"
	"entente/source/article"
	"entente/source/pdf"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// MaxBytes is the most bytes that a document may have in its file.
const MaxBytes = 32 << 20

// Input is what is read.
type Input struct {
	Paths []string  // files, folders, patterns as of filepath.Match; Stdin for Stdin
	Stdin io.Reader // read where Paths hold "-"
	Files fs.FS     // read whole instead of Paths where it is not nil
	// Expect, where not nil, is told of how many more documents are to come, as far
	// as that is known without reading them: the files of a folder before its first
	// one, the documents of a file that holds several. It may take some back.
	Expect func(more int)
	// Fetch gets pages of the web, for paths that are addresses; nil reads none.
	Fetch Fetch
	// Cache is a folder for what is costly to make again, "" for none.
	Cache string
	// Skipped, where not nil, is told at the end of each folder that held files
	// which were left out.
	Skipped func(folder string, s source.Skipped)
}

// Documents yields the documents of an input: paths in the order given, the
// files of a folder sorted by path and those below it with them, the lines of
// JSON Lines in order. A file named by itself is read whatever its ending;
// of a folder, hidden files and those with an ending that is not read are left
// out. Errors are *source.Error and the next item follows; a cancelled context
// ends the sequence with its error. A file that is met twice is read twice.
func Documents(ctx context.Context, in Input) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		w := &walk{ctx: ctx, in: in}
		w.yield = func(d *entente.Document, err error) bool {
			if err == nil {
				w.yielded++
			}
			return yield(d, err)
		}
		defer w.close()
		w.expect(w.count())
		if in.Files != nil {
			w.folder(in.Files, ".", "")
			return
		}
		for _, path := range in.Paths {
			if !w.path(path) {
				return
			}
		}
	}
}

// Reporting is a source.Source over an input.
type Reporting Input

// Documents is Documents of the input.
func (r Reporting) Documents(ctx context.Context) iter.Seq2[*entente.Document, error] {
	return Documents(ctx, Input(r))
}

// walk is one pass over an input. Its methods report whether to go on.
type walk struct {
	ctx     context.Context
	in      Input
	yield   func(*entente.Document, error) bool
	pdfs    *pdf.Reader // nil until the first PDF
	yielded int         // documents yielded
}

// close frees what the walk has loaded.
func (w *walk) close() {
	if w.pdfs != nil {
		_ = w.pdfs.Close() // it holds nothing that could be lost
	}
}

// fail yields an error; one of the context ends the walk.
func (w *walk) fail(name string, line int, err error, hint string) bool {
	return w.yield(nil, &source.Error{Name: name, Line: line, Err: err, Hint: hint})
}

// done yields the context's error, once it has one, and ends the walk.
func (w *walk) done() bool {
	err := w.ctx.Err()
	if err != nil {
		w.yield(nil, err)
	}
	return err != nil
}

// path reads a file, a folder, the matches of a pattern or standard input.
func (w *walk) path(path string) bool {
	if w.done() {
		return false
	}
	if path == Stdin {
		if w.in.Stdin == nil {
			return w.fail(Stdin, 0, errors.New("there is no standard input"), "name a file")
		}
		return w.content(w.item(Stdin, w.in.Stdin))
	}
	if isAddress(path) {
		return w.counted(func() bool { return w.address(path, article.Meta{}) })
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return w.folder(os.DirFS(path), ".", path)
	case err == nil:
		return w.counted(func() bool { return w.file(path) })
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		return w.pattern(path)
	}
	return w.fail(filepath.ToSlash(path), 0, cause(err), hintFor(err))
}

// pattern reads what a pattern matches, sorted.
func (w *walk) pattern(pattern string) bool {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return w.fail(pattern, 0, errors.New("the pattern cannot be understood"), "* matches any name, [ needs its ]")
	}
	if len(matches) == 0 {
		return w.fail(pattern, 0, errors.New("no file matches"), "put the pattern in quotation marks, and check the folder")
	}
	slices.Sort(matches)
	for _, m := range matches {
		if !w.path(m) {
			return false
		}
	}
	return true
}

// folder reads the files of a folder and those below it. Name is how the user
// calls the folder, "" for a file system without a name.
func (w *walk) folder(fsys fs.FS, root, name string) bool {
	skipped := source.Skipped{Unsupported: map[string]int{}}
	goOn := true
	err := fs.WalkDir(fsys, root, func(p string, e fs.DirEntry, err error) error {
		shown := filepath.ToSlash(filepath.Join(name, p))
		switch {
		case w.done():
			goOn = false
			return fs.SkipAll
		case err != nil:
			goOn = w.fail(shown, 0, cause(err), hintFor(err))
			if e != nil && e.IsDir() && goOn {
				return fs.SkipDir
			}
		case p != root && strings.HasPrefix(e.Name(), "."):
			skipped.Hidden++
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir():
		case formatOf(p) == "" && !recognised(fsys, p):
			skipped.Unsupported[strings.ToLower(filepath.Ext(p))]++
		case !e.Type().IsRegular() && e.Type()&fs.ModeSymlink == 0:
			skipped.Unsupported[strings.ToLower(filepath.Ext(p))]++
		default:
			if formatOf(p) == "" {
				w.expect(1)
			}
			goOn = w.counted(func() bool { return w.entry(fsys, p, shown) })
		}
		if !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && goOn {
		goOn = w.fail(name, 0, cause(err), hintFor(err))
	}
	if goOn {
		w.tellSkipped(name, skipped)
	}
	return goOn
}

// recognised reports whether a file whose ending says nothing is certainly in a
// format that is read. Text without an ending may be anything.
func recognised(fsys fs.FS, p string) bool {
	f, err := fsys.Open(p)
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return false
	}
	head := make([]byte, 8<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return false
	}
	switch tell("", head[:n]) {
	case pdfFile, warcFile, message, feedFile, webPage:
		return true
	}
	return false
}

// tellSkipped tells what was left out of a folder or archive.
func (w *walk) tellSkipped(name string, s source.Skipped) {
	if w.in.Skipped != nil && (s.Hidden > 0 || len(s.Unsupported) > 0) {
		w.in.Skipped(name, s)
	}
}

func (w *walk) entry(fsys fs.FS, p, shown string) bool {
	f, err := fsys.Open(p)
	if err != nil {
		return w.fail(shown, 0, cause(err), hintFor(err))
	}
	defer f.Close()
	return w.content(w.item(shown, f))
}

func (w *walk) file(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return w.fail(filepath.ToSlash(path), 0, cause(err), hintFor(err))
	}
	defer f.Close()
	return w.content(w.item(filepath.ToSlash(path), f))
}

// cause is the reason of a file system's error without the path, which the
// source.Error names.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w", fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w", fs.ErrPermission)
	}
	return err
}

func hintFor(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "check the path"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it; check its permissions"
	}
	return ""
}
