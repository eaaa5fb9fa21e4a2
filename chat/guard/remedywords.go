package guard

// isPassive tells whether a word ending in "ing" says no act of somebody who is well.
func isPassive(w string) bool {
	switch w {
	case "being", "having", "feeling", "getting", "going", "lying", "laying", "sitting", "standing", "sleeping", "dying", "coming", "starting", "nothing", "something", "anything", "everything",
		"happening", "waiting", "trying", "losing", "bleeding", "during", "looking", "breathing", "moaning", "crying", "shaking", "trembling", "staring", "gasping", "groaning", "sweating":
		return true
	}
	return false
}

// isTrick tells whether a word names a trick, an exercise or a mistake.
func isTrick(w string) bool {
	switch w {
	case "drill", "drills", "prank", "pranks", "hoax", "scam", "phishing", "spam", "fake", "joke", "gossip", "rumour", "rumor", "rumours", "rumors", "fool", "mannequin", "manikin", "scarecrow", "dummy", "gnome",
		"mime", "comedian", "joker", "misprint", "typo", "charades", "puppet", "waxwork", "panto", "sketch", "edited", "photoshopped", "staged", "deepfake", "slander", "invented":
		return true
	}
	return false
}

// isMirth tells whether a word is of laughter or embarrassment.
func isMirth(w string) bool {
	switch w {
	case "mortified", "embarrassed", "embarrassing", "giggling", "giggled", "giggles", "laughing", "laughed", "laughs", "laughter", "grinning", "grinned", "chuckled", "apologise", "apologised", "apologize",
		"apologized", "apologies", "bowed", "applause", "earful", "menace", "hilarious", "haha", "lol", "lmao", "silly", "blushing", "blushed", "sheepish", "bless", "sweet":
		return true
	}
	return false
}

// isDoubtful tells whether a word by which a tale begins doubts it or says that it was only
// seen from afar.
func isDoubtful(w string) bool {
	switch w {
	case "swore", "swears", "sworn", "claimed", "claims", "insisted", "insists", "thought", "mistook", "took", "taken", "reckoned", "reckons", "feared", "panicked", "assumed", "was", "convinced", "reported", "radioed",
		"logged", "suspected", "you", "anyone", "gossiped", "misheard", "heard", "informed", "announced", "yelled", "shouted", "screamed", "put", "half", "people", "everyone", "everybody", "somebody", "someone", "they", "believed", "according":
		return true
	}
	return false
}
