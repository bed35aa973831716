package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
)

type feedList struct {
	Watches bool             `json:"watches" doc:"the server asks feeds; where not, the list is empty"`
	Feeds   []engine.Watched `json:"feeds" doc:"in the order in which they were added"`
}

// watchedAddress is the address of a feed, or of a list of feeds.
type watchedAddress struct {
	Body struct {
		Address string `json:"address" minLength:"1" maxLength:"2000" doc:"http or https, of a feed or of a list of feeds (OPML)"`
	}
}

// errUnwatched is returned by a server that watches no feeds.
func errUnwatched() error {
	return engine.Errorf(engine.CodeForbidden, `use "entente watch ADDRESS"`, "this server watches no feeds")
}

func (s *Server) watching() {
	get(s, "/api/feeds", "feeds", "reading", "Feeds that are watched, with what could not be read and why", func(context.Context, *none) (*feedList, error) {
		return s.listFeeds(), nil
	})
	huma.Register(s.api, huma.Operation{
		OperationID: "watchFeed", Method: http.MethodPost, Path: "/api/feeds", Summary: "Watch a feed or a list of feeds as long as the server runs",
		Tags: []string{"reading"}, Errors: failures(400, 403, 422, 500),
	}, answer(func(_ context.Context, in *watchedAddress) (*feedList, error) {
		if s.feeds == nil {
			return nil, errUnwatched()
		}
		address, err := webAddress(in.Body.Address)
		if err != nil {
			return nil, err
		}
		err = s.feeds.Add(address)
		return s.listFeeds(), err
	}))
	huma.Register(s.api, huma.Operation{
		OperationID: "unwatchFeed", Method: http.MethodDelete, Path: "/api/feeds", Summary: "Watch an address no longer; what it brought stays",
		Tags: []string{"reading"}, Errors: failures(403, 404, 500),
	}, answer(func(_ context.Context, in *struct {
		Address string `query:"address" required:"true" maxLength:"2000"`
	},
	) (*feedList, error) {
		if s.feeds == nil {
			return nil, errUnwatched()
		}
		err := s.feeds.Remove(in.Address)
		return s.listFeeds(), err
	}))
}

func (s *Server) listFeeds() *feedList {
	if s.feeds == nil {
		return &feedList{Feeds: []engine.Watched{}}
	}
	return &feedList{Watches: true, Feeds: s.feeds.List()}
}

// webAddress checks an address of the web. A path of this machine is refused: who
// may use the workbench need not be who may read its files.
func webAddress(s string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", engine.Errorf(engine.CodeBadValue, "an address that begins with https://", "%q is no address of a page or feed", s)
	}
	if u.User != nil {
		return "", engine.Errorf(engine.CodeBadValue, "leave name and password out", "an address with a name or password is not read")
	}
	u.Host = strings.ToLower(u.Host)
	return u.String(), nil
}
