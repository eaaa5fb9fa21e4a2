package guard

// A trie matches all phrases in one walk over the tokens. A phrase is looked for
// from its rarest element, see plant; from there it goes on to one side, and from
// a turn to the other. Phrases share what they begin with. Entries of several
// words, and numbers in lists, are found first and then stand for one step each,
// as a word does: a unit.
//
// It lies in a few plain arrays, made by freeze: a message visits thousands of
// nodes, and arrays without pointers are quick to read and cost the garbage
// collector nothing.
type trie struct {
	build   *trieBuilder // until it is frozen
	nodes   []node
	refs    []ref // by node, then by word
	extras  []extra
	numbers []numberEdge
	gaps    []gapEdge
	ends    []int32
	starts  []start // by word or unit
	rooms   []room
	first   []node // see room
}

// The nodes at which a walk begins.
const (
	rootNode  = iota // phrases that go on ahead first
	backNode         // phrases that go back first
	unitsNode        // units
	roots
)

// A start is what a word begins, so that no walk has to find it out: every
// token begins many.
type start struct {
	rooms [2]int32 // by side, of the array rooms, 0 for none
	more  int32    // what the root of units leads to, a node or leaf, 0 for none
	sign  sign     // of a token with the word
}

// A room is what one root leads to by a word: the nodes [from:to) of the array
// first, hops after the open ones, then closed ones.
type room struct {
	from, hops, shut, to int32
	over                 sign // of the hops together
	next                 sign // of the closed ones together
}

// A node is one state of the phrase automaton. It fills a line of a processor's
// cache, for most of the time of a walk goes into waiting for the next one.
type node struct {
	next  sign   // what the tokens it goes on with show; of a hop, what the node after the gap does
	words extent // refs of words
	extra int32  // what few nodes have, 0 for nothing
	gap   int32  // of a hop
	done  int32  // the one phrase, or unit, that ends here, of a leaf or with leaf added; 0 for none
	end   int32  // the node after the end of a clause, 0 for none
	turn  int32  // the node on the other side of where the phrase was begun, 0 for none
	kind  nodeKind
}

// nodeKind tells what has to be looked at before a walk goes to a node.
type nodeKind uint8

const (
	closed  nodeKind = iota // it goes on only by tokens that meet its sign
	open                    // it does something whatever follows
	nearHop                 // it has a short gap and nothing else
	farHop                  // the same for any longer gap
	isLeaf                  // something ends there and nothing goes on
)

// An extra is what few nodes have. Ranges are of the trie's arrays.
type extra struct{ numbers, gaps, ends extent }

// A ref is a word and the node that it leads to, or what ends there with leaf
// added: such a node is not kept.
type ref struct{ word, to int32 }

// leaf parts what ends somewhere from the nodes.
const leaf = 1 << 30

// A sign shows roughly which words and units begin at a token, or with which a
// node goes on: where the signs share nothing there is no way on. Most ways
// end so, without a look at the node's edges. An element of many words would
// show every bit, so it has a bit of its own.
type sign struct {
	words [2]uint64
	again uint64 // the same words, spread another way
	lists uint64
}

// Bits of a sign that stand for words; the last stands for any number. With these
// alone half of the walks began in vain, since a node with a long group of words
// shows many bits; a second spreading turns most of them back.
const (
	wordBits  = 128
	numberBit = wordBits - 1
)

func (s *sign) addWord(id int32) {
	bit := uint32(id) % numberBit
	s.words[bit/64] |= 1 << (bit % 64)
	s.again |= 1 << spread(id)
}

// addNumber notes that there is a number.
func (s *sign) addNumber() {
	s.words[numberBit/64] |= 1 << (numberBit % 64)
	s.again |= 1 << spread(numberBit)
}

func (s *sign) addList(bit uint8) { s.lists |= 1 << bit }

// add joins two signs.
func (s *sign) add(o *sign) {
	s.words[0] |= o.words[0]
	s.words[1] |= o.words[1]
	s.again |= o.again
	s.lists |= o.lists
}

// spread gives one of 64 bits for a word, by Knuth's multiplicative hash, so
// that words which share one bit of words seldom share one of again.
func spread(id int32) uint32 { return uint32(id) * 2654435761 >> 26 }

// hasWord tells whether a word may be among those that the sign shows.
func (s *sign) hasWord(id int32) bool {
	bit := uint32(id) % numberBit
	return s.lists != 0 || s.words[bit/64]&(1<<(bit%64)) != 0 && s.again&(1<<spread(id)) != 0
}

func (s *sign) meets(o *sign) bool {
	return (s.words[0]&o.words[0]|s.words[1]&o.words[1]) != 0 && s.again&o.again != 0 || s.lists&o.lists != 0
}

// An extent is the part [from:to) of an array.
type extent struct{ from, to int32 }

type numberEdge struct {
	lo, hi float64
	to     int32
}

type gapEdge struct{ most, to int32 }

// fewRefs are gone through rather than halved.
const fewRefs = 4

// of gives the refs of a word among some in order.
func of(refs []ref, word int32) []ref {
	at, end := 0, len(refs)
	for end-at > fewRefs {
		if half := (at + end) / 2; refs[half].word < word {
			at = half + 1
		} else {
			end = half
		}
	}
	for at < len(refs) && refs[at].word < word {
		at++
	}
	for end = at; end < len(refs) && refs[end].word == word; end++ {
	}
	return refs[at:end]
}
