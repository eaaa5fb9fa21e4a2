package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// mustFail saves a conversation while somebody else has the file in dir. It
// returns before the file is free again.
func mustFail(t *testing.T, s chat.Store, dir string, c *chat.Conversation) {
	t.Helper()
	release := lockFile(t, filepath.Join(dir, store.FileName))
	defer release()
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if err := s.Save(short, c); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want the end of the wait: the test sees nothing", err)
	}
}

// said joins the messages that the file in dir holds.
func said(t *testing.T, dir, id string) string {
	t.Helper()
	d, err := store.Read(ctx, store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c, err := d.Load(ctx, id)
	if err != nil {
		return err.Error()
	}
	return strings.Join(c.Messages(), ", ")
}

// A write whose caller was told that it failed must not be done later: it could
// undo what others have written since.
func TestWriteThatNobodyWaitsForIsNotDone(t *testing.T) {
	dir := t.TempDir()
	d := open(t, store.Options{Dir: dir})
	mustFail(t, d, dir, conversation("conv_a", "one"))
	mustSave(t, d, conversation("conv_b", "one")) // behind it in the queue
	if kept(d, "conv_a") {
		t.Error("it was done after its caller had left")
	}
}

// Whoever does not know what is stored must not write over it.
func TestSaveOverWhatOthersStoredIsRefused(t *testing.T) {
	with := func(messages ...string) *chat.Conversation {
		c := conversation("conv_a", messages...)
		last := &c.Turns[len(messages)-1]
		last.Reply, last.Receipt = reply("rcpt_" + last.Message)
		return c
	}
	unanswered := func(messages ...string) *chat.Conversation {
		c := with(messages...)
		last := &c.Turns[len(messages)-1]
		last.Reply, last.Receipt = nil, nil
		return c
	}
	again := with("one", "two")
	again.Turns[1].At = again.Turns[1].At.Add(time.Minute)
	for name, test := range map[string]struct {
		stored, saved *chat.Conversation
		want          string
	}{
		"another answered turn": {with("one", "theirs"), with("one", "ours"), "one, theirs"},
		"another turn":          {unanswered("one", "theirs"), with("one", "ours"), "one, theirs"},
		"an answer is lacking":  {with("one", "two"), unanswered("one", "two"), "one, two"},
		"a turn is lacking":     {with("one", "two"), with("one"), "one, two"},
		"the same turn again":   {unanswered("one", "two"), again, ""},
		"one more turn":         {with("one", "two"), with("one", "two", "three"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			d := open(t, store.Options{Dir: dir})
			for n := range test.stored.Turns {
				c := *test.stored
				c.Turns = c.Turns[:n+1]
				mustSave(t, d, &c)
			}
			test.saved.Turns[0] = test.stored.Turns[0]
			if len(test.stored.Turns) < len(test.saved.Turns) {
				test.saved.Turns[1] = test.stored.Turns[1]
			}
			before := mustLoad(t, d, "conv_a")
			if err := d.Save(ctx, test.saved); (err == nil) != (test.want == "") {
				t.Errorf("got %v, want a refusal: %v", err, test.want != "")
			}
			if after := mustLoad(t, d, "conv_a"); test.want != "" && same(before, after) != "" {
				t.Errorf("it is changed: %s", same(before, after))
			}
		})
	}
}

// A conversation that was erased does not come back with a write that was under
// way.
func TestErasedIsNotSavedAgain(t *testing.T) {
	dir := t.TempDir()
	a, b := pair(t, store.Options{Dir: dir})
	mustSave(t, a, conversation("conv_a", "one"))
	if err := b.Erase(ctx, "conv_a"); err != nil {
		t.Fatal(err)
	}
	if a.Save(ctx, conversation("conv_a", "one", "two")) == nil {
		t.Error("the save was acknowledged")
	}
	a.Look(ctx)
	if got := said(t, dir, "conv_a"); got != chat.ErrNotFound.Error() {
		t.Errorf("the file holds %q", got)
	}

	// Also if the file had nothing of it when it was erased.
	mustFail(t, a, dir, conversation("conv_b", "one"))
	if err := a.Erase(ctx, "conv_b"); err != nil {
		t.Fatal(err)
	}
	if b.Save(ctx, conversation("conv_b", "one")) == nil {
		t.Error("the save was acknowledged")
	}
}

// What the file could not take it gets as soon as it can, and with it what is
// said meanwhile.
func TestWhatTheFileLacksIsWrittenLater(t *testing.T) {
	dir := t.TempDir()
	s := openSteady(t, store.Options{Dir: dir})
	mustFail(t, s, dir, conversation("conv_a", "one"))
	s.Look(ctx)
	if got := said(t, dir, "conv_a"); got != "one" {
		t.Errorf("the file holds %q", got)
	}
}

// The time of texts begins when they are said, not when the file takes them.
func TestLateWriteIsKeptNoLonger(t *testing.T) {
	dir := t.TempDir()
	s := openSteady(t, store.Options{Dir: dir, Retention: time.Hour})
	c := conversation("conv_a", "one")
	c.Updated = time.Now().Add(-30 * time.Minute)
	mustFail(t, s, dir, c)
	s.Look(ctx)
	d := open(t, store.Options{Dir: dir})
	if n := count(t, d, "conversations"); n != 1 {
		t.Fatalf("the file holds %d conversations", n)
	}
	if n := count(t, d, fmt.Sprint("conversations WHERE touched <= ", d.Seconds()-29*60)); n != 1 {
		t.Error("its time begins anew")
	}
}

// A turn that is made while memory is written to a new file is not forgotten.
func TestTurnWhileMemoryIsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other := open(t, store.Options{Dir: dir, Alone: true})
	s := openSteady(t, store.Options{Dir: dir})
	if s.Save(ctx, conversation("conv_a", "one")) == nil {
		t.Fatal("there is a file: the test sees nothing")
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	release := lockFile(t, filepath.Join(dir, store.FileName))
	opened := make(chan struct{})
	go func() {
		defer close(opened)
		s.Reopen(ctx) // waits for the lock when it writes what memory had
	}()
	time.Sleep(500 * time.Millisecond)
	if s.Save(ctx, conversation("conv_a", "one", "two")) == nil {
		t.Error("it was acknowledged without a file")
	}
	release()
	<-opened
	if got := strings.Join(mustLoad(t, s, "conv_a").Messages(), ", "); got != "one, two" {
		t.Errorf("got %q", got)
	}
	s.Look(ctx)
	if got := said(t, dir, "conv_a"); got != "one, two" {
		t.Errorf("the file holds %q", got)
	}
}
