package api

import (
	"cmp"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"entente/engine"
)

// Accounts are the people who may use a server, kept in a file that only its
// owner can read. Passwords are kept as PBKDF2-SHA256 of iterations rounds with a
// salt of each, invitations and sessions as hashes. The command line changes the file
// beside a running server, which reads it anew when it is another. It is safe for
// concurrent use.
type Accounts struct {
	path     string
	mu       sync.Mutex
	of       fileMark
	kept     book
	sessions map[string]session // by the hash of the token
}

// book is what the file holds.
type book struct {
	People      []person `json:"people"`
	Invitations []ticket `json:"invitations"`
	// Gone are the names of accounts that were removed. Judgements keep them, so nobody
	// takes them again.
	Gone []string `json:"gone,omitempty"`
	// Secret signs what devices carry that their person has signed in from.
	Secret []byte `json:"secret,omitempty"`
}

type person struct {
	Name          string    `json:"name"`
	Salt          []byte    `json:"salt"`
	Hash          []byte    `json:"hash"`
	Rounds        int       `json:"rounds"`
	Administrator bool      `json:"administrator,omitempty"`
	Made          time.Time `json:"made,omitzero"`
}

// ticket lets one person make an account, or take another password for one.
type ticket struct {
	Hash string    `json:"hash"`
	Ends time.Time `json:"ends"`
	By   string    `json:"by,omitempty"`  // who made it; with their account it ends
	For  string    `json:"for,omitempty"` // whose password it lets change; empty for a new account
}

// fileMark tells one state of a file from another.
type fileMark struct{ fs.FileInfo }

const (
	iterations = 600_000 // OWASP's advice for PBKDF2-SHA256, 2023
	invitedFor = 24 * time.Hour
)

// Account is an account as administrators see it.
type Account struct {
	Name          string    `json:"name"`
	Administrator bool      `json:"administrator" doc:"may list and remove accounts"`
	Made          time.Time `json:"made,omitzero" doc:"absent of accounts made before this was kept"`
	Sessions      int       `json:"sessions" doc:"open now"`
}

// OpenAccounts reads the accounts kept at path; a file that is not there holds
// none.
func OpenAccounts(path string) (*Accounts, error) {
	a := &Accounts{path: path, sessions: map[string]session{}}
	return a, a.fresh()
}

// fresh reads the file where it is another than when it was last read or written. The
// caller holds the accounts.
func (a *Accounts) fresh() error {
	info, err := os.Stat(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		a.kept, a.of = book{}, fileMark{}
		return nil
	}
	var b []byte
	if err == nil {
		if a.of.is(info) {
			return nil
		}
		b, err = os.ReadFile(a.path)
	}
	var kept book
	if err == nil {
		err = json.Unmarshal(b, &kept)
	}
	if err != nil {
		return engine.Errorf(engine.CodeBadConfig, "restore the file, or remove it and make the accounts anew", "read the accounts in %s: %v", a.path, err)
	}
	// Files of before there were administrators: the first account was made at the machine.
	if len(kept.People) > 0 && !slices.ContainsFunc(kept.People, func(p person) bool { return p.Administrator }) {
		kept.People[0].Administrator = true
	}
	a.kept, a.of = kept, fileMark{info}
	return nil
}

// is reports whether a file is as it was.
func (m fileMark) is(info fs.FileInfo) bool {
	return m.FileInfo != nil && os.SameFile(m.FileInfo, info) && m.Size() == info.Size() && m.ModTime().Equal(info.ModTime())
}

// change does something to the accounts as the file has them now, and keeps them. Others
// who would change them meanwhile wait, in other processes too.
func (a *Accounts) change(do func(*book) error) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.claim()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // else it is the file of accounts now
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := a.fresh(); err != nil {
		return err
	}
	kept := a.kept
	kept.People, kept.Invitations = slices.Clone(kept.People), slices.Clone(kept.Invitations)
	if err := do(&kept); err != nil {
		return err
	}
	if err := a.save(f, &kept); err != nil {
		return err
	}
	a.kept = kept
	return nil
}

// How long a change waits for another one, and how old one is that its process left.
const (
	claimWait = 3 * time.Second
	claimOld  = 20 * time.Second
)

