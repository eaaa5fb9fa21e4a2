package chat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// fixedGuard gives the level of the most serious word in any turn.
type fixedGuard struct{ turns [][]string }

func (g *fixedGuard) Eval(turns []string, _ string) guard.Verdict {
	g.turns = append(g.turns, append([]string(nil), turns...))
	v := guard.Verdict{Findings: []guard.Finding{}, Questions: []guard.Question{}}
	for _, t := range turns {
		switch {
		case strings.Contains(t, "EMERGENCY"):
			v.Level, v.Headline, v.Action = guard.Emergency, "Call now", "999"
		case strings.Contains(t, "CLOT") && v.Level < guard.Urgent:
			v.Level, v.Headline, v.Forbid = guard.Urgent, "Be seen today", []string{"massage", "heat"}
		}
	}
	return v
}

const crampText = `## Leg cramps at night

Leg cramps at night are sudden painful spasms of the calf muscle. Tired muscles are a common cause of leg cramps. Massaging the calf eases most leg cramps. A warm bath can relax leg cramps before bed. Most leg cramps last from a few seconds to ten minutes. These usually go away on their own.

## Restless legs

Restless legs give a strong urge to move the legs in the evening. Low iron can make restless legs worse.`

func testIndex(t testing.TB) *retrieval.Index {
	t.Helper()
	a, err := corpus.Parse("cramps.md", []byte("---\ntitle: Cramps and restless legs\nslug: cramps\nreviewed: 2026-11-01\n---\n"+crampText))
	if err != nil {
		t.Fatal(err)
	}
	return indexOver(t, a)
}

