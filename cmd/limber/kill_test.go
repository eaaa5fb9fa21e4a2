package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-health/limber/api/apitest"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// killsEnv is how many times TestKillServer kills.
const killsEnv = "LIMBER_TEST_KILLS"

// A victim is a server in a process of its own.
type victim struct {
	url string
	cmd *exec.Cmd
	log apitest.Log
}

func startVictim(t *testing.T, program string, args ...string) *victim {
	t.Helper()
	v := &victim{cmd: asLimber(program, append([]string{"serve", "--addr", "127.0.0.1:0", "--rate-limit", "0"}, args...)...)}
	v.cmd.Stderr = &v.log
	out, err := v.cmd.StdoutPipe()
	mustDo(t, err)
	mustDo(t, v.cmd.Start())
	t.Cleanup(v.kill)
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v %s", err, v.log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	v.url = listening.FindString(line)
	return v
}

func (v *victim) kill() {
	_ = v.cmd.Process.Kill()
	_ = v.cmd.Wait()
}

// An ack is something that the server said it has.
type ack struct {
	conversation string
	turns        int
	rated        string // receipt
}

// load talks to a server, kills it some time after so many acknowledgements
// and returns all of them.
func load(v *victim, enough int, after time.Duration) (acks []ack) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				conv := ""
				for n := 1; n <= 3; n++ {
					a, ok := oneTurn(v.url, conv, fmt.Sprintf("what are leg cramps, asked %d by %d", i, w))
					if !ok {
						return
					}
					conv, a.turns = a.conversation, n
					mu.Lock()
					if acks = append(acks, a); len(acks) == enough {
						time.AfterFunc(after, func() { _ = v.cmd.Process.Kill() })
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return acks
}

// oneTurn asks and rates the reply; ok is false once the server is gone.
func oneTurn(url, conv, message string) (a ack, ok bool) {
	body, _ := json.Marshal(map[string]string{"message": message, "conversation_id": conv})
	if conv == "" {
		body, _ = json.Marshal(map[string]string{"message": message})
	}
	res, err := http.Post(url+"/v1/chat", "application/json", bytes.NewReader(body))
	if err != nil {
		return a, false
	}
	defer res.Body.Close()
	var r chat.Reply
	if json.NewDecoder(res.Body).Decode(&r) != nil || r.Degraded {
		return a, false
	}
	a.conversation = r.ConversationID
	rating := fmt.Sprintf(`{"id":%q,"rating":"up"}`, r.ID)
	if res, err := http.Post(url+"/v1/feedback", "application/json", strings.NewReader(rating)); err == nil {
		_ = res.Body.Close()
		if res.StatusCode == http.StatusNoContent {
			a.rated = r.ID
		}
	}
	return a, true
}

// TestKillServer kills a whole server at random moments while people talk to
// it. The next one has everything that was acknowledged.
func TestKillServer(t *testing.T) {
	kills := 5
	if testing.Short() {
		kills = 2
	}
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	}
	dir := t.TempDir()
	args := []string{"--data", dir, "--data-key", testDataKey}
	rnd := rand.New(rand.NewPCG(7, 8))
	turns, ratings := 0, 0
	v := startVictim(t, program(), args...)
	for range kills {
		acks := load(v, 1+rnd.IntN(20), time.Duration(rnd.IntN(20_000))*time.Microsecond)
		v.kill()
		v = startVictim(t, program(), args...)
		for _, a := range acks {
			turns++
			if got := turnsOf(t, v.url, a.conversation); got < a.turns {
				t.Fatalf("%s has %d turns, %d were acknowledged", a.conversation, got, a.turns)
			}
		}
		ratings += checkRated(t, dir, acks)
	}
	v.kill()
	if turns == 0 || ratings == 0 {
		t.Errorf("%d turns and %d ratings: the test saw nothing", turns, ratings)
	}
	t.Logf("%d kills, %d turns and %d ratings acknowledged, none lost", kills, turns, ratings)
}

func turnsOf(t *testing.T, url, id string) int {
	t.Helper()
	res, err := http.Get(url + "/v1/conversations/" + id)
	mustDo(t, err)
	defer res.Body.Close()
	var c chat.Conversation
	if err := json.NewDecoder(res.Body).Decode(&c); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("conversation %s: status %d, %v", id, res.StatusCode, err)
	}
	return len(c.Turns)
}

// checkRated looks for the ratings in the file of a running server.
func checkRated(t *testing.T, dir string, acks []ack) (found int) {
	t.Helper()
	key, err := store.ParseKey(testDataKey)
	mustDo(t, err)
	d, err := store.Read(t.Context(), store.Options{Dir: dir, Key: key})
	mustDo(t, err)
	defer d.Close()
	rated := map[string]bool{}
	mustDo(t, d.Items(t.Context(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour), func(i store.Item) error {
		rated[i.Receipt.ID] = i.Rating != nil
		return nil
	}))
	for _, a := range acks {
		if a.rated == "" {
			continue
		}
		found++
		if !rated[a.rated] {
			t.Fatalf("the rating of %s was acknowledged and is gone", a.rated)
		}
	}
	return found
}

// TestServerWithoutItsStore breaks the store in every way. The red flag must
// be told, and stay told in the turns that follow; nothing may be acknowledged
// that is not stored, and it must be said.
func TestServerWithoutItsStore(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil  func(t *testing.T, dir string)
		stored bool
		says   string
	}{
		"damaged": {func(t *testing.T, dir string) {
			mustDo(t, os.WriteFile(dir+"/"+store.FileName, bytes.Repeat([]byte("garbage "), 4096), 0o600))
		}, true, "store is damaged"},
		"locked": {func(t *testing.T, dir string) {
			other, err := store.Open(t.Context(), store.Options{Dir: dir, Alone: true})
			mustDo(t, err)
			t.Cleanup(func() { _ = other.Close() })
		}, false, "store is not available"},
		"a folder in its place": {func(t *testing.T, dir string) {
			mustDo(t, os.Mkdir(dir+"/"+store.FileName, 0o700))
		}, false, "store is not available"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			tt.spoil(t, dir)
			v := startVictim(t, program(), "--data", dir)
			var r chat.Reply
			mustDo(t, json.Unmarshal([]byte(post(t, v.url+"/v1/chat", `{"message":"`+redFlag+`"}`)), &r))
			if r.Triage.Level.String() != "emergency" || r.Degraded == tt.stored {
				t.Errorf("level %v, degraded %v", r.Triage.Level, r.Degraded)
			}
			var next chat.Reply
			mustDo(t, json.Unmarshal([]byte(post(t, v.url+"/v1/chat", `{"message":"thanks","conversation_id":"`+r.ConversationID+`"}`)), &next))
			if next.Triage.Level.String() != "emergency" {
				t.Errorf("the next turn has level %v: the flag was forgotten", next.Triage.Level)
			}
			res, err := http.Post(v.url+"/v1/feedback", "application/json", strings.NewReader(`{"id":"`+r.ID+`","rating":"up"}`))
			mustDo(t, err)
			defer res.Body.Close()
			if stored := res.StatusCode == http.StatusNoContent; stored != tt.stored {
				t.Errorf("feedback got status %d", res.StatusCode)
			}
			v.kill()
			if !strings.Contains(v.log.String(), tt.says) {
				t.Errorf("the log does not say it: %s", v.log.String())
			}
		})
	}
}
