package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"entente/source/archive"
)

func small() archive.Limits {
	return archive.Limits{Entries: 100, Bytes: 64 << 20, Entry: 32 << 20, Ratio: 200, Depth: 2}
}

func zipOf(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range files {
		e, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unzip reads all of a zip and returns the bytes read and the first error.
func unzip(raw []byte, l archive.Limits) (n int64, err error) {
	z, err := archive.OpenZip(bytes.NewReader(raw), int64(len(raw)), archive.NewBudget(l))
	if err != nil {
		return 0, err
	}
	for e, err := range z.Files() {
		if err != nil {
			return n, err
		}
		k, err := io.Copy(io.Discard, e.R)
		n += k
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func TestZipBombs(t *testing.T) {
	zeros := make([]byte, 30<<20)
	many := map[string][]byte{}
	for i := range 200 {
		many[fmt.Sprint(i)] = []byte("x")
	}
	tight := small()
	tight.Ratio = 1 << 40
	two := tight
	two.Bytes = 40 << 20
	for _, c := range []struct {
		name   string
		raw    []byte
		limits archive.Limits
		want   error
		most   int64 // bytes read before it is found out
	}{
		{"packed too tightly", zipOf(t, map[string][]byte{"a": zeros}), small(), archive.ErrBomb, 12 << 20},
		{"too many", zipOf(t, many), small(), archive.ErrTooMany, 200},
		{"one too large", zipOf(t, map[string][]byte{"a": make([]byte, 33<<20)}), tight, archive.ErrTooLarge, 33 << 20},
		{"all too large", zipOf(t, map[string][]byte{"a": zeros, "b": zeros}), two, archive.ErrTooLarge, 41 << 20},
		{"entries over each other", overlapping(t), small(), archive.ErrBomb, 0},
		{"a directory without end", directory(2_000_000), small(), archive.ErrTooMany, 0},
	} {
		n, err := unzip(c.raw, c.limits)
		if !errors.Is(err, c.want) || !archive.IsLimit(err) || n > c.most {
			t.Errorf("%s: read %d bytes, then %v; want %v", c.name, n, err, c.want)
		}
	}
}

// overlapping is a zip whose directory names one file a hundred times.
func overlapping(t testing.TB) []byte {
	raw := zipOf(t, map[string][]byte{"a": bytes.Repeat([]byte("The same words again. "), 3000)})
	end := bytes.LastIndex(raw, []byte("PK\x05\x06"))
	start := bytes.LastIndex(raw[:end], []byte("PK\x01\x02"))
	record := raw[start:end]
	out := append([]byte{}, raw[:start]...)
	for range 100 {
		out = append(out, record...)
	}
	tail := bytes.Clone(raw[end:])
	binary.LittleEndian.PutUint16(tail[8:], 100)
	binary.LittleEndian.PutUint16(tail[10:], 100)
	binary.LittleEndian.PutUint32(tail[12:], uint32(100*len(record)))
	return append(out, tail...)
}

// directory is a zip that is nothing but a directory of n entries.
func directory(n int) []byte {
	record := make([]byte, 47)
	copy(record, "PK\x01\x02")
	record[28], record[46] = 1, 'a'
	out := bytes.Repeat(record, n)
	size := len(out)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], uint16(n))
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(size))
	return append(out, end...)
}

func TestDamagedZips(t *testing.T) {
	good := zipOf(t, map[string][]byte{"a.txt": bytes.Repeat([]byte("Kestria and Voldania met. "), 500)})
	for cut := 1; cut < len(good); cut += 7 {
		if _, err := unzip(good[:cut], small()); !errors.Is(err, archive.ErrDamaged) {
			t.Fatalf("cut at %d: got %v", cut, err)
		}
	}
	bad := bytes.Clone(good)
	bad[50] ^= 0xFF
	if _, err := unzip(bad, small()); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("a changed byte: got %v", err)
	}
	locked := bytes.Clone(good)
	locked[6] |= 1
	locked[bytes.LastIndex(locked, []byte("PK\x01\x02"))+8] |= 1
	if _, err := unzip(locked, small()); !errors.Is(err, archive.ErrEncrypted) {
		t.Errorf("encrypted: got %v", err)
	}
}

