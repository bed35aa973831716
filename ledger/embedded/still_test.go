package embedded_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// sealedFolder names, for a test that runs itself within a mount of its own, the folder that
// can be written and the same as one that cannot.
const sealedFolder = "ENTENTE_SEALED"

// sealed calls a test with a folder that can be written, and a path at which the same cannot
// once seal was called: a mode does for users, root needs a mount.
func sealed(t *testing.T, test func(folder, same string, seal, unseal func())) {
	if os.Geteuid() != 0 {
		folder := t.TempDir()
		chmod := func(mode os.FileMode) func() {
			return func() {
				if err := os.Chmod(folder, mode); err != nil {
					t.Fatal(err)
				}
			}
		}
		defer chmod(0o755)()
		test(folder, folder, chmod(0o555), chmod(0o755))
		return
	}
	if at := os.Getenv(sealedFolder); at != "" {
		test(filepath.Join(at, "open"), filepath.Join(at, "sealed"), func() {}, func() {})
		return
	}
	at := t.TempDir()
	for _, f := range []string{"open", "sealed"} {
		if err := os.Mkdir(filepath.Join(at, f), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const mount = `cd "$ENTENTE_SEALED" && mount --bind open sealed && mount -o remount,ro,bind sealed`
	within := func(script string, args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "unshare", append([]string{"-m", "sh", "-c", script, "sh"}, args...)...)
		c.Env = append(os.Environ(), sealedFolder+"="+at)
		return c
	}
	if out, err := within(mount).CombinedOutput(); err != nil {
		t.Skipf("root may write everywhere, and here no mount that cannot be written is to be had: %v %s", err, out)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := within(mount+` && cd "$1" && exec "$2" -test.run "^$3\$"`, here, os.Args[0], t.Name()).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestALedgerInAFolderThatCannotBeWrittenIsRead(t *testing.T) {
	sealed(t, func(folder, same string, seal, unseal func()) {
		path, there := filepath.Join(folder, "ledger.db"), filepath.Join(same, "ledger.db")
		l := open(t, path, "r")
		if _, err := l.Append(t.Context(), ledgertest.Numbered(1), ledgertest.Numbered(2)); err != nil {
			t.Fatal(err)
		}

		second := func(want int) *embedded.Ledger {
			t.Helper()
			seal()
			r := open(t, there, "r")
			n := 0
			for _, err := range r.Documents(t.Context(), ledger.Query{}) {
				if err != nil {
					t.Error(err)
				}
				n++
			}
			if n != want {
				t.Errorf("%d documents, want %d", n, want)
			}
			if err := r.Check(t.Context()); err != nil {
				t.Error(err)
			}
			return r
		}
		if err := second(2).Close(); err != nil { // while somebody has it open
			t.Error(err)
		}
		unseal()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := second(2).Close(); err != nil {
			t.Error(err)
		}

		r := second(2)
		if _, err := r.Append(t.Context(), ledgertest.Numbered(9)); !errors.Is(err, embedded.ErrReadOnly) {
			t.Errorf("Append: %v", err)
		}
		if err := r.KeepDerived(t.Context(), "copies/0", ledger.State{Readings: 2}, []byte("[]")); err != nil {
			t.Errorf("KeepDerived: %v", err)
		}
		unseal()
		l = open(t, path, "r") // somebody writes meanwhile
		if _, err := l.Append(t.Context(), ledgertest.Numbered(3)); err != nil {
			t.Fatal(err)
		}
		seal()
		if _, err := r.State(t.Context()); !errors.Is(err, embedded.ErrLocked) {
			t.Errorf("State while somebody writes: %v", err)
		}
		unseal()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); !errors.Is(err, embedded.ErrLocked) {
			t.Errorf("Close after somebody wrote: %v", err)
		}
	})
}

func TestALogInAFolderThatCannotBeWrittenIsNotPassedOver(t *testing.T) {
	sealed(t, func(folder, same string, seal, unseal func()) {
		made := filepath.Join(t.TempDir(), "ledger.db")
		for n := range 2 { // the first is in the file, the second in its log
			l := open(t, made, "r")
			if _, err := l.Append(t.Context(), ledgertest.Numbered(n)); err != nil {
				t.Fatal(err)
			}
			if n == 1 { // as they lie on the disk when the process is killed now
				for _, end := range []string{"", "-wal"} {
					b, err := os.ReadFile(made + end)
					if err != nil || len(b) == 0 {
						t.Fatal(err, len(b))
					}
					if err := os.WriteFile(filepath.Join(folder, "ledger.db"+end), b, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
		}
		link := filepath.Join(t.TempDir(), "link.db") // the log lies beside the file, not the link
		if err := os.Symlink(filepath.Join(same, "ledger.db"), link); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("ledger.db", filepath.Join(folder, "link.db")); err != nil {
			t.Fatal(err)
		}
		seal()
		defer unseal()
		for _, path := range []string{filepath.Join(same, "ledger.db"), filepath.Join(same, "link.db"), link} {
			r, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
			if !errors.Is(err, embedded.ErrLog) {
				t.Errorf("Open %s: %v", path, err)
			}
			if err == nil {
				_ = r.Close()
			}
		}
	})
}
