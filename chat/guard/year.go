package guard

import "strings"

// Years and ages of long ago, as people write them.

// farPast gives the token after a year or an age of long ago, 0 when a sentence
// has none or speaks of now.
func (r *reading) farPast(s *sent) int {
	if _, now := s.has(recent); now {
		return 0
	}
	return r.yearOf(s)
}

// yearOf gives the token after the first year or age of long ago, 0 for none.
func (r *reading) yearOf(s *sent) int {
	for i := s.from; i < s.to; i++ {
		t := &r.tokens[i]
		if !t.isNum {
			if r.asChild(s, i) {
				return i + 1
			}
			continue
		}
		before, next := "", ""
		if i > s.from {
			before = r.tokens[i-1].text
		}
		if i+1 < s.to {
			next = r.tokens[i+1].text
		}
		switch {
		case isYear(t.num) && !isUnit(next):
			return i + 1
		case t.num >= 50 && t.num <= 99 && (before == "in" || before == "back in") && !isUnit(next) || r.shortYear(i):
			return i + 1 // "in '89"
		case r.spelledYear(i):
			return i + 2
		case next == "years" && i+2 < s.to && r.tokens[i+2].text == "ago" && t.num >= yearsBack:
			return i + 3
		case before == "aged" && t.num >= 1 && t.num <= 25:
			return i + 1
		case before == "was" && t.num >= 1 && t.num <= 25 && next != "months" && next != "weeks" && next != "days" && r.whenKin(s, i-2):
			return i + 1 // "when my daughter was two"
		case before == "was" && i-1 > s.from && (r.tokens[i-2].text == "i" || r.tokens[i-2].text == "he" || r.tokens[i-2].text == "she") && r.whenBefore(s, i-2) && t.num >= 1 && t.num <= 25 && !isUnit(next) && !isShortTime(next):
			return i + 1 // "when I was 9"
		}
	}
	return 0
}

// asChild tells whether token i ends "as a toddler" or "when I was little".
func (r *reading) asChild(s *sent, i int) bool {
	switch r.tokens[i].text {
	case "toddler", "child", "kid", "baby", "teenager", "teen", "lad", "boy", "girl", "lass", "schoolboy", "schoolgirl":
		return i-2 >= s.from && r.tokens[i-2].text == "as" && r.tokens[i-1].text == "a"
	case "little", "small", "young":
		return i-3 >= s.from && r.tokens[i-1].text == "was" && r.tokens[i-3].text == "when"
	}
	return false
}

// whenBefore tells whether "when" stands right before token i.
func (r *reading) whenBefore(s *sent, i int) bool { return i > s.from && r.tokens[i-1].text == "when" }

// isYear tells whether a number is a year of long ago.
func isYear(n float64) bool {
	return n >= oldestYear && n <= reviewYear-yearsBack && n == float64(int(n))
}

// isUnit tells whether a word after a number makes it an amount.
func isUnit(w string) bool {
	switch w {
	case "steps", "mg", "g", "ml", "metres", "meters", "m", "calories", "kcal", "pounds", "quid", "euros", "dollars", "people", "miles", "words", "feet", "squats",
		"reps", "units", "iu", "bpm", "minutes", "hours", "days", "weeks", "months", "percent", "kg":
		return true
	}
	return false
}

// shortYear tells whether token i is a year of long ago without its century: "'17".
func (r *reading) shortYear(i int) bool {
	t := &r.tokens[i]
	if t.num < 0 || t.num > reviewYear%100-yearsBack || t.start == 0 || t.end-t.start != 2 {
		return false
	}
	before := r.text[:t.start]
	if !strings.HasSuffix(before, "'") && !strings.HasSuffix(before, "’") && !strings.HasSuffix(before, "‘") {
		return false
	}
	was, next := r.around(i)
	return (was == "in" || was == "of" || was == "summer" || was == "winter") && !isUnit(next)
}

// spelledYear tells whether token i begins a year of long ago in words: "nineteen
// forty three".
func (r *reading) spelledYear(i int) bool {
	if i+1 >= len(r.tokens) || r.tokens[i].num != 19 || !r.tokens[i+1].isNum || r.tokens[i+1].brk != joined {
		return false
	}
	n := r.tokens[i+1].num
	was, _ := r.around(i)
	return n >= 20 && n <= 99 && (was == "in" || was == "of" || was == "back")
}
