// Package backtest tells how good forecasts were: it walks through a set of
// dated facts day by day, asks before it tells, and measures. It holds the
// protocols, the baselines that stand in every table, and the experiment that
// shows what a leak of tomorrow's actors is worth. Start with Ranks.
package backtest
