package guard

import "strings"

// Words of answers, and of what takes back or fulfils what was said before.

// isGood tells whether a word behind an answer says that all is well.
func isGood(w string) bool {
	switch w {
	case "fine", "ok", "okay", "well", "good", "normal", "better", "joking", "kidding", "thanks", "please":
		return true
	}
	return false
}

// onlyWhen tells whether a word only says when or how much an answer holds.
func onlyWhen(w string) bool {
	switch w {
	case "now", "today", "tonight", "anymore", "yet", "really", "either", "so", "too", "longer", "currently", "properly", "already", "just", "sadly", "still", "right":
		return true
	}
	return false
}

// isLead tells whether an answer may begin with a word that says nothing.
func isLead(w string) bool {
	switch w {
	case "well", "um", "uh", "er", "erm", "oh", "ok", "okay", "sorry", "and", "but", "so", "because", "cos", "sadly", "unfortunately", "actually", "hmm", "then", "afraid", "god", "typo", "wait", "honestly", "now", "today", "suddenly":
		return true
	}
	return false
}

// pastReport skips "the answer is", "I had to say".
func pastReport(u []unit) []unit {
	for n := min(6, len(u)); n > 1; n-- {
		switch words(u[:n]) {
		case "the answer is", "the answer was", "answer is", "my answer is", "my answer was", "the answer has to be", "i had to say", "i said", "i must say", "i have to say", "had to say", "i answered", "i told them", "i had to answer", "i would say", "i replied":
			return u[n:]
		}
	}
	return u
}

// takesBackAll gives the length of words that say that what was said before is not so.
func takesBackAll(u []unit) int { return longest(u, isTakenBack) }

func isTakenBack(w string) bool {
	switch w {
	case "i lied", "i was lying", "that was a lie", "i was wrong", "spoke too soon", "i spoke too soon", "it was a lie", "not true", "that was not true", "that is not true", "that was wrong", "i was mistaken", "scratch that", "correction":
		return true
	}
	return false
}

// fulfils gives the length of words that say that what was supposed is so.
func fulfils(u []unit) int { return longest(u, isFulfilled) }

func isFulfilled(w string) bool {
	switch w {
	case "here we are", "here i am", "so here we are", "so here i am", "that is the case", "that is the case now", "this is the case", "i am back", "we are back", "that is me", "that is us", "that is him", "that is her", "that is what happened", "that has happened",
		"it happened", "it has happened", "it has now", "that is now", "which it has", "which it is", "that is exactly what happened", "it just happened", "it has gone", "it did", "it came back", "it came", "it started", "he did", "she did", "it has", "it is", "it does", "they are", "they have", "they do", "that is what i have", "that is what he has", "that is what she has":
		return true
	}
	return false
}

// isNone tells whether words say that nothing was found.
func isNone(w string) bool {
	switch w {
	case "there was none", "there is none", "there were none", "there are none", "there was nothing", "there is nothing", "there was not any", "there is not any", "there was not one":
		return true
	}
	return false
}

// longest gives the length of the longest beginning of some words, up to a comma or
// their end, that is chosen.
func longest(u []unit, chosen func(string) bool) int {
	for n := min(6, len(u)); n > 0; n-- {
		if (n == len(u) || u[n].brk != joined || onlyWhen(u[n].text)) && chosen(words(u[:n])) {
			return n
		}
	}
	return 0
}

// words joins the words of some units.
func words(u []unit) string {
	var b strings.Builder
	for i := range u {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(u[i].text)
	}
	return b.String()
}
