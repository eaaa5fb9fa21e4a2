package chat_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// lastReceipt is the receipt of the last turn that was saved.
func (w *watched) lastReceipt(t *testing.T) *chat.Receipt {
	t.Helper()
	turns := w.saved[len(w.saved)-1].Turns
	r := turns[len(turns)-1].Receipt
	if r == nil {
		t.Fatal("the turn was saved without a receipt")
	}
	return r
}

func TestReceiptSaysHowTheReplyWasMade(t *testing.T) {
	store := &watched{Store: chat.NewMemory(0, 0)}
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: store, Version: "v9"})
	first := ask(t, c, chat.Question{Message: "what are restless legs?"})
	reply := ask(t, c, chat.Question{Message: "CLOT does massaging ease leg cramps?", ConversationID: first.ConversationID})
	r := store.lastReceipt(t)
	if r.ID != reply.ID || r.Conversation != reply.ConversationID || r.Turn != 1 || r.Version != "v9" || r.Engine != "extractive" {
		t.Errorf("got %+v", r)
	}
	if r.Level != guard.Urgent || r.Status != reply.Answer.Status || !r.Gates.Forbidden {
		t.Errorf("level %v, status %v, gates %+v; want the flag and the advice it forbids", r.Level, r.Status, r.Gates)
	}
	if len(r.Passages) == 0 || len(r.Citations) != len(reply.Citations) {
		t.Errorf("%d passages, %d of %d citations", len(r.Passages), len(r.Citations), len(reply.Citations))
	}
	for i, p := range r.Citations {
		if want := reply.Citations[i]; p != (chat.Place{Article: want.Article, Start: want.Start, End: want.End}) {
			t.Errorf("citation %d: got %+v, want %+v", i, p, want)
		}
	}
	if r.Timings.Total <= 0 || r.Timings.Total < r.Timings.Search {
		t.Errorf("timings %+v", r.Timings)
	}
}

func TestReceiptHoldsNoText(t *testing.T) {
	store := &watched{Store: chat.NewMemory(0, 0)}
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: store})
	reply := ask(t, c, chat.Question{Message: "CLOT quokka what causes leg cramps"})
	raw, err := json.Marshal(store.lastReceipt(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append([]string{"quokka", reply.Triage.Headline}, reply.Answer.Sentences[0].Text) {
		if strings.Contains(string(raw), text) {
			t.Errorf("the receipt holds %q: %s", text, raw)
		}
	}
}

func TestReceiptCountsTheGates(t *testing.T) {
	for name, tt := range map[string]struct {
		lines func(handles []string) string
		want  chat.Gates
	}{
		"proven":   {func(h []string) string { return h[0] + ": " + "Tired muscles are a common cause of leg cramps.\n" }, chat.Gates{Lines: 1}},
		"unknown":  {func(h []string) string { return "ZZ9: Leg cramps are common.\n" + h[0] + ": x\n\n" }, chat.Gates{Lines: 2, Dropped: 1, Replaced: 1}},
		"invented": {func(h []string) string { return h[0] + ": Take 400 mg of magnesium for your leg cramps.\n" }, chat.Gates{Lines: 1, Replaced: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			store := &watched{Store: chat.NewMemory(0, 0)}
			m := &chat.FakeModel{Answer: func(p chat.Prompt) string { return tt.lines(handles(p.User)) }}
			c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: store, Model: m})
			ask(t, c, chat.Question{Message: "what is a common cause of leg cramps"})
			got := store.lastReceipt(t).Gates
			got.Filled = 0
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("gates (-want +got):\n%s", diff)
			}
		})
	}
}

// handles are the marks of the quotes in a prompt.
func handles(data string) (out []string) {
	for _, line := range strings.Split(data, "\n")[2:] {
		if h, _, ok := strings.Cut(line, ": "); ok {
			out = append(out, h)
		}
	}
	return out
}

func TestAgainMakesTheSameReplyAndKeepsNothing(t *testing.T) {
	store := &watched{Store: chat.NewMemory(0, 0)}
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: store})
	first := ask(t, c, chat.Question{Message: "what are restless legs?"})
	second := ask(t, c, chat.Question{Message: "and does low iron matter?", ConversationID: first.ConversationID})
	saves, receipt := len(store.saved), store.lastReceipt(t)
	conv, err := c.Conversation(t.Context(), first.ConversationID)
	if err != nil {
		t.Fatal(err)
	}
	again, how, err := c.Again(t.Context(), conv, 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(second.Answer, again.Answer); diff != "" {
		t.Errorf("answer (-first +again):\n%s", diff)
	}
	if diff := cmp.Diff(receipt.Citations, how.Citations); diff != "" {
		t.Errorf("citations (-first +again):\n%s", diff)
	}
	if len(store.saved) != saves || len(conv.Turns) != 2 {
		t.Error("making a reply again must change nothing")
	}
	if _, _, err := c.Again(t.Context(), conv, 2); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("a turn that is not there: %v", err)
	}
}

// unreadable cannot load anything.
type unreadable struct{ watched }

func (*unreadable) Load(context.Context, string) (*chat.Conversation, error) {
	return nil, errors.New("disk fault")
}

// faultGuard is a fixedGuard with a fault notice.
type faultGuard struct{ fixedGuard }

func (*faultGuard) Fault(string) guard.Verdict {
	return guard.Verdict{Level: guard.Emergency, Headline: "Could not check"}
}

// What was said before may have been an emergency: the verdict must not fall
// because it cannot be read, and it must not be written over.
func TestUnreadableConversationEscalates(t *testing.T) {
	store := &unreadable{watched{Store: chat.NewMemory(0, 0)}}
	c, err := chat.New(sure{testIndex(t)}, &faultGuard{}, chat.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	r := ask(t, c, chat.Question{Message: "thanks", ConversationID: "conv_x"})
	if r.Triage.Level != guard.Emergency || r.Triage.Headline != "Could not check" || !r.Degraded || r.Answer.Status != chat.Withheld {
		t.Errorf("got %+v", r)
	}
	if len(store.saved) > 0 {
		t.Error("a conversation that could not be read was written over")
	}
}

func TestVerdictDoesNotWaitForTheStore(t *testing.T) {
	hold := make(chan struct{})
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: slowStore{chat.NewMemory(0, 0), hold}})
	var freed bool
	_, err := c.Reply(t.Context(), chat.Question{Message: "CLOT"}, func(e chat.Event) error {
		if e.Triage != nil {
			freed = true
			close(hold)
		}
		return nil
	})
	if err != nil || !freed {
		t.Fatalf("%v, verdict %v", err, freed)
	}
}

// slowStore saves once hold is closed.
type slowStore struct {
	chat.Store
	hold chan struct{}
}

func (s slowStore) Save(ctx context.Context, c *chat.Conversation) error {
	<-s.hold
	return s.Store.Save(ctx, c)
}

func TestMessageIsKeptThoughTheClientLeft(t *testing.T) {
	store := &watched{Store: chat.NewMemory(0, 0)}
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: store})
	gone := errors.New("gone")
	if _, err := c.Reply(t.Context(), chat.Question{Message: "CLOT"}, func(chat.Event) error { return gone }); !errors.Is(err, gone) {
		t.Fatalf("got %v", err)
	}
	if len(store.saved) != 1 || store.saved[0].Turns[0].Message != "CLOT" {
		t.Errorf("saved %d times", len(store.saved))
	}
}
