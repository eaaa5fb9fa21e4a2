package guard

// The words by which knocks.go tells little things from what matters.

func isSlight(w string) bool {
	switch w {
	case "small", "little", "tiny", "wee", "faint", "slight":
		return true
	}
	return false
}

func isKnock(w string) bool {
	switch w {
	case "hit", "banged", "bumped", "knocked", "whacked", "bashed", "caught", "clipped", "smacked", "into", "dropped", "stubbed", "kicked", "bump", "knock":
		return true
	}
	return false
}

func isNick(w string) bool {
	switch w {
	case "shaving", "shaved", "shave", "razor", "nick", "nicked", "pimple", "zit", "hangnail":
		return true
	}
	return false
}

func isOver(w string) bool { return w == "stopped" || w == "stops" || w == "dried" }

func startsAgain(w string) bool {
	switch w {
	case "starts", "started", "restarts", "restarted", "starting", "keeps", "still", "hour", "hours", "soaked", "mole", "vein", "purpose", "deep", "not", "never", "wrist", "wrists":
		return true
	}
	return false
}

// isAirwayOrGut tells whether a word places blood on a tissue elsewhere than in the nose.
func isAirwayOrGut(w string) bool {
	switch w {
	case "cough", "coughs", "coughed", "coughing", "spit", "spat", "spitting", "phlegm", "sputum", "hack", "hacking", "brought", "vomit", "vomited", "chest", "lung", "lungs",
		"breath", "breathe", "breathing", "breathless", "throat", "wheezing", "poo", "bum", "bottom", "wipe", "wiped", "wiping", "toilet", "loo", "stool", "stools", "swallow",
		"swallowed", "pouring", "gushing", "clots", "clot", "flight", "weight", "head", "hour", "hours", "weeks", "months", "calf", "smoker",
		"warfarin", "apixaban", "rivaroxaban", "thinner", "thinners", "crash", "accident", "chemo", "leukaemia", "haemophilia", "haemophiliac", "platelets", "punched", "kicked", "fell", "gums", "bruises":
		return true
	}
	return false
}

// eyeStill tells whether a word says that an eye still hurts or sees badly, or was
// struck by something hard.
func eyeStill(w string) bool {
	switch w {
	case "still", "blurry", "blurred", "hazy", "cloudy", "misty", "hurt", "hurts", "hurting", "painful", "agony", "scratchy", "gritty", "sore", "streaming", "watering",
		"light", "worse", "cant", "cannot", "lens", "lenses", "contacts", "metal", "grinding", "grinder", "drilling", "bleach", "chemical", "white", "dark", "swollen", "funny":
		return true
	}
	return false
}

func isBruise(w string) bool { return w == "bruise" || w == "bruises" || w == "bruising" }

// isOpen tells whether a word is of a wound or of what comes out of one.
func isOpen(w string) bool {
	switch w {
	case "cut", "wound", "graze", "blister", "pus", "smells", "smell", "smelly", "stinks", "oozing", "weeping", "leaking", "scab", "bite", "stitches", "skin":
		return true
	}
	return false
}

// isBurner tells whether a word is of something hot that burns who touches it.
func isBurner(w string) bool {
	switch w {
	case "oil", "fat", "pan", "tray", "iron", "oven", "grill", "hob", "kettle", "steam", "straighteners", "tongs", "toaster", "barbecue", "bbq", "radiator", "candle", "wax":
		return true
	}
	return false
}
