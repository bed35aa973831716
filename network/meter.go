package network

// Budget bounds the work of the exact solver. Steps count ties that are looked at,
// so that the same network gives the same answer everywhere; a clock does not.
type Budget struct {
	Restarts int   // of the search for a good split
	Tries    int   // of each lower bound
	Steps    int64 // of each question, 0 for no bound
	// Stop, where not nil, ends the work when it reports true: for a limit in
	// seconds, whose answers may differ from run to run. It is asked now and then.
	Stop func() bool
}

// DefaultBudget proves most networks of states in well under a second, and ends
// within some seconds on any.
func DefaultBudget() Budget { return Budget{Restarts: 30, Tries: 16, Steps: 400_000_000} }

// meter counts down the steps of a question. A nil meter never runs out.
type meter struct {
	left  int64
	look  int64 // steps until Stop is asked again
	bound bool
	stop  func() bool
}

// lookEvery is the number of steps between two looks at Stop, some milliseconds.
const lookEvery = 5_000_000

func (b *Budget) meter() *meter {
	return &meter{left: b.Steps, bound: b.Steps > 0, stop: b.Stop, look: lookEvery}
}

// spend takes n steps and reports whether any are left.
func (m *meter) spend(n int) bool {
	if m == nil {
		return true
	}
	if m.bound {
		m.left -= int64(n)
	}
	if m.stop != nil {
		if m.look -= int64(n); m.look < 0 {
			m.look = lookEvery
			if m.stop() {
				m.bound, m.left = true, 0
			}
		}
	}
	return m.isLeft()
}

func (m *meter) isLeft() bool { return m == nil || !m.bound || m.left > 0 }
