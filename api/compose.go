package api

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/limber-health/limber/chat"
)

// A textReply writes a reply as one Markdown text for clients that know no
// other shape: the notice first, then the answer, then its sources. Fed with
// the events of a reply, it gives the same text streamed or whole.
type textReply struct {
	base    string // of links to articles, without a slash at the end
	sources bool   // end with the list of sources
	say     func(text string) error

	runes int // Unicode code points so far
	said  int // sentences so far
	spans map[int][2]int
}

// event adds what an event says.
func (t *textReply) event(e chat.Event) error {
	switch {
	case e.Triage != nil:
		return t.notice(e.Triage.Headline, e.Triage.Action)
	case e.Sentence != nil:
		return t.sentence(e.Sentence)
	case e.Done != nil:
		return t.rest(e.Done)
	}
	return nil
}

func (t *textReply) add(text string) error {
	t.runes += utf8.RuneCountInString(text)
	return t.say(text)
}

// notice leads every text of a conversation with a red flag.
func (t *textReply) notice(headline, action string) error {
	if headline == "" { // level none
		return nil
	}
	return t.add("**" + chat.EscapeMarkdown(headline) + "**\n\n" + chat.EscapeMarkdown(action) + "\n\n")
}

// sentence adds one sentence: the direct one as a paragraph, others as a list.
func (t *textReply) sentence(s *chat.Sentence) error {
	lead := ""
	switch t.said {
	case 0:
	case 1:
		lead = "\n\n- "
	default:
		lead = "\n- "
	}
	t.said++
	text := s.Markdown()
	start := t.runes + utf8.RuneCountInString(lead)
	for _, n := range s.Citations {
		if t.spans == nil {
			t.spans = map[int][2]int{}
		}
		if _, ok := t.spans[n]; !ok {
			t.spans[n] = [2]int{start, start + utf8.RuneCountInString(text)}
		}
	}
	return t.add(lead + text)
}

// rest ends the text: a fixed answer if there was none, questions, sources.
func (t *textReply) rest(r *chat.Reply) error {
	var b strings.Builder
	if t.said == 0 {
		b.WriteString(r.Answer.Markdown)
	}
	for _, q := range r.Triage.Questions {
		fmt.Fprintf(&b, "\n\n%s (%s)", chat.EscapeMarkdown(q.Text), chat.EscapeMarkdown(strings.Join(q.Options, " / ")))
	}
	if t.sources && len(r.Citations) > 0 {
		b.WriteString("\n\nSources:\n")
		for _, c := range r.Citations {
			fmt.Fprintf(&b, "\n%d. [%s](%s%s)", c.N, chat.EscapeMarkdown(place(c)), t.base, c.URL)
		}
	}
	return t.add(b.String())
}

// place names where a citation stands.
func place(c chat.Citation) string {
	if c.Section == "" {
		return c.Title
	}
	return c.Title + ", " + c.Section
}
