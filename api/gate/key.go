package gate

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Scope is what a key opens.
type Scope string

// The scopes. Admin opens everything.
const (
	ScopeChat   Scope = "chat"   // questions, verdicts, feedback, the caller's own conversations
	ScopeSearch Scope = "search" // passages and articles
	ScopeAdmin  Scope = "admin"  // /admin and /metrics
)

// Beginnings of a key. A secret key stays on servers; a public one stands in
// the pages of the sites that it is bound to.
const (
	secretPrefix = "lk_"
	publicPrefix = "pk_"
)

// A Key is what is kept of a key: of a secret one never the key itself.
type Key struct {
	ID        string    `json:"id"`                   // the part of the key after its prefix; not secret
	Owner     string    `json:"owner"`                // id of the first key of this chain of rotations
	Name      string    `json:"name"`                 // whose it is
	Scopes    []Scope   `json:"scopes"`               // at least one
	Hash      string    `json:"sha256"`               // of the whole key, in hexadecimal
	Public    string    `json:"public,omitempty"`     // the whole key, if it is a public one
	Origins   []string  `json:"origins,omitempty"`    // sites that a public key is bound to
	PerMinute int       `json:"per_minute,omitempty"` // requests a minute; 0: the server's rate for a client
	Created   time.Time `json:"created"`
	Expires   time.Time `json:"expires,omitzero"` // zero: never
	Revoked   time.Time `json:"revoked,omitzero"` // zero: not
}

// A NewKey says what a key is to be.
type NewKey struct {
	Name      string
	Scopes    []Scope
	Origins   []string // of a public key; empty makes a secret one
	PerMinute int
	Expires   time.Time
}

// Check reports every fault of the wish.
func (n NewKey) Check() error {
	var faults []error
	if strings.TrimSpace(n.Name) == "" {
		faults = append(faults, errors.New("the key has no name; say whose it is"))
	}
	if len(n.Scopes) == 0 {
		faults = append(faults, errors.New("the key has no scope; give it chat, search or admin"))
	}
	for _, s := range n.Scopes {
		if s != ScopeChat && s != ScopeSearch && s != ScopeAdmin {
			faults = append(faults, fmt.Errorf("there is no scope %q; there are chat, search and admin", s))
		}
		if s == ScopeAdmin && len(n.Origins) > 0 {
			faults = append(faults, errors.New("a public key cannot have the scope admin: everybody can read it"))
		}
	}
	for _, o := range n.Origins {
		if _, err := ParseOrigin(o); err != nil {
			faults = append(faults, err)
		}
	}
	if n.PerMinute < 0 {
		faults = append(faults, errors.New("the rate is negative; use 0 for the server's own"))
	}
	return errors.Join(faults...)
}

// make returns a key of 256 random bits and what is kept of it.
func (n NewKey) make(now time.Time) (string, Key) {
	prefix := secretPrefix
	if len(n.Origins) > 0 {
		prefix = publicPrefix
	}
	k := Key{ID: letters(8), Name: n.Name, Scopes: n.Scopes, PerMinute: n.PerMinute, Created: now.UTC(), Expires: n.Expires}
	k.Owner = k.ID
	whole := prefix + k.ID + "_" + letters(32)
	k.Hash = hashOf(whole)
	for _, o := range n.Origins {
		origin, _ := ParseOrigin(o) // checked before
		k.Origins = append(k.Origins, origin)
	}
	if prefix == publicPrefix {
		k.Public = whole
	}
	return whole, k
}

// letters are n random bytes in small letters and digits.
func letters(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: it ends the program if the system has no randomness
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// hashOf is enough for a key of 256 random bits: there is nothing to guess
// that a slow hash would protect.
func hashOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// LooksLikeKey reports whether a credential has the form of our keys, so that
// a wrong one is refused even where none is asked for.
func LooksLikeKey(s string) bool {
	return strings.HasPrefix(s, secretPrefix) || strings.HasPrefix(s, publicPrefix)
}

// idOf is the part of a key that names it; empty if it is none.
func idOf(key string) string {
	if !LooksLikeKey(key) || len(key) > 200 {
		return ""
	}
	id, _, ok := strings.Cut(key[len(secretPrefix):], "_")
	if !ok || len(id) > 64 {
		return ""
	}
	return id
}

// IsPublic reports whether the key stands in web pages.
func (k Key) IsPublic() bool { return k.Public != "" }

// Has reports whether the key opens what s stands for.
func (k Key) Has(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, ScopeAdmin)
}

// State is "active", "expired" or "revoked" at a time.
func (k Key) State(now time.Time) string {
	switch {
	case !k.Revoked.IsZero() && !now.Before(k.Revoked):
		return "revoked"
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		return "expired"
	}
	return "active"
}
