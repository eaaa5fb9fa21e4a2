package chat

import (
	"fmt"
	"strings"
)

// Markdown is the sentence as plain text inside Markdown, its citation marks
// behind it: "Legs ache. [1]".
func (s Sentence) Markdown() string {
	var b strings.Builder
	b.WriteString(escapeMarkdown(s.Text))
	for _, n := range s.Citations {
		fmt.Fprintf(&b, " [%d]", n)
	}
	return b.String()
}

// EscapeMarkdown makes a text plain inside Markdown.
func EscapeMarkdown(s string) string { return escapeMarkdown(s) }
