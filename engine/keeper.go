package engine

import (
	"sync"
	"time"
)

// keepEvery is how long a keeper lets pass after it has kept something.
const keepEvery = 5 * time.Second

// keeper keeps what is convenient to have, off the way of those who ask: the first at
// once, and of what comes soon after only the last. It is safe for concurrent use.
type keeper struct {
	mu    sync.Mutex
	next  func()        // keeps what waits; nil where nothing does
	hurry chan struct{} // closed where nothing is to wait any longer; nil where nobody works
	work  sync.WaitGroup
}

// keep has do called, unless something else is to be kept before it is its turn.
func (k *keeper) keep(do func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next = do
	if k.hurry == nil {
		hurry := make(chan struct{})
		k.hurry = hurry
		k.work.Go(func() { k.run(hurry) })
	}
}

// run keeps what waits until nothing does.
func (k *keeper) run(hurry <-chan struct{}) {
	for do := k.take(); do != nil; do = k.take() {
		do()
		select {
		case <-hurry:
		case <-time.After(keepEvery):
		}
	}
}

// take is what waits; where that is nothing, nobody works any more.
func (k *keeper) take() func() {
	k.mu.Lock()
	defer k.mu.Unlock()
	do := k.next
	if k.next = nil; do == nil {
		k.hurry = nil
	}
	return do
}

// close has what waits kept at once, and returns when it is.
func (k *keeper) close() {
	k.mu.Lock()
	if k.hurry != nil {
		close(k.hurry)
	}
	k.mu.Unlock()
	k.work.Wait()
}
