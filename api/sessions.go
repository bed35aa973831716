package api

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"entente/engine"
)

// session is a time that a person is signed in; it ends with the server too.
type session struct {
	name string
	ends time.Time
}

const (
	signedFor    = 12 * time.Hour
	mostSessions = 20 // of one person; the oldest end first
)

// right reports whether a password is that of an account, which it returns. An unknown
// name takes as long as a wrong password.
func (a *Accounts) right(name, password string) (person, bool) {
	a.mu.Lock()
	_ = a.fresh() // what cannot be read now was read before
	p := person{Salt: []byte("nobody of this name"), Hash: make([]byte, 32), Rounds: iterations}
	at := a.kept.at(name)
	if at >= 0 {
		p = a.kept.People[at]
	}
	a.mu.Unlock()
	hash, err := pbkdf2.Key(sha256.New, password, p.Salt, p.Rounds, 32)
	return p, err == nil && subtle.ConstantTimeCompare(hash, p.Hash) == 1 && at >= 0
}

// SignIn returns the account's name and the token of a new session.
func (a *Accounts) SignIn(name, password string, now time.Time) (who, token string, err error) {
	p, ok := a.right(name, password)
	if ok {
		token, ok = a.begin(&p, now)
	}
	if !ok {
		return "", "", engine.Errorf(engine.CodeForbidden, "check both and try again", "name or password is wrong")
	}
	return p.Name, token, nil
}

// begin opens a session for a person by the password they have, unless it is another
// by now: who changes it ends all sessions that the old one opened.
func (a *Accounts) begin(p *person, now time.Time) (token string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	name := p.Name
	if at := a.kept.at(name); at < 0 || !bytes.Equal(a.kept.People[at].Salt, p.Salt) {
		return "", false
	}
	for k, s := range a.sessions {
		if now.After(s.ends) {
			delete(a.sessions, k)
		}
	}
	if own := a.open(name, now); len(own) >= mostSessions {
		delete(a.sessions, own[0])
	}
	token = newToken()
	a.sessions[hashOf(token)] = session{name, now.Add(signedFor)}
	return token, true
}

// open are the sessions of a person, the oldest first. The caller holds the accounts.
func (a *Accounts) open(name string, now time.Time) []string {
	var out []string
	for k, s := range a.sessions {
		if s.name == name && !now.After(s.ends) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(x, y string) int {
		return cmp.Or(a.sessions[x].ends.Compare(a.sessions[y].ends), cmp.Compare(x, y))
	})
	return out
}

// end ends a person's sessions but that of a token. The caller holds the accounts.
func (a *Accounts) end(name, but string) int {
	n := 0
	for k, s := range a.sessions {
		if s.name == name && k != hashOf(but) {
			delete(a.sessions, k)
			n++
		}
	}
	return n
}

// Who is the person of a session; ok is false where there is none, or no account any
// more.
func (a *Accounts) Who(token string, now time.Time) (name string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s, ok := a.sessions[hashOf(token)]
	if !ok || now.After(s.ends) {
		return "", false
	}
	_ = a.fresh() // what cannot be read now was read before
	return s.name, a.kept.at(s.name) >= 0
}

// SignOut ends a session.
func (a *Accounts) SignOut(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, hashOf(token))
}

// Others counts a person's sessions beside that of a token.
func (a *Accounts) Others(name, token string, now time.Time) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(slices.DeleteFunc(a.open(name, now), func(k string) bool { return k == hashOf(token) }))
}

// SignOutOthers ends a person's sessions but that of a token, and counts them.
func (a *Accounts) SignOutOthers(name, token string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.end(name, token)
}

// SetPassword changes a person's own password, which they have to know, and ends their
// sessions but that of a token, and the links that would change it again.
func (a *Accounts) SetPassword(name, old, password, token string) error {
	fresh, err := secretOf(password)
	if err != nil {
		return err
	}
	if _, ok := a.right(name, old); !ok {
		return engine.Errorf(engine.CodeForbidden, "an administrator can give you a link to take another", "that is not the password you have now")
	}
	return a.change(func(b *book) error {
		p, err := b.named(name)
		if err != nil {
			return err
		}
		b.renew(p, fresh)
		a.end(p.Name, token)
		return nil
	})
}

// Device is a mark for a device that a person has signed in from: guesses from there
// are counted apart, so that others who guess at the account keep nobody out. It holds
// until the password changes.
func (a *Accounts) Device(name string) (string, error) {
	var mark string
	sign := func(b *book) error {
		p, err := b.named(name)
		if err != nil {
			return err
		}
		if len(b.Secret) == 0 {
			b.Secret = make([]byte, 32)
			_, _ = rand.Read(b.Secret) // it never fails
		}
		mark = b.mark(p, newToken())
		return nil
	}
	a.mu.Lock()
	ready := len(a.kept.Secret) > 0
	var err error
	if ready {
		err = sign(&a.kept)
	}
	a.mu.Unlock()
	if !ready {
		err = a.change(sign)
	}
	return mark, err
}

// Known reports whether a device carries the mark of an account.
func (a *Accounts) Known(name, device string) bool {
	nonce, _, ok := strings.Cut(device, ".")
	a.mu.Lock()
	defer a.mu.Unlock()
	at := a.kept.at(name)
	return ok && at >= 0 && len(a.kept.Secret) > 0 && hmac.Equal([]byte(device), []byte(a.kept.mark(&a.kept.People[at], nonce)))
}

// mark is what a device carries: a word of its own and the account's name and salt,
// signed.
func (b *book) mark(p *person, nonce string) string {
	m := hmac.New(sha256.New, b.Secret)
	for _, part := range [][]byte{[]byte(nonce), {0}, []byte(p.Name), {0}, p.Salt} {
		_, _ = m.Write(part) // it never fails
	}
	return nonce + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
