package api

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"

	"entente"
	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
)

// Problem is an error as the API tells it (RFC 9457), with Entente's code, which
// does not change between versions, and what to try.
type Problem struct {
	Type   string   `json:"type" doc:"always about:blank: code tells problems apart"`
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Detail string   `json:"detail" doc:"what is wrong"`
	Code   string   `json:"code" doc:"stable; docs/errors.md lists them"`
	Hint   string   `json:"hint,omitempty" doc:"what to try"`
	Errors []string `json:"errors,omitempty" doc:"fields that are wrong, each with its place"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says how long to wait, where waiting helps.
func (p *Problem) GetHeaders() http.Header {
	if p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable {
		return http.Header{"Retry-After": {"2"}}
	}
	return nil
}

// newProblem makes a problem of what the OpenAPI library found wrong.
func newProblem(status int, msg string, errs ...error) huma.StatusError {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: msg, Code: string(codeOf(status))}
	for _, err := range errs {
		if err != nil {
			p.Errors = append(p.Errors, err.Error())
		}
	}
	if len(p.Errors) > 0 {
		p.Hint = strings.Join(p.Errors[:min(3, len(p.Errors))], "; ")
	}
	return p
}

func codeOf(status int) entente.Code {
	switch {
	case status == http.StatusNotFound:
		return engine.CodeNotFound
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return engine.CodeBusy
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return engine.CodeForbidden
	case status < 500:
		return engine.CodeBadValue
	}
	return engine.CodeInternal
}

// statusOf is the HTTP status of a code.
func statusOf(c entente.Code) int {
	switch c {
	case engine.CodeUsage, engine.CodeBadValue, engine.CodeBadConfig, engine.CodeUnknownTask, engine.CodeAmbiguousActor:
		return http.StatusBadRequest
	case engine.CodeNotFound, engine.CodeUnknownActor, engine.CodeNoLedger, engine.CodeNoInput, engine.CodeNoData:
		return http.StatusNotFound
	case engine.CodeForbidden:
		return http.StatusForbidden
	case engine.CodeBusy:
		return http.StatusTooManyRequests
	case engine.CodeUnreadable:
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}

// problem makes a problem of an error of the engine.
func problem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	e := engine.Plain(err, engine.CodeInternal)
	status := statusOf(e.Code)
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: e.Message, Code: string(e.Code), Hint: e.Hint}
}

// writeProblem answers with an error.
func writeProblem(w http.ResponseWriter, err error) {
	p := problem(err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	maps.Copy(w.Header(), p.GetHeaders())
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}
