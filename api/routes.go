package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"entente"
	"entente/engine"
	"entente/forecast"
	"entente/network"

	"github.com/danielgtaylor/huma/v2"
)

// Scope is what every view can be asked with.
type Scope struct {
	Known      string `query:"known" doc:"as known on this day (2006-01-02): what was published later, or has no date, is left out"`
	Judgements string `query:"judgements" enum:"with,without" default:"with" doc:"without: the records as they were coded"`
}

func (s *Scope) engine() (engine.Scope, error) {
	day, err := parseDay(s.Known, "known")
	return engine.Scope{Known: day, Unjudged: s.Judgements == "without"}, err
}

func parseDay(s, field string) (entente.Day, error) {
	day, err := entente.ParseDay(s)
	if err != nil {
		return 0, engine.Errorf(engine.CodeBadValue, "a date of the form 2006-01-02", "%s: %v", field, err)
	}
	return day, nil
}

// output is an answer of JSON.
type output[T any] struct{ Body *T }

// get adds a route that answers a question.
func get[I, O any](s *Server, path, id, tag, summary string, f func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{tag}, Errors: failures(400, 404, 422, 500, 503),
	}, answer(f))
}

// failures are the codes that a route may fail with: those given, and those of every
// route where there are accounts, for who has not signed in or asks too often.
func failures(codes ...int) []int {
	codes = append(codes, http.StatusUnauthorized, http.StatusTooManyRequests)
	slices.Sort(codes)
	return codes
}

// answer turns a use case into a handler.
func answer[I, O any](f func(context.Context, *I) (*O, error)) func(context.Context, *I) (*output[O], error) {
	return func(ctx context.Context, in *I) (*output[O], error) {
		v, err := f(ctx, in)
		if err != nil {
			return nil, problem(err)
		}
		return &output[O]{v}, nil
	}
}

type none struct{}

type health struct {
	State   string `json:"state" enum:"ready,alive"`
	Version string `json:"version"`
}

// PairPath are the two actors of a pair.
type PairPath struct {
	A string `path:"a" doc:"id or label of an actor" maxLength:"200"`
	B string `path:"b" doc:"id or label of another" maxLength:"200"`
}

// Filter are the fields that records of pairs are listed by.
type Filter struct {
	Layer   string `query:"layer" maxLength:"100"`
	Stance  string `query:"stance" maxLength:"100"`
	Sign    string `query:"sign" enum:"friendly,hostile,neither"`
	Speaker string `query:"speaker" maxLength:"400"`
	Outlet  string `query:"outlet" maxLength:"400"`
	Type    string `query:"type" maxLength:"200" doc:"PLOVER type of an event, relation of a tie"`
	From    string `query:"from" doc:"first day"`
	To      string `query:"to" doc:"last day"`
	Story   string `query:"story" maxLength:"1000" doc:"key of a statement"`
	Order   string `query:"order" enum:"weight,new,old" default:"weight"`
	Cursor  string `query:"cursor" maxLength:"100"`
	Limit   int    `query:"limit" minimum:"0" maximum:"500"`
	Each    int    `query:"tellings" minimum:"0" maximum:"500" doc:"of each statement"`
}

func (f *Filter) engine(s *Scope) (engine.PairFilter, error) {
	o, err := s.engine()
	if err != nil {
		return engine.PairFilter{}, err
	}
	from, err := parseDay(f.From, "from")
	if err != nil {
		return engine.PairFilter{}, err
	}
	to, err := parseDay(f.To, "to")
	return engine.PairFilter{
		Scope: o, Layer: f.Layer, Stance: f.Stance, Sign: f.Sign, Speaker: f.Speaker, Outlet: f.Outlet, Type: f.Type,
		From: from, To: to, Order: f.Order, Story: f.Story, Cursor: f.Cursor, Limit: f.Limit, Tellings: f.Each,
	}, err
}

// Ahead says how far a forecast looks.
type Ahead struct {
	Horizon int `query:"horizon" default:"30" doc:"days ahead: 7, 30 or 90"`
}

func (a *Ahead) engine(s *Scope) (engine.ForecastFilter, error) {
	o, err := s.engine()
	return engine.ForecastFilter{Scope: o, Horizon: a.Horizon}, err
}

