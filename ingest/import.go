package ingest

import (
	"context"
	"fmt"
	"iter"
	"time"

	"entente"
	"entente/ledger"
)

// importBatch is how many rows go into the ledger at once: few enough to hold,
// many enough that the tallies of a month are written seldom.
const importBatch = 100_000

// failuresKept is how many rows that could not be read a report names.
const failuresKept = 100

// ImportReport is what an import did.
type ImportReport struct {
	ledger.RowReceipt
	Rows     int            `json:"rows"`      // read
	Pairs    int            `json:"pairs"`     // of them, that tell of two actors
	Failed   int            `json:"failed"`    // rows or files that could not be read
	Failures []error        `json:"-"`         // the first of them, in order
	DataSets map[string]int `json:"data_sets"` // rows by data set
	Took     time.Duration  `json:"-"`
}

// Import stores rows of event tables, in batches. A row that is there is not
// stored again, so that an import that broke off goes on when it is run again. A
// row that could not be read is counted, told to failed where that is not nil,
// and the next follows. An error of the ledger ends the work; a cancelled context
// does, with its error, after what was read is stored. The report says in each
// case what was done. Show, where not nil, is told after every batch.
func Import(ctx context.Context, l ledger.Ledger, rows iter.Seq2[entente.Row, error], failed func(error), show func(*ImportReport)) (*ImportReport, error) {
	report := &ImportReport{DataSets: map[string]int{}}
	begin := time.Now()
	batch := make([]entente.Row, 0, importBatch)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		// A batch that is whole is stored whole, also when the work is called off.
		receipt, err := l.AppendRows(context.WithoutCancel(ctx), batch)
		if err != nil {
			return fmt.Errorf("append %d rows: %w", len(batch), err)
		}
		report.Added += receipt.Added
		report.Known += receipt.Known
		report.Took = time.Since(begin)
		clear(batch) // they need not stay in memory until the next batch is full
		batch = batch[:0]
		if show != nil {
			show(report)
		}
		return nil
	}
	for r, err := range rows {
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			report.Failed++
			if len(report.Failures) < failuresKept {
				report.Failures = append(report.Failures, err)
			}
			if failed != nil {
				failed(err)
			}
			continue
		}
		report.Rows++
		report.DataSets[r.DataSet]++
		if r.Paired() {
			report.Pairs++
		}
		if batch = append(batch, r); len(batch) == importBatch {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}
	if err := flush(); err != nil {
		return report, err
	}
	return report, ctx.Err()
}
