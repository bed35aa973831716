package main

import (
	"fmt"
	"time"

	"entente/engine"
)

// progress shows how far a reading is on a terminal, from the second second on,
// with its rate and, where the whole is known, the remaining time. What was known
// before passes quickly and counts for neither.
type progress struct {
	app     *app
	begin   time.Time
	fresh   time.Time // the last time at which everything was known before
	passed  int64     // how much had been done by then
	last    time.Time
	visible bool
}

func (a *app) progress() *progress {
	a.waiting.end()
	now := time.Now()
	return &progress{app: a, begin: now, fresh: now}
}

// show prints the state, at most five times a second.
func (p *progress) show(s engine.Progress) {
	now := time.Now()
	if s.Known == s.Done {
		p.fresh = now
	}
	if p.due(now) {
		p.print(line(s, now.Sub(p.fresh)))
	}
}

// due reports whether a line is to be printed, and takes the turn.
func (p *progress) due(now time.Time) bool {
	if p.app.quiet || !isTerminal(p.app.err) || now.Sub(p.begin) < time.Second || now.Sub(p.last) < 200*time.Millisecond {
		return false
	}
	p.last, p.visible = now, true
	return true
}

func (p *progress) print(line string) {
	fmt.Fprintf(p.app.err, "\r\x1b[K%s", p.app.paint(line, dim))
}

// line words the state of a reading a time after what was known before.
func line(s engine.Progress, took time.Duration) string {
	out := fmt.Sprintf("%d documents, %d sentences", s.Done, s.Sentences)
	if s.Total > 0 {
		out = fmt.Sprintf("%d of %d documents, %d sentences", s.Done, s.Total, s.Sentences)
	}
	if s.Known > 0 {
		out += fmt.Sprintf(", %d known before", s.Known)
	}
	read := s.Done - s.Known
	if read <= 0 || took <= 0 {
		return out
	}
	out += ", " + speed(float64(read)/took.Seconds(), "document")
	if s.Total > 0 {
		out += ", " + remaining(took, float64(s.Total-s.Done)/float64(read))
	}
	return out
}

// speed words how many things a second are done or, of slow work, how long one
// takes.
func speed(rate float64, thing string) string {
	switch {
	case rate >= 10:
		return fmt.Sprintf("%.0f %ss/s", rate, thing)
	case rate >= 1:
		return fmt.Sprintf("%.1f %ss/s", rate, thing)
	}
	return fmt.Sprintf("%.1f s a %s", 1/rate, thing)
}

// remaining words the time that work takes which is so many times what took a
// while.
func remaining(took time.Duration, times float64) string {
	return time.Duration(times*float64(took)).Round(time.Second).String() + " left"
}

// done clears the line.
func (p *progress) done() {
	if p.visible {
		fmt.Fprint(p.app.err, "\r\x1b[K")
	}
}
