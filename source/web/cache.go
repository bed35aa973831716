package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// cache keeps pages in a folder, to be asked for again only where they have
// changed. It is a help and never a hindrance: what cannot be written or read is
// as if it were not there.
type cache struct {
	dir  string
	most int64
	max  int64 // bytes of one page

	mu      sync.Mutex
	written int64 // since the folder was last swept; below 0 before the first time
}

// kept is a page in the folder.
type kept struct {
	Address  string `json:"address"`
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
	Type     string `json:"type,omitempty"`
	body     []byte
}

func newCache(o Options) *cache {
	return &cache{dir: o.Cache, most: o.CacheBytes, max: o.MaxBytes, written: -1}
}

func (c *cache) path(address string) string {
	sum := sha256.Sum256([]byte(address))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+".page")
}

// get is the page that was kept of an address, or nil.
func (c *cache) get(address string) *kept {
	if c.dir == "" {
		return nil
	}
	path := c.path(address)
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil
	}
	b, err := io.ReadAll(io.LimitReader(z, c.max+64<<10))
	if err != nil {
		return nil
	}
	head, body, ok := bytes.Cut(b, []byte("\n"))
	k := &kept{}
	if !ok || json.Unmarshal(head, k) != nil || k.Address != address || int64(len(body)) > c.max {
		return nil
	}
	k.body = body
	now := time.Now()
	_ = os.Chtimes(path, now, now) // what is used is swept last
	return k
}

// put keeps a page that its server can be asked about.
func (c *cache) put(address string, h http.Header, p *Page) {
	k := kept{Address: address, ETag: h.Get("ETag"), Modified: h.Get("Last-Modified"), Type: p.Type}
	if c.dir == "" || k.ETag == "" && k.Modified == "" || strings.Contains(strings.ToLower(h.Get("Cache-Control")), "no-store") {
		return
	}
	head, err := json.Marshal(k)
	if err != nil {
		return
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = z.Write(append(head, '\n'))
	_, _ = z.Write(p.Body)
	_ = z.Close()
	if os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(c.dir, "new-")
	if err != nil {
		return
	}
	_, err = f.Write(b.Bytes())
	if e := f.Close(); err != nil || e != nil || os.Rename(f.Name(), c.path(address)) != nil {
		_ = os.Remove(f.Name())
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.written += int64(b.Len()); c.written < 0 || c.written > c.most/8 {
		c.sweep()
		c.written = 0
	}
}

// sweep removes the pages that were not used for longest, until the folder is
// within its bound.
func (c *cache) sweep() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	var total int64
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(e.Name(), ".page") {
			files = append(files, info)
			total += info.Size()
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, f := range files {
		if total <= c.most {
			return
		}
		if os.Remove(filepath.Join(c.dir, f.Name())) == nil {
			total -= f.Size()
		}
	}
}
