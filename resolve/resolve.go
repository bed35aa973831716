// Package resolve looks across documents: which text was copied from which, how
// many origins stand behind a claim, who quotes whom in a circle, and which
// events told in several places are one. It reads no ledger and decides nothing
// for good: what it returns are findings with their share or probability, which
// a person can overrule. Nothing in it grows with the square of the documents.
// Start with Copies and SameEvents.
package resolve