// claim makes the file that takes the place of the old one. While it is there nobody else
// can make it.
func (a *Accounts) claim() (*os.File, error) {
	path := a.path + ".new"
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, fs.ErrExist):
			return nil, errUnkept(err)
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > claimOld {
			_ = os.Remove(path) // of a process that died
		} else if time.Since(begin) > claimWait {
			return nil, engine.Errorf(engine.CodeBusy, "try again", "somebody else is changing the accounts")
		}
	}
}

// save writes the accounts to f, which takes the place of the file whole or not at all.
func (a *Accounts) save(f *os.File, kept *book) error {
	b, err := json.MarshalIndent(kept, "", "  ")
	if err == nil {
		_, err = f.Write(b)
	}
	if err == nil {
		err = f.Sync() // else the name may reach the disk before what is in it
	}
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = os.Rename(f.Name(), a.path)
	}
	if err != nil {
		return errUnkept(err)
	}
	if info, err := os.Stat(a.path); err == nil {
		a.of = fileMark{info}
	}
	return nil
}

func errUnkept(err error) error {
	return engine.Errorf(engine.CodeLedger, "may you write there?", "keep the accounts: %v", err)
}

// at is the place of the person of a name, or -1.
func (b *book) at(name string) int {
	name = strings.TrimSpace(name)
	return slices.IndexFunc(b.People, func(p person) bool { return strings.EqualFold(p.Name, name) })
}

// named is the account of a name. The caller holds the accounts.
func (b *book) named(name string) (*person, error) {
	if i := b.at(name); i >= 0 {
		return &b.People[i], nil
	}
	return nil, engine.Errorf(engine.CodeNotFound, `"entente accounts" lists them`, "no account of the name %q", name)
}

// Empty reports whether there is no account yet.
func (a *Accounts) Empty() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.kept.People) == 0
}

