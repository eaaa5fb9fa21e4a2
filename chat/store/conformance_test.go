package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/chat/store"
)

// stores are all implementations of chat.Store.
func stores(t *testing.T) map[string]chat.Store {
	steady, err := store.OpenSteady(t.Context(), store.Options{Dir: t.TempDir(), Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = steady.Close() })
	dir := t.TempDir()
	shared := &alternating{all: [2]chat.Store{openSteady(t, store.Options{Dir: dir, Key: testKey}), openSteady(t, store.Options{Dir: dir, Key: testKey})}}
	return map[string]chat.Store{
		"shared": shared,
		"memory": chat.NewMemory(0, 0),
		"clear":  open(t, store.Options{}),
		"sealed": open(t, store.Options{Key: testKey}),
		"steady": steady,
	}
}

// reply is a whole reply with the receipt that goes with it.
func reply(id string) (*chat.Reply, *chat.Receipt) {
	r := &chat.Reply{
		ID: id, ConversationID: "conv_a", Engine: "extractive",
		Triage: guard.Verdict{Level: guard.Urgent, Headline: "Be seen today", Findings: []guard.Finding{{Rule: "U01", Level: guard.Urgent,
			Evidence: []guard.Evidence{{Turn: 0, Start: 1, End: 3, Text: "é"}}}}, Questions: []guard.Question{}},
		Answer:    chat.Answer{Status: chat.Answered, Markdown: "Rest. [1]", Sentences: []chat.Sentence{{Text: "Rest.", Citations: []int{1}}}},
		Citations: []chat.Citation{{N: 1, Article: "cramps", Quote: "Rest.", Start: 2, End: 7}}, Suggestions: []string{},
	}
	return r, &chat.Receipt{ID: id, Conversation: "conv_a", At: start, Engine: "extractive", Level: guard.Urgent, Status: chat.Answered,
		Findings: []chat.FiredRule{{Rule: "U01", Level: guard.Urgent}}, Passages: []chat.Place{}, Citations: []chat.Place{{Article: "cramps", Start: 2, End: 7}}}
}

var start = time.Now().UTC().Truncate(time.Millisecond)

func conversation(id string, messages ...string) *chat.Conversation {
	c := &chat.Conversation{ID: id, Created: start, Updated: start, Locale: "en-GB"}
	for i, m := range messages {
		t := chat.Turn{At: start.Add(time.Duration(i) * time.Second), Message: m, Query: "query: " + m}
		t.Reply, t.Receipt = reply(fmt.Sprintf("rcpt_%s_%d", id, i))
		c.Turns = append(c.Turns, t)
	}
	return c
}

