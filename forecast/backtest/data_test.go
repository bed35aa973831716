package backtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a folder of a set with some files changed; "-" leaves one out.
func write(t *testing.T, change map[string]string) string {
	t.Helper()
	files := map[string]string{
		"stat.txt":           "3 2 4\n",
		"train.txt":          "0\t0\t1\t0\t-1\n1 1 2 48 -1\n\n",
		"valid.txt":          "2\t1\t0\t72\r\n",
		"test.txt":           "0\t1\t2\t96\n",
		"entity2id.txt":      "Police (Gondor)\t0\r\nGondor\t1\tmore\nRohan\t2\n\n",
		"relation2cameo.tsv": "id\tname\tcameo\troot\tquad\n0\tConsult\t040\t04\t1\n1\tFight\t190\t19\t4\n",
	}
	dir := t.TempDir()
	for name, text := range files {
		if c, ok := change[name]; ok {
			text = c
		}
		if text == "-" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSetsAreReadWithWhatTheyHave(t *testing.T) {
	d, err := Load(write(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if last := d.Test[0].Day; last != 4 {
		t.Errorf("the test is on day %d, want 4: steps are 24", last)
	}
	if !d.Political() || d.EntityNames[0] != "Police_(Gondor)" || d.Quad[1] != 4 {
		t.Errorf("names %q, classes %v, political %v", d.EntityNames, d.Quad, d.Political())
	}
	for name, change := range map[string]string{"no file": "-", "no such column": "number\twhat\n0\tx\n"} {
		d, err := Load(write(t, map[string]string{"relation2cameo.tsv": change, "entity2id.txt": "-"}))
		if err != nil || d.Quad != nil || d.EntityNames != nil || d.Political() {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := DyadOrigins(d, 7, true); err == nil {
			t.Errorf("%s: without classes no dyads can be asked about", name)
		}
	}
	d, err = Load(write(t, map[string]string{"relation2cameo.tsv": "cameo\tid\n1122\t1\n073\t0\n"}))
	if err != nil || d.Quad[0] != 2 || d.Quad[1] != 3 {
		t.Errorf("classes by code %v: %v", d.Quad, err)
	}
}

func TestFaultySetsAreRefusedWithTheirPlace(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"stat.txt", "three\n", "stat.txt:1: two numbers"},
		{"train.txt", "0\t0\t1\n", "train.txt:1: four columns"},
		{"train.txt", "0\t0\t1\t0\n0\t9\t1\t0\n", "train.txt:2: a number lies outside"},
		{"valid.txt", "0\tx\t1\t72\n", `valid.txt:1:2: "x" is no number`},
		{"valid.txt", "0\t1\t1\t24\n", "valid.txt: a stretch must start after"},
		{"test.txt", "\n", "there are no facts"},
		{"entity2id.txt", "Gondor\n", "entity2id.txt:1: a name"},
		{"relation2cameo.tsv", "id\tquad\n0\t7\n", "relation2cameo.tsv:2: a relation's number"},
	} {
		_, err := Load(write(t, map[string]string{tt.file: tt.text}))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.file, err, tt.want)
		}
	}
}
