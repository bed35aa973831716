package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/knadh/koanf/v2"
	"go.yaml.in/yaml/v3"
)

// Config is how a workplace is set up. Every value comes from the first of
// these that gives it: a flag, the environment (ENTENTE_*), the configuration
// file, the default.
type Config struct {
	Ledger       string   `json:"ledger"`       // path of the ledger's file
	Data         string   `json:"data"`         // folder of gold data, for scores
	Dictionaries []string `json:"dictionaries"` // actor tables loaded on top of the shipped one
	Workers      int      `json:"workers"`      // documents read at once, from 1
	Agent        string   `json:"agent"`        // the name that pages of the web are asked under
	Private      bool     `json:"private"`      // pages on addresses that are not public are read too
	File         string   `json:"file"`         // the configuration file that was read, "" for none
}

// Setting is one value that can be set.
type Setting struct {
	Key     string // in the file
	Env     string // in the environment
	Default string // in words
	Help    string
}

// Settings lists what can be set, for help texts and docs/formats/config.md.
func Settings() []Setting {
	return []Setting{
		{"ledger", "ENTENTE_LEDGER", "$XDG_DATA_HOME/entente/ledger.db", "file of the ledger"},
		{"data", "ENTENTE_DATA", "../shared/data", "folder of gold data for eval"},
		{"dictionaries", "ENTENTE_DICTIONARIES", "none", "actor tables loaded on top of the shipped one; in the environment separated like PATH"},
		{"workers", "ENTENTE_WORKERS", "one for each core", "documents read at once"},
		{"agent", "ENTENTE_AGENT", "Entente/1.0 (reads articles for analysis)", "the name that pages of the web are asked under; add how to reach you"},
		{"private", "ENTENTE_PRIVATE", "no", "yes reads pages on addresses that are not public, as of one's own network"},
	}
}

// Sources are where the configuration comes from.
type Sources struct {
	Flags   map[string]any      // values of flags that were given, by key
	Environ func(string) string // looks up a variable; os.Getenv
	File    string              // configuration file named by a flag; "" for the usual places
}

// LoadConfig reads the configuration. A file that was named must be there; the
// usual one (XDG_CONFIG_HOME/entente/config.yaml) need not.
func LoadConfig(s Sources) (Config, error) {
	k := koanf.New(".")
	if err := k.Load(values(defaults(s.Environ)), nil); err != nil {
		return Config{}, wrap(CodeInternal, err, "", "load the defaults")
	}
	file, named := s.File, true
	if file == "" {
		file = s.Environ("ENTENTE_CONFIG")
	}
	if file == "" {
		file, named = filepath.Join(configHome(s.Environ), "entente", "config.yaml"), false
	}
	read, err := readFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		file = ""
	case errors.Is(err, fs.ErrNotExist):
		return Config{}, Errorf(CodeBadConfig, "check --config and ENTENTE_CONFIG", "%s: no such configuration file", file)
	case err != nil:
		return Config{}, wrap(CodeBadConfig, err, "docs/formats/config.md shows a whole file", "read the configuration")
	}
	environ, err := environment(s.Environ)
	if err != nil {
		return Config{}, err
	}
	for _, layer := range []values{read, environ, s.Flags} {
		if err := k.Load(layer, nil); err != nil {
			return Config{}, wrap(CodeInternal, err, "", "load the configuration")
		}
	}
	return settle(k, file)
}

// settle takes the values out and checks them.
func settle(k *koanf.Koanf, file string) (Config, error) {
	c := Config{Ledger: k.String("ledger"), Data: k.String("data"), Dictionaries: k.Strings("dictionaries"), Agent: k.String("agent"), File: file}
	if v := k.Get("workers"); v != nil {
		if err := wrong("workers", fmt.Sprint(v)); err != nil {
			return c, Errorf(CodeBadConfig, "", "--workers: %v", err)
		}
		c.Workers, _ = strconv.Atoi(fmt.Sprint(v))
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	c.Private, _ = yesNo(fmt.Sprint(k.Get("private")))
	if c.Ledger == "" {
		return c, Errorf(CodeBadConfig, "name a file with --ledger", "the ledger has no path")
	}
	return c, nil
}

// wrong says what is wrong with the value of a setting, nil where nothing is.
func wrong(key, value string) error {
	switch key {
	case "workers":
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return fmt.Errorf("workers %q is no number of workers (give a number from 0, one for each core)", value)
		}
	case "private":
		if _, ok := yesNo(value); !ok {
			return fmt.Errorf("private %q is neither yes nor no", value)
		}
	}
	return nil
}

