package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// waiting tells on a terminal that a command without progress of its own is at work,
// from the second second on, until the first word of its result or end is called.
type waiting struct {
	out   io.Writer
	paint func(string) string
	name  string
	begin time.Time
	stop  chan struct{}
	over  chan struct{} // closed when nothing more is printed

	mu      sync.Mutex
	ended   bool
	visible bool

	done, total int       // documents compared with those before them
	passed      int       // of them, when they were first shown,
	since       time.Time // which was then
}

// wait begins to wait for a command; ticks say when to look at the time.
func wait(out io.Writer, paint func(string) string, name string, begin time.Time, ticks <-chan time.Time) *waiting {
	w := &waiting{out: out, paint: paint, name: name, begin: begin, stop: make(chan struct{}), over: make(chan struct{})}
	go func() {
		defer close(w.over)
		for {
			select {
			case <-w.stop:
				return
			case now := <-ticks:
				w.show(now)
			}
		}
	}()
	return w
}

func (w *waiting) show(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	compared := w.compared(now)
	if took := now.Sub(w.begin); !w.ended && took >= time.Second {
		fmt.Fprintf(w.out, "\r\x1b[K%s", w.paint(fmt.Sprintf("%s, %d s%s (Ctrl-C stops it)", w.name, int(took.Seconds()), compared)))
		w.visible = true
	}
}

// trace says how many of the documents were compared with those before them. It may
// be called of nil.
func (w *waiting) trace(done, total int) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done, w.total = done, total
}

// compared words how many documents were compared, while some still are.
func (w *waiting) compared(now time.Time) string {
	if w.done == 0 || w.done >= w.total {
		w.since = time.Time{}
		return ""
	}
	if w.since.IsZero() {
		w.since, w.passed = now, w.done
	}
	out := fmt.Sprintf(": looking for copies, %d of %d documents", w.done, w.total)
	if news, took := w.done-w.passed, now.Sub(w.since); news > 0 && took > 0 {
		out += ", " + speed(float64(news)/took.Seconds(), "document") + ", " + remaining(took, float64(w.total-w.done)/float64(news))
	}
	return out
}

// end clears the line; nothing is printed afterwards. It may be called again, and
// of nil.
func (w *waiting) end() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return
	}
	w.ended = true
	close(w.stop)
	if w.visible {
		fmt.Fprint(w.out, "\r\x1b[K")
	}
}

// results passes what a command writes on, and ends the waiting for it.
type results struct {
	io.Writer
	app *app
}

func (r results) Write(b []byte) (int, error) {
	r.app.waiting.end()
	n, err := r.Writer.Write(b)
	if err != nil {
		r.app.lost = err
	}
	return n, err
}

// startWaiting waits for a command where a person looks on.
func (a *app) startWaiting(name string) {
	if a.quiet || !isTerminal(a.err) || a.waiting != nil {
		return
	}
	t := time.NewTicker(250 * time.Millisecond)
	a.waiting = wait(a.err, func(s string) string { return a.paint(s, dim) }, name, time.Now(), t.C)
	a.stopTicks = t.Stop
}

// waitAgain waits for what a command does after its progress was shown.
func (a *app) waitAgain(name string) {
	a.stopWaiting()
	a.waiting = nil
	a.startWaiting(name)
}

// stopWaiting ends the waiting and returns when its goroutine has.
func (a *app) stopWaiting() {
	if a.waiting == nil {
		return
	}
	a.waiting.end()
	<-a.waiting.over
	a.stopTicks()
}