func TestStreams(t *testing.T) {
	var g bytes.Buffer
	z := gzip.NewWriter(&g)
	_, _ = z.Write(make([]byte, 30<<20))
	_ = z.Close()
	r, err := archive.Gunzip(&g, archive.NewBudget(small()))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); !errors.Is(err, archive.ErrBomb) || n > 16<<20 {
		t.Errorf("gzip: %d bytes, then %v", n, err)
	}
	if _, err := archive.Gunzip(strings.NewReader("no gzip"), archive.NewBudget(small())); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if _, err := io.ReadAll(archive.Bunzip2(strings.NewReader("BZh9nonsense"), archive.NewBudget(small()))); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	b := archive.NewBudget(small())
	if b, err = b.Within(); err != nil {
		t.Fatal(err)
	}
	if _, err = b.Within(); !errors.Is(err, archive.ErrTooDeep) {
		t.Errorf("got %v", err)
	}
}

func TestTarHeadsThatLie(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	_ = w.WriteHeader(&tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})
	_ = w.WriteHeader(&tar.Header{Name: "../a\x01.txt", Size: 5, Mode: 0o644})
	_, _ = w.Write([]byte("words"))
	_ = w.WriteHeader(&tar.Header{Name: "huge", Size: 1 << 40, Mode: 0o644})
	var got []string
	for e, err := range archive.Tar(&b, archive.NewBudget(small())) {
		if err != nil {
			got = append(got, fmt.Sprint(errors.Is(err, archive.ErrDamaged)))
			continue
		}
		data, err := io.ReadAll(e.R)
		got = append(got, fmt.Sprintf("%s %d %v", e.Name, len(data), errors.Is(err, archive.ErrDamaged)))
	}
	if s := strings.Join(got, "; "); s != "a_.txt 5 false; huge 0 true; true" {
		t.Errorf("got %s", s)
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd": "etc/passwd", "/a//b/./c": "a/b/c", `..\win\x.txt`: "win/x.txt", "a\nb\x00": "a_b_", "": "", "\xff": "_", "C:/x": "C:/x",
	} {
		if got := archive.CleanName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func records(t testing.TB, raw string) []string {
	t.Helper()
	var out []string
	for r, err := range archive.WARC(bufio.NewReaderSize(strings.NewReader(raw), 64<<10), archive.NewBudget(small())) {
		if err != nil {
			out = append(out, fmt.Sprintf("%d: %v", r.Number, errors.Is(err, archive.ErrDamaged) || archive.IsLimit(err)))
			continue
		}
		b, err := io.ReadAll(r.R)
		out = append(out, fmt.Sprintf("%d %s %d %q %v", r.Number, r.URI, r.Status, string(b[:min(len(b), 20)]), err))
	}
	return out
}

func TestDamagedWebArchives(t *testing.T) {
	record := func(length, block string) string {
		return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://a.example/>\r\nContent-Length: " + length + "\r\n\r\n" + block + "\r\n\r\n"
	}
	page := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nwords"
	good := record(fmt.Sprint(len(page)), page)
	lie := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nwords"
	for _, c := range []struct{ name, in, want string }{
		{"good", good, `1 https://a.example/ 200 "words" <nil>`},
		{"nothing", "", ""},
		{"only line ends", "\r\n\r\n\r\n", ""},
		{"no length", record("", page), "1: true"},
		{"a length below zero", record("-5", page), "1: true"},
		{"a length that is too long", record("999999", page) + good, `1 https://a.example/ 200 "words\r\n\r\nWARC/1.1\r\nW" <nil>; 1: true`},
		{"rubbish between", good + "rubbish\r\n" + good, `1 https://a.example/ 200 "words" <nil>; 2: true`},
		{"a line without end", "WARC/1.0\r\nX: " + strings.Repeat("x", 1<<20), "1: true"},
		{"an endless head", "WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 100_000), "1: true"},
		{"an endless answer", record("200000", "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("y", 200_000)), "1: true; 2: true"},
		{"lies on packing", record(fmt.Sprint(len(lie)), lie), `1 https://a.example/ 200 "words" <nil>`},
	} {
		if got := strings.Join(records(t, c.in), "; "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzWARC(f *testing.F) {
	f.Add("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n\r\n\r\n")
	f.Add("WARC/1.0\nWARC-Type: resource\nContent-Length: 3\n\nabc\n\n")
	f.Fuzz(func(t *testing.T, raw string) { records(t, raw) })
}

func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, map[string][]byte{"a": []byte("words"), "b/": nil}))
	f.Add(overlapping(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l := small()
		l.Bytes = 4 << 20
		if n, _ := unzip(raw, l); n > 5<<20 {
			t.Fatalf("%d bytes were read", n)
		}
	})
}

func FuzzTar(f *testing.F) {
	f.Add([]byte("ustar"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for e, err := range archive.Tar(bytes.NewReader(raw), archive.NewBudget(small())) {
			if err == nil {
				_, _ = io.Copy(io.Discard, e.R)
			}
		}
	})
}
