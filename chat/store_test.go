package chat

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestMemoryForgets(t *testing.T) {
	ctx := context.Background()
	m := NewMemory(2, time.Hour)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	m.now = func() time.Time { return now }
	save := func(id string) {
		if err := m.Save(ctx, &Conversation{ID: id, Updated: now, Turns: []Turn{{Reply: &Reply{ID: "r" + id}}, {}}}); err != nil {
			t.Fatal(err)
		}
	}
	gone := func(id string) bool {
		_, err := m.Load(ctx, id)
		return errors.Is(err, ErrNotFound)
	}
	save("a")
	save("b")
	save("c")
	if !gone("a") || gone("b") || gone("c") {
		t.Error("the longest unused conversation should be forgotten above the limit, and only that one")
	}
	now = now.Add(59 * time.Minute)
	save("c")
	now = now.Add(2 * time.Minute)
	if !gone("b") || gone("c") {
		t.Error("a conversation should be forgotten an hour after its last turn")
	}
	if len(m.receipts) != 1 || len(m.byID) != 1 || m.recent.Len() != 1 {
		t.Errorf("left behind: %d receipts, %d conversations", len(m.receipts), len(m.byID))
	}
}

func TestMemoryGivesCopies(t *testing.T) {
	ctx := context.Background()
	m := NewMemory(0, 0)
	c := &Conversation{ID: "a", Updated: time.Now(), Turns: []Turn{{Message: "one"}}}
	if err := m.Save(ctx, c); err != nil {
		t.Fatal(err)
	}
	c.Turns[0].Message = "changed by the caller"
	got, err := m.Load(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	got.Turns[0].Message = "changed by the reader"
	if again, _ := m.Load(ctx, "a"); again.Turns[0].Message != "one" {
		t.Errorf("got %q, want the saved words", again.Turns[0].Message)
	}
}

func TestIDsAreUnguessable(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := newID("conv_")
		if seen[id] || len(id) != len("conv_")+26 {
			t.Fatalf("id %q repeats or is too short", id)
		}
		seen[id] = true
	}
}
