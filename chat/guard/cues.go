package guard

// absorb removes cues that are part of a longer cue or of a finding with its
// own negation: the "not" of "can not feel", the "my" of "my novel".
func (lx *lexer) absorb(r *reading) {
	lx.unjoin(r)
	for i := range r.sents {
		s := &r.sents[i]
		r.kept, s.kinds = r.kept[:0], 0
		for _, c := range s.cues {
			if !lx.absorbed(r, s, i, c) && !r.incidental(s, c) && !r.occasion(s, c) && !r.pluperfect(c) && !r.pastSpell(s, c) {
				r.kept = append(r.kept, c)
				s.kinds |= 1 << c.kind
			}
		}
		s.cues = s.cues[:copy(s.cues, r.kept)]
		r.take(s)
	}
}

// pluperfect tells whether a "would" is only the "'d" of what had been: "he'd been ill".
func (r *reading) pluperfect(c cueHit) bool {
	i := c.from
	if c.kind != hypo && c.kind != hypoFirm || r.tokens[i].text != "would" || i == 0 || i+1 >= len(r.tokens) || r.tokens[i-1].start != r.tokens[i].start {
		return false
	}
	switch r.tokens[i+1].text {
	case "been", "gone", "had", "just", "already", "collapsed", "fallen", "taken", "started", "gotten", "become", "fainted", "passed":
		return true
	}
	return false
}

func (lx *lexer) absorbed(r *reading, s *sent, n int, c cueHit) bool {
	for _, o := range r.cuesBetween(s, c.from-r.reach, c.from+1) {
		if o == c || o.to < c.to || o.to-o.from <= c.to-c.from && o.kind != pseudo {
			continue
		}
		if absorbs(o.kind, c.kind) || o.kind == cleared && c.kind == past && r.tokens[c.from].text == "back" { // "back in a minute"
			return true
		}
	}
	ms := r.covering(n, c.from)
	for i := range ms {
		m := &ms[i]
		if m.status == masked || c.to > m.to && c.kind != cleared {
			continue
		}
		switch c.kind {
		case deny, denyBack, no:
			if m.firm && !(c.kind == deny && lx.deniesOn(r, m)) {
				return true
			}
		case cleared: // the "passed" of "passed out"; "then fine" also tells that it comes and goes
			if k := &lx.concepts[m.concept]; (k.kind == risk || k.id == "baby_again") && m.to == c.to {
				continue
			}
			if m.from == c.from && c.to <= m.to || m.firm && m.from < c.from && c.from < m.to {
				return true // and the "came back" of "feeling never came back"
			}
		}
	}
	return false
}

// absorbs tells whether a cue takes up a shorter one inside it.
func absorbs(outer, inner cueKind) bool {
	switch inner {
	case deny, denyBack:
		return outer == pseudo
	case self, own, pronoun:
		return outer == unreal || outer == famous || outer == story || outer == relative || outer == learn || outer == ask || outer == learnFirm ||
			outer == hypo || outer == hypoFirm || outer == speaker || outer == pseudo
	case relative:
		return outer == speaker || outer == unreal || outer == famous || outer == story
	case present, recent:
		return outer == pseudo || outer == cleared || outer == past || outer == posture // "knelt on the floor"
	case learn, learnFirm, story:
		return outer == pseudo || outer == dated // "the year I did my GCSEs"
	case unreal, famous, cleared, past, hypo, hypoFirm, ask, correct, claim:
		return outer == pseudo
	}
	return false
}

// denials marks findings that a negation reaches.
func (lx *lexer) denials(r *reading, s *sent, n int) {
	for _, c := range s.cues {
		switch c.kind {
		case deny:
			if r.denyBracket(s, n, c) {
				continue
			}
			end, because := min(lx.denyScope(r, s, n, c), r.apposed(s, c)), r.words(c)
			if r.torn(s, c) || r.deniedTwice(s, c) || lx.exceptsPart(r, s, n, c, end) {
				continue
			}
			ms := r.between(n, c.from-r.reach, end)
			for i := range ms {
				m := &ms[i]
				if m.status != asserted || m.firm {
					continue
				}
				ahead := m.from > c.from && m.to >= c.to && m.from < end // also the "looks infected" of "nothing looks infected"
				around := m.from < c.from && c.to <= m.to
				inside := m.from > c.from && m.to <= c.to // the "wakes" of "nothing wakes me"
				if (ahead || around || inside) && (r.turnedRound(s, c, m) || lx.corrects(r, s, c, m)) {
					m.plea = true // nor is it only supposed
				} else if ahead || around || inside {
					m.status, m.because = denied, because
				}
			}
		case denyList:
			lx.denyListed(r, s, n, c)
		case denyBack:
			if c.to == s.to || r.tokens[c.to].brk != joined || !bareNo(r.tokens[c.from].text) {
				lx.denyBefore(r, s, n, c)
			}
		}
	}
}

// bareNo tells whether a denying word after a finding also begins a denial of
// what follows, as in "on a statin, no weakness": it denies what stands before
// it only at the end of a clause.
func bareNo(w string) bool { return w == "no" || w == "none" || w == "nil" || w == "nope" }

// words are the folded words of a cue.
func (r *reading) words(c cueHit) string {
	text := ""
	for i := c.from; i < c.to; i++ {
		if i > c.from {
			text += " "
		}
		text += r.tokens[i].text
	}
	return text
}

// budget is how many words a negation reaches without meeting a finding.
const budget = 7
