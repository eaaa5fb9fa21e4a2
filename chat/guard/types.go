// Package guard decides, from the user's words alone, whether a conversation
// holds a red flag. It is deterministic, imports nothing else of Limber and
// calls no model and no network. Every failure inside it ends in a higher
// level, never a lower one.
package guard

import "fmt"

// Level is how urgently the person should be seen. Levels are ordered.
type Level uint8

// The levels, lowest first.
const (
	None      Level = iota
	SeeDoctor       // book an appointment, days to about two weeks
	Urgent          // assessment the same day
	Emergency       // call emergency services now
)

var levelNames = [...]string{"none", "see_doctor", "urgent", "emergency"}

// String is the level's name in JSON and rule files.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return levelNames[Emergency]
}

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, error) {
	for i, n := range levelNames {
		if n == s {
			return Level(i), nil
		}
	}
	return Emergency, fmt.Errorf("parse level: unknown level")
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the level's name.
func (l *Level) UnmarshalText(b []byte) (err error) {
	*l, err = ParseLevel(string(b))
	return err
}

// A Verdict is the outcome for a whole conversation: a pure function of all
// user turns, the locale and the rule set.
type Verdict struct {
	Level     Level      `json:"level"`
	Headline  string     `json:"headline"` // empty at level none
	Action    string     `json:"action"`   // what to do, numbers first; empty at level none
	Findings  []Finding  `json:"findings"` // highest level first, never nil
	Questions []Question `json:"questions"`
	Reminder  string     `json:"reminder,omitempty"` // one line for later turns in place of the whole notice
	Forbid    []string   `json:"-"`                  // topics an answer must not hold, e.g. "massage"
}

// Decisive are the findings of the level in force. Somebody in trouble reads why at
// once when what is less pressing is left out.
func (v *Verdict) Decisive() []Finding {
	for i, f := range v.Findings {
		if f.Level < v.Level {
			return v.Findings[:i]
		}
	}
	return v.Findings
}

// A Finding is one rule that fired and the exact words that fired it.
type Finding struct {
	Rule     string     `json:"rule"`
	Level    Level      `json:"level"`
	Title    string     `json:"title"`
	Reason   string     `json:"reason"`
	Source   Source     `json:"source"`
	Evidence []Evidence `json:"evidence"` // never nil
}

// A Source is the public authority behind a rule.
type Source struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Evidence is a piece of a user turn: bytes [Start:End) of that turn, equal to Text.
type Evidence struct {
	Turn  int    `json:"turn"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Question asks for what could not be ruled out.
type Question struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Options []string `json:"options"`
}
