package guard

// kind is what a concept is for.
type kind uint8

const (
	finding kind = iota
	risk         // history and circumstances; may be said of any time
	attr         // says something about a finding: sudden, for weeks
	idiom        // words that only look like a finding
	cue          // decides whether findings count: "no", "what is"
	place        // part of the body
	loose        // words of findings that daily life uses too, see loose.go
)

var kindNames = map[string]kind{"finding": finding, "risk": risk, "attr": attr, "idiom": idiom, "cue": cue, "loose": loose}

// cueKind is what a cue does.
type cueKind uint8

const (
	noCue cueKind = iota
	deny
	denyBack
	denyList
	pseudo
	stop
	learn
	learnFirm
	ask
	hypo
	hypoFirm
	own
	present
	recent
	cleared
	past
	unreal
	famous
	story
	depicted
	relative
	pronoun
	self
	oneSide
	bothSides
	onlySide
	correct
	yes
	no
	speaker
	claim
	posture
	topic
	craft
	vet
	exam
	staging
	stagingFirm
	stagingPart
	leaflet
	naming
	titling
	wordy
	feigned
	misled
	putRight
	sound
	sparedAll
	hale
	active
	dated
	healed
	lived
	pressing
	truth
	sung
	smallMark
	smallCause
	foresight
	fable
	shut
	mourned
	ages
	script
	unsure // the last kind may be the 65th: nothing asks for it by its bit
)

// mostKinds is one more than sets of kinds have bits; the program does not compile with
// more kinds.
const mostKinds = 65

const _ = uint(mostKinds - 1 - unsure)

var cueNames = map[string]cueKind{"deny": deny, "deny_back": denyBack, "deny_list": denyList, "pseudo": pseudo, "stop": stop, "learn": learn, "learn_firm": learnFirm, "ask": ask,
	"hypo": hypo, "hypo_firm": hypoFirm, "own": own, "present": present, "recent": recent, "cleared": cleared, "past": past,
	"unreal": unreal, "famous": famous, "story": story, "depicted": depicted, "relative": relative, "pronoun": pronoun, "self": self, "one": oneSide, "both": bothSides,
	"only": onlySide, "correct": correct, "yes": yes, "no": no, "unsure": unsure, "speaker": speaker, "claim": claim, "posture": posture, "topic": topic, "craft": craft, "vet": vet, "exam": exam, "sung": sung, "small_mark": smallMark, "small_cause": smallCause,
	"scene": staging, "scene_firm": stagingFirm, "scene_part": stagingPart, "leaflet": leaflet, "spared": sparedAll, "hale": hale, "active": active, "dated": dated, "healed": healed, "lived": lived,
	"pressing": pressing, "naming": naming, "titling": titling, "wordy": wordy, "feigned": feigned, "misled": misled,
	"put_right": putRight, "sound": sound, "truth": truth, "foresight": foresight, "fable": fable,
	"closing": shut, "mourned": mourned, "ages": ages, "script": script}

// A concept is a compiled conceptDef or siteDef.
type concept struct {
	id      string
	label   string
	kind    kind
	cue     cueKind
	site    uint64 // sites meant when none is named, or the site itself
	many    bool   // sites: the words mean several
	lasting bool
	wish    bool
	plea    bool
	echo    bool
	brief   bool
	persons bool  // a condition wants to know whether its clause names a person
	of      []int // loose: the findings it is of
	index   int
}

// A phrase is one compiled way to say a concept.
type phrase struct {
	concept int
	text    string
	firm    bool // may hold its own negation
	always  bool // holds it whatever its words
	weak    bool // may also mean something harmless
	idiom   bool // of an idiom
}
