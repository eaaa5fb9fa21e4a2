package chat_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

func TestCourtesies(t *testing.T) {
	tests := []struct{ message, want string }{
		{"thanks", "You are welcome"},
		{"ok thanks", "You are welcome"},
		{"Thank you so much for your help!!", "You are welcome"},
		{"great, thanks, that helps", "You are welcome"},
		{"no thank you, bye", "You are welcome"},
		{"hello", "Hello."},
		{"Hi there!", "Hello."},
		{"Good evening", "Hello."},
		{"thanks, and what about leg cramps", ""},
		{"hello, what are leg cramps", ""},
		{"yes thanks", ""},
		{"thank god my leg cramps stopped", ""},
	}
	for _, tt := range tests {
		c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
		first := ask(t, c, chat.Question{Message: "CLOT what are leg cramps"})
		r := ask(t, c, chat.Question{Message: tt.message, ConversationID: first.ConversationID})
		got := strings.HasPrefix(r.Answer.Markdown, "You are welcome") || strings.HasPrefix(r.Answer.Markdown, "Hello.")
		if got != (tt.want != "") || !strings.HasPrefix(r.Answer.Markdown, tt.want) {
			t.Errorf("%q: got %q, want a text that starts with %q", tt.message, r.Answer.Markdown, tt.want)
		}
		if got && (r.Answer.Status != chat.Refused || r.Answer.Reason != chat.OutOfScope || len(r.Citations) > 0) {
			t.Errorf("%q: got %+v, want no answer from the articles", tt.message, r.Answer)
		}
		if r.Triage.Level != guard.Urgent {
			t.Errorf("%q: got level %v, want the flag to stick", tt.message, r.Triage.Level)
		}
	}
}

func TestThanksDoNotEndAnEmergency(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	first := ask(t, c, chat.Question{Message: "EMERGENCY"})
	r := ask(t, c, chat.Question{Message: "thanks", ConversationID: first.ConversationID})
	if r.Answer.Status != chat.Withheld || r.Triage.Level != guard.Emergency {
		t.Errorf("got %v at level %v, want the notice again", r.Answer.Status, r.Triage.Level)
	}
}
