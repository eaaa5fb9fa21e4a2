package chat

import (
	"context"
	"time"

	"github.com/limber-health/limber/chat/guard"
)

// A Question is one turn of a person.
type Question struct {
	Message        string // 1 to MaxMessage characters
	ConversationID string // empty starts a conversation
	Locale         string // BCP 47, such as "en-GB"; empty if unknown

	// History are the earlier user turns of a conversation that the caller
	// keeps; they count for the verdict. Only without a ConversationID.
	History []string
	// Stateless keeps nothing of the turn but its receipt. The reply then has
	// no conversation id.
	Stateless bool

	// Came is when the message came, if the caller may ask for it again. It is
	// then the time of the turn, to the millisecond, and by it and its words a
	// turn, or a reply, that an earlier try has kept is known: none is kept twice.
	// Zero: there is one try, and the turn's time is now.
	Came time.Time

	// Owner is who alone may go on with the conversation; empty: whoever knows
	// its id.
	Owner string
	// Admit is asked for room once the verdict is out, before anything is
	// searched; an error of it ends the reply. An emergency needs no room.
	// Nil: there is always room.
	Admit func(context.Context) (leave func(), err error)
}

// MaxMessage is the longest message in characters (Unicode code points).
const MaxMessage = 4000

// A Reply is the answer to one turn. Its JSON form is what every channel
// sends or renders.
type Reply struct {
	ID             string        `json:"id"` // receipt
	ConversationID string        `json:"conversation_id"`
	Triage         guard.Verdict `json:"triage"`
	Answer         Answer        `json:"answer"`
	Citations      []Citation    `json:"citations"`
	Suggestions    []string      `json:"suggestions"`
	Engine         string        `json:"engine"`
	Degraded       bool          `json:"degraded"`
}

// Status tells what kind of answer a reply holds.
type Status string

// The statuses of an answer.
const (
	Answered Status = "answered" // every sentence is cited
	Refused  Status = "refused"  // nothing in the corpus supports an answer
	Withheld Status = "withheld" // an emergency: fixed text only
)

// Reason says why an answer was refused or withheld.
type Reason string

// The reasons.
const (
	NotInCorpus     Reason = "not_in_corpus"    // nothing found that supports an answer
	OutOfScope      Reason = "out_of_scope"     // not a question the articles could answer, such as a greeting
	EmergencyReason Reason = "emergency"        // the person needs help now, not an article
	Unavailable     Reason = "unavailable"      // the index could not be searched
	SafetyFilter    Reason = "filtered_by_rule" // all that was found is advice a fired rule forbids
)

// An Answer is the text of a reply in several forms, all from the same sentences.
type Answer struct {
	Status    Status     `json:"status"`
	Reason    Reason     `json:"reason,omitempty"`
	Markdown  string     `json:"markdown"`
	HTML      string     `json:"html"`
	Blocks    []Block    `json:"blocks"`
	Sentences []Sentence `json:"sentences"` // never nil
}

// A Sentence is one statement and the numbers of the citations it rests on.
type Sentence struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"`
}

// A Citation points to the words of an article that a sentence rests on.
// Quote equals the article's text [Start:End), in bytes.
type Citation struct {
	N        int    `json:"n"`
	Article  string `json:"article"`
	Title    string `json:"title"`
	Section  string `json:"section"`
	URL      string `json:"url"`
	Quote    string `json:"quote"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Reviewed string `json:"reviewed,omitempty"`
}

// An Event is one step of a reply, in order: Triage first, each Citation
// before the first Sentence that uses it, and the whole Reply last. Exactly
// one field is set.
type Event struct {
	Triage   *guard.Verdict
	Citation *Citation
	Sentence *Sentence
	Done     *Reply
}

// Emit receives the events of a reply. An error from it stops the work.
type Emit func(Event) error
