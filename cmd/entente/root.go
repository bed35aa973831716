package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"entente/engine"

	"github.com/spf13/cobra"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitMisuse = 2
)

// stdio is what a command talks to.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
	env func(string) string
}

// app is one run of the program.
type app struct {
	stdio
	parts engine.Parts
	flush func() error // of standard output

	stdout io.Writer // itself, to tell whether it is a terminal

	json    bool
	quiet   bool
	ledger  string
	config  string
	workers int
	tables  []string

	engine *engine.Engine
}

// run runs the command line and returns the exit status.
func run(ctx context.Context, args []string, io stdio, parts engine.Parts) int {
	out := bufio.NewWriter(io.out)
	a := &app{stdio: io, parts: parts, stdout: io.out}
	a.out, a.flush = out, out.Flush
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if a.engine != nil {
		err = errors.Join(err, a.engine.Close())
	}
	if e := out.Flush(); e != nil && err == nil {
		err = e
	}
	return a.report(ctx, err)
}

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "Read reporting on international politics; keep who stands with whom, with evidence",
		Long: `Entente reads reporting on international politics and keeps a cited, signed, dated
model of who stands with whom, why, who says so, and what does not fit. Every line
it prints opens onto the sentence it rests on.

Try "entente demo" first, then "entente read FILE..." on articles of your own.`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.ArbitraryArgs, RunE: a.unknown,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetIn(a.in)
	f := root.PersistentFlags()
	f.BoolVar(&a.json, "json", false, "print results as JSON")
	f.BoolVar(&a.quiet, "quiet", false, "print no progress")
	f.StringVar(&a.ledger, "ledger", "", "file of the ledger (ENTENTE_LEDGER)")
	f.StringVar(&a.config, "config", "", "configuration file (ENTENTE_CONFIG)")
	f.IntVar(&a.workers, "workers", 0, "documents read at once, 0 for one a core (ENTENTE_WORKERS)")
	f.StringArrayVar(&a.tables, "dictionary", nil, "actor table loaded on top, again for more (ENTENTE_DICTIONARIES)")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return engine.Errorf(engine.CodeUsage, `"`+c.CommandPath()+` --help" lists the flags`, "%s", err)
	})
	root.AddCommand(
		a.readCommand(), a.codeCommand(), a.explainCommand(), a.briefCommand(), a.forecastCommand(), a.actorsCommand(), a.documentsCommand(),
		a.searchCommand(), a.watchCommand(), a.sourcesCommand(), a.sameCommand(), a.seriesCommand(), a.changesCommand(), a.networkCommand(), a.exportCommand(), a.importCommand(), a.backupCommand(), a.restoreCommand(), a.checkCommand(), a.evalCommand(), a.demoCommand(), a.versionCommand(),
		a.serveCommand(), a.accountsCommand(), a.judgeCommand(),
	)
	return root
}

// unknown answers a call without a command, and one with a word that is none.
func (a *app) unknown(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		if isTerminal(a.in) && isTerminal(a.stdout) {
			return a.serve(c, serveOptions{port: defaultPort, open: true})
		}
		return c.Help()
	}
	hint := `"entente --help" lists the commands`
	if near := engine.Nearest(args[0], func(yield func(string) bool) {
		for _, s := range c.Commands() {
			if !yield(s.Name()) {
				return
			}
		}
	}); near != "" {
		hint = `did you mean "entente ` + near + `"? ` + hint
	} else if _, err := os.Stat(args[0]); err == nil {
		hint = `to read it: "entente read ` + args[0] + `"`
	}
	return engine.Errorf(engine.CodeUsage, hint, "%q is no command", args[0])
}

// open makes the engine of the configuration, once.
func (a *app) open(c *cobra.Command) (*engine.Engine, error) {
	if a.engine != nil {
		return a.engine, nil
	}
	flags := map[string]any{}
	set := func(flag, key string, value any) {
		if f := c.Flags().Lookup(flag); f != nil && f.Changed {
			flags[key] = value
		}
	}
	set("ledger", "ledger", a.ledger)
	set("workers", "workers", a.workers)
	set("dictionary", "dictionaries", a.tables)
	if f := c.Flags().Lookup("data"); f != nil && f.Changed {
		flags["data"] = f.Value.String()
	}
	config, err := engine.LoadConfig(engine.Sources{Flags: flags, Environ: a.env, File: a.config})
	if err != nil {
		return nil, err
	}
	a.engine = engine.Open(config, a.parts)
	return a.engine, nil
}

// args checks the number of arguments and says what they are.
func args(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		hint := "usage: " + strings.TrimSuffix(c.UseLine(), " [flags]")
		if len(args) < least {
			return engine.Errorf(engine.CodeUsage, hint, "%s is missing", what)
		}
		return engine.Errorf(engine.CodeUsage, hint, "%q is one argument too many", args[most])
	}
}