func (s *Server) routes() {
	d := s.desk
	get(s, "/healthz", "alive", "server", "The server runs", func(context.Context, *none) (*health, error) {
		return &health{"alive", s.options.Version}, nil
	})
	get(s, "/readyz", "ready", "server", "The ledger can be asked", func(ctx context.Context, _ *none) (*health, error) {
		if err := d.Refresh(ctx); err != nil {
			return nil, err
		}
		return &health{"ready", s.options.Version}, nil
	})
	get(s, "/api/overview", "overview", "views", "What the ledger holds and what changed", func(ctx context.Context, in *struct {
		Scope
		Since string `query:"since" doc:"the baseline: changes after this day"`
	},
	) (*engine.OverviewView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		since, err := parseDay(in.Since, "since")
		if err != nil {
			return nil, err
		}
		return d.Overview(ctx, since, o)
	})
	get(s, "/api/search", "search", "views", "Find pages, actors and passages", func(ctx context.Context, in *struct {
		Scope
		Q     string `query:"q" maxLength:"500"`
		Limit int    `query:"limit" minimum:"0" maximum:"100"`
	},
	) (*engine.SearchView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.SearchFor(ctx, in.Q, in.Limit, o)
	})
	get(s, "/api/suggest", "suggest", "views", "Complete words as they are typed", func(ctx context.Context, in *struct {
		Scope
		Q string `query:"q" maxLength:"200"`
	},
	) (*[]engine.Phrase, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		list, err := d.Suggest(ctx, in.Q, o)
		return &list, err
	})
	s.views()
	s.lists()
	s.judging()
	s.reading()
	s.watching()
	s.sessions()
	s.citing()
	s.reports()
}

func (s *Server) views() {
	d := s.desk
	get(s, "/api/pairs/{a}/{b}", "pair", "views", "How two actors stand to each other, and on what that rests", func(ctx context.Context, in *struct {
		PairPath
		Scope
		Filter
	},
	) (*engine.PairView, error) {
		f, err := in.Filter.engine(&in.Scope)
		if err != nil {
			return nil, err
		}
		return d.Pair(ctx, in.A, in.B, f)
	})
	get(s, "/api/pairs/{a}/{b}/context", "pairContext", "views", "Tensions, reasons, numbers and third parties of a pair", func(ctx context.Context, in *struct {
		PairPath
		Scope
	},
	) (*engine.ContextView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Context(ctx, in.A, in.B, o)
	})
	get(s, "/api/pairs/{a}/{b}/forecast", "forecast", "views", "How likely acts of a pair are, and why", bounded(s.work, func(ctx context.Context, in *struct {
		PairPath
		Scope
		Ahead
	},
	) (*engine.ForecastView, error) {
		f, err := in.Ahead.engine(&in.Scope)
		if err != nil {
			return nil, err
		}
		return d.Forecast(ctx, in.A, in.B, f)
	}))
	get(s, "/api/pairs/{a}/{b}/forecast/whatif", "forecastWhatIf", "views", "How a pair's forecast changes where acts are added or records taken out", bounded(s.work, func(ctx context.Context, in *struct {
		PairPath
		Scope
		Ahead
		Add    []string `query:"add,explode" maxItems:"50" doc:"an act to suppose, again for more: A TYPE B, with one of PLOVER's types, and a day where it was not the last of the data"`
		Remove []string `query:"remove,explode" maxItems:"50" doc:"id of a record to take out, again for more"`
	},
	) (*engine.ForecastIfView, error) {
		f, err := in.Ahead.engine(&in.Scope)
		if err != nil {
			return nil, err
		}
		return d.ForecastIf(ctx, in.A, in.B, in.Add, in.Remove, f)
	}))
	get(s, "/api/actors/{id}/forecast", "forecastActor", "views", "Which acts around an actor are likeliest", bounded(s.work, func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"200"`
		Scope
		Ahead
		Limit int `query:"limit" minimum:"0" maximum:"200" doc:"15 where 0"`
	},
	) (*engine.ForecastActorView, error) {
		f, err := in.Ahead.engine(&in.Scope)
		if err != nil {
			return nil, err
		}
		f.Limit = in.Limit
		return d.ForecastWho(ctx, in.ID, f)
	}))
	get(s, "/api/forecasts/record", "forecastRecord", "views", "How the forecasts that were shown turned out", func(ctx context.Context, in *struct {
		Hindsight bool `query:"hindsight" doc:"those made as of a day that the data had passed"`
	},
	) (*forecast.Record, error) {
		return d.ForecastRecord(ctx, in.Hindsight)
	})
	get(s, "/api/forecasts", "forecasts", "views", "The forecasts that were shown, the latest first", func(ctx context.Context, in *struct {
		State     string `query:"state" enum:"closed,open" default:"closed" doc:"closed: their period is over, and the data reach beyond it"`
		Hindsight bool   `query:"hindsight" doc:"those made as of a day that the data had passed"`
		Limit     int    `query:"limit" minimum:"0" maximum:"10000" doc:"200 where 0"`
	},
	) (*engine.ForecastsView, error) {
		return d.Forecasts(ctx, in.State == "open", in.Hindsight, in.Limit)
	})
	get(s, "/api/actors/{id}", "actor", "views", "Who an actor stands with and against", func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"200"`
		Scope
	},
	) (*engine.ActorView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Actor(ctx, in.ID, o)
	})
	get(s, "/api/documents/{id}", "document", "views", "A document's text with what was found in it", func(ctx context.Context, in *struct {
		Scope
		ID string `path:"id" maxLength:"100"`
	},
	) (*engine.DocumentView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Document(ctx, in.ID, o)
	})
	get(s, "/api/claims/{id}", "claim", "views", "One claim with what rests on it", func(ctx context.Context, in *struct {
		Scope
		ID string `path:"id" maxLength:"100" doc:"of a claim, or of an event or tie that rests on one"`
	},
	) (*engine.ClaimView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Claim(ctx, in.ID, o)
	})
	get(s, "/api/outlets", "outlets", "views", "Who published, and who repeats whose words", func(ctx context.Context, in *struct{ Scope }) (*engine.OutletsView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Outlets(ctx, o)
	})
	get(s, "/api/outlets/portraits", "portraits", "views", "How outlets portray pairs", func(ctx context.Context, in *struct{ Scope }) (*engine.PortraitView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Portraits(ctx, o)
	})
	get(s, "/api/network", "network", "views", "Who stands with whom: an actor and its neighbours, or the whole", func(ctx context.Context, in *struct {
		Scope
		Stretch
		Center string `query:"center" maxLength:"200"`
		Limit  int    `query:"limit" minimum:"0" maximum:"5000"`
		Places bool   `query:"places" doc:"with places for a picture, which stay as they are while period and layer move"`
	},
	) (*engine.NetworkView, error) {
		f, err := in.Stretch.engine(&in.Scope, in.Limit)
		if err != nil {
			return nil, err
		}
		f.Center, f.Places = in.Center, in.Places
		return d.Network(ctx, f)
	})
	s.balances()
}

