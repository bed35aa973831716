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
	cuts, err := e.windowsByLayer(ctx, over, nil)
	if err != nil {
		return nil, err
	}
	return cuts[0], nil
}

// windowsByLayer makes the windows of all layers together and, after these, of each
// of some layers of the ledger alone.
func (e *Engine) windowsByLayer(ctx context.Context, over NetworkOver, layers []entente.Layer) ([][]network.Window, error) {
	if over.Edges != "" {
		windows, err := e.tables(ctx, over.NetworkOf)
		return [][]network.Window{windows}, err
	}
	step := over.Step
	if step == 0 {
		step = over.Window
	}
	observations, rules, err := e.told(ctx, over.NetworkOf)
	if err != nil {
		return nil, err
	}
	cuts, err := network.WindowsByLayer(observations, rules, over.Window, step, layers)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	for _, windows := range cuts {
		for i := range windows {
			if over.Unit {
				windows[i].Net = windows[i].Net.Signs()
			}
		}
	}
	return cuts, nil
}

// readWindows reads the periods of a table of ties.
func readWindows(path string) ([]network.Window, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Errorf(CodeUsage, "is the path right?", "open the ties: %v", err)
	}
	defer f.Close()
	windows, err := network.ReadWindows(f, path)
	if err != nil {
		return nil, Errorf(CodeUnreadable, tableHint, "%v", err)
	}
	return windows, nil
}

// tables makes a window of each table of ties in a folder, or of one table, and of
// each period of a table that has a column for it.
func (e *Engine) tables(ctx context.Context, of NetworkOf) ([]network.Window, error) {
	paths := []string{of.Edges}
	if info, err := os.Stat(of.Edges); err == nil && info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(of.Edges, "*.tsv")); err != nil || len(paths) == 0 {
			return nil, Errorf(CodeUsage, "tables of ties end in .tsv", "%s holds no table of ties", of.Edges)
		}
	}
	var out []network.Window
	for _, path := range paths {
		windows, err := readWindows(path)
		if err != nil {
			return nil, err
		}
		for _, w := range windows {
			switch file := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".gz"), ".tsv"); {
			case w.Name == "":
				w.Name = file
			case len(paths) > 1:
				w.Name = file + " " + w.Name
			}
			if of.Unit {
				w.Net = w.Net.Signs()
			}
			out = append(out, w)
		}
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
	var apart []entente.Layer
	if layers {
		if over.Edges != "" {
			return nil, Errorf(CodeUsage, "leave --edges out: the ledger knows layers", "a table of ties has no layers")
		}
		for _, l := range ledger.Layers() {
			if len(over.Rules.Layers) == 0 || slices.Contains(over.Rules.Layers, l) {
				apart = append(apart, l)
			}
		}
	}
	cuts, err := e.windowsByLayer(ctx, over, apart)
	if err != nil {
		return nil, err
	}
	out := []BalanceRow{}
	for i, windows := range cuts {
		rows := make([]BalanceRow, len(windows))
		network.Abreast(len(windows), func(k int) {
			rows[k] = BalanceRow{Window: windows[k], NetworkBalance: balanceOf(windows[k].Net, over.unit(windows[k].Net), b, walksInTables)}
			if i > 0 {
				rows[k].Layer = apart[i-1]
			}
		})
		out = append(out, rows...)
	}
	return out, nil
}
