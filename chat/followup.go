package chat

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

var (
	// joins open a turn that goes on with the one before.
	joins = regexp.MustCompile(`(?i)^\W*(and|but|or|so|also|ok(ay)?,? (and|but|so)|what about|how about|what if|even if|then|why( is (that|it))?\W*$|how long\W*$|how( come)?\W*$|is (it|that|this)|does (it|that|this)|can (it|that|this|i|you)|will (it|that|this)|should i|do i|could (it|that|this)|would (it|that|this)|when should|yes|no|not sure|yeah|nope|yep)\b`)
	// refers holds a word that points back.
	refers = regexp.MustCompile(`(?i)\b(it|this|that|these|those|they|them|its|their|one|ones|same|other|there|either|both)\b`)
	// asksOn opens a question; without a word of health in it the question is
	// about what was said before.
	asksOn = regexp.MustCompile(`(?i)^\W*((ok(ay)?|and|so|but|thanks|right|then|well)\W+)*(what|whats|why|how|hows|when|where|which|who|can|could|should|shall|will|would|is|are|am|do|does|did|any|anything|more|go on|tell me)\b`)
	// more asks for more of the same.
	more = regexp.MustCompile(`(?i)^\W*((ok(ay)?|and|so|thanks|thank you|right|great)\W+)*((is there |do you have |have you got )?(what|anything|any ?more|something|who|any ?one) else|(what|any|the|which) others?|(any|what|which) other \w+|any more|tell me more|more( please)?|go on)\b(\W+(\w+\W+){0,6})?$`)
	// general are words that name no illness or part: a short question of these
	// alone is about what was said before.
	general = regexp.MustCompile(`(?i)^(\W|(a|about|after|again|all|an|and|any|are|as|at|avoid|away|back|bad|baby|be|bed|best|better|but|call|can|can't|cant|cause|causes|cold|coming|could|cure|dangerous|day|days|do|doctor|does|doing|drink|drive|eat|ease|else|emergency|exercise|fast|fix|for|from|get|getting|go|going|gp|harm|have|heat|help|helps|hospital|how|hurt|i|ice|if|in|is|it|it's|its|just|keep|kind|last|lie|like|long|longer|make|makes|massage|me|medicine|medicines|might|mine|more|much|my|need|night|normal|not|now|of|ok|okay|on|or|out|pain|painkiller|painkillers|pill|pills|position|positions|prevent|relief|rest|rub|run|safe|see|serious|should|signs|sleep|sleeping|so|someone|soon|start|stay|stop|stretch|stretches|stretching|symptoms|tablet|tablets|take|test|tests|that|the|their|them|then|there|these|they|this|tired|to|tonight|too|treat|treated|treatment|try|up|use|walk|walking|warm|was|way|what|what's|whats|when|where|which|who|why|will|with|work|works|worry|worse|would|you))*$`)
	// bare answers a question that was asked of the person.
	bare = regexp.MustCompile(`(?i)^\W*(yes|no|not sure|yeah|nope|yep|maybe|both|left|right|only|just)\b`)
)

// Limits of a follow-up: longer turns stand on their own.
const (
	shortTurn     = 8   // words
	longestCarry  = 400 // characters of earlier turns put before a follow-up
	carryingTurns = 3   // earlier turns a follow-up may lean on
)

// resolve tells what a message goes on from: the words that were searched for
// before, or nothing when it stands on its own.
func resolve(earlier []Turn, message string) string {
	if len(earlier) == 0 || !isFollowUp(message) {
		return ""
	}
	return carry(earlier)
}

// leansBack tells whether a message of a sentence or two points at something
// that it does not name, such as "does he need to stop football because of it".
func leansBack(message string) bool {
	return refers.MatchString(message) && len(strings.Fields(message)) <= 2*shortTurn && !courtesy(message)
}

// carry is what was last searched for, cut to what a follow-up may carry.
func carry(earlier []Turn) string {
	before := lastQuery(earlier)
	if runes := []rune(before); len(runes) > longestCarry {
		before = string(runes[:longestCarry])
	}
	return before
}

// joinQuery puts a message after what it goes on from.
func joinQuery(before, message string) string {
	if before == "" {
		return message
	}
	return before + "\n" + message
}

func isFollowUp(message string) bool {
	if courtesy(message) {
		return false
	}
	n := len(strings.Fields(message))
	switch {
	case bare.MatchString(message):
		return n <= 2*shortTurn
	case joins.MatchString(message):
		return n <= 2*shortTurn
	case n <= shortTurn && refers.MatchString(message):
		return true
	case n > shortTurn:
		return false
	default: // "which direction?" names no topic of its own, "how should I sleep" hardly one
		return !retrieval.Condense(message).Topic || asksOn.MatchString(message) && general.MatchString(message)
	}
}

// courtesy says nothing to search for: "thanks", "ok great".
func courtesy(message string) bool {
	return !bare.MatchString(message) && !asksOn.MatchString(message) && !strings.Contains(message, "?") && len(retrieval.Condense(message).Concepts) == 0
}

// lastQuery is what was last searched for, rather something with a topic.
func lastQuery(turns []Turn) (last string) {
	for i := len(turns) - 1; i >= max(0, len(turns)-carryingTurns); i-- {
		q := turns[i].Query
		if q != "" && retrieval.Condense(q).Topic {
			return q
		}
		last = cmp.Or(last, q)
	}
	return last
}

// A heard message is how it is understood after the turns before it.
type heard struct {
	message string // as written, but for leaveOut
	earlier string // what it goes on from; empty when it stands on its own
	text    string // what it asks
	more    bool   // what was shown already is not asked for again
	before  string // what it may go on from all the same, when alone it finds no answer
	without bool   // medicine is not wanted
}

// hear reads a message after earlier turns. One that asks for more of the same
// asks the last question again.
func hear(earlier []Turn, message string) heard {
	message, without := leaveOut(message)
	h := heard{message: message, earlier: resolve(earlier, message), text: message, without: without}
	switch {
	case h.earlier == "":
		if len(earlier) > 0 && leansBack(message) {
			h.before = carry(earlier)
		}
	case more.MatchString(message):
		i := strings.LastIndex(h.earlier, "\n")
		h.earlier, h.text, h.more = h.earlier[:max(i, 0)], h.earlier[i+1:], true
	case asksOn.MatchString(message) && !strings.Contains(message, "?"):
		h.text += "?" // a question, though no word of it can be searched for
	}
	return h
}

// query is everything that is searched for.
func (h heard) query() string { return joinQuery(h.earlier, h.text) }