// Stretch is the layer and the days that a network is made of.
type Stretch struct {
	Layer string `query:"layer" maxLength:"100"`
	From  string `query:"from"`
	To    string `query:"to"`
}

func (t *Stretch) engine(s *Scope, limit int) (engine.NetworkFilter, error) {
	o, err := s.engine()
	if err != nil {
		return engine.NetworkFilter{}, err
	}
	from, err := parseDay(t.From, "from")
	if err != nil {
		return engine.NetworkFilter{}, err
	}
	to, err := parseDay(t.To, "to")
	return engine.NetworkFilter{Scope: o, Layer: t.Layer, From: from, To: to, Limit: limit}, err
}

// Largest says how many actors a question of balance is asked of, and how hard.
type Largest struct {
	Limit  int  `query:"limit" minimum:"0" maximum:"400" doc:"actors, those with most records; 120 where 0"`
	Harder bool `query:"harder" doc:"work at it for a second or two, for narrower bounds"`
}

func (l *Largest) engine(s *Scope, t *Stretch) (engine.NetworkFilter, error) {
	f, err := t.engine(s, l.Limit)
	f.Harder = l.Harder
	return f, err
}

func (s *Server) balances() {
	d := s.desk
	get(s, "/api/network/balance", "networkBalance", "views", "How far a network is from two camps, and which ties do not fit", bounded(s.work, func(ctx context.Context, in *struct {
		Scope
		Stretch
		Largest
		Triangles int `query:"triangles" minimum:"0" maximum:"1000" doc:"triangles of each number of hostile ties, those that weigh most; 6 where 0"`
	},
	) (*engine.BalanceView, error) {
		f, err := in.Largest.engine(&in.Scope, &in.Stretch)
		if err != nil {
			return nil, err
		}
		return d.NetworkBalance(ctx, f, in.Triangles)
	}))
	get(s, "/api/network/blocs", "networkBlocs", "views", "Who stands together, in all or window by window", bounded(s.work, func(ctx context.Context, in *struct {
		Scope
		Stretch
		Largest
		Window string `query:"window" maxLength:"20" doc:"month, quarter, year, or a number of months or years (6m, 5y); one window where absent"`
	},
	) (*engine.BlocsView, error) {
		f, err := in.Largest.engine(&in.Scope, &in.Stretch)
		if err != nil {
			return nil, err
		}
		return d.NetworkBlocs(ctx, f, in.Window)
	}))
	get(s, "/api/network/whatif/{a}/{b}", "networkWhatIf", "views", "What would move a pair between camps, and which ties would come under strain", bounded(s.work, func(ctx context.Context, in *struct {
		PairPath
		Scope
		Stretch
		Largest
		Suppose string  `query:"suppose" enum:"flip,add,remove" doc:"what becomes of the pair's own tie; nothing where absent"`
		Weight  float64 `query:"weight" doc:"added, in records; below 0 hostile"`
	},
	) (*engine.WhatIfView, error) {
		f, err := in.Largest.engine(&in.Scope, &in.Stretch)
		if err != nil {
			return nil, err
		}
		return d.NetworkWhatIf(ctx, in.A, in.B, f, engine.Supposition{Kind: network.SupposeKind(in.Suppose), Weight: in.Weight})
	}))
}

