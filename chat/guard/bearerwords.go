package guard

// The words that tell the parts of a clause apart, see bearer.go.

// opensClause tells whether a clause begins at a word.
func opensClause(w string) bool {
	switch w {
	case "or", "so", "when", "if", "while", "where", "who", "which", "that", "until", "since", "after", "before", "as":
		return true
	}
	return joins(w)
}

// leadsIn tells whether a word may stand before the subject of a clause.
func leadsIn(w string) bool {
	switch w {
	case "there", "today", "yesterday", "now", "suddenly", "help", "think", "guess", "seems", "suppose", "has", "have", "had", "please", "lol":
		return true
	}
	return opensClause(w) || isAux(w) || isWh(w) || opensWith(w)
}

// ofOneself tells whether a verb without a subject is said by the one who
// writes: "feel faint", "can't breathe".
func ofOneself(w string) bool {
	switch w {
	case "feel", "feeling", "felt", "can", "could", "am", "need", "want", "have", "keep", "do":
		return true
	}
	return false
}

// determines tells whether a word belongs to a noun that comes.
func determines(w string) bool {
	switch w {
	case "a", "an", "the", "my", "our", "your", "this", "that", "these", "those", "one", "two", "some", "both", "all", "of", "old", "new", "big",
		"little", "poor", "young", "#", "his", "her", "their", "another", "other", "three", "few", "half", "entire", "whole":
		return true
	}
	return false
}

// preposed tells whether a word joins a thing to what is on or in it.
func preposed(w string) bool {
	switch w {
	case "of", "on", "in", "inside", "from", "under", "at", "to", "for", "with", "by":
		return true
	}
	return false
}

// ascribes tells whether a word between a thing and a sign leaves the sign the
// thing's: helping verbs and those of state, "not", degree and time.
func ascribes(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having", "got", "get", "gets", "getting", "gotten",
		"went", "go", "gone", "goes", "going", "look", "looks", "looking", "looked", "seem", "seems", "keep", "keeps", "kept", "start", "starts", "started",
		"begin", "began", "become", "becomes", "became", "turn", "turns", "turned", "will", "would", "does", "did", "do", "can", "take", "takes", "might", "may",
		"dey", "don", "no", "not", "never", "all", "just", "so", "very", "really", "too", "quite", "bit", "slightly", "still", "now", "suddenly", "today",
		"always", "also", "completely", "totally", "sounds", "its", "only", "almost", "nearly", "full", "like", "with", "again", "already", "properly", "yesterday",
		"last", "night", "week", "month", "morning", "this", "there", "appears", "appear", "developed", "develops", "shows", "showing", "even", "often":
		return true
	}
	return determines(w) && w != "my" && w != "his" && w != "her" && w != "their" && w != "our"
}

// isPerson tells whether a word stands for a person.
func isPerson(w string) bool {
	switch w {
	case "i", "me", "my", "mine", "myself", "we", "us", "ours", "ourselves", "you", "yours", "yourself", "he", "him", "his", "himself", "she", "her", "hers",
		"herself", "they", "them", "their", "themselves", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "people", "person",
		"persons", "passenger", "passengers", "kids", "children", "workers", "worker", "victim", "victims", "guy", "guys", "crew", "staff", "driver", "rider",
		"patient", "man", "woman", "men", "women", "boy", "girl", "child", "baby", "toddler", "teacher", "student", "students", "players", "player", "owner":
		return true
	}
	return false
}

// medical tells whether a word makes a machine or an animal part of a person's
// care: "the dialysis machine", "an insulin fridge".
func medical(w string) bool {
	switch w {
	case "dialysis", "oxygen", "cpap", "insulin", "feeding", "breathing", "pacemaker", "prosthetic", "stoma", "catheter", "hospital", "false",
		"artificial", "bionic", "medical", "heart", "blood", "life", "support", "ventilator", "guide", "assistance", "stairlift", "monitoring", "alarm":
		return true
	}
	return false
}

// isLegs tells whether a word names what furniture, trousers and guitars have
// too.
func isLegs(w string) bool {
	switch w {
	case "leg", "legs", "foot", "feet", "arm", "arms", "back", "neck":
		return true
	}
	return false
}

// isBeastly tells whether a word names a part that is an animal's when it
// follows its name: "the dog's nail".
func isBeastly(w string) bool {
	switch w {
	case "nail", "nails", "claw", "claws", "coat", "comb", "combs", "tail", "wing", "wings", "fin", "fins", "whiskers", "scales", "teats":
		return true
	}
	return false
}

// homed tells whether the word at token i says where an animal comes from that
// then has something: "came in from the beach with her leg swollen".
func (r *reading) homed(cl clause, i int, has bool) bool {
	switch r.tokens[cl.head+1].text {
	case "came", "come", "comes", "limped", "pulled", "ran", "walked":
	default:
		return false
	}
	switch r.tokens[i].text {
	case "her", "his", "its":
		return has
	case "came", "come", "comes", "limped", "pulled", "ran", "walked", "up", "in", "back", "home", "from", "off":
		return true
	}
	return false
}

// isMeat tells whether a word names meat, which may bleed on a plate.
func isMeat(w string) bool {
	switch w {
	case "steak", "steaks", "beef", "lamb", "venison", "burger", "burgers", "brisket", "pork", "mutton", "liver", "duck", "chop", "chops":
		return true
	}
	return false
}

// ofMachine tells whether a word before a machine says which one it is.
func ofMachine(w string) bool {
	switch w {
	case "washing", "sewing", "rowing", "running", "vending", "coffee", "coffe", "cofee", "drinks", "ice", "bread", "tumble", "gas", "electric", "robot", "combi", "patio",
		"lawn", "steam", "deep", "air", "gaming", "work", "school", "office", "company", "hire", "rental":
		return true
	}
	return false
}

// rests tells whether a word says how an animal lies, stands or swims.
func rests(w string) bool {
	switch w {
	case "lying", "laying", "floating", "swimming", "sitting", "standing", "hiding", "drifting", "sinking", "hovering", "curled", "upside", "sideways":
		return true
	}
	return false
}

// onlyIs tells whether tokens [from:to) are nothing but "is" or "was".
func (r *reading) onlyIs(from, to int) bool {
	for i := from; i < to; i++ {
		switch r.tokens[i].text {
		case "is", "was", "are", "were", "been", "has":
		default:
			return false
		}
	}
	return from > 0 && from < to
}

// tends tells whether a word behind a thing names who tends, drives or plays it.
func tends(w string) bool {
	switch w {
	case "sitter", "walker", "owner", "minder", "handler", "trainer", "breeder", "driver", "rider", "courier", "operator", "player", "teacher", "mechanic",
		"engineer", "fitter", "repairman", "keeper", "farmer", "salesman", "seller", "groomer", "man", "woman", "lady", "lad", "girl", "boy":
		return true
	}
	return false
}
