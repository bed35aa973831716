package brief

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Short writes a plain form of a few lines for the end of a reading: the pairs
// with most behind them, the strongest line of each layer, what does not fit.
func Short(w io.Writer, f *Brief) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\n", f.basis())
	if len(f.Pairs) == 0 {
		fmt.Fprintln(out, "\nNothing is told between two actors.")
	}
	pairs, left := cut(f.Pairs, 5)
	for i := range pairs {
		p := &pairs[i]
		fmt.Fprintf(out, "\n%s – %s: %s\n", p.A.Label, p.B.Label, p.balance())
		if s := p.mixed(); s != "" {
			fmt.Fprintf(out, "  ! %s\n", s)
		}
		for j := range p.Layers {
			shortStatement(out, &p.Layers[j].Statements[0])
			if j == 3 {
				break
			}
		}
	}
	if left > 0 {
		fmt.Fprintf(out, "\n… and %s\n", count(left, "more pair", "more pairs"))
	}
	shown, left := cut(f.Tensions, 4)
	if len(shown) > 0 {
		fmt.Fprintln(out, "\nWhat does not fit")
	}
	for _, t := range shown {
		about := ""
		if len(t.About) > 0 {
			about = join(t.About) + ": "
		}
		fmt.Fprintf(out, "  ! %s%s %s\n", about, t.Working, citations(t.Citations, 3))
	}
	if left > 0 {
		fmt.Fprintf(out, "  … and %d more\n", left)
	}
	return out.Flush()
}

func shortStatement(w io.Writer, s *Statement) {
	t := &s.Tellings[0]
	for i := range s.Tellings {
		if s.Tellings[i].firm() {
			t = &s.Tellings[i]
			break
		}
	}
	stance := stanceWord(t.Stance, t.Negated, t.Historical)
	if stance != "" {
		stance = "(" + stance + ") "
	}
	fmt.Fprintf(w, "  %s %s — %s%s %s\n", signMark(s.Sign), s.Wording, stance, voices(t.Voices), citations(t.Citations, 3))
}

// JSON writes the brief as one indented JSON object, with everything in it.
func JSON(w io.Writer, f *Brief) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(f)
}
