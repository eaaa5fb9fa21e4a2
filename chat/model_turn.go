package chat

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/limber-health/limber/chat/guard"
)

//go:embed texts/prompt.txt
var systemPrompt string

// Labels of the data part of a prompt. Question and quotes are JSON strings,
// so nothing in them can end them or start a new part.
const (
	questionLabel = "QUESTION:"
	quotesLabel   = "QUOTES:"
)

// Limits of what is read from a model.
const (
	maxModelLine  = 1200 // bytes; a longer line is not a sentence
	maxModelLines = 40
)

// errEnough stops a model that has said all that is shown.
var errEnough = errors.New("enough sentences")

// A modelTurn puts the quotes of one reply into a model's words. Every sentence
// is proven against the one quote it names before anything else sees it.
type modelTurn struct {
	picks   []pick
	verdict guard.Verdict
	filters *filters
	accept  func(p pick, text string) error
	handles map[string]int // issued for this turn, to the index of a pick
	used    []bool         // picks that a sentence rests on
	said    int            // sentences accepted
	line    strings.Builder
	lines   int
	gates   *Gates
}

// write fills in the sentences of an answer: in the model's words where they
// are proven, else the picks as they stand. A model that fails part of the way
// leaves the rest to the quotes, and the reply says degraded.
func (c *Chat) write(ctx context.Context, question string, index Searcher, picks []pick, out *outbox) error {
	r := out.reply
	if c.model == nil || len(picks) == 0 {
		r.Answer.Sentences = cite(r, index, picks)
		return nil
	}
	var gone error // of the emitter: the client left
	began := time.Now()
	t := &modelTurn{picks: picks, verdict: r.Triage, filters: c.filters, gates: &out.receipt.Gates, accept: func(p pick, text string) error {
		for _, s := range cite(r, index, []pick{p}) {
			s.Text = text
			r.Answer.Sentences = append(r.Answer.Sentences, s)
			r.Engine = c.model.Name()
		}
		gone = out.flush()
		return gone
	}}
	r.Answer.Sentences = []Sentence{}
	err := t.run(ctx, c.model, question)
	switch {
	case err == nil, gone != nil:
		return gone
	case ctx.Err() != nil:
		return ctx.Err()
	}
	// Only the kind of the fault is logged: an error's text could hold anything.
	c.log.Warn("model failed", "receipt", r.ID, "model", c.model.Name(), "fault", string(faultOf(err)), "duration", time.Since(began))
	r.Degraded = true
	rest := t.unused()
	t.gates.Filled = len(rest)
	r.Answer.Sentences = append(r.Answer.Sentences, cite(r, index, rest)...)
	return nil
}

// unused are the picks that no sentence rests on yet.
func (t *modelTurn) unused() (rest []pick) {
	for i, p := range t.picks {
		if !t.used[i] {
			rest = append(rest, p)
		}
	}
	return rest
}

// run asks the model and hands every proven sentence to accept as soon as its
// line is complete. It returns an error of accept, the context's, or what the
// model failed with.
func (t *modelTurn) run(ctx context.Context, m Model, question string) error {
	t.handles, t.used = map[string]int{}, make([]bool, len(t.picks))
	err := m.Complete(ctx, Prompt{System: systemPrompt, User: t.data(question)}, t.write)
	if err == nil {
		err = t.endLine()
	}
	switch {
	case errors.Is(err, errEnough):
		err = nil
	case err == nil && t.said == 0:
		err = &ModelFault{FaultUnproven}
	}
	return err
}

// data writes the question and the quotes under handles that no text could
// have foreseen.
func (t *modelTurn) data(question string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n%s\n", questionLabel, jsonString(question), quotesLabel)
	prefix := handlePrefix()
	for i, p := range t.picks {
		h := fmt.Sprintf("%s%d", prefix, i+1)
		t.handles[h] = i
		fmt.Fprintf(&b, "%s: %s\n", h, jsonString(oneLine(p.quote)))
	}
	return b.String()
}

// handlePrefix is three random letters that look like no word.
func handlePrefix() string {
	const letters = "BCDFGHJKLMNPQRSTVWXZ"
	var b [3]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:])
}

func jsonString(s string) string {
	b, _ := json.Marshal(s) // a string always has a JSON form
	return string(b)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// write takes the next piece of the model's text.
func (t *modelTurn) write(piece string) error {
	for {
		i := strings.IndexByte(piece, '\n')
		if i < 0 {
			break
		}
		t.line.WriteString(piece[:i])
		if err := t.endLine(); err != nil {
			return err
		}
		piece = piece[i+1:]
	}
	if t.line.Len() <= maxModelLine { // what is longer is not kept
		t.line.WriteString(piece)
	}
	return nil
}

// endLine proves one line and hands on what has been proven.
func (t *modelTurn) endLine() error {
	line := t.line.String()
	t.line.Reset()
	if t.lines++; t.lines > maxModelLines {
		return errEnough
	}
	if strings.TrimSpace(line) == "" {
		return nil
	}
	t.gates.Lines++
	if len(line) > maxModelLine || !utf8.ValidString(line) {
		t.gates.Dropped++
		return nil
	}
	handle, text, ok := splitLine(line)
	i, issued := t.handles[handle]
	if !ok || !issued || t.used[i] {
		t.gates.Dropped++
		return nil
	}
	quote := oneLine(t.picks[i].quote)
	text = oneLine(unquote(text))
	switch {
	case sameText(text, quote):
		text = quote
	case !provenBy(text, quote), !t.filters.allows(text, t.verdict):
		t.gates.Replaced++
		text = quote // the model chose it, so it is shown as it stands
	}
	t.used[i] = true
	t.said++
	if err := t.accept(t.picks[i], text); err != nil {
		return err
	}
	if t.said == len(t.picks) {
		return errEnough
	}
	return nil
}

// unquote reads a text that the model copied in its JSON form.
func unquote(text string) string {
	var s string
	if strings.HasPrefix(text, `"`) && json.Unmarshal([]byte(text), &s) == nil {
		return s
	}
	return text
}

// splitLine reads "AB1: text", with the marks models like to put around it.
func splitLine(line string) (handle, text string, ok bool) {
	line = strings.TrimLeft(strings.TrimSpace(line), "-*•[(`_ ")
	i := strings.IndexAny(line, ":])")
	if i < 0 || i > 10 {
		return "", "", false
	}
	handle = strings.TrimRight(line[:i], "*`_ ")
	text = strings.TrimLeft(line[i:], ":])*`_ ")
	return handle, strings.TrimRight(text, "* "), text != ""
}