func indexOver(t testing.TB, articles ...corpus.Article) *retrieval.Index {
	t.Helper()
	e := retrieval.NewHashEmbedder(64)
	snap, err := retrieval.Build(context.Background(), articles, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := retrieval.NewIndex(context.Background(), snap, e, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// sure makes every search good enough, so that tests see the composer.
type sure struct{ chat.Searcher }

func (s sure) SearchAfter(ctx context.Context, text, earlier string, k int) (retrieval.Result, error) {
	r, err := s.Searcher.SearchAfter(ctx, text, earlier, k)
	r.Enough = len(r.Hits) > 0
	return r, err
}

func newChat(t testing.TB, s chat.Searcher, o chat.Options) (*chat.Chat, *fixedGuard) {
	t.Helper()
	g := &fixedGuard{}
	c, err := chat.New(s, g, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, g
}

func ask(t *testing.T, c *chat.Chat, q chat.Question) *chat.Reply {
	t.Helper()
	r, err := c.Reply(context.Background(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReplyCitesVerbatim(t *testing.T) {
	x := testIndex(t)
	c, _ := newChat(t, sure{x}, chat.Options{})
	r := ask(t, c, chat.Question{Message: "How long do leg cramps last?"})
	if r.Answer.Status != chat.Answered || len(r.Answer.Sentences) == 0 {
		t.Fatalf("got %+v, want an answer", r.Answer)
	}
	a, _ := x.Article("cramps")
	for _, s := range r.Answer.Sentences {
		if len(s.Citations) == 0 {
			t.Errorf("sentence %q has no citation", s.Text)
		}
		for _, n := range s.Citations {
			cite := r.Citations[n-1]
			if cite.N != n || a.Text[cite.Start:cite.End] != cite.Quote {
				t.Errorf("citation %+v is not the article's own bytes", cite)
			}
		}
	}
}

func TestReplyReadsOnItsOwn(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	r := ask(t, c, chat.Question{Message: "Do leg cramps go away on their own?"})
	found := false
	for _, s := range r.Answer.Sentences {
		if strings.HasPrefix(s.Text, "These") {
			t.Errorf("sentence %q leans on one that is not shown", s.Text)
		}
		found = found || strings.HasSuffix(s.Text, "These usually go away on their own.")
	}
	if !found {
		t.Errorf("got %q, want the dangling sentence with the one before it", r.Answer.Markdown)
	}
}

func TestEventsInOrder(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	var kinds []string
	cited := map[int]bool{}
	r, err := c.Reply(context.Background(), chat.Question{Message: "what causes leg cramps"}, func(e chat.Event) error {
		switch {
		case e.Triage != nil:
			kinds = append(kinds, "triage")
		case e.Citation != nil:
			cited[e.Citation.N] = true
			kinds = append(kinds, "citation")
		case e.Sentence != nil:
			for _, n := range e.Sentence.Citations {
				if !cited[n] {
					t.Errorf("sentence came before its citation %d", n)
				}
			}
			kinds = append(kinds, "sentence")
		case e.Done != nil:
			kinds = append(kinds, "done")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if kinds[0] != "triage" || kinds[len(kinds)-1] != "done" || len(kinds) != 2+len(r.Citations)+len(r.Answer.Sentences) {
		t.Errorf("got events %v", kinds)
	}
}

// broken is an index that fails in some way.
type broken struct {
	chat.Searcher
	search func() (retrieval.Result, error)
}

func (b broken) SearchAfter(context.Context, string, string, int) (retrieval.Result, error) {
	return b.search()
}

func TestEmergencyTouchesNoIndex(t *testing.T) {
	b := broken{testIndex(t), func() (retrieval.Result, error) { t.Error("the index was searched"); return retrieval.Result{}, nil }}
	c, _ := newChat(t, b, chat.Options{})
	r := ask(t, c, chat.Question{Message: "EMERGENCY and what helps cramps"})
	if r.Answer.Status != chat.Withheld || r.Answer.Reason != chat.EmergencyReason || len(r.Citations)+len(r.Answer.Sentences) != 0 {
		t.Errorf("got %+v, want the answer withheld", r.Answer)
	}
}

func TestFaultsKeepTheVerdict(t *testing.T) {
	faults := map[string]func() (retrieval.Result, error){
		"error": func() (retrieval.Result, error) { return retrieval.Result{}, errors.New("disk on fire") },
		"panic": func() (retrieval.Result, error) { panic("index out of range") },
	}
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			c, _ := newChat(t, broken{testIndex(t), f}, chat.Options{})
			r := ask(t, c, chat.Question{Message: "CLOT what helps"})
			if r.Triage.Level != guard.Urgent || r.Answer.Status != chat.Refused || r.Answer.Reason != chat.Unavailable || !r.Degraded {
				t.Errorf("got level %v, answer %+v, degraded %v", r.Triage.Level, r.Answer, r.Degraded)
			}
		})
	}
}

func TestForgedQuotesAreDropped(t *testing.T) {
	c, _ := newChat(t, forger{sure{testIndex(t)}}, chat.Options{})
	r := ask(t, c, chat.Question{Message: "what causes leg cramps"})
	if r.Answer.Status != chat.Refused || len(r.Citations) != 0 {
		t.Errorf("got %+v, want a refusal: no quote was verbatim", r.Answer)
	}
}

// forger changes what the articles say.
type forger struct{ chat.Searcher }

func (f forger) Sentences(ctx context.Context, q retrieval.Query, hits []retrieval.Hit) []retrieval.Scored {
	out := f.Searcher.Sentences(ctx, q, hits)
	for i := range out {
		out[i].Text = strings.Replace(out[i].Text, "cramps", "clots", 1) + "!"
	}
	return out
}

func TestForbiddenTopics(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	for _, message := range []string{"does massage ease leg cramps", "does a warm bath relax leg cramps"} {
		free := ask(t, c, chat.Question{Message: message}).Answer.Markdown
		if !strings.Contains(free, "Massaging") && !strings.Contains(free, "warm bath") {
			t.Errorf("%s: without a flag got %q, want the advice", message, free)
		}
		flagged := ask(t, c, chat.Question{Message: message + " CLOT"}).Answer.Markdown
		if strings.Contains(flagged, "Massaging") || strings.Contains(flagged, "warm bath") {
			t.Errorf("%s: with a flag got %q, want the advice left out", message, flagged)
		}
	}
}

func TestReassuranceIsLeftOutBesideAFlag(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	r := ask(t, c, chat.Question{Message: "CLOT do leg cramps go away on their own?"})
	if strings.Contains(r.Answer.Markdown, "go away on their own") {
		t.Errorf("got %q, want no reassurance beside a red flag", r.Answer.Markdown)
	}
}

func TestBadMessages(t *testing.T) {
	c, g := newChat(t, testIndex(t), chat.Options{})
	tests := map[string]struct {
		q    chat.Question
		want error
	}{
		"empty":                {chat.Question{Message: " \n\t"}, chat.ErrEmpty},
		"too long":             {chat.Question{Message: strings.Repeat("é", chat.MaxMessage+1)}, chat.ErrTooLong},
		"unknown conversation": {chat.Question{Message: "hi", ConversationID: "conv_nope"}, chat.ErrNotFound},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Reply(context.Background(), tt.q, nil); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if len(g.turns) != 0 {
		t.Errorf("the guard saw %d refused messages", len(g.turns))
	}
	if _, err := c.Reply(context.Background(), chat.Question{Message: strings.Repeat("é", chat.MaxMessage)}, nil); err != nil {
		t.Errorf("a message of the greatest length: %v", err)
	}
}

func TestGuardSeesAllTurnsEvenOfAClientThatLeft(t *testing.T) {
	c, g := newChat(t, sure{testIndex(t)}, chat.Options{})
	first := ask(t, c, chat.Question{Message: "what are leg cramps"})
	gone := errors.New("client left")
	_, err := c.Reply(context.Background(), chat.Question{Message: "CLOT", ConversationID: first.ConversationID}, func(chat.Event) error { return gone })
	if !errors.Is(err, gone) {
		t.Fatalf("got %v, want the emitter's error", err)
	}
	last := ask(t, c, chat.Question{Message: "thanks", ConversationID: first.ConversationID})
	want := []string{"what are leg cramps", "CLOT", "thanks"}
	if diff := cmp.Diff(want, g.turns[len(g.turns)-1]); diff != "" {
		t.Errorf("turns the guard saw (-want +got):\n%s", diff)
	}
	if last.Triage.Level != guard.Urgent {
		t.Errorf("got level %v, want the flag to stick", last.Triage.Level)
	}
}

// refusing fails every save.
type refusing struct{ chat.Store }

func (refusing) Save(context.Context, *chat.Conversation) error { return errors.New("disk full") }

func TestFullDiskKeepsTheReply(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Store: refusing{chat.NewMemory(0, 0)}})
	r := ask(t, c, chat.Question{Message: "CLOT what are leg cramps"})
	if r.Triage.Level != guard.Urgent || !r.Degraded {
		t.Errorf("got level %v, degraded %v", r.Triage.Level, r.Degraded)
	}
}

func TestFollowUp(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	r := ask(t, c, chat.Question{Message: "what are restless legs?"})
	r = ask(t, c, chat.Question{Message: "and does low iron matter?", ConversationID: r.ConversationID})
	if !strings.Contains(r.Answer.Markdown, "Low iron can make restless legs worse.") {
		t.Errorf("got %q", r.Answer.Markdown)
	}
	r = ask(t, c, chat.Question{Message: "how long do leg cramps last at night in the calf for most people", ConversationID: r.ConversationID})
	if !strings.Contains(r.Answer.Markdown, "last from a few seconds") {
		t.Errorf("a new question got %q", r.Answer.Markdown)
	}
}

func TestConversationLifecycle(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{Now: func() time.Time { return now }})
	r := ask(t, c, chat.Question{Message: "what are leg cramps", Locale: "en-GB"})
	if err := c.Rate(ctx, chat.Rating{Receipt: r.ID, Up: true}); err != nil {
		t.Errorf("rate: %v", err)
	}
	if err := c.Rate(ctx, chat.Rating{Receipt: "rcpt_other"}); !errors.Is(err, chat.ErrNotFound) {
		t.Errorf("rate an unknown reply: got %v", err)
	}
	conv, err := c.Conversation(ctx, r.ConversationID)
	if err != nil || conv.Locale != "en-GB" || len(conv.Turns) != 1 || conv.Turns[0].Reply.ID != r.ID || !conv.Updated.Equal(now) {
		t.Errorf("got %+v, %v", conv, err)
	}
	if err := c.Erase(ctx, r.ConversationID); err != nil {
		t.Errorf("erase: %v", err)
	}
	for name, err := range map[string]error{
		"export after erase": func() error { _, err := c.Conversation(ctx, r.ConversationID); return err }(),
		"rate after erase":   c.Rate(ctx, chat.Rating{Receipt: r.ID}),
		"erase twice":        c.Erase(ctx, r.ConversationID),
	} {
		if !errors.Is(err, chat.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
}

func TestSwapWhileAnswering(t *testing.T) {
	c, _ := newChat(t, sure{testIndex(t)}, chat.Options{})
	done := make(chan error)
	go func() {
		for range 50 {
			c.Swap(sure{testIndex(t)})
		}
		done <- nil
	}()
	for range 50 {
		if r := ask(t, c, chat.Question{Message: "what are leg cramps"}); r.Answer.Status != chat.Answered {
			t.Errorf("got %+v during a swap", r.Answer)
		}
	}
	<-done
}
