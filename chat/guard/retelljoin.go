package guard

// Short turns read also joined: "He | is | not | breathing".

// Sizes of what is read joined, in words.
const (
	mostOfTurn  = 4  // of a short turn
	mostOfFirst = 8  // of the one before short turns
	mostJoined  = 16 // of all
)

// joinTurns reads a short turn together with the short ones before it.
func (t *teller) joinTurns(r *reading, bits []bit) {
	if t.before.told {
		t.run = append([]unit{}, t.said...)
		return
	}
	if len(bits) != 1 {
		t.run = nil
		return
	}
	all := bits[0].units
	if len(all) > mostOfTurn || bits[0].asks || len(t.run) == 0 || len(t.run)+len(all) > mostJoined || isFull(all) || r.isOver() {
		t.run = nil
		if len(all) <= mostOfFirst && !bits[0].asks && !isWh(all[0].text) && !(len(all) > 2 && helps(all[0].text)) {
			t.run = joinedUnits(all)
		}
		return
	}
	t.run = append(t.run, joinedUnits(all)...)
	t.say(t.run)
}

// joinedUnits copies words with nothing between them.
func joinedUnits(u []unit) []unit {
	out := append([]unit{}, u...)
	for i := range out {
		out[i].brk = joined
	}
	return out
}

// isFull tells whether a turn says something whole: "my keeper collapsed".
func isFull(u []unit) bool {
	n := nounPhrase(u)
	return n > 0 && len(u) > n && len(u) > 2
}

// isOver tells whether a turn says that something is over or was long ago.
func (r *reading) isOver() bool {
	if r.has("years", "ago") {
		return true
	}
	for i := range r.sents {
		if _, ok := r.sents[i].has(cleared, past); ok {
			return true
		}
	}
	return false
}
