package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
)

// KeySize is the length of the operator's key in bytes.
const KeySize = 32

// ErrKey is returned when the operator's key does not fit the file.
var ErrKey = errors.New("wrong key")

// The first byte of a box.
const (
	clearBox  = 0 // CRC-32C of id, place and text; text
	sealedBox = 1 // AES-256-GCM: nonce, sealed text, tag
)

// clearHead is the length of what comes before a text in clear.
const clearHead = 5

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is what tells that a text in clear is whole and in its place.
func (b Boxer) sum(place string, text []byte) uint32 {
	return crc32.Update(crc32.Checksum([]byte(b.id+"\x00"+place+"\x00"), castagnoli), castagnoli, text)
}

// ParseKey reads an operator's key: 32 bytes in hexadecimal or base64.
func ParseKey(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	if b, err := hex.DecodeString(s); err == nil && len(b) == KeySize {
		return b, nil
	}
	bare := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(s, "="))
	if b, err := base64.RawStdEncoding.DecodeString(bare); err == nil && len(b) == KeySize {
		return b, nil
	}
	return nil, errors.New("a key is 32 bytes in hexadecimal or base64; make one with: openssl rand -hex 32")
}

// A sealer makes and opens the keys of single conversations. Each is wrapped
// by the operator's key, so erasing it makes every copy of its texts unreadable.
type sealer struct{ operator cipher.AEAD } // nil: texts stay in clear

func newSealer(key []byte) (sealer, error) {
	if key == nil {
		return sealer{}, nil
	}
	a, err := newAEAD(key)
	return sealer{a}, err
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("%w: it has %d bytes instead of %d", ErrKey, len(key), KeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// newBoxer makes a fresh key for the texts of id; wrapped is what to store.
func (s sealer) newBoxer(id string) (b Boxer, wrapped []byte, err error) {
	if s.operator == nil {
		return Boxer{id: id}, nil, nil
	}
	var key [KeySize]byte
	rand.Read(key[:]) // never fails
	a, err := newAEAD(key[:])
	return Boxer{id, a}, s.operator.Seal(nil, nil, key[:], wrapLabel(id)), err
}

// boxer unwraps the key of id.
func (s sealer) boxer(id string, wrapped []byte) (Boxer, error) {
	if wrapped == nil {
		return Boxer{id: id}, nil
	}
	key, err := s.unwrap(id, wrapped)
	if err != nil {
		return Boxer{}, err
	}
	a, err := newAEAD(key)
	return Boxer{id, a}, err
}

func (s sealer) unwrap(id string, wrapped []byte) ([]byte, error) {
	if s.operator == nil {
		return nil, fmt.Errorf("%w: the texts are sealed and no key was given", ErrKey)
	}
	key, err := s.operator.Open(nil, nil, wrapped, wrapLabel(id))
	if err != nil {
		return nil, ErrKey
	}
	return key, nil
}

func wrapLabel(id string) []byte { return []byte("key\x00" + id) }

// A Boxer seals the texts of one conversation, comment or event.
type Boxer struct {
	id   string
	aead cipher.AEAD // nil: clear
}

// Seal boxes a text. The box opens only for the same id and place.
func (b Boxer) Seal(place string, text []byte) []byte {
	if b.aead == nil {
		return append(binary.BigEndian.AppendUint32([]byte{clearBox}, b.sum(place, text)), text...)
	}
	return b.aead.Seal([]byte{sealedBox}, nil, text, []byte(b.id+"\x00"+place))
}

// errBox is the error for a box that was changed, moved or cut.
var errBox = errors.New("open text: it is damaged or not in its place")

// Open returns the text of a box.
func (b Boxer) Open(place string, box []byte) ([]byte, error) {
	switch {
	case len(box) == 0:
		return nil, errBox
	case box[0] == clearBox && b.aead == nil && len(box) >= clearHead:
		if text := box[clearHead:]; binary.BigEndian.Uint32(box[1:]) == b.sum(place, text) {
			return text, nil
		}
		return nil, errBox
	case box[0] != sealedBox || b.aead == nil:
		return nil, errBox
	}
	text, err := b.aead.Open(nil, nil, box[1:], []byte(b.id+"\x00"+place))
	if err != nil {
		return nil, errBox
	}
	return text, nil
}

// NewBoxer makes a fresh key for the texts of id; wrapped is what to store
// beside them, nil if the operator gave no key.
func (d *DB) NewBoxer(id string) (b Boxer, wrapped []byte, err error) { return d.sealer.newBoxer(id) }

// Boxer opens texts of id that were sealed under the wrapped key.
func (d *DB) Boxer(id string, wrapped []byte) (Boxer, error) { return d.sealer.boxer(id, wrapped) }

// keyCheck names the row that tells whether a key is the right one.
const keyCheck = "key_check"

// A sealing is the operator's key, and whether it may become the file's.
type sealing struct {
	key   []byte
	alone bool
}

// openSealer checks the operator's key against the file. If there was none
// before, it becomes the file's key, and what was stored in clear is sealed,
// unless another process has the file open.
func openSealer(ctx context.Context, db *sql.DB, o sealing) (sealer, error) {
	s, fresh, err := checkKey(ctx, db, o.key)
	if err != nil || !fresh || s.operator == nil {
		return s, err
	}
	if !o.alone {
		return s, fmt.Errorf("%w: a server without a key; stop it first", ErrLocked)
	}
	return s, rekey(ctx, db, sealer{}, s)
}

// checkKey checks the operator's key. fresh reports that the file has none yet.
func checkKey(ctx context.Context, db *sql.DB, key []byte) (s sealer, fresh bool, err error) {
	if s, err = newSealer(key); err != nil {
		return s, false, err
	}
	var have []byte
	switch err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", keyCheck).Scan(&have); {
	case errors.Is(err, sql.ErrNoRows):
		return s, true, nil
	case err != nil:
		return s, false, damage(err)
	}
	if _, err := s.unwrap(keyCheck, have); err != nil {
		return s, false, fmt.Errorf("%w (give the key that the texts were sealed with in --data-key, LIMBER_DATA_KEY or LIMBER_DATA_KEY_FILE)", err)
	}
	return s, false, nil
}
