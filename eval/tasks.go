package eval

// Tasks lists what can be scored, in the order of the table.
func Tasks() []Task {
	return []Task{
		{"speed", "sentences a second and core, from raw text to records", false, Speed},
	}
}
