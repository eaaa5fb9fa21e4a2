package gate

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A clock is set by hand.
type clock struct{ at time.Time }

func newClock() *clock                   { return &clock{time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)} }
func (c *clock) now() time.Time          { return c.at }
func (c *clock) forward(d time.Duration) { c.at = c.at.Add(d) }

func newRingAt(t *testing.T, path string, c *clock) (*Ring, *[]error) {
	t.Helper()
	faults := new([]error)
	r, err := NewRing(path, c.now, func(err error) { *faults = append(*faults, err) })
	if err != nil {
		t.Fatal(err)
	}
	return r, faults
}

func TestKeyLife(t *testing.T) {
	c := newClock()
	book := Book{filepath.Join(t.TempDir(), "new", "keys.json")}
	ring, _ := newRingAt(t, book.Path, c)
	if _, ok := ring.Find("lk_none_none"); ok {
		t.Fatal("a key was found where there is none")
	}
	whole, k, err := book.Add(NewKey{Name: "clinic", Scopes: []Scope{ScopeChat}, Expires: c.at.Add(48 * time.Hour)}, c.at)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(whole, "lk_"+k.ID+"_") || len(whole) < 60 {
		t.Errorf("got key %q", whole)
	}
	raw, err := os.ReadFile(book.Path)
	if err != nil || strings.Contains(string(raw), whole) || strings.Contains(string(raw), whole[len(whole)-20:]) {
		t.Errorf("the file holds the key itself, or cannot be read: %v", err)
	}
	if info, err := os.Stat(book.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v %v", info.Mode(), err)
	}
	c.forward(2 * time.Second) // the running server looks once a second
	found := func(key string) bool { _, ok := ring.Find(key); return ok }
	if !found(whole) || found(whole+"x") || found(whole[:len(whole)-1]) || found("") || found("lk_"+k.ID+"_") {
		t.Error("the right key is refused or a wrong one is not")
	}
	next, k2, err := book.Rotate(k.ID, time.Hour, c.at)
	if err != nil {
		t.Fatal(err)
	}
	if k2.Owner != k.Owner || k2.ID == k.ID {
		t.Errorf("rotation made %+v of %+v: the owner must stay", k2, k)
	}
	c.forward(2 * time.Second)
	if !found(whole) || !found(next) {
		t.Error("both keys must work during the overlap")
	}
	c.forward(time.Hour)
	if found(whole) || !found(next) {
		t.Error("after the overlap the old key must be dead and the new one alive")
	}
	if err := book.Revoke(k2.ID, c.at); err != nil {
		t.Fatal(err)
	}
	c.forward(2 * time.Second)
	if found(next) {
		t.Error("a revoked key works")
	}
	if _, _, err := book.Rotate(k2.ID, time.Hour, c.at); err == nil {
		t.Error("a revoked key was rotated")
	}
	if err := book.Revoke("nobody", c.at); err != ErrNoKey {
		t.Errorf("got %v for an unknown id", err)
	}
}

func TestExpiry(t *testing.T) {
	c := newClock()
	book := Book{filepath.Join(t.TempDir(), "keys.json")}
	whole, _, err := book.Add(NewKey{Name: "x", Scopes: []Scope{ScopeChat}, Expires: c.at.Add(time.Hour)}, c.at)
	if err != nil {
		t.Fatal(err)
	}
	ring, _ := newRingAt(t, book.Path, c)
	for _, step := range []struct {
		by   time.Duration
		want bool
	}{{59 * time.Minute, true}, {time.Minute, false}, {10 * 365 * 24 * time.Hour, false}, {-20 * 365 * 24 * time.Hour, true}} {
		c.forward(step.by)
		if _, ok := ring.Find(whole); ok != step.want {
			t.Errorf("at %v: got %v", c.at, ok)
		}
	}
}

