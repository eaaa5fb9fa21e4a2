package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

const testDataKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

// talk has a conversation that is stored in dir, and returns its replies.
func talk(t *testing.T, dir string, messages ...string) (out []*chat.Reply) {
	t.Helper()
	key, err := store.ParseKey(testDataKey)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.OpenSteady(t.Context(), store.Options{Dir: dir, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	app, err := openApp(t.Context(), searched(dir), chat.Options{Store: s, Version: version})
	if err != nil {
		t.Fatal(err)
	}
	conv := ""
	for _, m := range messages {
		r, err := app.chat.Reply(context.Background(), chat.Question{Message: m, ConversationID: conv, Locale: "en-GB"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		conv, out = r.ConversationID, append(out, r)
	}
	return out
}

func TestReplay(t *testing.T) {
	dir := t.TempDir()
	replies := talk(t, dir, "Why do my legs ache when I lie down?", "and what helps?", "my calf is swollen and I suddenly cannot breathe", "and now?")
	for _, r := range replies {
		status, out, errs := runCommand(t, "", "replay", r.ID, "--data", dir, "--data-key", testDataKey)
		if status != exitDone || !strings.Contains(out, "The same reply again.") || !strings.Contains(out, "level "+r.Triage.Level.String()) {
			t.Errorf("got status %d, %s %s", status, out, errs)
		}
		if strings.Contains(out, "legs") {
			t.Errorf("the words are shown without being asked for: %s", out)
		}
	}
	_, out, _ := runCommand(t, "", "replay", replies[0].ID, "--data", dir, "--data-key", testDataKey, "--text")
	if !strings.Contains(out, "Why do my legs ache") {
		t.Errorf("--text does not show the words: %s", out)
	}
}

// The key may come from a file, so that it stands in no process list.
func TestKeyFromAFile(t *testing.T) {
	dir := t.TempDir()
	r := talk(t, dir, "what are leg cramps?")[0]
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(testDataKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LIMBER_DATA_KEY_FILE", file)
	t.Setenv("LIMBER_DATA", dir)
	if status, out, errs := runCommand(t, "", "replay", r.ID); status != exitDone {
		t.Errorf("got status %d, %s %s", status, out, errs)
	}
}

func TestReplayShowsWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	r := talk(t, dir, "Why do my legs ache when I lie down?")[0]
	articles := filepath.Join(t.TempDir(), "other.md")
	if err := os.WriteFile(articles, []byte("# Tea\n\nGreen tea is a drink made of leaves.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runCommand(t, "", "ingest", "--data", dir, articles); status != exitDone {
		t.Fatal(errs)
	}
	status, out, _ := runCommand(t, "", "replay", r.ID, "--data", dir, "--data-key", testDataKey, "--json")
	if status != exitFailed {
		t.Errorf("got status %d, want %d", status, exitFailed)
	}
	var got struct {
		Receipt, Again chat.Receipt
		Differences    []difference
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	differs := map[string]bool{}
	for _, d := range got.Differences {
		differs[d.What] = true
	}
	for what, want := range map[string]bool{"status": true, "citations": true, "articles": true, "generation": true, "level": false, "rules": false, "embedder": false, "version": false} {
		if differs[what] != want {
			t.Errorf("%s differs: %v, want %v", what, !want, want)
		}
	}
	if got.Receipt.Generation != 0 || got.Again.Generation != 1 || got.Receipt.Corpus == "" || got.Receipt.Rules == "" || got.Receipt.Embedder == "" {
		t.Errorf("receipts %+v and %+v", got.Receipt, got.Again)
	}
}

func TestReplayRefusals(t *testing.T) {
	dir := t.TempDir()
	r := talk(t, dir, "what are leg cramps?")[0]
	for name, tt := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"no data":   {[]string{"replay", r.ID}, exitUsage, "--data"},
		"no store":  {[]string{"replay", r.ID, "--data", t.TempDir()}, exitFailed, "nothing is stored"},
		"unknown":   {[]string{"replay", "rcpt_x", "--data", dir, "--data-key", testDataKey}, exitFailed, "no receipt rcpt_x"},
		"no key":    {[]string{"replay", r.ID, "--data", dir}, exitFailed, "--data-key"},
		"wrong key": {[]string{"replay", r.ID, "--data", dir, "--data-key", strings.Repeat("ab", 32)}, exitFailed, "wrong key"},
	} {
		status, _, errs := runCommand(t, "", tt.args...)
		if status != tt.status || !strings.Contains(errs, tt.says) {
			t.Errorf("%s: got status %d and %q, want %d and %q", name, status, errs, tt.status, tt.says)
		}
	}
}

// A reply whose words are over is told by its receipt.
func TestReplayOfWhatHasExpired(t *testing.T) {
	dir := t.TempDir()
	r := talk(t, dir, "what are leg cramps?")[0]
	key, _ := store.ParseKey(testDataKey)
	s, err := store.Open(t.Context(), store.Options{Dir: dir, Key: key, Retention: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runCommand(t, "", "replay", r.ID, "--data", dir, "--data-key", testDataKey)
	if status != exitFailed || !strings.Contains(errs, "are not kept") || !strings.Contains(out, "level none") {
		t.Errorf("got status %d, %s %s", status, out, errs)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	articles := filepath.Join(t.TempDir(), "tea.md")
	if err := os.WriteFile(articles, []byte("# Tea\n\nGreen tea is a drink made of leaves.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runCommand(t, "", "ingest", "--data", dir, articles); status != exitDone {
		t.Fatal(errs)
	}
	r := talk(t, dir, "what are leg cramps?")[0]
	out := filepath.Join(t.TempDir(), "backups", "one")
	if status, _, errs := runCommand(t, "", "keys", "add", "--data", dir, "--name", "clinic"); status != exitDone {
		t.Fatal(errs)
	}
	status, said, errs := runCommand(t, "", "backup", out, "--data", dir)
	if status != exitDone {
		t.Fatalf("%s %s", said, errs)
	}
	if status, _, errs := runCommand(t, "", "backup", out, "--data", dir); status != exitFailed || !strings.Contains(errs, "does not exist yet") {
		t.Errorf("a second backup to the same folder: status %d, %s", status, errs)
	}
	elsewhere := filepath.Join(t.TempDir(), "new")
	if status, _, errs := runCommand(t, "", "restore", out, "--data", elsewhere, "--data-key", testDataKey); status != exitDone {
		t.Fatal(errs)
	}
	if _, said, errs := runCommand(t, "", "keys", "list", "--data", elsewhere); !strings.Contains(said, "clinic") {
		t.Errorf("the keys were not restored: %s %s", said, errs)
	}
	if status, said, errs := runCommand(t, "", "replay", r.ID, "--data", elsewhere, "--data-key", testDataKey); status != exitDone {
		t.Errorf("the restored copy does not reply the same: %s %s", said, errs)
	}
	if status, _, errs := runCommand(t, "", "restore", elsewhere, "--data", dir, "--data-key", testDataKey); status != exitFailed || !strings.Contains(errs, "not a whole backup") {
		t.Errorf("restore from what is no backup: status %d, %s", status, errs)
	}
}

func TestStartSaysWhereConversationsAre(t *testing.T) {
	sealed := storeFlags{keyFlag{testDataKey}, store.DefaultRetention, store.DefaultReceiptRetention}
	dir := t.TempDir()
	open, err := sealed.open(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	taken := t.TempDir()
	other, err := store.Open(t.Context(), store.Options{Dir: taken, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	locked, err := sealed.open(t.Context(), taken, nil)
	if err != nil {
		t.Fatal(err)
	}
	clear := storeFlags{Retention: store.DefaultRetention}
	for got, want := range map[string]string{
		clear.describe("", nil):      "memory for 24 hours and never written",
		sealed.describe(dir, open):   "for 24 hours, sealed with your key",
		clear.describe(dir, open):    "in clear; --data-key would seal them",
		sealed.describe(dir, locked): "NOT stored now",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if !errors.Is(locked.Err(), store.ErrLocked) {
		t.Errorf("got %v", locked.Err())
	}
}
