package guard

import "slices"

// What somebody did a moment ago, or should do, and does not: "he was breathing a minute
// ago, not now", "mum could talk at noon. She can't", "she should respond to me but
// doesn't". The denial says nothing by itself and leaves out what it denies (ellipsis),
// so no phrase holds both.

// An ability is something whose loss is an emergency, and the words for it.
type ability struct {
	concept string
	words   []string
	with    []string // one of them must stand in the sentence too, if there are any
}

var abilities = []ability{
	{concept: "unresponsive", words: []string{"breathing", "breathe", "breathes", "breathed", "pulse", "heartbeat", "conscious", "respond", "responds", "responding", "responded", "react", "reacts"}},
	{concept: "speech_bad", words: []string{"speak", "speaking", "spoke", "talk", "talking"}},
	{concept: "saddle_numb", words: []string{"feel", "feels", "felt", "feeling"},
		with: []string{"bum", "bottom", "backside", "bits", "crotch", "wipe", "wiping", "pee", "wee", "poo", "peeing", "saddle", "genitals", "privates"}},
	{concept: "side_gone", words: []string{"arm", "arms", "leg", "hand", "face"}, with: []string{"lift", "raise", "rise", "move", "moved", "worked", "smile", "grip", "squeeze"}},
}

// farDenied is how many words may stand between an ability and its denial.
const farDenied = 14

// lostAbility adds what somebody can do no longer. It tells whether any was added.
func (s *session) lostAbility(r *reading) bool {
	if r.noLonger(1, len(r.tokens)) == 0 || slices.ContainsFunc(r.tokens, func(t token) bool { return t.thing == animal }) {
		return false
	}
	added := false
	for n := range r.sents {
		to := r.sents[n].to
		if n+1 < len(r.sents) && r.tokens[to].brk != paragraph {
			to = r.sents[n+1].to
		}
		if r.noLonger(r.sents[n].from+1, to) == 0 {
			continue
		}
		for k := range abilities {
			a := &abilities[k]
			concept, ok := s.c.lexer.byID[a.concept]
			at := r.able(&r.sents[n], a)
			if !ok || at < 0 {
				continue
			}
			if end := r.noLonger(at+1, min(to, at+1+farDenied)); end > 0 && (r.contrasts(r.sents[n].from, end) || a.concept != "speech_bad" && r.said(at, min(end+1, len(r.tokens)), "any")) {
				s.mentions = append(s.mentions, mention{concept: concept, phrase: -1, turn: r.turn, who: other,
					start: int(r.tokens[at].start), end: int(r.tokens[end-1].end)})
				added = true
			}
		}
	}
	return added
}

// able gives the token at which a sentence says that somebody can do something, -1 for
// none. Nobody is said to be able to what is denied, hard or painful.
func (r *reading) able(s *sent, a *ability) int {
	at := -1
	with := len(a.with) == 0
	for i := s.from; i < s.to; i++ {
		w := r.tokens[i].text
		with = with || slices.Contains(a.with, w)
		if at < 0 && slices.Contains(a.words, w) {
			if r.hampered(max(s.from, i-4), i) || w == "talk" && i > s.from && !isAux(r.tokens[i-1].text) && r.tokens[i-1].text != "to" {
				return -1
			}
			at = i
		}
	}
	if !with {
		return -1
	}
	return at
}

// hampered tells whether tokens deny what follows or say that it is hard.
func (r *reading) hampered(from, to int) bool {
	for i := from; i < to; i++ {
		switch r.tokens[i].text {
		case "not", "no", "never", "cannot", "hard", "hurt", "hurts", "hurting", "sore", "painful", "trouble", "struggling", "struggled", "difficult", "difficulty",
			"hardly", "barely", "if", "when", "pain", "problem", "problems", "without", "stopped", "fast":
			return true
		}
	}
	return false
}

// noLonger gives the token behind a denial that leaves out what it denies, among tokens
// [from:to); 0 for none.
func (r *reading) noLonger(from, to int) int {
	for i := from; i < to; i++ {
		switch w := r.tokens[i].text; w {
		case "not":
			if next := i + 1; (isAux(r.tokens[i-1].text) || r.tokens[i].brk != joined || r.tokens[i-1].text == "but") && r.endsThere(next) {
				return min(next+1, len(r.tokens))
			}
		case "none", "nothing", "stopped", "gone":
			if r.tokens[i].brk != joined && (r.endsThere(i+1) || r.tokens[i+1].text == "on") {
				return i + 1
			}
		}
	}
	return 0
}

// endsThere tells whether a clause ends before token i, or only says since when.
func (r *reading) endsThere(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].brk != joined {
		return true
	}
	switch r.tokens[i].text {
	case "now", "today", "any", "anymore", "tonight", "since", "either":
		return true
	}
	return false
}

// contrasts tells whether tokens set now against before, or what is against what
// should be.
func (r *reading) contrasts(from, to int) bool {
	for i := from; i < min(to+2, len(r.tokens)); i++ {
		switch r.tokens[i].text {
		case "ago", "now", "today", "minute", "minutes", "moment", "hour", "morning", "noon", "breakfast", "lunch", "before", "should", "supposed", "ought", "normally", "normal",
			"told", "asked", "tried", "looked", "anymore", "last", "yesterday", "just", "people", "everybody":
			return true
		}
	}
	return false
}