func TestRingSurvivesABrokenFile(t *testing.T) {
	c := newClock()
	book := Book{filepath.Join(t.TempDir(), "keys.json")}
	whole, _, err := book.Add(NewKey{Name: "x", Scopes: []Scope{ScopeAdmin}}, c.at)
	if err != nil {
		t.Fatal(err)
	}
	ring, faults := newRingAt(t, book.Path, c)
	if err := os.WriteFile(book.Path, []byte(`{"version":1,"keys":[{`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.forward(2 * time.Second)
	if _, ok := ring.Find(whole); !ok || len(*faults) != 1 {
		t.Errorf("found %v, faults %v: the keys read before must stay, and the fault be told once", ok, *faults)
	}
	if _, err := NewRing(book.Path, c.now, nil); err == nil {
		t.Error("a server started with a broken file of keys")
	}
	if err := os.Remove(book.Path); err != nil {
		t.Fatal(err)
	}
	c.forward(2 * time.Second)
	if _, ok := ring.Find(whole); ok {
		t.Error("a removed file must leave no key")
	}
}

func TestAddAtOnce(t *testing.T) {
	book := Book{filepath.Join(t.TempDir(), "keys.json")}
	var g sync.WaitGroup
	for range 20 {
		g.Go(func() {
			if _, _, err := book.Add(NewKey{Name: "x", Scopes: []Scope{ScopeChat}}, time.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	if keys, err := book.Keys(); err != nil || len(keys) != 20 {
		t.Errorf("got %d keys of 20, %v", len(keys), err)
	}
}

func TestNewKeyCheck(t *testing.T) {
	for name, n := range map[string]NewKey{
		"no name":        {Scopes: []Scope{ScopeChat}},
		"no scope":       {Name: "x"},
		"unknown scope":  {Name: "x", Scopes: []Scope{"root"}},
		"public admin":   {Name: "x", Scopes: []Scope{ScopeAdmin}, Origins: []string{"https://a.example"}},
		"bad origin":     {Name: "x", Scopes: []Scope{ScopeChat}, Origins: []string{"*"}},
		"negative rate":  {Name: "x", Scopes: []Scope{ScopeChat}, PerMinute: -1},
		"origin of path": {Name: "x", Scopes: []Scope{ScopeChat}, Origins: []string{"https://a.example/x"}},
	} {
		if n.Check() == nil {
			t.Errorf("%s: was accepted", name)
		}
	}
}

func TestPublicKey(t *testing.T) {
	c := newClock()
	book := Book{filepath.Join(t.TempDir(), "keys.json")}
	whole, k, err := book.Add(NewKey{Name: "site", Scopes: []Scope{ScopeChat}, Origins: []string{"https://Clinic.example:443/"}}, c.at)
	if err != nil {
		t.Fatal(err)
	}
	ring, _ := newRingAt(t, book.Path, c)
	if !strings.HasPrefix(whole, "pk_") || !k.IsPublic() || !ring.AllowsOrigin("https://clinic.example") || ring.AllowsOrigin("https://evil.example") {
		t.Errorf("got %q %+v", whole, k)
	}
	if got, ok := ring.PublicKey("https://clinic.example"); !ok || got != whole {
		t.Errorf("got %q", got)
	}
}

func TestGuessingWaitsLonger(t *testing.T) {
	c := newClock()
	g := NewGuesses(c.now)
	const client, key = "192.0.2.1", "lk_abcdef_wrong"
	for range freeGuesses {
		if g.Waits(client, key) {
			t.Fatal("a wait before the free guesses are used")
		}
		g.Wrong(client, key)
	}
	var last time.Duration
	for n := range 14 {
		g.Wrong(client, key)
		wait := time.Duration(0)
		for g.Waits(client, key) {
			c.forward(time.Second)
			wait += time.Second
		}
		want := min(time.Second<<n, longestWait)
		if wait != want || wait < last {
			t.Errorf("guess %d: waited %v, want %v", n+freeGuesses+1, wait, want)
		}
		last = wait
	}
	if g.Waits("192.0.2.2", key) || g.Waits(client, "lk_other_x") {
		t.Error("others wait too")
	}
	g.Wrong(client, key)
	c.forward(-10 * 365 * 24 * time.Hour)
	if g.Waits(client, key) {
		t.Error("a clock that is set back locks for years")
	}
	c.forward(10 * 365 * 24 * time.Hour)
	g.Right(client, key)
	if g.Waits(client, key) {
		t.Error("a right key did not end the wait")
	}
}

func TestRates(t *testing.T) {
	r := NewRates()
	for range 3 {
		if v := r.Take("a", 3); !v.OK {
			t.Fatal("refused within the rate")
		}
	}
	if v := r.Take("a", 3); v.OK || v.Wait != 20 || v.Left != 0 || v.Full != 60 {
		t.Errorf("got %+v over the rate", v)
	}
	if v := r.Take("b", 3); !v.OK || v.Left != 2 {
		t.Errorf("got %+v for another client", v)
	}
	for i := range maxClients * 2 {
		r.Take(strings.Repeat("x", i%7)+time.Duration(i).String(), 3)
	}
	if n := len(r.clients.byKey); n > maxClients || r.clients.order.Len() != n {
		t.Errorf("%d clients are remembered", n)
	}
}

func TestRoom(t *testing.T) {
	r := NewRoom(1, 0)
	leave, ok := r.Enter(t.Context())
	if !ok {
		t.Fatal("an empty room was full")
	}
	if _, ok := r.Enter(t.Context()); ok {
		t.Error("a full room let somebody in")
	}
	leave()
	leave() // leaving twice frees one place
	if r.Inside() != 0 {
		t.Errorf("%d are inside", r.Inside())
	}
	r = NewRoom(1, 0).Patient()
	leave, _ = r.Enter(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := r.Enter(ctx); ok {
		t.Error("who gave up waiting got in")
	}
	time.AfterFunc(10*time.Millisecond, leave)
	if _, ok := r.Enter(t.Context()); !ok {
		t.Error("who waited did not get in")
	}
}

func TestSeats(t *testing.T) {
	s := NewSeats(3, 2)
	a1, _ := s.Take("a")
	_, _ = s.Take("a")
	if _, why := s.Take("a"); why != ClientFull {
		t.Errorf("got %q for a third seat of one client", why)
	}
	_, _ = s.Take("b")
	if _, why := s.Take(""); why != Full {
		t.Errorf("got %q when all are taken", why)
	}
	a1()
	a1()
	if s.Taken() != 2 {
		t.Errorf("%d seats are taken", s.Taken())
	}
	if _, why := s.Take("a"); why != "" {
		t.Errorf("got %q for a free seat", why)
	}
}

func TestOnce(t *testing.T) {
	c := newClock()
	o := NewOnce[string](c.now, time.Hour)
	one, two := [32]byte{1}, [32]byte{2}
	want := func(key string, body [32]byte, value string, seen Seen) {
		t.Helper()
		if v, s := o.Begin(key, body); v != value || s != seen {
			t.Errorf("got %q %v, want %q %v", v, s, value, seen)
		}
	}
	want("k", one, "", New)
	want("k", one, "", Running)
	want("k", two, "", Different)
	o.Done("k", "answer")
	want("k", one, "answer", Answered)
	want("k", two, "", Different)
	c.forward(2 * time.Hour)
	want("k", two, "", New)
	o.Failed("k")
	want("k", one, "", New)
	o.Done("k", "of a conversation")
	o.Forget(func(v string) bool { return v == "of a conversation" })
	want("k", one, "", New)
	for i := range 3 * maxAnswers {
		o.Begin(time.Duration(i).String(), one)
	}
	if n := len(o.seen.byKey); n > maxAnswers {
		t.Errorf("%d answers are remembered", n)
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::1": "2001:db8:1:2::/64", "::1": "::/64", "": "", "nonsense": "nonsense",
	} {
		if got := Network(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// BenchmarkFind compares a right key, a wrong one of a known id and an unknown
// id: the times should not tell them apart.
func BenchmarkFind(b *testing.B) {
	book := Book{filepath.Join(b.TempDir(), "keys.json")}
	whole, k, err := book.Add(NewKey{Name: "x", Scopes: []Scope{ScopeChat}}, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	ring, err := NewRing(book.Path, time.Now, func(error) {})
	if err != nil {
		b.Fatal(err)
	}
	for name, key := range map[string]string{
		"right": whole, "wrong": whole[:len(whole)-1] + "!", "early": "lk_" + k.ID + "_" + strings.Repeat("a", 52), "unknown": "lk_aaaaaaaaaaaaa_" + strings.Repeat("a", 52),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ring.Find(key)
			}
		})
	}
}
