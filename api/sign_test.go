package api

import (
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
