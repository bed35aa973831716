package api

import (
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"entente/engine"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"
)

// pasted is a text given by hand.
type pasted struct {
	Text      string `json:"text" minLength:"1" maxLength:"4000000"`
	Title     string `json:"title,omitempty" maxLength:"1000"`
	Outlet    string `json:"outlet,omitempty" maxLength:"400"`
	Published string `json:"published,omitempty" doc:"2006-01-02"`
	Address   string `json:"address,omitempty" maxLength:"2000"`
	Author    string `json:"author,omitempty" maxLength:"400"`
}

// address is a place of the web.
type address struct {
	Address string `json:"address" minLength:"1" maxLength:"2000" doc:"http or https"`
	Kind    string `json:"kind,omitempty" enum:"page,feed" default:"page"`
}

type runList struct {
	Runs []engine.Run `json:"runs" doc:"the latest first"`
}

type runPath struct {
	ID string `path:"id" maxLength:"40"`
}

func (s *Server) reading() {
	get(s, "/api/runs", "runs", "reading", "Readings started here", func(context.Context, *none) (*runList, error) {
		return &runList{s.runs.List()}, nil
	})
	get(s, "/api/runs/{id}", "run", "reading", "One reading as it stands", func(_ context.Context, in *runPath) (*engine.Run, error) {
		r, _, err := s.runs.Watch(in.ID)
		return &r, err
	})
	huma.Register(s.api, huma.Operation{
		OperationID: "readFiles", Method: http.MethodPost, Path: "/api/runs/files", Summary: "Read uploaded files into the ledger",
		Tags: []string{"reading"}, Errors: failures(400, 413, 422, 500), MaxBodyBytes: bodyLimit, DefaultStatus: http.StatusAccepted,
	}, answer(func(_ context.Context, in *struct {
		RawBody multipart.Form
	},
	) (*engine.Run, error) {
		return s.readFiles(&in.RawBody, false)
	}))
	huma.Register(s.api, huma.Operation{
		OperationID: "readTables", Method: http.MethodPost, Path: "/api/runs/tables", Summary: "Import uploaded tables of events",
		Tags: []string{"reading"}, Errors: failures(400, 413, 422, 500), MaxBodyBytes: bodyLimit, DefaultStatus: http.StatusAccepted,
	}, answer(func(_ context.Context, in *struct {
		RawBody multipart.Form
	},
	) (*engine.Run, error) {
		return s.readFiles(&in.RawBody, true)
	}))
	huma.Register(s.api, huma.Operation{
		OperationID: "readAddress", Method: http.MethodPost, Path: "/api/runs/address", Summary: "Read a page of the web, or what is new in a feed, into the ledger",
		Tags: []string{"reading"}, Errors: failures(400, 422, 500), DefaultStatus: http.StatusAccepted,
	}, answer(func(_ context.Context, in *struct{ Body address }) (*engine.Run, error) {
		return s.readAddress(&in.Body)
	}))
	huma.Register(s.api, huma.Operation{
		OperationID: "readText", Method: http.MethodPost, Path: "/api/runs/text", Summary: "Read a pasted text into the ledger",
		Tags: []string{"reading"}, Errors: failures(400, 422, 500), MaxBodyBytes: 8 << 20, DefaultStatus: http.StatusAccepted,
	}, answer(func(_ context.Context, in *struct{ Body pasted }) (*engine.Run, error) {
		return s.readText(&in.Body)
	}))
	huma.Register(s.api, huma.Operation{
		OperationID: "stopRun", Method: http.MethodDelete, Path: "/api/runs/{id}", Summary: "Stop a reading; what was read stays",
		Tags: []string{"reading"}, Errors: failures(404),
	}, func(_ context.Context, in *runPath) (*struct{}, error) {
		if err := s.runs.Stop(in.ID); err != nil {
			return nil, problem(err)
		}
		return nil, nil
	})
	sse.Register(s.api, huma.Operation{
		OperationID: "watchRun", Method: http.MethodGet, Path: "/api/runs/{id}/events", Summary: "A reading as it goes on, until it ends", Tags: []string{"reading"},
	}, map[string]any{"run": engine.Run{}}, s.watch)
}

