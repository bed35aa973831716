package api

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A name that signs in to an account is counted as the account's, however it is spelt.
func TestGuessesAreCountedByNameHoweverItIsSpelt(t *testing.T) {
	b := book{People: []person{{Name: "Sissi Kos"}}}
	l := newLimits(0, 3)
	now := time.Unix(0, 0)
	for i, name := range []string{"Sissi Kos", "sissi kos ", "\u017fi\u017fsi \u212Aos", "SIS\u017fI KO\u017f"} {
		if b.at(name) != 0 {
			t.Errorf("%q is not the account's name", name)
		}
		if allowed := l.allow(folded(name), now); allowed != (i < 3) {
			t.Errorf("guess %d, at %q: allowed is %t", i, name, allowed)
		}
	}
	if folded("Sissy") == folded("Sissi") || strings.TrimSpace(folded(" ")) != "" {
		t.Error("other names are counted as one")
	}
}

// The command line changes accounts beside a running server.
func TestChangesOfTwoProcessesAreBothKept(t *testing.T) {
	path, now, done := filepath.Join(t.TempDir(), "a.json"), time.Unix(0, 0), make(chan error)
	const each = 40
	for range 2 {
		a, err := OpenAccounts(path)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			var err error
			for i := 0; i < each && err == nil; i++ {
				_, err = a.Invite("", now)
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	a, err := OpenAccounts(path)
	if err != nil || len(a.kept.Invitations) != 2*each {
		t.Errorf("%d links are kept, %v; want %d", len(a.kept.Invitations), err, 2*each)
	}
}

// Of a process that died while it changed accounts a file stays.
func TestAChangeThatWasBrokenOffIsNoHindrance(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	left := path + ".new"
	if err := os.WriteFile(left, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * claimOld)
	if err := os.Chtimes(left, long, long); err != nil {
		t.Fatal(err)
	}
	a, err := OpenAccounts(path)
	if err == nil {
		_, err = a.Invite("", time.Unix(0, 0))
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file that was left: %v, want none", err)
	}
	if err := a.Remove("nobody"); err == nil {
		t.Error("nobody was removed")
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a change that failed left its file: %v", err)
	}
}

// Without accounts a server lets in who comes first with a link: the last one stays.
func TestTheLastAccountStays(t *testing.T) {
	now := time.Unix(0, 0)
	a, err := OpenAccounts(filepath.Join(t.TempDir(), "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.Invite("", now)
	if err == nil {
		_, err = a.Join(token, "Ana", "a sentence to remember", now)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Remove("Ana"); err == nil {
		t.Error("the last account was removed")
	}
	if _, ok := a.right("Ana", "a sentence to remember"); !ok {
		t.Error("the last account is gone")
	}
}

// To compare a password takes a while, in which it may be changed, or the account removed.
func TestAPasswordThatIsChangedMeanwhileOpensNoSession(t *testing.T) {
	now := time.Unix(0, 0)
	a, err := OpenAccounts(filepath.Join(t.TempDir(), "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	const old, other = "a sentence to remember", "another sentence"
	token, err := a.Invite("", now)
	if err == nil {
		_, err = a.Join(token, "Ana", old, now)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, ok := a.right("Ana", old)
	if !ok {
		t.Fatal("the password is not right")
	}
	if err := a.SetPassword("Ana", old, other, ""); err != nil {
		t.Fatal(err)
	}
	if _, ok := a.begin(&p, now); ok || a.Others("Ana", "", now) != 0 {
		t.Error("the old password opened a session")
	}
	if _, _, err := a.SignIn("ana", other, now); err != nil || a.Others("Ana", "", now) != 1 {
		t.Errorf("the new one: %v, %d sessions; want one", err, a.Others("Ana", "", now))
	}
}
