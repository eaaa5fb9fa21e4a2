package guard

import "strings"

// Words by which the bearers of signs are told apart, see whom.go.

// isPetName tells whether a word for an animal is also said to one's own people, see
// dear.
func isPetName(w string) bool {
	switch w {
	case "duckling", "fish", "goose", "piglet", "frog", "owl", "penguin", "koala", "panda", "otter", "lion", "hedgehog", "turtle", "squirrel", "leopard", "pig":
		return true
	}
	return false
}

// isSelf tells whether a word is the one who writes.
func isSelf(w string) bool { return isFirst(w) && !ownsDear(w) }

// isThird tells whether a word stands for somebody or something named elsewhere.
func isThird(w string) bool {
	switch w {
	case "he", "she", "they", "him", "her", "his", "them", "it", "its", "their", "himself", "herself", "itself":
		return true
	}
	return false
}

// isAge tells whether a word is of an age.
func isAge(w string) bool {
	switch w {
	case "year", "years", "yo", "yr", "yrs", "month", "months", "week", "weeks", "day", "days", "old":
		return true
	}
	return false
}

// isTradesman tells whether a word names somebody by what he or she does about a
// farm, a house or a club.
func isTradesman(w string) bool {
	switch w {
	case "groom", "farmer", "farmhand", "rider", "jockey", "milkman", "milker", "postman", "welder", "pastor", "priest", "vicar", "farrier", "shepherd", "gateman", "watchman", "lodger", "tenant",
		"volunteer", "trainee", "trainees", "hiker", "hikers", "apprentice", "receptionist", "manager", "cleaner", "caretaker", "instructor", "student", "waiter", "waitress", "barman", "barmaid", "plumber", "electrician", "builder", "roofer", "surveyor", "inspector", "auctioneer", "steward", "marshal", "handler", "breeder", "sitter", "walker", "groomer", "keeper", "ranger", "gardener", "cook", "maid", "helper", "hostess", "host", "nephew", "niece", "stepdad", "stepmum",
		"stepson", "stepdaughter", "stepmother", "stepfather", "nana", "missus", "veteran", "neighbours", "teachers", "workers", "lads", "girls", "boys", "grandmother", "widow", "owner", "owners":
		return true
	}
	return false
}

// counts tells whether a word before "of" says how many are meant.
func counts(w string) bool {
	switch w {
	case "one", "two", "some", "both", "all", "three", "any", "half", "#":
		return true
	}
	return false
}

// isVet tells whether a word names who looks after animals.
func isVet(w string) bool { return w == "vet" || w == "vets" || w == "veterinary" || w == "farrier" }

// isOpener tells whether a sentence often begins with a word that names nobody.
func isOpener(w string) bool {
	switch w {
	case "yesterday", "today", "tonight", "then", "suddenly", "woke", "still", "also", "never", "just", "started", "feeling", "feel", "felt", "been", "having", "have", "has", "later",
		"once", "twice", "always", "sometimes", "sadly", "luckily", "apparently", "maybe", "perhaps", "sorry", "hello", "thanks", "please", "help", "not", "last", "during", "with",
		"without", "every", "there", "here", "its", "crushing", "severe", "sudden", "chest", "terrible", "bad", "walking", "sitting", "standing", "lying", "running", "playing", "working",
		"doing", "keep", "keeps", "might", "think", "yes", "yeah", "nope", "well", "anyway", "lately", "recently", "out", "past", "second", "third", "day", "week", "hour", "need", "want", "get",
		"getting", "got", "took", "taking", "went", "going", "came", "noticed", "seems", "feels", "fell", "collapsed", "passed", "vomited", "coughed", "blacked", "bleeding", "only", "even", "hey", "dear", "poor":
		return true
	}
	return false
}

// isPointing tells whether a word points at a noun.
func isPointing(w string) bool {
	switch w {
	case "the", "a", "an", "this", "that", "his", "her", "their", "some":
		return true
	}
	return false
}

// isTimely tells whether a word after "the" or "this" begins a time: "the other day".
func isTimely(w string) bool {
	switch w {
	case "other", "next", "same", "last", "first", "weekend", "spring", "autumn", "winter", "minute", "moment", "time", "past", "whole", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}

// isWhen tells whether a word stands before a time more often than before a clause.
func isWhen(w string) bool { return w == "after" || w == "before" || w == "since" || w == "until" }

// sworn gives how many words from token i on only swear to what is told: "i kid you not", 0
// for none.
func (r *reading) sworn(i int) int {
	if r.tokens[i].brk != comma || r.tokens[i].text != "i" || i+1 >= len(r.tokens) {
		return 0
	}
	switch r.tokens[i+1].text {
	case "kid", "swear", "promise", "tell", "guess", "reckon", "suppose", "mean":
		for n := 2; n < nearIf && i+n < len(r.tokens); n++ {
			if r.tokens[i+n].brk != joined {
				return n
			}
		}
	}
	return 0
}

// isDayWord tells whether a word of time begins a clause whose subject follows: "today the
// intern".
func isDayWord(w string) bool {
	switch w {
	case "today", "tonight", "yesterday", "now", "then", "later", "earlier", "afterwards", "suddenly", "also":
		return true
	}
	return false
}

// isDoer tells whether a word behind that for an animal names who has to do with it by how it
// ends: "alpaca trekkers".
func isDoer(w string) bool {
	switch w {
	case "after", "over", "under", "never", "ever", "her", "per", "either", "later", "together", "water", "litter", "collar", "halter", "fever", "ulcer", "cancer", "whiskers", "liver", "shoulder", "bladder", "udder", "shelter",
		"feeder", "number", "outer", "inner", "other", "another", "rather", "better", "worse", "older", "younger", "bigger", "smaller", "paper", "further", "whether", "were", "here", "there":
		return false
	}
	for _, end := range []string{"ers", "er", "ists", "ist", "men", "women", "folk"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
