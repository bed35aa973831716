package api

import (
	"context"
	"net/http"

	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
)

// newPassword is what a person changes their own password with.
type newPassword struct {
	Body struct {
		Old string `json:"old" maxLength:"1000" doc:"the one they have now"`
		New string `json:"new" maxLength:"1000" doc:"12 characters at least"`
	}
}

// ended says how many sessions were ended.
type ended struct {
	Ended int `json:"ended"`
}

type accountList struct {
	Accounts []Account `json:"accounts" doc:"by name"`
}

// AccountPath is the account of a name.
type AccountPath struct {
	Name string `path:"name" maxLength:"80"`
}

// guarding adds a route about accounts; a server without them answers that it has none.
func guarding[I, O any](s *Server, method, path, id, summary string, f func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"accounts"}, Errors: failures(400, 403, 404, 422, 500),
	}, func(ctx context.Context, in *I) (*O, error) {
		if s.options.Accounts == nil {
			return nil, problem(engine.Errorf(engine.CodeNotFound, "entente serve --listen ADDRESS demands accounts", "this server has no accounts"))
		}
		out, err := f(ctx, in)
		if err != nil {
			return nil, problem(err)
		}
		return out, nil
	})
}

// told is an answer about accounts that is JSON alone.
func told[T any](v *T, err error) (*output[T], error) { return &output[T]{v}, err }

// own adds what people do with their own account.
func (s *Server) own() {
	a := s.options.Accounts
	guarding(s, http.MethodPost, "/api/session/password", "setPassword", "Change one's own password; sessions elsewhere end", func(ctx context.Context, in *newPassword) (*output[me], error) {
		name, c := s.whoIs(ctx), callerOf(ctx)
		// By name, for who took over a session has no other way to the password either.
		if !s.sign.allow("password of "+name, s.options.Now()) {
			return nil, errTooMany()
		}
		if err := a.SetPassword(name, in.Body.Old, in.Body.New, c.session); err != nil {
			return nil, err
		}
		return told(s.me(name, c.session), nil)
	})
	guarding(s, http.MethodDelete, "/api/session/others", "signOutOthers", "End one's sessions elsewhere", func(ctx context.Context, _ *none) (*output[ended], error) {
		return told(&ended{a.SignOutOthers(s.whoIs(ctx), callerOf(ctx).session)}, nil)
	})
	guarding(s, http.MethodPost, "/api/invitations", "invite", "Invite a person: a link that makes one account", func(ctx context.Context, _ *none) (*output[invitation], error) {
		token, err := a.Invite(s.whoIs(ctx), s.options.Now())
		return told(&invitation{"/join/" + token}, err)
	})
}

// people adds what administrators do with accounts.
func (s *Server) people() {
	a := s.options.Accounts
	guarding(s, http.MethodGet, "/api/accounts", "accounts", "Accounts, for administrators", func(ctx context.Context, _ *none) (*output[accountList], error) {
		return told(s.listed(ctx, nil))
	})
	guarding(s, http.MethodPatch, "/api/accounts/{name}", "appoint", "Make a person an administrator, or no longer one", func(ctx context.Context, in *struct {
		AccountPath
		Body struct {
			Administrator bool `json:"administrator"`
		}
	},
	) (*output[accountList], error) {
		return told(s.listed(ctx, func() error { return a.Appoint(in.Name, in.Body.Administrator) }))
	})
	guarding(s, http.MethodDelete, "/api/accounts/{name}", "removeAccount", "Remove an account with its sessions; what its person judged stays", func(ctx context.Context, in *AccountPath) (*output[accountList], error) {
		return told(s.listed(ctx, func() error { return a.Remove(in.Name) }))
	})
	guarding(s, http.MethodPost, "/api/accounts/{name}/link", "renewAccount", "A link by which a person who forgot their password takes another", func(ctx context.Context, in *AccountPath) (*output[invitation], error) {
		if err := s.administers(ctx); err != nil {
			return nil, err
		}
		token, err := a.Renew(in.Name, s.whoIs(ctx), s.options.Now())
		return told(&invitation{"/join/" + token}, err)
	})
}

// administers fails where who asks is no administrator.
func (s *Server) administers(ctx context.Context) error {
	if !s.options.Accounts.Administers(s.whoIs(ctx)) {
		return engine.Errorf(engine.CodeForbidden, "ask one of them; whoever runs the server can too, by \"entente accounts\"", "accounts are for administrators")
	}
	return nil
}

// listed lets an administrator do something, and lists the accounts after it.
func (s *Server) listed(ctx context.Context, do func() error) (*accountList, error) {
	if err := s.administers(ctx); err != nil {
		return nil, err
	}
	if do != nil {
		if err := do(); err != nil {
			return nil, err
		}
	}
	list, err := s.options.Accounts.List(s.options.Now())
	return &accountList{list}, err
}
