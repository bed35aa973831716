package api

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatManyChangesMakeStaleIsWorkedOutOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var done atomic.Int32
		a := newAhead(2*time.Second, func(context.Context) { done.Add(1) })
		for range 5 {
			a.soon()
			time.Sleep(time.Second)
		}
		if got := done.Load(); got != 0 {
			t.Errorf("done %d times while it was asked for again and again, want 0", got)
		}
		time.Sleep(2 * time.Second)
		if got := done.Load(); got != 1 {
			t.Errorf("done %d times, want 1", got)
		}
		a.soon()
		time.Sleep(3 * time.Second)
		if got := done.Load(); got != 2 {
			t.Errorf("asked again: done %d times, want 2", got)
		}
		a.soon()
		a.close()
		a.soon()
		time.Sleep(time.Minute)
		if got := done.Load(); got != 2 {
			t.Errorf("done %d times after it was closed, want 2", got)
		}
	})
}
