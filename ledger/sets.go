package ledger

import "entente"

// SetCount is how many rows of event tables are of a data set, and the days that
// they lie between; 0 where none has a day.
type SetCount struct {
	Name  string      `json:"name"`
	Rows  int         `json:"rows"`
	First entente.Day `json:"first,omitzero"`
	Last  entente.Day `json:"last,omitzero"`
}

// Count counts a row of the set.
func (s *SetCount) Count(r *entente.Row) {
	s.Rows++
	d := r.Day()
	if d.IsZero() {
		return
	}
	if s.First.IsZero() || d < s.First {
		s.First = d
	}
	if s.Last.IsZero() || d > s.Last {
		s.Last = d
	}
}
