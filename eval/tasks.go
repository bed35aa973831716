package eval

// Tasks lists what can be scored, in the order of the table.
func Tasks() []Task {
	return []Task{
		{"treebanks", "tags and trees, with gold words and from raw text", true, Treebanks},
		{"names", "persons, places and organisations", true, Names},
		{"attribution", "who says what: sources, cues and contents", true, Attribution},
		{"attribution-nested", "voices inside voices", true, Nested},
		{"events", "PLOVER events from sentences", true, Events},
		{"modality", "how events are put: done, denied, planned, possible", true, Modality},
		{"petrarch", "PETRARCH's unit records with their own dictionaries", true, Petrarch},
		{"actors", "phrases to countries and sectors", true, Actors},
		{"uncertainty", "whether predicates are told as happened, and hedges", true, Uncertainty},
		{"coreference", "who is meant by names and pronouns", true, Coreference},
		{"timex", "times and their values", true, Timex},
		{"reasons", "stated causes, conditions and contrasts", true, Reasons},
		{"same-event", "events told in several places that are one", true, SameEvent},
		{"copies", "copied articles, on copies made of real ones", true, Copies},
		{"network", "frustration index and clusterability of real networks", true, Networks},
		{"forecast", "who acts on whom, and how likely it is: sets of dated facts", true, Forecast},
		{"speed", "sentences a second and core, from raw text to records", false, Speed},
	}
}
