package gate

import (
	"crypto/subtle"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// lookEvery is how often a Ring looks for changes of its file at most.
const lookEvery = time.Second

// A Ring is the keys that a running server accepts. It follows its file: a new
// key works, and a revoked one ends, within a second.
type Ring struct {
	book  Book
	now   func() time.Time
	fault func(error) // told when the file cannot be read

	mu     sync.Mutex
	looked time.Time
	info   fs.FileInfo // of the file that was read; nil: there was none
	keys   map[string]Key
}

// NewRing reads the keys of a file, which need not exist yet. fault is told of
// a file that breaks later; the keys read before stay. A file that is removed
// leaves no key.
func NewRing(path string, now func() time.Time, fault func(error)) (*Ring, error) {
	r := &Ring{book: Book{path}, now: now, fault: fault}
	if _, err := r.book.Keys(); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.look()
	return r, nil
}

// look reads the file again if it is another one than was read last.
func (r *Ring) look() {
	now := r.now()
	if d := now.Sub(r.looked); d >= 0 && d < lookEvery {
		return
	}
	r.looked = now
	info, err := os.Stat(r.book.Path)
	if err != nil {
		info = nil
	}
	if r.keys != nil && same(info, r.info) {
		return
	}
	keys, err := r.book.Keys()
	if err != nil {
		r.fault(fmt.Errorf("the keys read before stay: %w", err))
		r.info = info
		return
	}
	r.info, r.keys = info, make(map[string]Key, len(keys))
	for _, k := range keys {
		r.keys[k.ID] = k
	}
}

func same(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// Find returns the active key that a credential is. A wrong credential takes
// the same work as a right one.
func (r *Ring) Find(credential string) (Key, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.look()
	k, known := r.keys[idOf(credential)]
	want := k.Hash
	if !known {
		want = hashOf("") // compared all the same
	}
	right := subtle.ConstantTimeCompare([]byte(hashOf(credential)), []byte(want)) == 1
	if !known || !right || k.State(r.now()) != "active" {
		return Key{}, false
	}
	return k, true
}

// AllowsOrigin reports whether an active public key is bound to an origin.
func (r *Ring) AllowsOrigin(origin string) bool {
	_, ok := r.PublicKey(origin)
	return ok
}

// PublicKey is an active public key that is bound to an origin.
func (r *Ring) PublicKey(origin string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.look()
	for _, k := range r.keys {
		if k.IsPublic() && slices.Contains(k.Origins, origin) && k.State(r.now()) == "active" {
			return k.Public, true
		}
	}
	return "", false
}
