package engine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"entente"
)

// Task is what a reading reads: documents, tables of events, or what is new in
// feeds.
type Task struct {
	Input  Input
	Tables string   // a folder of event tables; instead of Input where it is not ""
	Feeds  []string // addresses of feeds; instead of Input where there are some
}

// Run is one reading started from the workbench, as it stands now.
type Run struct {
	ID        string          `json:"id"`
	Name      string          `json:"name" doc:"what is read, in words"`
	State     string          `json:"state" enum:"running,done,stopped,failed"`
	Started   string          `json:"started"`
	Ended     string          `json:"ended,omitempty"`
	Documents int             `json:"documents" doc:"read so far"`
	Sentences int             `json:"sentences"`
	Rows      int             `json:"rows,omitempty" doc:"of event tables, read so far"`
	Added     int             `json:"added"`
	Known     int             `json:"known" doc:"there before"`
	Copies    int             `json:"copies"`
	Failed    []entente.Error `json:"failed" doc:"what could not be read, with reasons; the last hundred"`
	FailedN   int             `json:"failed_count"`
	Error     *entente.Error  `json:"error,omitempty"`
	IDs       []string        `json:"ids" doc:"documents read, the last hundred"`
	asked     int             // feeds that were due
}

// Runs are the readings of one opened workplace. They run one after another:
// the ledger has one writer. It is safe for concurrent use.
type Runs struct {
	engine *Engine
	desk   *Desk
	now    func() time.Time

	mu    sync.Mutex
	list  []*run
	count int
	queue chan *run
	done  sync.WaitGroup
	stop  context.CancelFunc
	ctx   context.Context
}

type run struct {
	Run
	task    Task
	cancel  context.CancelFunc
	ctx     context.Context
	changed chan struct{} // closed and replaced at every change
	after   func(Run)
}

// runsKept is how many ended runs are listed, runsTold how many documents and
// failures each names.
const (
	runsKept = 50
	runsTold = 100
)

// errBusy is returned where too much waits to be read.
var errBusy = Errorf(CodeBusy, "wait until the readings that run are done, or stop one", "%d readings wait already", queued)

const queued = 16

// NewRuns starts the goroutine that reads; Close ends it.
func NewRuns(e *Engine, d *Desk, now func() time.Time) *Runs {
	ctx, stop := context.WithCancel(context.Background())
	r := &Runs{engine: e, desk: d, now: now, queue: make(chan *run, queued), stop: stop, ctx: ctx}
	r.done.Go(r.work)
	return r
}

// Close stops what runs, keeping what was read, and waits for it.
func (r *Runs) Close() {
	r.stop()
	r.done.Wait()
}

// Start puts a reading in the queue; after, where not nil, is called when it
// ended.
func (r *Runs) Start(name string, t Task, after func()) (Run, error) {
	return r.start(name, t, func(Run) {
		if after != nil {
			after()
		}
	})
}

// forget takes a run that ended off the list.
func (r *Runs) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = slices.DeleteFunc(r.list, func(x *run) bool { return x.ID == id && x.State != "running" })
}

// start is Start; after is told how the reading ended.
func (r *Runs) start(name string, t Task, after func(Run)) (Run, error) {
	ctx, cancel := context.WithCancel(r.ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	x := &run{
		Run:  Run{ID: "run-" + itoa(r.count), Name: name, State: "running", Started: r.now().UTC().Format(time.RFC3339), Failed: []entente.Error{}, IDs: []string{}},
		task: t, ctx: ctx, cancel: cancel, changed: make(chan struct{}), after: after,
	}
	select {
	case r.queue <- x:
	default:
		cancel()
		return Run{}, errBusy
	}
	r.list = append(r.list, x)
	if len(r.list) > runsKept {
		if i := slices.IndexFunc(r.list, func(o *run) bool { return o.State != "running" }); i >= 0 {
			r.list = slices.Delete(r.list, i, i+1)
		}
	}
	return x.Run, nil
}

// List returns the runs, the latest first.
func (r *Runs) List() []Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Run, 0, len(r.list))
	for i := len(r.list) - 1; i >= 0; i-- {
		out = append(out, r.list[i].Run)
	}
	return out
}

// Watch returns a run as it stands and a channel that is closed when it changes.
func (r *Runs) Watch(id string) (Run, <-chan struct{}, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range r.list {
		if x.ID == id {
			return x.Run, x.changed, nil
		}
	}
	return Run{}, nil, Errorf(CodeNotFound, "the list of runs names them", "no run %q", id)
}