// watch sends a run whenever it changed, until it ended or nobody listens.
func (s *Server) watch(ctx context.Context, in *runPath, send sse.Sender) {
	for {
		r, changed, err := s.runs.Watch(in.ID)
		if err != nil || send.Data(r) != nil || r.State != "running" {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// readFiles keeps uploads, articles or event tables, in a folder of their own
// while they are read.
func (s *Server) readFiles(form *multipart.Form, tables bool) (*engine.Run, error) {
	defer func() { _ = form.RemoveAll() }() // what was too large to hold lies in temporary files
	dir, err := os.MkdirTemp(s.options.Folder, "entente-upload-")
	if err != nil {
		return nil, engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "keep the upload: %v", err)
	}
	clean := func() { _ = os.RemoveAll(dir) }
	n, name := 0, ""
	for _, files := range form.File {
		for _, f := range files {
			if err := keepUpload(dir, n, f); err != nil {
				clean()
				return nil, err
			}
			if n++; n == 1 {
				name = path.Base(filepath.ToSlash(f.Filename))
			}
		}
	}
	if n == 0 {
		clean()
		return nil, engine.Errorf(engine.CodeNoInput, "choose one or more", "no file was sent")
	}
	if n > 1 {
		name += " and " + strconv.Itoa(n-1) + " more"
	}
	task := engine.Task{Input: engine.Input{Files: os.DirFS(dir)}}
	if tables {
		task = engine.Task{Tables: dir}
	}
	r, err := s.runs.Start(name, task, clean)
	if err != nil {
		clean()
	}
	return &r, err
}

// readAddress reads a place of the web.
func (s *Server) readAddress(a *address) (*engine.Run, error) {
	place, err := webAddress(a.Address)
	if err != nil {
		return nil, err
	}
	task := engine.Task{Input: engine.Input{Paths: []string{place}}}
	if a.Kind == "feed" {
		task = engine.Task{Feeds: []string{place}}
	}
	r, err := s.runs.Start(place, task, nil)
	return &r, err
}

// keepUpload writes one upload into dir under its own name, which the document
// is known by; a folder for each keeps equal names apart.
func keepUpload(dir string, n int, f *multipart.FileHeader) error {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, path.Base(filepath.ToSlash(f.Filename)))
	name = strings.TrimLeft(name, ".")
	if name == "" {
		name = "upload.txt"
	}
	if len(name) > 120 {
		name = name[len(name)-120:]
	}
	if n > 0 {
		dir = filepath.Join(dir, strconv.Itoa(n))
		if err := os.Mkdir(dir, 0o700); err != nil {
			return engine.Errorf(engine.CodeInternal, "", "keep %s: %v", name, err)
		}
	}
	in, err := f.Open()
	if err != nil {
		return engine.Errorf(engine.CodeUnreadable, "send it again", "%s: %v", name, err)
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "keep %s: %v", name, err)
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "keep %s: %v", name, err)
	}
	return out.Close()
}

// readText reads a text as a line of JSON, which carries what is stated of it.
func (s *Server) readText(p *pasted) (*engine.Run, error) {
	if _, err := parseDay(p.Published, "published"); err != nil {
		return nil, err
	}
	line := map[string]string{"text": p.Text}
	for k, v := range map[string]string{"title": p.Title, "outlet": p.Outlet, "date": p.Published, "url": p.Address, "author": p.Author} {
		if v != "" {
			line[k] = v
		}
	}
	b, err := json.Marshal(line)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(s.options.Folder, "entente-pasted-")
	if err != nil {
		return nil, engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "keep the text: %v", err)
	}
	clean := func() { _ = os.RemoveAll(dir) }
	if err := os.WriteFile(filepath.Join(dir, "pasted.jsonl"), append(b, '\n'), 0o600); err != nil {
		clean()
		return nil, engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "keep the text: %v", err)
	}
	name := p.Title
	if name == "" {
		name = "a pasted text"
	}
	r, err := s.runs.Start(name, engine.Task{Input: engine.Input{Files: os.DirFS(dir)}}, clean)
	if err != nil {
		clean()
	}
	return &r, err
}
