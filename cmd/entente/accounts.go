package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"entente/api"

	"github.com/spf13/cobra"
)

// accountsCommand looks after the accounts of a server from the machine it runs on,
// where nobody has to sign in: for whoever forgot the only password.
func (a *app) accountsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "accounts",
		Short: "List the accounts of a server, remove one, or give a link",
		Long: `List the accounts of the server that "entente serve --listen" opens over this
ledger. The server may run meanwhile: it sees at once what was changed. Links hold
for a day and work once; put the server's address before them.`,
		Example: "  entente accounts\n  entente accounts remove Ana\n  entente accounts link Ana",
		Args:    args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.onAccounts(c, func(x *api.Accounts) error {
				list, err := x.List(time.Now())
				if err != nil {
					return err
				}
				return a.print(list, func() { a.accountTable(list) })
			})
		},
	}
	c.AddCommand(&cobra.Command{
		Use:   "remove NAME",
		Short: "Remove an account with its sessions; its judgements stay, and so does the name on them",
		Args:  args(1, 1, "the name of an account"),
		RunE: func(c *cobra.Command, words []string) error {
			return a.onAccounts(c, func(x *api.Accounts) error {
				if err := x.Remove(words[0]); err != nil {
					return err
				}
				return a.print(map[string]string{"removed": words[0]}, func() { fmt.Fprintf(a.out, "%s removed\n", oneLine(words[0])) })
			})
		},
	}, &cobra.Command{
		Use:   "link [NAME]",
		Short: "Give a link that makes an account, or by which NAME takes another password",
		Args:  args(0, 1, "the name of an account"),
		RunE: func(c *cobra.Command, words []string) error {
			return a.onAccounts(c, func(x *api.Accounts) error {
				make := func() (string, error) { return x.Invite("", time.Now()) }
				if len(words) > 0 {
					make = func() (string, error) { return x.Renew(words[0], "", time.Now()) }
				}
				token, err := make()
				if err != nil {
					return err
				}
				return a.print(map[string]string{"path": "/join/" + token}, func() { fmt.Fprintf(a.out, "/join/%s\n", token) })
			})
		},
	}, &cobra.Command{
		Use:   "appoint NAME",
		Short: "Make a person an administrator, who may list and remove accounts",
		Args:  args(1, 1, "the name of an account"),
		RunE: func(c *cobra.Command, words []string) error {
			return a.onAccounts(c, func(x *api.Accounts) error {
				if err := x.Appoint(words[0], true); err != nil {
					return err
				}
				return a.print(map[string]string{"appointed": words[0]}, func() { fmt.Fprintf(a.out, "%s is an administrator\n", oneLine(words[0])) })
			})
		},
	})
	return c
}

// onAccounts does something with the accounts beside the ledger.
func (a *app) onAccounts(c *cobra.Command, do func(*api.Accounts) error) error {
	e, err := a.open(c)
	if err != nil {
		return err
	}
	x, err := openAccounts(e.Config().Ledger)
	if err != nil {
		return err
	}
	return do(x)
}

func (a *app) accountTable(list []api.Account) {
	if len(list) == 0 {
		fmt.Fprintln(a.out, `no accounts: "entente serve --listen ADDRESS" gives the link that makes the first`)
		return
	}
	t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "account\tsince\t")
	for _, x := range list {
		since, is := "", ""
		if !x.Made.IsZero() {
			since = x.Made.Format("2006-01-02")
		}
		if x.Administrator {
			is = "administrator"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", oneLine(x.Name), since, is)
	}
	t.Flush()
}
