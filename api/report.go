package api

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"entente/brief"
	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
)

// file is an answer that browsers keep.
type file struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// ReportForm says in which form a report is written.
type ReportForm struct {
	Format string `query:"format" enum:"html,docx,md" default:"html"`
}

func (s *Server) reports() {
	s.report("/api/report/pair/{a}/{b}", "reportPair", "Report on a pair, every line cited, with an appendix of quotes")
	s.report("/api/report/actor/{a}", "reportActor", "Report on an actor and its neighbours")
}

// report adds a route that writes the brief on the actors of its path.
func (s *Server) report(path, id, summary string) {
	op := huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"reports"}, Errors: failures(400, 404, 422, 500),
		Responses: map[string]*huma.Response{"200": {Description: "the report", Content: map[string]*huma.MediaType{
			"text/html": {}, "text/markdown": {}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {},
		}}},
	}
	if strings.Contains(path, "{b}") {
		huma.Register(s.api, op, func(ctx context.Context, in *struct {
			PairPath
			Scope
			ReportForm
		},
		) (*file, error) {
			return s.writeReport(ctx, &in.Scope, in.Format, in.A, in.B)
		})
		return
	}
	huma.Register(s.api, op, func(ctx context.Context, in *struct {
		A string `path:"a" doc:"id or label of an actor" maxLength:"200"`
		Scope
		ReportForm
	},
	) (*file, error) {
		return s.writeReport(ctx, &in.Scope, in.Format, in.A)
	})
}

func (s *Server) writeReport(ctx context.Context, in *Scope, format string, actors ...string) (*file, error) {
	o, err := in.engine()
	if err != nil {
		return nil, problem(err)
	}
	b, err := s.desk.Report(ctx, o, actors...)
	if err != nil {
		return nil, problem(err)
	}
	var out bytes.Buffer
	v := brief.View{Quotes: true, Limit: 40}
	f := &file{}
	name := "entente-" + strings.Join(actors, "-")
	if !o.Known.IsZero() {
		name += "-known-" + o.Known.String()
	}
	switch format {
	case "docx":
		f.Type, name = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name+".docx"
		err = brief.DOCX(&out, b, v)
	case "md":
		f.Type, name = "text/markdown; charset=utf-8", name+".md"
		err = brief.Markdown(&out, b, v)
	default:
		f.Type, name = "text/html; charset=utf-8", name+".html"
		err = brief.HTML(&out, b, v)
	}
	if err != nil {
		return nil, problem(engine.Errorf(engine.CodeInternal, "", "write the report: %v", err))
	}
	f.Disposition = `attachment; filename="` + fileName(name) + `"`
	f.Body = out.Bytes()
	return f, nil
}

// fileName keeps a name to characters that every system takes.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, s)
}