// List returns every account, by name.
func (a *Accounts) List(now time.Time) ([]Account, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.fresh(); err != nil {
		return nil, err
	}
	out := []Account{}
	for i := range a.kept.People {
		p := &a.kept.People[i]
		out = append(out, Account{p.Name, p.Administrator, p.Made, len(a.open(p.Name, now))})
	}
	slices.SortFunc(out, func(x, y Account) int { return cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	return out, nil
}

// Administers reports whether a person may list and remove accounts.
func (a *Accounts) Administers(name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	i := a.kept.at(name)
	return i >= 0 && a.kept.People[i].Administrator
}

// Appoint makes a person an administrator, or no longer one; one always stays. The
// links that let others take another password end with the office of who gave them.
func (a *Accounts) Appoint(name string, administrator bool) error {
	return a.change(func(b *book) error {
		p, err := b.named(name)
		if err != nil {
			return err
		}
		p.Administrator = administrator
		if !administrator {
			b.revoke(func(t ticket) bool { return t.By == p.Name && t.For != "" })
		}
		return b.governed()
	})
}

// governed fails where no administrator is left.
func (b *book) governed() error {
	if !slices.ContainsFunc(b.People, func(p person) bool { return p.Administrator }) {
		return engine.Errorf(engine.CodeBadValue, "make somebody else an administrator first", "no administrator would be left")
	}
	return nil
}

// Remove ends an account with its sessions and the links it gave. What its person
// judged stays, and so does the name on it: nobody can take the name again.
func (a *Accounts) Remove(name string) error {
	return a.change(func(b *book) error {
		p, err := b.named(name)
		if err != nil {
			return err
		}
		gone := p.Name
		b.People = slices.DeleteFunc(b.People, func(p person) bool { return p.Name == gone })
		b.revoke(func(t ticket) bool { return t.By == gone || t.For == gone })
		b.Gone = append(slices.Clone(b.Gone), gone)
		if err := b.governed(); err != nil {
			return err
		}
		a.end(gone, "")
		return nil
	})
}

// Invite makes a token that lets one person make an account, once, within a day. by is
// who gives it, or empty.
func (a *Accounts) Invite(by string, now time.Time) (string, error) {
	return a.admit(ticket{By: by, Ends: now.Add(invitedFor)}, now)
}

// Renew makes a token that lets whoever forgot the password of an account take another,
// once, within a day.
func (a *Accounts) Renew(name, by string, now time.Time) (string, error) {
	return a.admit(ticket{By: by, For: name, Ends: now.Add(invitedFor)}, now)
}

func (a *Accounts) admit(t ticket, now time.Time) (string, error) {
	token := newToken()
	t.Hash = hashOf(token)
	return token, a.change(func(b *book) error {
		if t.For != "" {
			p, err := b.named(t.For)
			if err != nil {
				return err
			}
			t.For = p.Name
		}
		b.Invitations = append(b.live(now), t)
		return nil
	})
}

// live are the tickets that have not ended.
func (b *book) live(now time.Time) []ticket {
	var out []ticket
	for _, t := range b.Invitations {
		if now.Before(t.Ends) {
			out = append(out, t)
		}
	}
	return out
}

// revoke ends the tickets that which names.
func (b *book) revoke(which func(ticket) bool) {
	b.Invitations = slices.DeleteFunc(b.Invitations, which)
}

// renew gives a person another password: what lets anybody change the old one ends.
func (b *book) renew(p *person, fresh person) {
	p.Salt, p.Hash, p.Rounds = fresh.Salt, fresh.Hash, fresh.Rounds
	b.revoke(func(t ticket) bool { return t.For == p.Name })
}

// Invited reports whether a token lets somebody in, and for which account where it is
// to take another password.
func (a *Accounts) Invited(token string, now time.Time) (whose string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = a.fresh() // what cannot be read now was read before
	for _, t := range a.kept.live(now) {
		if t.Hash == hashOf(token) {
			return t.For, true
		}
	}
	return "", false
}

// Join uses up a token: it makes an account, the first of which administers, or gives
// the account that the token is for another password and ends its sessions. It returns
// the account's name.
func (a *Accounts) Join(token, name, password string, now time.Time) (string, error) {
	whose, ok := a.Invited(token, now) // before the work that a password takes
	if ok && whose == "" {
		if err := nameable(name); err != nil {
			return "", err
		}
	}
	if !ok {
		return "", errUninvited()
	}
	fresh, err := secretOf(password)
	if err != nil {
		return "", err
	}
	err = a.change(func(b *book) error {
		live := b.live(now)
		at := slices.IndexFunc(live, func(t ticket) bool { return t.Hash == hashOf(token) })
		if at < 0 {
			return errUninvited()
		}
		b.Invitations = slices.Delete(live, at, at+1)
		if whose != "" {
			p, err := b.named(whose)
			if err != nil {
				return err
			}
			name = p.Name
			b.renew(p, fresh)
			a.end(name, "")
			return nil
		}
		name = strings.TrimSpace(name)
		if b.at(name) >= 0 || slices.ContainsFunc(b.Gone, func(g string) bool { return strings.EqualFold(g, name) }) {
			return engine.Errorf(engine.CodeBadValue, "take another name", "there is, or was, an account of that name")
		}
		fresh.Name, fresh.Made, fresh.Administrator = name, now, len(b.People) == 0
		b.People = append(b.People, fresh)
		return nil
	})
	return name, err
}

// nameable fails where a name cannot be an account's.
func nameable(name string) error {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > 80 || !utf8.ValidString(name) || strings.ContainsFunc(name, unseen) {
		return engine.Errorf(engine.CodeBadValue, "give a name of up to 80 characters", "the account has no name that can be used")
	}
	return nil
}

// unseen reports whether a character cannot be seen: with such, two names look alike.
func unseen(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }

// secretOf is what is kept of a password that can be taken.
func secretOf(password string) (person, error) {
	p := person{Salt: make([]byte, 16), Rounds: iterations}
	switch n := utf8.RuneCountInString(password); {
	case n < 12:
		return p, engine.Errorf(engine.CodeBadValue, "take a sentence", "the password has less than 12 characters")
	case n > 1000:
		return p, engine.Errorf(engine.CodeBadValue, "take a shorter one", "the password has more than 1,000 characters")
	}
	_, _ = rand.Read(p.Salt) // it never fails
	var err error
	p.Hash, err = pbkdf2.Key(sha256.New, password, p.Salt, p.Rounds, 32)
	return p, err
}

func errUninvited() error {
	return engine.Errorf(engine.CodeForbidden, "ask somebody with an account for another link", "this link was used, or is older than a day")
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
