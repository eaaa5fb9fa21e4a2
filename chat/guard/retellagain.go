package guard

// What is so after all, or so again.

// repeats reads an answer that says again what was supposed: "come back if the toes go
// blue. they are blue".
func (b *bit) repeats(asked []unit) (r reply, ok bool) {
	u := pastFillers(b.units)
	n := nounPhrase(u)
	if b.asks || n == 0 || len(u) > n+mostOfShort || n >= len(u) || !helps(u[n].text) || saysNot(u) != saysNot(asked) {
		return r, false
	}
	for i := range asked {
		if asked[i].text == last(u).text {
			return reply{word: *last(u), yes: true, fulfils: true}, true
		}
	}
	return r, false
}

// relapse tells of a vital sign that is gone again: "pulse is back | gone again".
func (t *teller) relapse(b *bit) []unit {
	u := b.units
	for len(u) > 1 && isLead(u[0].text) {
		u = u[1:]
	}
	if len(u) < 2 || len(u) > mostOfShort || last(u).text != "again" || b.asks {
		return nil
	}
	word, came := *last(u), false
	word.start, word.brk = u[0].start, joined
	switch u[0].text {
	case "gone", "lost", "stopped", "it", "he", "she", "we", "no", "not":
	default:
		return nil
	}
	lost := false
	for i := range u {
		lost = lost || u[i].text == "gone" || u[i].text == "lost" || u[i].text == "stopped"
	}
	if !lost {
		return nil
	}
	for _, x := range t.before.units {
		came = came || x.text == "back" || x.text == "round" || x.text == "again" || x.text == "started"
	}
	for _, x := range t.before.units {
		if v := vital(x.text); v != "" && came {
			word.text = v
			return []unit{word}
		}
	}
	c, ok := parse(t.before.units)
	if ok && came && c.aux != nil && nominal(c.subject[0].text) && len(c.predicate) > 0 && c.predicate[0].text == "back" && len(u) > 2 {
		switch u[len(u)-2].text {
		case "him", "her":
			word.text = "not conscious"
			return []unit{word}
		}
	}
	return nil
}
