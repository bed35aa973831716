package article

import (
	"errors"
	"fmt"
	"strings"
)

// Bounds of one document. A thick novel has 1 to 3 MiB; what is longer is a file
// of many articles, or made to do harm, and reading it takes a hundred times its
// size in memory.
const (
	MaxText       = 4 << 20 // bytes
	MaxParagraphs = 100_000
)

// ErrTooLong says that a text is longer than one document may be.
var ErrTooLong = errors.New("its text is too long for one document")

// Size is how much text there is.
type Size struct{ Bytes, Paragraphs int }

// SizeOf is the size of a text in which every line may be a paragraph.
func SizeOf(text string) Size {
	return Size{Bytes: len(text), Paragraphs: strings.Count(text, "\n")}
}

// Err is ErrTooLong with the bound that is passed, or nil.
func (s Size) Err() error {
	switch {
	case s.Bytes > MaxText:
		return fmt.Errorf("%w (more than %d MiB)", ErrTooLong, MaxText>>20)
	case s.Paragraphs > MaxParagraphs:
		return fmt.Errorf("%w (more than %d paragraphs)", ErrTooLong, MaxParagraphs)
	}
	return nil
}
