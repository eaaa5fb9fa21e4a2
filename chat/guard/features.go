package guard

// featured holds the features of the turns of a conversation that were read,
// one list a block, with where each word's begin.
type featured struct {
	lists  [signBlock][]int32
	starts [signBlock][]int32 // by word of all turns read
	turns  []extent           // of starts, by turn; empty for a turn not read
	known  map[string]wordFeatures
	each   []int32 // letter groups of the known words

	buckets []uint32 // of the word being read
}

// wordFeatures are the features of a word whatever stands before it: most
// words of a text come again.
type wordFeatures struct {
	word    int32
	letters extent // of each
}

// A stretch is the features of a run of words: of the words and the pairs they
// make with the one before, and of their letter groups.
type stretch struct{ words, letters []int32 }

// forget makes it ready for other conversations.
func (f *featured) forget() {
	clear(f.known)
	for block := range f.lists {
		clear(f.lists[block])
		f.lists[block], f.starts[block] = f.lists[block][:0], f.starts[block][:0]
	}
	clear(f.each)
	clear(f.buckets[:cap(f.buckets)])
	f.turns, f.each = f.turns[:0], f.each[:0]
	if cap(f.lists[letterBlock]) > mostFeatures {
		*f = featured{known: map[string]wordFeatures{}}
	}
}

// readTurn gives the features of a turn.
func (t *tally) readTurn(m *backstop, turns [][]spelled, turn int) stretch {
	f := &t.read
	for len(f.turns) <= turn {
		f.turns = append(f.turns, extent{})
	}
	at := &f.turns[turn]
	if at.from == at.to {
		at.from = int32(len(f.starts[wordBlock]))
		for i, w := range turns[turn] {
			f.begin()
			one := t.readWord(m, w.text)
			f.lists[wordBlock] = append(f.lists[wordBlock], one.word)
			if i > 0 {
				pair := pairOf(turns[turn][i-1].text).with(w.text).bucket()
				f.lists[wordBlock] = append(f.lists[wordBlock], t.enrol(m, pair, wordBlock))
			}
			f.lists[letterBlock] = append(f.lists[letterBlock], f.each[one.letters.from:one.letters.to]...)
		}
		at.to = int32(len(f.starts[wordBlock]))
		f.begin() // the end of the last word
	}
	return f.between(*at, 0, int(at.to-at.from))
}

// begin notes that a word begins.
func (f *featured) begin() {
	for block := range f.starts {
		f.starts[block] = append(f.starts[block], int32(len(f.lists[block])))
	}
}

// between gives the features of words [from:to) of a turn.
func (f *featured) between(turn extent, from, to int) stretch {
	part := func(block int) []int32 {
		at := f.starts[block][turn.from:]
		return f.lists[block][at[from]:at[to]]
	}
	return stretch{part(wordBlock), part(letterBlock)}
}

// readWord gives the features of a word.
func (t *tally) readWord(m *backstop, text string) wordFeatures {
	f := &t.read
	if w, ok := f.known[text]; ok {
		return w
	}
	w := wordFeatures{word: t.enrol(m, wordBucket(text), wordBlock), letters: extent{from: int32(len(f.each))}}
	f.buckets = letterGroups(f.buckets[:0], text)
	for _, bucket := range f.buckets {
		f.each = append(f.each, t.enrol(m, bucket, letterBlock))
	}
	w.letters.to = int32(len(f.each))
	f.known[text] = w
	return w
}
