package gate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrNoKey is returned for the id of a key that does not exist.
var ErrNoKey = errors.New("there is no such key")

// A Book is the file of keys. Changes replace it in one step, so a reader sees
// the old keys or the new ones.
type Book struct{ Path string }

type bookFile struct {
	Version int   `json:"version"`
	Keys    []Key `json:"keys"`
}

// Keys are all keys of the book, none if there is no file yet.
func (b Book) Keys() ([]Key, error) {
	data, err := os.ReadFile(b.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	var f bookFile
	if err := json.Unmarshal(data, &f); err != nil || f.Version != 1 {
		return nil, fmt.Errorf("read keys: %s is not a file of keys, or a newer one; restore it or remove it and make new keys", b.Path)
	}
	return f.Keys, nil
}

// Add makes a key and returns it. It cannot be read again.
func (b Book) Add(n NewKey, now time.Time) (whole string, k Key, err error) {
	if err := n.Check(); err != nil {
		return "", k, err
	}
	err = b.edit(func(keys []Key) ([]Key, error) {
		whole, k = n.make(now)
		return append(keys, k), nil
	})
	return whole, k, err
}

// Rotate makes a new key with the rights of the key id. The old one goes on
// for overlap, so that callers can change over without a gap.
func (b Book) Rotate(id string, overlap time.Duration, now time.Time) (whole string, k Key, err error) {
	err = b.edit(func(keys []Key) ([]Key, error) {
		for i := range keys {
			old := &keys[i]
			if old.ID != id {
				continue
			}
			if s := old.State(now); s != "active" {
				return nil, fmt.Errorf("the key is %s; add a new one", s)
			}
			n := NewKey{Name: old.Name, Scopes: old.Scopes, Origins: old.Origins, PerMinute: old.PerMinute}
			if !old.Expires.IsZero() { // as long a life as the old one had
				n.Expires = now.Add(old.Expires.Sub(old.Created)).UTC()
			}
			whole, k = n.make(now)
			k.Owner = old.Owner
			if end := now.Add(overlap).UTC(); old.Expires.IsZero() || end.Before(old.Expires) {
				old.Expires = end
			}
			return append(keys, k), nil
		}
		return nil, ErrNoKey
	})
	return whole, k, err
}

// Revoke ends the key id at once.
func (b Book) Revoke(id string, now time.Time) error {
	return b.edit(func(keys []Key) ([]Key, error) {
		for i := range keys {
			if keys[i].ID == id {
				keys[i].Revoked = now.UTC()
				return keys, nil
			}
		}
		return nil, ErrNoKey
	})
}

// edit changes the keys while nobody else does.
func (b Book) edit(change func([]Key) ([]Key, error)) error {
	if err := os.MkdirAll(filepath.Dir(b.Path), 0o700); err != nil {
		return fmt.Errorf("make folder of keys: %w", err)
	}
	lock := flock.New(b.Path + ".lock")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock keys: %w", err)
	}
	defer func() { _ = lock.Unlock() }() // ends with the program anyway
	keys, err := b.Keys()
	if err != nil {
		return err
	}
	if keys, err = change(keys); err != nil {
		return err
	}
	return b.replace(keys)
}

// replace writes the keys beside the file, syncs them and puts them in its place.
func (b Book) replace(keys []Key) error {
	data, err := json.MarshalIndent(bookFile{1, keys}, "", "  ")
	if err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(b.Path), ".keys-*")
	if err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(data, '\n'))
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), b.Path)
	}
	if err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	return nil
}
