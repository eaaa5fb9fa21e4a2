package guard

import (
	"encoding/binary"
	"math/bits"
)

// A wordTable finds what the lexicon knows of a written word. Nearly all words
// are at most sixteen bytes long: these lie in one array with their entries,
// so that a look-up reads one place in memory and compares two numbers.
type wordTable struct {
	slots []wordSlot // a power of two
	long  map[string]*word
	used  int
}

// A wordSlot holds a short word as the key of its bytes; nil for an empty slot.
type wordSlot struct {
	key  wordKey
	word *word
}

// shortWord is the most bytes of a word in a slot.
const shortWord = 16

// A wordKey is the bytes of a short word, zeros after them.
type wordKey struct{ lo, hi uint64 }

// keyOf makes the key of a word of at most shortWord bytes.
func keyOf(w string) wordKey {
	var b [shortWord]byte
	copy(b[:], w)
	return wordKey{binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])}
}

// slot is where the search for a key begins.
func (k wordKey) slot(slots int) int {
	const golden = 0x9E3779B97F4A7C15 // spreads the bits, as in Fibonacci hashing
	h := (k.lo ^ bits.RotateLeft64(k.hi*golden, 32)) * golden
	return int(h>>32) & (slots - 1)
}

func newWordTable(size int) *wordTable {
	n := 1 << bits.Len(uint(size+size/2))
	return &wordTable{slots: make([]wordSlot, n), long: map[string]*word{}}
}

// get finds a word, nil for an unknown one.
func (t *wordTable) get(w string) *word {
	if len(w) > shortWord {
		return t.long[w]
	}
	return t.find(keyOf(w)).word
}

// find gives the slot of a key, or the empty one where it belongs.
func (t *wordTable) find(k wordKey) *wordSlot {
	for i := k.slot(len(t.slots)); ; i = (i + 1) & (len(t.slots) - 1) {
		if s := &t.slots[i]; s.word == nil || s.key == k {
			return s
		}
	}
}

// entry gives a word's entry and makes it if there is none.
func (t *wordTable) entry(w string) *word {
	if len(w) > shortWord {
		if t.long[w] == nil {
			t.long[w] = &word{}
		}
		return t.long[w]
	}
	s := t.find(keyOf(w))
	if s.word != nil {
		return s.word
	}
	if t.used++; 4*t.used > 3*len(t.slots) {
		t.grow()
		s = t.find(keyOf(w))
	}
	s.key, s.word = keyOf(w), &word{}
	return s.word
}

// grow doubles the table.
func (t *wordTable) grow() {
	old := t.slots
	t.slots = make([]wordSlot, 2*len(old))
	for _, s := range old {
		if s.word != nil {
			*t.find(s.key) = s
		}
	}
}
