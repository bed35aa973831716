package brief

import (
	"slices"
	"strings"

	"entente"
)

// pluralTypes are the actors that are named by a word in the plural: peoples and
// faiths, whatever the word; bodies only where its head is a common noun in the
// plural ("armed forces", "Rapid Riders' Forces", "rebels", but "Hamas") or it is their people's word
// for themselves ("Houthis").
var (
	pluralTypes = []entente.ActorType{entente.ActorEthnicGroup, entente.ActorReligiousGroup, entente.ActorPeople}
	bodyTypes   = []entente.ActorType{entente.ActorMilitary, entente.ActorPolice, entente.ActorIntelligence, entente.ActorRebel, entente.ActorGroup}
	bodyHeads   = []string{"Forces", "Guards", "Brigades", "Rebels", "Fighters", "Troops", "Units", "Militias"}
)

// Plural reports whether an actor's label takes a verb in the plural: "the
// Gondorian armed forces attack", "Gondorians protest".
func Plural(label string, t entente.ActorType) bool {
	head := label
	for _, end := range []string{" of ", " in ", " from ", " for "} {
		head, _, _ = strings.Cut(head, end)
	}
	head = head[strings.LastIndexByte(head, ' ')+1:]
	common := head != "" && head == strings.ToLower(head) || slices.Contains(bodyHeads, head) ||
		t == entente.ActorRebel && head == label && strings.HasSuffix(head, "is") && len(head) > len("Isis")
	plural := strings.HasSuffix(head, "s") && !strings.HasSuffix(head, "ss") || head == "police" || head == "people"
	return plural && (slices.Contains(pluralTypes, t) || common && slices.Contains(bodyTypes, t))
}

// many puts the verbs of a form, the words behind {a} and behind "or", and what
// refers to {a} into the plural.
func many(form string) string {
	words := strings.Fields(form)
	for i, w := range words {
		switch {
		case w == "its":
			words[i] = "their"
		case i > 0 && (words[i-1] == "{a}" || words[i-1] == "or"):
			words[i] = pluralVerb(w)
		}
	}
	return strings.Join(words, " ")
}

// pluralVerb returns the plural of a verb in the third person: "tries" is "try",
// "reaches" is "reach".
func pluralVerb(w string) string {
	switch w { // those whose plural is not the word less its s
	case "is":
		return "are"
	case "has":
		return "have"
	case "does":
		return "do"
	case "goes":
		return "go"
	}
	stem, ok := strings.CutSuffix(w, "s")
	if !ok || strings.HasSuffix(stem, "s") {
		return w
	}
	if s, ok := strings.CutSuffix(stem, "ie"); ok {
		return s + "y"
	}
	for _, end := range []string{"sse", "she", "che", "xe", "zze"} {
		if strings.HasSuffix(stem, end) {
			return strings.TrimSuffix(stem, "e")
		}
	}
	return stem
}
