package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"entente/engine"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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

	waiting   *waiting // what tells that a command is at work; nil where nobody looks on
	stopTicks func()
	lost      error // why standard output took no more
}

// run runs the command line and returns the exit status.
func run(ctx context.Context, args []string, io stdio, parts engine.Parts) int {
	a := &app{stdio: io, parts: parts, stdout: io.out}
	out := bufio.NewWriter(results{io.out, a})
	a.out, a.flush = out, out.Flush
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	defer a.stopWaiting()
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
	root.PersistentPreRun = func(c *cobra.Command, _ []string) {
		switch c.Name() {
		case "serve", "entente": // goes on until it is stopped
		default:
			a.startWaiting(strings.TrimPrefix(c.CommandPath(), "entente "))
		}
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
		return flagError(c, err)
	})
	root.AddCommand(
		a.readCommand(), a.codeCommand(), a.explainCommand(), a.briefCommand(), a.forecastCommand(), a.actorsCommand(), a.documentsCommand(),
		a.searchCommand(), a.watchCommand(), a.sourcesCommand(), a.sameCommand(), a.seriesCommand(), a.changesCommand(), a.networkCommand(), a.exportCommand(), a.importCommand(), a.backupCommand(), a.restoreCommand(), a.checkCommand(), a.evalCommand(), a.demoCommand(), a.versionCommand(),
		a.serveCommand(), a.accountsCommand(), a.judgeCommand(),
	)
	root.SetHelpCommand(a.helpCommand())
	root.InitDefaultCompletionCmd()
	for _, s := range root.Commands() {
		if s.Name() == "completion" {
			s.Args, s.RunE = cobra.ArbitraryArgs, shellMissing
			for _, shell := range s.Commands() {
				shell.Args = args(0, 0, "nothing")
			}
		}
	}
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
	parts := a.parts
	if !a.quiet && isTerminal(a.err) {
		parts.Tracing = func(done, total int) { a.waiting.trace(done, total) }
	}
	a.engine = engine.Open(config, parts)
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
			if len(args) > 0 {
				return engine.Errorf(engine.CodeUsage, hint, "%s more is missing", number(least-len(args)))
			}
			return engine.Errorf(engine.CodeUsage, hint, "%s", missing(what))
		}
		return engine.Errorf(engine.CodeUsage, hint, "%q is one argument too many", args[most])
	}
}

// number words a small number.
func number(n int) string {
	if n == 1 {
		return "one"
	}
	return strconv.Itoa(n)
}

// missing says that what is asked for was left out.
func missing(what string) string {
	if strings.HasPrefix(what, "two ") {
		return what + " are missing"
	}
	return what + " is missing"
}

// flagError words what is wrong with a flag as a user would: the library speaks of
// how it parses numbers.
func flagError(c *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	if !errors.As(err, &value) {
		return engine.Errorf(engine.CodeUsage, `"`+c.CommandPath()+` --help" lists the flags`, "%s", err)
	}
	f := value.GetFlag()
	kind, hint := "value", `"`+c.CommandPath()+` --help" says what it takes`
	switch f.Value.Type() {
	case "int", "int64":
		kind, hint = "whole number", "give digits, such as 12"
	case "float64":
		kind, hint = "number", "give a number, such as 0.5"
	case "bool":
		kind, hint = "yes or no", "leave the value out, or give true or false"
	case "duration":
		kind, hint = "length of time", "write it as 15m, 90s or 2h"
	case "stringToString":
		kind, hint = "pair of a field and a value", "write it as field=value"
	}
	return engine.Errorf(engine.CodeBadValue, hint, "--%s: %q is no %s", f.Name, value.GetValue(), kind)
}

// helpCommand answers for a word that is no command, which the library's own passes
// over.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Print the help of a command",
		Args: cobra.ArbitraryArgs,
		ValidArgsFunction: func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return commandNames(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, words []string) error {
			at, rest, err := c.Root().Find(words)
			if err != nil || len(rest) > 0 {
				if at == nil || at == c.Root() {
					return a.unknown(c.Root(), words)
				}
				return engine.Errorf(engine.CodeUsage, `"`+at.CommandPath()+` --help" lists its commands`, "%q is no command of %s", rest[0], at.CommandPath())
			}
			at.InitDefaultHelpFlag()
			return at.Help()
		},
	}
}

func commandNames(c *cobra.Command) []string {
	var out []string
	for _, s := range c.Commands() {
		if s.IsAvailableCommand() {
			out = append(out, s.Name()+"\t"+s.Short)
		}
	}
	return out
}

// shellMissing answers "completion" without a shell that it knows.
func shellMissing(c *cobra.Command, words []string) error {
	var shells []string
	for _, s := range c.Commands() {
		shells = append(shells, s.Name())
	}
	hint := "one of " + strings.Join(shells, ", ")
	if len(words) == 0 {
		return engine.Errorf(engine.CodeUsage, hint, "a shell is missing")
	}
	return engine.Errorf(engine.CodeUsage, hint, "%q is no shell that is known", words[0])
}
