package guard

// recovered marks findings said to be over, in their own sentence or in the
// next one when that names no other finding: "It went away after a minute."
// How far a word of recovery reaches, see ending.
func (lx *lexer) recovered(r *reading) {
	for n := range r.sents {
		s := &r.sents[n]
		if s.kinds&(1<<cleared) == 0 || r.goesOnNow(s, n) {
			continue
		}
		before := r.counting(n)
		e := lx.ending(r, s, n)
		lx.markOver(r, n, &e)
		if before == 0 && n > 0 {
			lx.markOver(r, n-1, &e)
		}
		lx.fallenAsleep(r, n)
	}
}

// goesOnNow tells whether a sentence says what is now, other than that all is
// well now: not the "now" that ends the clause of a word of recovery, as in
// "pink and comfy again now".
func (r *reading) goesOnNow(s *sent, n int) bool {
	well := -1 // the last token of the last word of recovery
	for _, c := range s.cues {
		switch {
		case c.kind == cleared:
			well = c.to
		case c.kind != present:
		case r.tokens[c.from].text != "now" || c.to < s.to && r.tokens[c.to].brk == joined || well < 0 || c.from-well > 2 || len(r.between(n, well, c.to)) > 0:
			return true
		}
	}
	return false
}

// fallenAsleep marks a limb that only went to sleep: numb or weak from how
// somebody sat or lay, or both cold and pale from the snow, and over when that
// ended. Nothing else of an emergency is cleared by being over, see lapsed.
func (lx *lexer) fallenAsleep(r *reading, n int) {
	if _, ok := r.sents[n].has(posture); !ok {
		if n == 0 {
			return
		}
		if _, ok = r.sents[n-1].has(posture); !ok {
			return
		}
	}
	for k := max(0, n-1); k <= n; k++ {
		ms := r.of(k)
		for i := range ms {
			m := &ms[i]
			switch lx.concepts[m.concept].id {
			case "numb", "weak", "arm_weak", "leg_grips", "saddle_numb", "both_legs", "cord_sign", "legs_again", "limits_walking", "cannot_bear", "limp",
				"four_steps":
				if m.status == resolved {
					m.status = finished
				}
			case "cold", "pale", "warmth":
				if m.status == resolved && m.side == sideBoth {
					m.status = finished
				}
			}
		}
	}
}

// notOver is how many words before a word of recovery a negation may stand.
const notOver = 3

// over finds a word of recovery that no negation turns round.
func (s *sent) over(r *reading) (cueHit, bool) {
	for _, c := range s.cues {
		if c.kind == cleared && !s.turned(r, c) {
			return c, true
		}
	}
	return cueHit{}, false
}

// turned tells whether a negation turns a word of recovery round: the "down
// overnight" of "does not go down overnight".
func (s *sent) turned(r *reading, c cueHit) bool {
	for _, d := range r.cuesBetween(s, c.from-notOver-r.reach, c.from) {
		if d.kind == deny && d.to <= c.from && c.from-d.to <= notOver && r.tokens[c.from].brk == joined {
			return true
		}
	}
	return false
}

// markOver marks what is said to be over; what is lasting stays.
func (lx *lexer) markOver(r *reading, n int, e *ending) {
	ms := r.of(n)
	for i := range ms {
		if e.covers(&ms[i]) {
			lx.over(&ms[i], e.because)
		}
	}
}

// over marks one mention as over.
func (lx *lexer) over(m *mention, because string) {
	if m.status == asserted && !lx.concepts[m.concept].lasting {
		m.status, m.because = resolved, because
	}
}

// counting is the number of asserted mentions of a sentence, but for words of
// recovery that something else is said in too: "gone down" of what was swallowed.
func (r *reading) counting(n int) int {
	count := 0
	ms := r.of(n)
	for i := range ms {
		if ms[i].status == asserted && !r.covers(&r.sents[n], cleared, ms[i].from) {
			count++
		}
	}
	return count
}
