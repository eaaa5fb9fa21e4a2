package guard

// Forms that are read out with their answers. "Chest pain when exercising, no.
// Dizziness, no", "do you get breathless on hills: no more than my friends" deny
// what they name. An item is only a name or a question, without anybody's body, a
// word of now or of relief: "can I move it, no", "does rest ease the pain, no" and
// "chest pain, no, really" tell of a sign.

// mostOfItem is the most words of an item of a form.
const mostOfItem = 12

// checklist marks the signs that a form asks for and that are answered with no.
func (lx *lexer) checklist(r *reading) {
	for n := range r.sents {
		s := &r.sents[n]
		if s.asks || n+1 < len(r.sents) && r.softens(r.sents[n+1].from) {
			continue
		}
		from := s.from
		for i := s.from + 1; i < s.to; i++ {
			if r.tokens[i].brk != comma || !isNo(r.tokens[i].text) {
				continue
			}
			end := r.answerEnds(s, i)
			if end < 0 {
				break
			}
			lx.denyItem(r, n, from, i)
			from = end
		}
	}
}

// saidYes brings back the signs that a form or a helper asks for and that are
// answered with yes: "Do you have chest pain? Yes, now."
func (lx *lexer) saidYes(r *reading) {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.status != taught || m.alien {
			continue
		}
		for k := m.to; k < min(m.to+mostOfItem, len(r.tokens)); k++ {
			if r.tokens[k].brk == joined {
				continue
			}
			if isYes(r.tokens[k].text) && (k+1 == len(r.tokens) || r.tokens[k+1].text != "or" && !isNo(r.tokens[k+1].text)) {
				m.status, m.because, m.asked = asserted, "", false
			}
			if r.tokens[k].brk >= sentence || isYes(r.tokens[k].text) {
				break
			}
		}
	}
}

// isYes tells whether a word answers an item with yes.
func isYes(w string) bool {
	return w == "yes" || w == "yeah" || w == "yep" || w == "yup" || w == "yea"
}

// denyItem marks the signs of an item, tokens [from:to), as denied.
func (lx *lexer) denyItem(r *reading, n, from, to int) {
	if !r.bareItem(from, to) {
		return
	}
	ms := r.of(n)
	for i := range ms {
		if m := &ms[i]; m.status == asserted && m.from >= from && m.to <= to && !lx.grave(m) {
			m.status, m.because = denied, r.tokens[to].text
		}
	}
}

// isNo tells whether a word answers an item with no.
func isNo(w string) bool {
	return w == "no" || w == "never" || w == "nope" || w == "nah" || w == "none"
}

// answerEnds gives the token after the answer that begins at token i, -1 if it is
// not a bare one or the sentence goes on with anything but another item and its no.
func (r *reading) answerEnds(s *sent, i int) int {
	if r.likeOthers(s, i) {
		return s.to
	}
	to := i + 1
	for to < s.to && r.tokens[to].brk == joined {
		switch r.tokens[to].text {
		case "never", "ever", "thank", "thanks", "god", "goodness", "thankfully", "luckily":
			to++
		default:
			return -1
		}
	}
	if to < s.to && !isNo(r.tokens[s.to-1].text) {
		return -1
	}
	return to
}

// likeOthers tells whether an answer says "no more than" other people.
func (r *reading) likeOthers(s *sent, i int) bool {
	if i+3 >= s.to || r.tokens[i+1].text != "more" || r.tokens[i+2].text != "than" {
		return false
	}
	for k := i + 3; k < s.to; k++ {
		switch r.tokens[k].text {
		case "friends", "mates", "anyone", "anybody", "most", "others", "everyone", "everybody", "average", "people":
			return s.to-k <= 3
		case "since", "now", "before", "but":
			return false
		}
	}
	return false
}

// softens tells whether a sentence that begins at token i takes back a no, or puts
// another word for what was denied.
func (r *reading) softens(i int) bool {
	switch w := r.tokens[i].text; w {
	case "more", "just", "or", "kind", "sort", "maybe", "perhaps", "not", "sometimes", "yes", "really", "seriously", "it", "that", "again", "when":
		return true
	default:
		return takesBack(w)
	}
}

// bareItem tells whether tokens [from:to) only name or ask for something.
func (r *reading) bareItem(from, to int) bool {
	if to-from > mostOfItem {
		return false
	}
	from = r.pastOpener(from, to)
	for i := from; i < to; i++ {
		switch w := r.tokens[i].text; w {
		case "help", "helps", "helped", "better", "gone", "stop", "stops", "stopped", "stopping", "ease", "eases", "eased", "easing", "touch", "touches", "relieve", "relieves", "settle",
			"settles", "settled", "shift", "shifts", "improve", "improving", "move", "feel", "bear", "walk", "not", "no", "cannot", "without", "going", "normal", "lift", "stand", "breathe", "breathing",
			"any", "less", "wear", "away", "off", "think", "reason", "time", "cure", "treat", "fix", "explain":
			return i == from && w == "any"
		default:
			if tellsOf(w) {
				return false
			}
		}
	}
	return true
}

// pastOpener gives the token after "have you ever had", "do you get" and the like.
func (r *reading) pastOpener(from, to int) int {
	i := from
	if i < to && (r.tokens[i].text == "any" || r.tokens[i].text == "ever") {
		return i + 1
	}
	if i+1 >= to || !asksOfForm(r.tokens[i].text) || r.tokens[i+1].text != "you" && r.tokens[i+1].text != "i" {
		return from
	}
	for i += 2; i < to; i++ {
		switch r.tokens[i].text {
		case "ever", "had", "have", "get", "got", "been", "suffer", "suffered", "experience", "experienced", "from", "any", "a", "an":
		default:
			return i
		}
	}
	return i
}

// asksOfForm tells whether a question of a form begins with a word.
func asksOfForm(w string) bool {
	return w == "have" || w == "do" || w == "did" || w == "are" || w == "had"
}

// formAsks tells whether token i lies in the "have I ever had" of a form, which
// tells of nobody.
func (r *reading) formAsks(i int) bool {
	for k := max(1, i-3); k <= min(i+2, len(r.tokens)-2); k++ {
		if r.tokens[k].text == "ever" && (r.tokens[k-1].text == "i" || r.tokens[k-1].text == "you") && k > 1 && asksOfForm(r.tokens[k-2].text) {
			return i >= k-2 && i <= k+1
		}
	}
	return false
}
