// Package forecast says what may follow, from what was counted: who acts next on
// whom, and how likely a pair's next acts are within 7, 30 or 90 days. Every
// probability is a sum of named terms, and every term opens onto the dated
// events it was counted from. It reads no ledger: it takes facts, or
// observations, in the order of their days. Start with Forecaster, which asks
// Dyads how likely acts of a pair are, and a Ranker who comes next.
package forecast
