package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// Long conversations must not take more memory than many short ones.
func TestMemoryForgetsByBytes(t *testing.T) {
	ctx := context.Background()
	m := NewMemory(0, 0)
	m.bytes = 1 << 20
	long := strings.Repeat("x", 100_000)
	for i := range 50 {
		id := fmt.Sprint("c", i)
		for n := range 3 { // saved again with every turn
			c := &Conversation{ID: id, Updated: time.Now(), Turns: make([]Turn, n+1)}
			for i := range c.Turns {
				c.Turns[i] = Turn{Message: long[:1000], Reply: &Reply{ID: fmt.Sprint(id, i), Answer: Answer{Markdown: long}}}
			}
			if err := m.Save(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := m.recent.Len(); n != 3 || m.taken > m.bytes || len(m.receipts) != 3*n {
		t.Errorf("%d conversations of %d bytes, %d receipts", n, m.taken, len(m.receipts))
	}
	if err := m.Erase(ctx, "c49"); err != nil {
		t.Errorf("the newest one is gone: %v", err)
	}
	for _, c := range m.All() {
		if err := m.Erase(ctx, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if m.taken != 0 {
		t.Errorf("%d bytes are counted of nothing", m.taken)
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