func (s *Server) lists() {
	d := s.desk
	get(s, "/api/actors", "actors", "lists", "Actors whose name holds some words", func(ctx context.Context, in *struct {
		Scope
		Q      string `query:"q" maxLength:"200"`
		Cursor string `query:"cursor" maxLength:"100"`
		Limit  int    `query:"limit" minimum:"0" maximum:"500"`
	},
	) (*engine.ActorsView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Actors(ctx, in.Q, in.Cursor, in.Limit, o)
	})
	get(s, "/api/documents", "documents", "lists", "Documents, the latest first", func(ctx context.Context, in *struct {
		Scope
		Outlet string `query:"outlet" maxLength:"400"`
		Actor  string `query:"actor" maxLength:"200" doc:"id or label: those that name it"`
		Copies bool   `query:"copies" doc:"only those that repeat the words of another"`
		Of     string `query:"of" maxLength:"400" doc:"only those that repeat the words of this outlet"`
		Cursor string `query:"cursor" maxLength:"100"`
		Limit  int    `query:"limit" minimum:"0" maximum:"500"`
	},
	) (*engine.DocumentsView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		return d.Documents(ctx, engine.DocumentFilter{
			Scope: o, Outlet: in.Outlet, Actor: in.Actor, Copies: in.Copies, Of: in.Of, Cursor: in.Cursor, Limit: in.Limit,
		})
	})
	get(s, "/api/claims", "claims", "lists", "Claims, the latest first", func(ctx context.Context, in *struct {
		Scope
		Stance  string `query:"stance" maxLength:"100"`
		Speaker string `query:"speaker" maxLength:"400"`
		Outlet  string `query:"outlet" maxLength:"400"`
		From    string `query:"from"`
		To      string `query:"to"`
		Quoted  bool   `query:"quoted"`
		Coded   bool   `query:"coded" doc:"only those that an event or tie rests on"`
		Cursor  string `query:"cursor" maxLength:"100"`
		Limit   int    `query:"limit" minimum:"0" maximum:"200"`
	},
	) (*engine.ClaimsView, error) {
		o, err := in.engine()
		if err != nil {
			return nil, err
		}
		from, err := parseDay(in.From, "from")
		if err != nil {
			return nil, err
		}
		to, err := parseDay(in.To, "to")
		if err != nil {
			return nil, err
		}
		return d.Claims(ctx, engine.ClaimFilter{
			Scope: o, Stance: in.Stance, Speaker: in.Speaker, Outlet: in.Outlet, From: from, To: to,
			Quoted: in.Quoted, Coded: in.Coded, Cursor: in.Cursor, Limit: in.Limit,
		})
	})
}

// decisions is what a person decides at once.
type decisions struct {
	Body struct {
		Decisions []engine.Decision `json:"decisions" minItems:"1" maxItems:"2000"`
	}
}

type verdicts struct {
	Judgements []engine.Verdict `json:"judgements"`
}

func (s *Server) judging() {
	d := s.desk
	get(s, "/api/queue", "queue", "judgements", "Records to be checked, those the program is least sure of first", func(ctx context.Context, in *struct {
		Scope
		Filter
		A       string `query:"a" maxLength:"200"`
		B       string `query:"b" maxLength:"200"`
		Decided bool   `query:"decided" doc:"those that were decided on"`
	},
	) (*engine.QueueView, error) {
		f, err := in.Filter.engine(&in.Scope)
		if err != nil {
			return nil, err
		}
		return d.Queue(ctx, engine.QueueFilter{PairFilter: f, A: in.A, B: in.B, Decided: in.Decided})
	})
	huma.Register(s.api, huma.Operation{
		OperationID: "judge", Method: http.MethodPost, Path: "/api/judgements", Summary: "Store what a person decides: rows, never edits",
		Tags: []string{"judgements"}, Errors: failures(400, 404, 422, 500),
	}, answer(func(ctx context.Context, in *decisions) (*verdicts, error) {
		out, err := d.Judge(ctx, s.whoIs(ctx), s.options.Now(), in.Body.Decisions...)
		s.outlook.soon()
		return &verdicts{out}, err
	}))
	get(s, "/api/judgements", "judgements", "judgements", "Every judgement in order", func(ctx context.Context, _ *none) (*verdicts, error) {
		out, err := d.Verdicts(ctx)
		return &verdicts{out}, err
	})
}

// Ready waits until the desk is loaded, for those who start a server.
func (s *Server) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return s.desk.Refresh(ctx)
}
