package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
	"entente/ledger"
)

// snippetWidth is about how many bytes of a passage a hit shows.
const snippetWidth = 200

// Search finds passages that hold all the words given, whatever their ending,
// case and accents, best first: paragraphs and claims of current records. Words
// in double quotes must follow each other; a word that ends in "*" is the
// beginning of one. Without a word nothing is found. Limit bounds the hits; 0
// or less is no bound.
func (l *Ledger) Search(ctx context.Context, words string, limit int) iter.Seq2[ledger.Hit, error] {
	return func(yield func(ledger.Hit, error) bool) {
		match, starts := question(words)
		if match == "" {
			return
		}
		if limit <= 0 {
			limit = -1
		}
		hits, err := l.find(ctx, match, starts, limit)
		if err != nil {
			yield(ledger.Hit{}, l.explain(err, "search"))
			return
		}
		for _, h := range hits {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// find asks the index.
func (l *Ledger) find(ctx context.Context, match string, starts []string, limit int) ([]ledger.Hit, error) {
	// The best are found first, then looked up: sorting all with their words copies
	// each document's text for each passage that matches.
	rows, err := l.readers.QueryContext(ctx, `SELECT d.id, r.header, p.record, p.start, p."end",
		  cast(substr(cast(d.text AS BLOB), p.start + 1, p."end" - p.start) AS TEXT)
		FROM (SELECT search.rowid AS seq, bm25(search) AS rank FROM search JOIN passages p ON p.seq = search.rowid
		  JOIN readings r ON r.seq = p.reading JOIN documents d ON d.seq = r.document AND d.current = r.seq
		  WHERE search MATCH ? ORDER BY rank, search.rowid LIMIT ?) best
		JOIN passages p ON p.seq = best.seq JOIN readings r ON r.seq = p.reading JOIN documents d ON d.seq = r.document
		ORDER BY best.rank, best.seq`, match, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var hits []ledger.Hit
	for rows.Next() {
		h := ledger.Hit{Kind: entente.KindDocument}
		var record sql.NullString
		var header sql.RawBytes
		var text string
		if err := rows.Scan(&h.Document, &header, &record, &h.Evidence.Start, &h.Evidence.End, &text); err != nil {
			return nil, err
		}
		var d struct{ Title string }
		if err := json.Unmarshal(header, &d); err != nil {
			return nil, fmt.Errorf("%w: header of %s: %w", ErrDamaged, h.Document, err)
		}
		h.Title = d.Title
		if record.Valid {
			h.Kind, h.Record = entente.KindClaim, entente.RecordID(record.String)
		}
		h.Snippet = snippet(text, starts)
		hits = append(hits, h)
	}
	return hits, rows.Err()
}

// question turns a user's words into the index's language, in which every word
// is quoted so that none is an operator, and lists how the words start that it
// finds: without their last three letters, which may be an ending.
func question(s string) (match string, starts []string) {
	var terms []string
	for i, piece := range strings.Split(s, `"`) {
		phrase := i%2 == 1
		var words []string
		for _, field := range strings.Fields(piece) {
			open := strings.HasSuffix(field, "*") && !phrase
			parts := strings.FieldsFunc(field, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
			})
			for k, w := range parts {
				begin := strings.ToLower(w)
				if !open {
					begin = begin[:back(begin, max(min(4, len(begin)), len(begin)-3))]
				}
				starts = append(starts, begin)
				if phrase {
					words = append(words, w)
					continue
				}
				term := `"` + w + `"`
				if open && k == len(parts)-1 {
					term += "*"
				}
				terms = append(terms, term)
			}
		}
		if len(words) > 0 {
			terms = append(terms, `"`+strings.Join(words, " ")+`"`)
		}
	}
	return strings.Join(terms, " AND "), starts
}

// snippet cuts a passage to the surroundings of the first word found.
func snippet(text string, starts []string) string {
	if len(text) <= snippetWidth {
		return text
	}
	at := first(text, starts)
	from := max(at-snippetWidth/3, 0)
	for from > 0 && !isSpace(text[from-1]) && at-from < snippetWidth {
		from--
	}
	to := min(from+snippetWidth, len(text))
	for to < len(text) && to > at+1 && !isSpace(text[to]) {
		to--
	}
	from, to = back(text, from), back(text, to)
	out := strings.TrimSpace(text[from:to])
	if from > 0 {
		out = "... " + out
	}
	if to < len(text) {
		out += " ..."
	}
	return out
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }

// back moves to the start of the character that holds offset i.
func back(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

// first is the place of the first word that begins with one of starts, or 0.
func first(text string, starts []string) int {
	start := -1
	for i, r := range text + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			word := strings.ToLower(text[start:i])
			for _, s := range starts {
				if strings.HasPrefix(word, s) {
					return start
				}
			}
		}
		start = -1
	}
	return 0
}
