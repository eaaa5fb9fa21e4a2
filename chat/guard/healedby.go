package guard

import "sort"

// By which sentence something healed, and whether it is back.

// healedBy gives the sentence that says of what sentence n tells that it healed,
// or, of what was far back, what the one it befell does now; -1 for none.
func (lx *lexer) healedBy(r *reading, n int, far bool) int {
	for k := n; k < min(len(r.sents), n+mostUntilHealed+1); k++ {
		s := &r.sents[k]
		if k > n && r.tokens[s.from].brk == paragraph {
			break
		}
		if r.heals(s) || far && k > n && r.lives(s) && !lx.names(r, k) {
			return k
		}
	}
	return -1
}

// datedAfter tells whether the next sentence gives the year of what sentence n tells,
// without a date of its own: "That was 2014".
func (r *reading) datedAfter(n int) bool {
	if n+1 >= len(r.sents) || r.sents[n].asks || r.sents[n].kinds&(1<<recent) != 0 {
		return false
	}
	s := &r.sents[n+1]
	if s.to-s.from < 3 || r.tokens[s.from].brk == paragraph || r.tokens[s.from+1].text != "was" {
		return false
	}
	switch r.tokens[s.from].text {
	case "that", "this", "it", "all":
		at := r.yearOf(s)
		return at > 0 && at <= s.from+6
	}
	return false
}

// mostGrown is how many years after an age that one had it is long past.
const mostGrown = 8

// grownSince tells whether a turn says that he or she is many years older now than an
// age: "choked at three", "she's 22 and a chef now".
func (r *reading) grownSince(age float64) bool {
	for i := 1; i+1 < len(r.tokens); i++ {
		w, next := r.tokens[i-1].text, &r.tokens[i+1]
		if (w == "he" || w == "she") && r.tokens[i].text == "is" && next.isNum && next.num >= age+mostGrown && next.num < 110 {
			if _, unit := r.around(i + 1); !isUnit(unit) {
				return true
			}
		}
	}
	return false
}

// lives tells whether a sentence says what somebody who fell ill long ago is or
// does now: "she's fifty and sings", "he is at Oxford".
func (r *reading) lives(s *sent) bool {
	if s.asks || s.kinds&(1<<deny|1<<present) != 0 {
		return false
	}
	for i := s.from; i+2 < s.to; i++ {
		if w := r.tokens[i].text; w != "he" && w != "she" || r.tokens[i+1].text != "is" {
			continue
		}
		next := &r.tokens[i+2]
		if next.isNum && next.num >= 5 && (i+3 >= s.to || r.tokens[i+3].text != "percent") {
			return !r.untilNow(s, i+2) || r.endsInNow(s) && next.num >= 13 && !r.mentionsFrom(s, i)
		}
		switch next.text {
		case "at", "out", "upstairs", "downstairs", "retired", "married", "coming", "back", "still", "off", "working", "running", "golfing", "training", "dancing", "playing",
			"writing", "teaching", "living", "thriving", "flying", "singing", "taller", "bigger":
			return !r.untilNow(s, i+2)
		}
	}
	return false
}

// endsInNow tells whether "now" ends a sentence: "she is 22 and a chef now".
func (r *reading) endsInNow(s *sent) bool {
	return r.tokens[s.to-1].text == "now"
}

// newSince tells whether a sentence other than those from sentence n to end
// speaks of today or an hour ago and of a body or "one": "another one this
// morning".
func (r *reading) newSince(n, end int) bool {
	for k := range r.sents {
		s := &r.sents[k]
		if k >= n && k <= end || s.kinds&(1<<deny|1<<hale|1<<healed) != 0 {
			continue
		}
		now := s.kinds&(1<<recent) != 0 || r.minutesAgo(s)
		if !now && s.kinds&(1<<present) == 0 {
			continue
		}
		if now && len(s.places) > 0 {
			return true
		}
		for i := s.from; i < s.to; i++ {
			switch r.tokens[i].text {
			case "other", "another", "rest":
				return true
			case "one":
				if now && !r.counts(s, i) {
					return true
				}
			case "it":
				if now && !r.nothingOf(s, i) {
					return true
				}
			case "second":
				if now {
					return true
				}
			}
		}
	}
	return false
}