// Stop calls a run off. What was read stays.
func (r *Runs) Stop(id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range r.list {
		if x.ID == id {
			x.cancel()
			return nil
		}
	}
	return Errorf(CodeNotFound, "the list of runs names them", "no run %q", id)
}

func (r *Runs) work() {
	for {
		select {
		case <-r.ctx.Done():
			return
		case x := <-r.queue:
			r.read(x)
		}
	}
}

func (r *Runs) read(x *run) {
	defer x.cancel()
	defer func() { x.after(x.Run) }() // nobody changes it any more
	var err error
	switch {
	case x.task.Tables != "":
		err = r.readTables(x)
	case len(x.task.Feeds) > 0:
		err = r.readFeeds(x)
	default:
		err = r.readDocuments(x)
	}
	r.desk.Look() // who is told that it is done finds it
	r.change(x, func() {
		x.State, x.Ended = "done", r.now().UTC().Format(time.RFC3339)
		switch {
		case x.ctx.Err() != nil:
			x.State = "stopped"
		case err != nil:
			x.State, x.Error = "failed", Plain(err, CodeInternal)
		}
	})
}

func (r *Runs) readDocuments(x *run) error {
	report, err := r.engine.Read(x.ctx, x.task.Input, r.follow(x))
	if report == nil {
		return err
	}
	if report.Reread > 0 {
		r.desk.Reload()
	}
	r.change(x, func() {
		x.Documents, x.Sentences, x.Added, x.Known, x.Copies = len(report.Documents), report.Sentences, report.Added+report.Reread, report.Known, report.Copies
		x.fail(report.Failed, len(report.Failed))
		x.name(report.Documents)
	})
	return err
}

func (r *Runs) readTables(x *run) error {
	report, err := r.engine.Import(x.ctx, Tables{Paths: []string{x.task.Tables}, Within: x.task.Tables}, nil, func(p *ImportReport) {
		r.change(x, func() { x.Rows = p.Rows })
	})
	if report == nil {
		return err
	}
	r.change(x, func() {
		x.Rows, x.Added, x.Known = report.Rows, report.Added, report.Known
		x.fail(report.Failures, report.Failed)
	})
	return err
}

// readFeeds asks feeds once, unless one that failed or is gone is left alone for now.
func (r *Runs) readFeeds(x *run) error {
	return r.engine.Watch(x.ctx, WatchOptions{Feeds: x.task.Feeds, Once: true, Interval: watchEvery}, func(d Round) error {
		if d.Reread > 0 {
			r.desk.Reload()
		}
		r.change(x, func() {
			x.Documents, x.Sentences, x.Added, x.Known, x.Copies = len(d.Documents), d.Sentences, d.Added+d.Reread, d.Known, d.Copies
			x.asked += d.Asked
			x.fail(d.Failures, len(d.Failures))
			x.name(d.Documents)
		})
		return nil
	}, r.follow(x))
}

// follow keeps a run's counts while documents are read.
func (r *Runs) follow(x *run) func(Progress) {
	return func(p Progress) {
		r.change(x, func() { x.Documents, x.Sentences = p.Done, p.Sentences })
	}
}

// fail keeps the last of what could not be read, of n in all.
func (x *run) fail(failed []error, n int) {
	x.FailedN = n
	for _, f := range failed[max(0, len(failed)-runsTold):] {
		x.Failed = append(x.Failed, *Plain(f, CodeUnreadable))
	}
}

// name keeps the last of the documents that were read.
func (x *run) name(ids []entente.DocumentID) {
	for _, id := range ids[max(0, len(ids)-runsTold):] {
		x.IDs = append(x.IDs, string(id))
	}
}

// change changes a run and tells those who watch it.
func (r *Runs) change(x *run, f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
	close(x.changed)
	x.changed = make(chan struct{})
}

// Plain is any error as doors show it, of a code where it has none of its own.
func Plain(err error, code entente.Code) *entente.Error {
	e := &entente.Error{}
	if !errors.As(err, &e) {
		return &entente.Error{Code: code, Message: err.Error()}
	}
	out := *e
	if e.Err != nil {
		out.Message += ": " + e.Err.Error()
		out.Err = nil
	}
	return &out
}
