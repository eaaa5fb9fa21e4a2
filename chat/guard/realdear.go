package guard

// Whom a body part or a pet name belongs to, see real.go.

// ownsDear tells whether a word before a pet name makes it somebody's.
func ownsDear(w string) bool { return w == "my" || w == "our" || w == "ma" || w == "mah" }

// isSmall tells whether a word is said of children before a pet name.
func isSmall(w string) bool {
	switch w {
	case "wee", "little", "tiny", "baby", "bitty", "cheeky", "brave":
		return true
	}
	return false
}

// isNickname tells whether a word from stories is also said to one's children.
func isNickname(w string) bool {
	switch w {
	case "princess", "prince", "dragon", "knight", "robot", "elf", "hobbit", "vampire", "king", "queen", "hero", "superhero", "zombie", "wizard":
		return true
	}
	return false
}

// isCast tells whether a word names a part that somebody plays.
func isCast(w string) bool {
	switch w {
	case "character", "heroine", "villain", "protagonist":
		return true
	}
	return isNickname(w)
}

// playsPart tells whether a verb makes a part somebody's on the stage.
func playsPart(w string) bool { return w == "plays" || w == "playing" || w == "played" }

// isTitle tells whether a word stands before a surname.
func isTitle(w string) bool {
	switch w {
	case "mr", "mrs", "ms", "miss", "mister", "missus", "dr", "doctor", "nurse", "aunt", "auntie", "aunty", "uncle", "sir", "father", "sister", "prof", "professor":
		return true
	}
	return false
}

// isTrade tells whether a word names somebody or something that a word before
// it only describes: "film director", "project manager".
func isTrade(w string) bool {
	switch w {
	case "director", "directors", "producer", "maker", "crew", "set", "shoot", "manager", "managers", "keeper", "technician", "engineer", "engineers",
		"friend", "friends", "mate", "teacher", "tutor", "critic", "buff", "fan", "designer", "developer", "tester", "colleague", "worker", "leader", "lead",
		"partner", "night", "master", "host", "club", "editor", "student", "supervisor", "coordinator", "officer", "theatre", "hall", "room", "warden", "shop",
		"operator", "inventor", "builder", "programmer", "costume", "suit", "dress", "outfit", "pyjamas", "lecturer", "writer", "studio", "studies", "festival":
		return true
	}
	return false
}
