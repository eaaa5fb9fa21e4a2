package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/limber-health/limber/chat"
)

// kind is what a task is about.
type kind string

const (
	kindAsk     kind = "ask"     // a message to answer
	kindEdit    kind = "edit"    // a changed message: only a new danger is told
	kindErase   kind = "erase"   // a deleted message: its conversation goes
	kindRate    kind = "rate"    // a press on a feedback button
	kindHome    kind = "home"    // the home tab was opened
	kindPrompts kind = "prompts" // the messages tab was opened
	kindForget  kind = "forget"  // a press on "erase" in the home tab
)

// origin is how a message reached the bot.
type origin string

const (
	fromDM      origin = "dm"
	fromMention origin = "mention"
	fromThread  origin = "thread" // a thread the bot is part of
	fromCommand origin = "command"
	fromButton  origin = "button"
)

// reason is why a message gets fixed words in place of an answer.
type reason string

const (
	tooBusy reason = "busy"
	tooFast reason = "fast"
	private reason = "private" // no health talk in this channel
)

// A task is the body of a job: what came in, and what was done about it.
type task struct {
	Kind     kind      `json:"kind"`
	From     origin    `json:"from,omitempty"`
	Team     string    `json:"team"`
	Channel  string    `json:"channel,omitempty"` // empty for commands: they are answered in direct messages
	User     string    `json:"user"`
	Root     string    `json:"root,omitempty"` // of the thread the message stands in or begins
	Threaded bool      `json:"threaded,omitempty"`
	Text     string    `json:"text,omitempty"`
	Shown    string    `json:"shown,omitempty"` // words to repeat, because nobody sees them as a message
	Hook     string    `json:"hook,omitempty"`  // answers only to the person; works without a token
	Why      reason    `json:"why,omitempty"`
	Quiet    bool      `json:"quiet,omitempty"`   // say nothing but a danger
	Receipt  string    `json:"receipt,omitempty"` // of the reply whose button was pressed
	Question int       `json:"question,omitempty"`
	Up       bool      `json:"up,omitempty"`
	At       time.Time `json:"at"`

	Noticed bool        `json:"noticed,omitempty"` // the notice stands where the message was written
	Hinted  bool        `json:"hinted,omitempty"`  // the notice was shown where it may vanish
	Copied  bool        `json:"copied,omitempty"`  // and in the direct messages
	Private spot        `json:"private,omitzero"`  // head of the answer in the direct messages
	Stream  spot        `json:"stream,omitzero"`   // the growing answer
	Reply   *chat.Reply `json:"reply,omitempty"`
	Remind  bool        `json:"remind,omitempty"` // the answer begins with a reminder of the notice
	Parts   int         `json:"parts,omitempty"`  // messages of the answer already posted
	Pointed bool        `json:"pointed,omitempty"`
}

// dm reports whether the message stands in direct messages.
func (t *task) dm() bool { return isDM(t.Channel) }

func isDM(channel string) bool { return strings.HasPrefix(channel, "D") }

// tab names the direct messages of a person, tabThread a thread in them.
func (t *task) tab() string { return t.Team + "/@" + t.User }

// line names the jobs that run one after another.
func (t *task) line() string {
	switch {
	case t.Kind == kindHome || t.Kind == kindPrompts:
		return t.tab() + "/home"
	case t.Channel == "" || t.dm():
		return t.tab()
	}
	return t.place()
}

// place names the thread that the message stands in.
func (t *task) place() string {
	if t.dm() {
		return t.tab() + "/" + t.Root
	}
	return t.Team + "/" + t.Channel + "/" + t.Root
}

func (t *task) encode() ([]byte, error) {
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("encode slack task: %T", err)
	}
	return b, nil
}

func decodeTask(b []byte) (*task, error) {
	t := &task{}
	if err := json.Unmarshal(b, t); err != nil {
		return nil, fmt.Errorf("decode slack task: %T", err)
	}
	return t, nil
}
