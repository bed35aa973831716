package network

import (
	"bufio"
	"fmt"
	"io"
)

// WriteLP writes the question for the frustration index as an integer program in
// the CPLEX LP format, so that others can check it (glpsol --lp, cbc, scip): x0,
// x1 ... say in which camp the actors are, in the order of n.Actors, f0, f1 ...
// which ties are contradicted. The objective's best value is the index less what
// pairs that are both friendly and hostile cost in any case, which stands in the
// first line's comment.
func WriteLP(w io.Writer, n *Network) error {
	g, index := n.graph()
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "\\ frustration index of %d actors; add %d for pairs that are both friendly and hostile\n", len(n.Actors), g.base)
	fmt.Fprint(out, "Minimize\n cost:")
	k := 0
	for _, t := range n.Ties {
		if c := t.Weight(); c != 0 {
			fmt.Fprintf(out, " + %d f%d", abs(c), k)
			if k++; k%8 == 0 {
				fmt.Fprint(out, "\n ")
			}
		}
	}
	if k == 0 {
		fmt.Fprint(out, " 0 x0")
	}
	fmt.Fprint(out, "\nSubject To\n")
	k = 0
	for _, t := range n.Ties {
		u, v := index[t.A], index[t.B]
		switch c := t.Weight(); {
		case c > 0:
			fmt.Fprintf(out, " a%d: f%d - x%d + x%d >= 0\n b%d: f%d + x%d - x%d >= 0\n", k, k, u, v, k, k, u, v)
		case c < 0:
			fmt.Fprintf(out, " a%d: f%d - x%d - x%d >= -1\n b%d: f%d + x%d + x%d >= 1\n", k, k, u, v, k, k, u, v)
		default:
			continue
		}
		k++
	}
	fmt.Fprint(out, "Binary\n")
	for i := range n.Actors {
		fmt.Fprintf(out, " x%d\n", i)
	}
	for i := range k {
		fmt.Fprintf(out, " f%d\n", i)
	}
	fmt.Fprint(out, "End\n")
	return out.Flush()
}