func mustSave(t *testing.T, s chat.Store, c *chat.Conversation) {
	t.Helper()
	if err := s.Save(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func mustLoad(t *testing.T, s chat.Store, id string) *chat.Conversation {
	t.Helper()
	c, err := s.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// same compares conversations; a verdict's Forbid is not kept, as it is made
// anew with every verdict.
func same(want, got *chat.Conversation) string {
	return cmp.Diff(want, got, cmpopts.IgnoreUnexported(chat.Conversation{}), cmpopts.EquateApproxTime(0))
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*testing.T, chat.Store){
		"load gives what was saved":    loadGivesWhatWasSaved,
		"turns grow":                   turnsGrow,
		"unknown is not found":         unknownIsNotFound,
		"erase takes everything":       eraseTakesEverything,
		"a receipt alone can be rated": receiptAloneCanBeRated,
		"ratings come with the turns":  ratingsComeWithTheTurns,
		"copies are the caller's own":  copiesAreTheCallersOwn,
		"many at once":                 manyAtOnce,
	} {
		for kind, s := range stores(t) {
			t.Run(name+"/"+kind, func(t *testing.T) { test(t, s) })
		}
	}
}

func loadGivesWhatWasSaved(t *testing.T, s chat.Store) {
	want := conversation("conv_a", "my leg hurts", "at night 🌙", "")
	mustSave(t, s, want)
	if diff := same(want, mustLoad(t, s, "conv_a")); diff != "" {
		t.Errorf("(-saved +loaded):\n%s", diff)
	}
}

// A turn is saved before its reply is made, and again with it.
func turnsGrow(t *testing.T, s chat.Store) {
	want := conversation("conv_a", "one", "two", "three")
	part := *want
	part.Turns = append([]chat.Turn(nil), want.Turns[:2]...)
	part.Turns[1].Reply, part.Turns[1].Receipt, part.Turns[1].Query = nil, nil, ""
	mustSave(t, s, &part)
	if diff := same(&part, mustLoad(t, s, "conv_a")); diff != "" {
		t.Errorf("a turn without its reply (-saved +loaded):\n%s", diff)
	}
	part.Turns = want.Turns[:2]
	mustSave(t, s, &part)
	want.Updated, want.Locale = want.Updated.Add(time.Minute), "en-US"
	mustSave(t, s, want)
	if diff := same(want, mustLoad(t, s, "conv_a")); diff != "" {
		t.Errorf("(-saved +loaded):\n%s", diff)
	}
	// A client that left: the reply to the turn before the last was never made.
	gone := conversation("conv_b", "one", "two", "three")
	gone.Turns[1].Reply, gone.Turns[1].Receipt = nil, nil
	mustSave(t, s, gone)
	mustSave(t, s, gone)
	if diff := same(gone, mustLoad(t, s, "conv_b")); diff != "" {
		t.Errorf("(-saved +loaded):\n%s", diff)
	}
}

func unknownIsNotFound(t *testing.T, s chat.Store) {
	mustSave(t, s, conversation("conv_a", "one"))
	_, load := s.Load(t.Context(), "conv_b")
	for what, err := range map[string]error{
		"load": load, "erase": s.Erase(t.Context(), "conv_b"),
		"rate": s.Rate(t.Context(), chat.Rating{Receipt: "rcpt_none", At: start}),
	} {
		if !errors.Is(err, chat.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", what, err)
		}
	}
}

func eraseTakesEverything(t *testing.T, s chat.Store) {
	mustSave(t, s, conversation("conv_a", "one", "two"))
	mustSave(t, s, conversation("conv_b", "other"))
	rating := chat.Rating{Receipt: "rcpt_conv_a_1", Up: true, Comment: "thank you", At: start}
	if err := s.Rate(t.Context(), rating); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(t.Context(), "conv_a"); err != nil {
		t.Fatal(err)
	}
	_, load := s.Load(t.Context(), "conv_a")
	for what, err := range map[string]error{"load": load, "rate": s.Rate(t.Context(), rating), "erase": s.Erase(t.Context(), "conv_a")} {
		if !errors.Is(err, chat.ErrNotFound) {
			t.Errorf("%s after erase: %v, want ErrNotFound", what, err)
		}
	}
	mustLoad(t, s, "conv_b")
}

func receiptAloneCanBeRated(t *testing.T, s chat.Store) {
	c := conversation("conv_a", "")
	c.ReceiptOnly, c.Turns[0].Reply, c.Turns[0].Query = true, &chat.Reply{ID: c.Turns[0].Reply.ID}, ""
	mustSave(t, s, c)
	for _, up := range []bool{true, false} {
		if err := s.Rate(t.Context(), chat.Rating{Receipt: c.Turns[0].Reply.ID, Up: up, At: start}); err != nil {
			t.Errorf("rate: %v", err)
		}
	}
}

func ratingsComeWithTheTurns(t *testing.T, s chat.Store) {
	mustSave(t, s, conversation("conv_a", "one", "two"))
	want := chat.Rating{Receipt: "rcpt_conv_a_1", Up: true, Comment: "thank you", At: start}
	if err := s.Rate(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	c := mustLoad(t, s, "conv_a")
	if diff := cmp.Diff([]*chat.Rating{nil, &want}, []*chat.Rating{c.Turns[0].Rating, c.Turns[1].Rating}); diff != "" {
		t.Errorf("ratings (-want +got):\n%s", diff)
	}
	mustSave(t, s, c)
	if mustLoad(t, s, "conv_a").Turns[1].Rating == nil {
		t.Error("the rating was lost by the next save")
	}
}

func copiesAreTheCallersOwn(t *testing.T, s chat.Store) {
	c := conversation("conv_a", "one")
	mustSave(t, s, c)
	c.Turns[0].Message = "changed by the caller"
	mustLoad(t, s, "conv_a").Turns[0].Message = "changed by the reader"
	if got := mustLoad(t, s, "conv_a").Turns[0].Message; got != "one" {
		t.Errorf("got %q, want the saved words", got)
	}
}

func manyAtOnce(t *testing.T, s chat.Store) {
	talks := 40
	if testing.Short() {
		talks = 16
	}
	var wg sync.WaitGroup
	for i := range talks {
		wg.Go(func() {
			id := fmt.Sprintf("conv_%d", i)
			for n := 1; n <= 4; n++ {
				c := conversation(id, "one", "two", "three", "four")
				c.Turns = c.Turns[:n]
				if err := s.Save(t.Context(), c); err != nil {
					t.Errorf("save: %v", err)
				}
				if err := s.Rate(t.Context(), chat.Rating{Receipt: fmt.Sprintf("rcpt_%s_%d", id, n-1), At: start}); err != nil {
					t.Errorf("rate: %v", err)
				}
			}
			if got, err := s.Load(t.Context(), id); err != nil || len(got.Turns) != 4 {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	wg.Wait()
}
