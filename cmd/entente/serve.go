package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"entente/api"
	"entente/engine"
	"entente/web"

	"github.com/spf13/cobra"
)

// serveOptions are the flags of "entente serve".
type serveOptions struct {
	port   int
	listen string
	open   bool
}

// defaultPort is where the workbench is served on this machine.
const defaultPort = 7070

func (a *app) serveCommand() *cobra.Command {
	o := serveOptions{port: defaultPort}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Open the workbench in a browser",
		Long: `Serve the workbench and its API at http://127.0.0.1:7070, for this machine alone.
With --listen ADDRESS others reach it too; it then demands accounts, and prints a
link that makes the first one, once. The workbench never changes what was read:
what you decide there is kept as judgements beside it.`,
		Example: "  entente serve --open\n  entente serve --listen 0.0.0.0:7070",
		Args:    args(0, 0, "nothing"),
		RunE:    func(c *cobra.Command, _ []string) error { return a.serve(c, o) },
	}
	c.Flags().IntVar(&o.port, "port", o.port, "port on this machine, 0 for any that is free")
	c.Flags().StringVar(&o.listen, "listen", "", "address and port for others to reach; demands accounts")
	c.Flags().BoolVar(&o.open, "open", false, "open it in the browser")
	return c
}

// graceful is how long requests may take to end when the server stops.
const graceful = 5 * time.Second

func (a *app) serve(c *cobra.Command, o serveOptions) error {
	e, err := a.open(c)
	if err != nil {
		return err
	}
	d, err := e.Desk()
	if err != nil {
		return err
	}
	pages, err := web.New(d)
	if err != nil {
		return err
	}
	address := fmt.Sprintf("127.0.0.1:%d", o.port)
	options := api.Options{
		Watched: e.Config().Ledger + ".watched.json",
		Version: versionWord(), Who: localName(), Pages: pages, Log: slog.New(slog.NewTextHandler(a.err, nil)),
	}
	if o.listen != "" {
		address = o.listen
		if options.Accounts, err = openAccounts(e.Config().Ledger); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return engine.Errorf(engine.CodeUsage, "choose another with --port or --listen, or end the program that has it", "listen at %s: %v", address, err)
	}
	s, err := api.New(e, d, options)
	if err != nil {
		_ = l.Close()
		return err
	}
	defer s.Close()
	s.Prepare()
	home := "http://" + l.Addr().String()
	if err := a.greet(home, options.Accounts, pages.Built()); err != nil {
		_ = l.Close()
		return err
	}
	if o.open {
		openBrowser(home)
	}
	return serveUntil(c.Context(), l, s)
}

// serveUntil serves until the context ends, then lets requests end.
func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16,
		BaseContext: func(net.Listener) context.Context { return base },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return engine.Errorf(engine.CodeInternal, "", "serve: %v", err)
	case <-ctx.Done():
	}
	cancel() // those who watch a reading are let go
	stop, done := context.WithTimeout(context.Background(), graceful)
	defer done()
	if err := server.Shutdown(stop); err != nil {
		_ = server.Close()
	}
	<-failed
	return nil
}

// greet says where the workbench is, and gives the link that makes the first
// account.
func (a *app) greet(home string, accounts *api.Accounts, built bool) error {
	fmt.Fprintf(a.out, "workbench: %s\n", home)
	if !built {
		fmt.Fprintf(a.out, "readable pages only: this binary was built without the workbench's program (make ui build)\n")
	}
	if accounts != nil && accounts.Empty() {
		token, err := accounts.Invite("", time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "make the first account, once, within a day: %s/join/%s\n", home, token)
	}
	fmt.Fprintln(a.out, "Ctrl-C ends it; nothing is lost")
	return a.flush()
}

// openAccounts opens the accounts beside the ledger.
func openAccounts(ledger string) (*api.Accounts, error) {
	if err := os.MkdirAll(filepath.Dir(ledger), 0o755); err != nil {
		return nil, engine.Errorf(engine.CodeLedger, "name another place with --ledger", "make the folder of the accounts: %v", err)
	}
	return api.OpenAccounts(strings.TrimSuffix(ledger, filepath.Ext(ledger)) + ".accounts.json")
}

// localName names the person at this machine, for judgements.
func localName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "local"
}

func versionWord() string {
	if version == "" {
		return "development"
	}
	return version
}

// openBrowser asks the desktop to show an address; where there is none, the
// address was printed.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return
	}
	cmd := exec.Command(path, args...)
	if err := cmd.Start(); err == nil {
		go func() { _ = cmd.Wait() }()
	}
}
