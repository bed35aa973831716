package engine

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
	"entente/network"
)

// NetworkOver says into which windows a network is cut.
type NetworkOver struct {
	NetworkOf
	Window network.Step // span of a window
	Step   network.Step // from one window's first day to the next's; Window where 0
}

// Windows makes a network of each window: of the ledger; or of each table of a
// folder of tables of ties, in the order of their names.
func (e *Engine) Windows(ctx context.Context, over NetworkOver) ([]network.Window, error) {
	if over.Edges != "" {
		return e.tables(ctx, over.NetworkOf)
	}
	step := over.Step
	if step == 0 {
		step = over.Window
	}
	observations, rules, err := e.told(ctx, over.NetworkOf)
	if err != nil {
		return nil, err
	}
	windows, err := network.Windows(observations, rules, over.Window, step)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	if over.Unit {
		for i := range windows {
			windows[i].Net = windows[i].Net.Signs()
		}
	}
	return windows, nil
}

// tables makes a window of each table of ties in a folder, or of one table.
func (e *Engine) tables(ctx context.Context, of NetworkOf) ([]network.Window, error) {
	paths := []string{of.Edges}
	if info, err := os.Stat(of.Edges); err == nil && info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(of.Edges, "*.tsv")); err != nil || len(paths) == 0 {
			return nil, Errorf(CodeUsage, "tables of ties end in .tsv", "%s holds no table of ties", of.Edges)
		}
	}
	var out []network.Window
	for _, path := range paths {
		of.Edges = path
		n, err := e.Network(ctx, of)
		if err != nil {
			return nil, err
		}
		out = append(out, network.Window{Name: strings.TrimSuffix(filepath.Base(path), ".tsv"), Net: n})
	}
	unit := int64(1)
	for _, w := range out {
		unit = max(unit, w.Net.Unit)
	}
	for i := range out {
		out[i].Net = out[i].Net.In(unit)
	}
	return out, nil
}

// CoalitionsOver is blocs over time with what their weights are counted in.
type CoalitionsOver struct {
	Unit int64 `json:"unit"` // weight of one observation of full trust, or of a tie
	*network.Coalitions
}

// Coalitions finds the blocs of each window and what became of them.
func (e *Engine) Coalitions(ctx context.Context, over NetworkOver, by network.Way, b network.Budget) (*CoalitionsOver, error) {
	windows, err := e.Windows(ctx, over)
	if err != nil {
		return nil, err
	}
	unit := int64(network.Unit)
	if len(windows) > 0 {
		unit = over.unit(windows[0].Net)
	}
	return &CoalitionsOver{unit, network.FindCoalitions(windows, by, b)}, nil
}

// BalanceRow is the balance of one window and layer.
type BalanceRow struct {
	network.Window
	Layer entente.Layer `json:"layer,omitempty"` // empty for all layers together
	*NetworkBalance
}

// walksInTables is the most actors times ties of a network whose walks are counted
// in a table of windows: they take longer than all else.
const walksInTables = 300_000

// BalanceOver finds how far the network of each window is from two camps: all
// layers together, and, where layers is set, each apart too.
func (e *Engine) BalanceOver(ctx context.Context, over NetworkOver, layers bool, b network.Budget) ([]BalanceRow, error) {
	cuts := [][]entente.Layer{over.Rules.Layers}
	if layers {
		if over.Edges != "" {
			return nil, Errorf(CodeUsage, "leave --edges out: the ledger knows layers", "a table of ties has no layers")
		}
		for _, l := range ledger.Layers() {
			if len(over.Rules.Layers) == 0 || slices.Contains(over.Rules.Layers, l) {
				cuts = append(cuts, []entente.Layer{l})
			}
		}
	}
	out := []BalanceRow{}
	for i, cut := range cuts {
		over.Rules.Layers = cut
		windows, err := e.Windows(ctx, over)
		if err != nil {
			return nil, err
		}
		rows := make([]BalanceRow, len(windows))
		network.Abreast(len(windows), func(k int) {
			rows[k] = BalanceRow{Window: windows[k], NetworkBalance: balanceOf(windows[k].Net, over.unit(windows[k].Net), b, walksInTables)}
			if i > 0 {
				rows[k].Layer = cut[0]
			}
		})
		out = append(out, rows...)
	}
	return out, nil
}