// counts tells whether the "one" of token i counts what no sign is: "one roof".
func (r *reading) counts(s *sent, i int) bool {
	if i+1 >= s.to || r.tokens[i+1].brk != joined {
		return false
	}
	switch r.tokens[i+1].text {
	case "roof", "day", "go", "thing", "question", "person", "pair", "hand", "sitting", "house", "room", "of", "year", "week", "man", "woman", "boy", "girl", "bag", "glass", "cup":
		return true
	}
	return false
}

// nothingOf tells whether the "it" of token i is what the weather or the hour is:
// "it is a controlled burn", not "it is a bit red".
func (r *reading) nothingOf(s *sent, i int) bool {
	if i+3 >= s.to || r.tokens[i+1].text != "is" || !isArticle(r.tokens[i+2].text) && r.tokens[i+2].text != "the" {
		return false
	}
	switch r.tokens[i+3].text {
	case "bit", "little", "lot", "touch", "same", "tad", "whole", "good", "second", "new", "dead", "deep", "hard", "hot", "red":
		return false
	}
	for k := i + 3; k < s.to; k++ {
		if _, next := r.around(k); next == "again" || r.tokens[k].text == "again" {
			return false
		}
	}
	return s.m0 == s.m1 || !r.mentionsFrom(s, i+1)
}

// minutesAgo tells whether a sentence speaks of what was minutes or days ago.
func (r *reading) minutesAgo(s *sent) bool {
	for i := s.from + 1; i < s.to; i++ {
		if r.tokens[i].text != "ago" {
			continue
		}
		switch r.tokens[i-1].text {
		case "hour", "hours", "minute", "minutes", "day", "days", "week", "weeks", "while", "moment":
			return true
		}
	}
	return false
}

// recurs tells whether a turn says that something is back or there once more,
// without naming it again.
func (r *reading) recurs() bool {
	for i := range r.tokens {
		if r.asksOfAll(i) {
			continue
		}
		before, next := r.around(i)
		switch r.tokens[i].text {
		case "similar", "flared", "flaring", "relapse", "relapsed", "recurring", "returned", "recurred", "resurfaced":
			return true
		case "again":
			if before == "it" || before == "happened" || before == "happening" || before == "started" || before == "same" || before == "there" || before == "that" || before == "here" || before == "now" || next == "now" || next == "today" || next == "tonight" || next == "since" || next == "this" || next == "last" {
				return true
			}
		case "same":
			if !isSpan(next) && next != "time" && next != "house" && next != "job" && next != "team" {
				return true
			}
		case "back":
			switch before {
			case "is", "are", "come", "comes", "coming", "crept", "creeping":
				if i < 2 || r.tokens[i-2].text != "no" { // "there's no coming back"
					return true
				}
			}
		case "it", "this", "that":
			if next == "happened" || next == "started" || next == "returned" || next == "began" || next == "hit" {
				if r.soon(i + 2) {
					return true
				}
			}
		}
	}
	return false
}

// soon tells whether a word of the present stands within a few tokens from i on.
func (r *reading) soon(i int) bool {
	for k := i; k < min(len(r.tokens), i+4); k++ {
		switch r.tokens[k].text {
		case "now", "today", "tonight", "yesterday", "again", "this", "just", "last":
			return true
		}
	}
	return false
}

// asksOfAll tells whether token i lies in a question about people at large, or in
// one that asks what brings something back: "do boxers get the same thing", "is it
// true that tea makes them come back".
func (r *reading) asksOfAll(i int) bool {
	n := sort.Search(len(r.sents), func(k int) bool { return r.sents[k].to > i })
	if n >= len(r.sents) {
		return false
	}
	s := &r.sents[n]
	if s.general {
		return true
	}
	if !s.asks {
		return false
	}
	for k := max(s.from, i-4); k < i; k++ {
		switch r.tokens[k].text {
		case "make", "makes", "made", "bring", "brings", "can", "do", "does", "will", "ever":
			return true
		}
	}
	return false
}
