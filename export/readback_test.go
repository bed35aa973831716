package export

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOtherProgramsReadExports has readers written by others read what is exported.
// ENTENTE_PYTHON names a Python that has them (see testdata/readback.py).
func TestOtherProgramsReadExports(t *testing.T) {
	python := os.Getenv("ENTENTE_PYTHON")
	if python == "" {
		t.Skip("ENTENTE_PYTHON names no Python with networkx, pyld, stix2, frictionless, pyarrow and bibtexparser")
	}
	dir := t.TempDir()
	for _, f := range Formats() {
		at := filepath.Join(dir, f.Name)
		if !f.IsFolder() {
			if err := os.WriteFile(at, []byte(written(t, f.Name)), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.Mkdir(at, 0o700); err != nil {
			t.Fatal(err)
		}
		create := func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(at, name)) }
		if err := f.WriteFolder(t.Context(), material, tableRows, create); err != nil {
			t.Fatal(err)
		}
	}
	var failed bytes.Buffer
	c := exec.CommandContext(t.Context(), python, "testdata/readback.py", dir)
	c.Dir, c.Stderr = ".", &failed
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, failed.String())
	}
	want := []string{"cytoscape MultiDiGraph 3 3", "graphml MultiDiGraph 3 3", "jsonld 6 5", "stix 8", "bibtex 2", "csv 9 14", "parquet 9 14"}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(string(out)), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
