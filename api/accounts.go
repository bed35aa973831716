package api

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"entente/engine"
)

// Accounts are the people who may use a server, kept in a file that only its
// owner can read. Passwords are kept as PBKDF2-SHA256 of iterations rounds with a
// salt of each, invitations and sessions as hashes. It is safe for concurrent use.
type Accounts struct {
	path string
	mu   sync.Mutex
	kept struct {
		People      []person `json:"people"`
		Invitations []ticket `json:"invitations"`
	}
	sessions map[string]session // by the hash of the token
}

type person struct {
	Name   string `json:"name"`
	Salt   []byte `json:"salt"`
	Hash   []byte `json:"hash"`
	Rounds int    `json:"rounds"`
}

type ticket struct {
	Hash string    `json:"hash"`
	Ends time.Time `json:"ends"`
}

type session struct {
	name string
	ends time.Time
}

const (
	iterations   = 600_000 // OWASP's advice for PBKDF2-SHA256, 2023
	invitedFor   = 24 * time.Hour
	signedFor    = 12 * time.Hour
	mostSessions = 10_000
)

// OpenAccounts reads the accounts kept at path; a file that is not there holds
// none.
func OpenAccounts(path string) (*Accounts, error) {
	a := &Accounts{path: path, sessions: map[string]session{}}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &a.kept)
	}
	if err != nil {
		return nil, engine.Errorf(engine.CodeBadConfig, "restore the file, or remove it and make the accounts anew", "read the accounts in %s: %v", path, err)
	}
	return a, nil
}

// Empty reports whether there is no account yet.
func (a *Accounts) Empty() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.kept.People) == 0
}

// Invite makes a token that lets one person make an account, once, within a day.
func (a *Accounts) Invite(now time.Time) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	token := newToken()
	a.kept.Invitations = append(a.live(now), ticket{hashOf(token), now.Add(invitedFor)})
	return token, a.save()
}

// live are the invitations that have not ended.
func (a *Accounts) live(now time.Time) []ticket {
	var out []ticket
	for _, t := range a.kept.Invitations {
		if now.Before(t.Ends) {
			out = append(out, t)
		}
	}
	return out
}

// Invited reports whether a token lets somebody join.
func (a *Accounts) Invited(token string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.live(now) {
		if t.Hash == hashOf(token) {
			return true
		}
	}
	return false
}

// Join makes an account with an invitation, which is used up.
func (a *Accounts) Join(token, name, password string, now time.Time) error {
	name = strings.TrimSpace(name)
	switch {
	case name == "" || utf8.RuneCountInString(name) > 80 || !utf8.ValidString(name) || strings.ContainsFunc(name, unseen):
		return engine.Errorf(engine.CodeBadValue, "give a name of up to 80 characters", "the account has no name that can be used")
	case utf8.RuneCountInString(password) < 12:
		return engine.Errorf(engine.CodeBadValue, "take a sentence", "the password has less than 12 characters")
	case utf8.RuneCountInString(password) > 1000:
		return engine.Errorf(engine.CodeBadValue, "take a shorter one", "the password has more than 1,000 characters")
	}
	if !a.Invited(token, now) { // before the work that a password takes
		return errUninvited()
	}
	p := person{Name: name, Salt: make([]byte, 16), Rounds: iterations}
	_, _ = rand.Read(p.Salt)
	var err error
	if p.Hash, err = pbkdf2.Key(sha256.New, password, p.Salt, p.Rounds, 32); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	live := a.live(now)
	at := -1
	for i, t := range live {
		if t.Hash == hashOf(token) {
			at = i
		}
	}
	if at < 0 {
		return errUninvited()
	}
	for _, o := range a.kept.People {
		if strings.EqualFold(o.Name, name) {
			return engine.Errorf(engine.CodeBadValue, "take another name", "there is an account of that name")
		}
	}
	a.kept.Invitations = append(live[:at], live[at+1:]...)
	a.kept.People = append(a.kept.People, p)
	return a.save()
}

// unseen reports whether a character cannot be seen: with such, two names look alike.
func unseen(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }

func errUninvited() error {
	return engine.Errorf(engine.CodeForbidden, "ask somebody with an account for another link", "this link was used, or is older than a day")
}

// SignIn returns the token of a new session.
func (a *Accounts) SignIn(name, password string, now time.Time) (string, error) {
	a.mu.Lock()
	p := person{Salt: []byte("nobody of this name"), Hash: make([]byte, 32), Rounds: iterations}
	found := false
	for _, o := range a.kept.People {
		if strings.EqualFold(o.Name, strings.TrimSpace(name)) {
			p, found = o, true
		}
	}
	a.mu.Unlock()
	// An unknown name takes as long as a wrong password.
	hash, err := pbkdf2.Key(sha256.New, password, p.Salt, p.Rounds, 32)
	if err != nil || subtle.ConstantTimeCompare(hash, p.Hash) != 1 || !found {
		return "", engine.Errorf(engine.CodeForbidden, "check both and try again", "name or password is wrong")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for k, s := range a.sessions {
		if now.After(s.ends) || len(a.sessions) >= mostSessions {
			delete(a.sessions, k)
		}
	}
	token := newToken()
	a.sessions[hashOf(token)] = session{p.Name, now.Add(signedFor)}
	return token, nil
}

// Who is the person of a session; ok is false where there is none.
func (a *Accounts) Who(token string, now time.Time) (name string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s, ok := a.sessions[hashOf(token)]
	if !ok || now.After(s.ends) {
		return "", false
	}
	return s.name, true
}

// SignOut ends a session.
func (a *Accounts) SignOut(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, hashOf(token))
}

// save writes the file whole or not at all.
func (a *Accounts) save() error {
	b, err := json.MarshalIndent(a.kept, "", "  ")
	if err == nil {
		err = os.WriteFile(a.path+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(a.path+".new", a.path)
	}
	if err != nil {
		return engine.Errorf(engine.CodeLedger, "may you write there?", "keep the accounts: %v", err)
	}
	return nil
}

func newToken() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
