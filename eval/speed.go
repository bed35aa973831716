package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"entente"
	"entente/source/eventtable"
)

// speedSentences is how many sentences the measurement runs over at least.
const speedSentences = 10_000

// Speed measures sentences and words per CPU second from raw text to records on
// one core, over at least 10,000 sentences of the attribution texts, the peak
// memory of the process, and rows of event tables per CPU second. Its figures depend on the machine.
func Speed(ctx context.Context, env Env) (Report, error) {
	var r Report
	docs, err := speedTexts(env)
	if err != nil {
		return r, err
	}
	procs := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(procs)
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	env.Coder.Code(env.Reader.Read(docs[0])) // unpack weights and tables
	var sentences, words, records int
	var reading time.Duration
	begin := cpuTime()
	for i := 0; sentences < speedSentences; i++ {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		at := cpuTime()
		t := env.Reader.Read(docs[i%len(docs)])
		reading += cpuTime() - at
		sentences += len(t.Sentences)
		for _, s := range t.Sentences {
			words += len(s.Tokens)
		}
		for range env.Coder.Code(t).All() {
			records++
		}
		if i > 100*len(docs) {
			return r, fmt.Errorf("the texts hold no sentences")
		}
	}
	spent := (cpuTime() - begin).Seconds()
	r.Add("attribution", "sentences/CPU-s, whole path", float64(sentences)/spent, sentences)
	r.Add("attribution", "words/CPU-s, whole path", float64(words)/spent, words)
	r.Add("attribution", "words/CPU-s, reading", float64(words)/reading.Seconds(), words)
	r.Add("attribution", "records", float64(records), sentences)
	r.Add("attribution", "peak memory, MB", peakMemory(), sentences)
	return r, tableSpeed(ctx, env, &r)
}

// speedRows is how many rows of event tables are read of each format at least.
const speedRows = 200_000

// speedTables are the sample tables that are read, by the name of their figure.
var speedTables = []struct{ name, files string }{
	{"icews", "eventtables/icews_*.tab"},
	{"gdelt", "eventtables/gdelt1_events_*.tsv"},
	{"gdelt-mentions", "eventtables/gdelt2_mentions_*_header.csv"},
	{"ucdp", "eventtables/ucdp_ged_*.csv"},
}

// tableSpeed measures rows of event tables per CPU second, read and brought into
// form but not stored, on the sample tables: each given as often as it takes, as
// files of one import; nothing where there are none.
func tableSpeed(ctx context.Context, env Env, r *Report) error {
	for _, t := range speedTables {
		files, err := env.Files(t.files)
		if err != nil {
			continue // the other figures stand without it
		}
		once, err := readRows(ctx, files)
		if err != nil {
			return err
		}
		if once == 0 {
			continue
		}
		var many []string
		for n := 0; n < speedRows; n += once {
			many = append(many, files...)
		}
		begin := cpuTime()
		rows, err := readRows(ctx, many)
		if err != nil {
			return err
		}
		r.Add(t.name, "rows/CPU-s, event tables", float64(rows)/(cpuTime()-begin).Seconds(), rows)
	}
	return nil
}

// readRows counts the rows of tables.
func readRows(ctx context.Context, files []string) (int, error) {
	rows := 0
	for _, err := range eventtable.Rows(ctx, eventtable.Input{Paths: files}) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if err == nil {
			rows++
		}
	}
	return rows, nil
}

// speedTexts loads the attribution development articles as documents.
func speedTexts(env Env) ([]*entente.Document, error) {
	files, err := env.Files("attribution/SET.jsonl*")
	if err != nil {
		return nil, err
	}
	f, err := Open(files[0])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var docs []*entente.Document
	for dec := json.NewDecoder(f); ; {
		var a struct {
			ID, Text string
			Date     entente.Day
		}
		if err := dec.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", files[0], err)
		}
		docs = append(docs, newDocument(a.ID, a.Text, a.Date))
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("%s holds no article", files[0])
	}
	return docs, nil
}

// cpuTime is the time all threads of the process have computed so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the largest resident size of the process so far, in MB.
func peakMemory() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / 1024
}