// yesNo reads yes or no, and whether it was one of them; nothing is no.
func yesNo(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "yes", "true", "1":
		return true, true
	case "no", "false", "0", "":
		return false, true
	}
	return false, false
}

// values is a layer of the configuration as koanf loads it.
type values map[string]any

func (v values) ReadBytes() ([]byte, error)    { return nil, errors.New("values are not bytes") }
func (v values) Read() (map[string]any, error) { return v, nil }

func defaults(env func(string) string) map[string]any {
	return map[string]any{
		"ledger": filepath.Join(dataHome(env), "entente", "ledger.db"),
		"data":   filepath.Join("..", "shared", "data"), "dictionaries": []string{}, "workers": 0, "agent": "", "private": "no",
	}
}

// readFile reads a YAML file of settings. A key that is not one is an error
// with its line, as a typing mistake must not pass for a default.
func readFile(path string) (values, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("%s:%s", path, yamlPlace(err))
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: settings are lines of the form \"key: value\"", path, root.Line)
	}
	out := values{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if !slices.ContainsFunc(Settings(), func(s Setting) bool { return s.Key == key.Value }) {
			return nil, fmt.Errorf("%s:%d: %q is no setting%s", path, key.Line, key.Value, suggest(key.Value))
		}
		var v any
		if key.Value == "dictionaries" {
			var list []string
			if value.Kind == yaml.ScalarNode {
				list = []string{value.Value}
			} else if err := value.Decode(&list); err != nil {
				return nil, fmt.Errorf("%s:%d: dictionaries is a list of files", path, value.Line)
			}
			v = list
		} else if value.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s:%d: %s is one value, not a list", path, value.Line, key.Value)
		} else if err := wrong(key.Value, value.Value); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, value.Line, err)
		} else {
			v = value.Value
		}
		out[key.Value] = v
	}
	return out, nil
}

// yamlPlace turns "yaml: line 3: ..." into "3: ...".
func yamlPlace(err error) string {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		return rest
	}
	return " " + message
}

func suggest(key string) string {
	if s := Nearest(key, func(yield func(string) bool) {
		for _, s := range Settings() {
			if !yield(s.Key) {
				return
			}
		}
	}); s != "" {
		return fmt.Sprintf(" (did you mean %q?)", s)
	}
	return ""
}

func environment(env func(string) string) (values, error) {
	out := values{}
	for _, s := range Settings() {
		v := env(s.Env)
		switch {
		case wrong(s.Key, v) != nil && v != "":
			return nil, Errorf(CodeBadConfig, "docs/formats/config.md lists the settings", "%s: %v", s.Env, wrong(s.Key, v))
		case v == "":
		case s.Key == "dictionaries":
			out[s.Key] = filepath.SplitList(v)
		default:
			out[s.Key] = v
		}
	}
	return out, nil
}

func configHome(env func(string) string) string {
	return xdg(env, "XDG_CONFIG_HOME", ".config")
}

func dataHome(env func(string) string) string {
	return xdg(env, "XDG_DATA_HOME", filepath.Join(".local", "share"))
}

// xdg returns the folder of the XDG base directory rules; a relative one is
// ignored, as they ask.
func xdg(env func(string) string, name, below string) string {
	if d := env(name); filepath.IsAbs(d) {
		return d
	}
	home := env("HOME")
	if home == "" {
		home, _ = os.UserHomeDir()
	}
	return filepath.Join(home, below)
}

// Nearest returns the candidate that is a likely typing mistake away from word,
// the first of the nearest, or "".
func Nearest(word string, candidates func(yield func(string) bool)) string {
	best, at := "", 1+len(word)/3
	for c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < at || d == at && best == "" {
			best, at = c, d
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or replace to get b from a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := before
			if a[i] != b[j] {
				next = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
