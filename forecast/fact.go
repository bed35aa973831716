package forecast

// Fact is one event by numbers: what a model counts. Who did what to whom, on
// which day, and how surely.
type Fact struct {
	Subject, Relation, Object int32 // from 0
	Day                       int32 // any steady count of days; only differences matter
	Weight                    float32
}

// Inverse is the fact told from its object's side: relations are n in number,
// and the inverse of relation r is r+n.
func (f Fact) Inverse(n int32) Fact {
	f.Subject, f.Object = f.Object, f.Subject
	if f.Relation < n {
		f.Relation += n
	} else {
		f.Relation -= n
	}
	return f
}
