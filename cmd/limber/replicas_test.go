package main

import (
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack/slackfake"
	"github.com/limber-health/limber/chat/store"
)

var replicaMessages = flag.Int("messages", 200, "how many messages TestReplicas sends to two servers")

// perPerson is what each person writes in TestReplicas: two calm messages, and
// two that show more and more danger.
var perPerson = []string{"What are leg cramps?", "and what helps against them?", "my left calf is swollen and hot", "and now I cannot catch my breath"}

// A crowd is the people who write to the servers, and Slack, which delivers
// each message to all of them, twice and in any order.
type crowd struct {
	t       *testing.T
	fake    *slackfake.Server
	servers [2]atomic.Pointer[victim]
	sent    atomic.Int64
}

// write sends the messages of one person, each when the one before has an
// answer.
func (c *crowd) write(person int) {
	for n, text := range perPerson {
		ts := fmt.Sprintf("18%08d.%06d", person, n+1)
		inner := map[string]any{"type": "message", "channel": fmt.Sprint("D", person), "channel_type": "im",
			"user": fmt.Sprint("U", person), "ts": ts, "text": text, "client_msg_id": "client-" + ts}
		taken := false
		for try := 0; !taken && try < 60; try++ { // Slack tries again, later and less often
			taken = c.deliver(inner, fmt.Sprintf("Ev%d-%d", person, n))
			if !taken {
				time.Sleep(500 * time.Millisecond)
			}
		}
		if !taken {
			c.t.Errorf("message %d of person %d was never taken", n, person)
		}
		c.sent.Add(1)
		for end := time.Now().Add(time.Minute); !c.answered(ts) && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

func (c *crowd) answered(thread string) bool {
	return slices.ContainsFunc(c.fake.Messages(), func(m slackfake.Message) bool { return m.Thread == thread && isAnswer(m.Shown()) })
}

func isAnswer(shown string) bool {
	return strings.Contains(shown, "General information from articles") || strings.Contains(shown, "Sorry, ")
}

// deliver reports whether a server took the message.
func (c *crowd) deliver(inner map[string]any, id string) bool {
	var taken atomic.Int64
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
			event := slackfake.Event(fmt.Sprintf("%s-%d", id, i%3), inner) // one of them twice
			if deliverEvent(c.servers[i%2].Load().url, event) == http.StatusOK {
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	return taken.Load() > 0
}

// faultHeadline is what a person is told when the rules had no time to run.
const faultHeadline = "could not check your message for danger signs"

// slowSlack takes its time before and after each call, so that a kill meets
// calls in every state.
func slowSlack(fake http.Handler) http.Handler {
	pause := func() { time.Sleep(time.Duration(rand.IntN(15)) * time.Millisecond) }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pause()
		fake.ServeHTTP(w, r)
		pause()
	})
}

// TestReplicas runs two servers on one folder. Slack delivers everything to
// both. One is killed in the middle and another comes in its place: each
// message has one answer, each danger its notice, and each conversation all
// its turns, whoever made them.
func TestReplicas(t *testing.T) {
	people := *replicaMessages / len(perPerson)
	if testing.Short() {
		people = 6
	}
	fake, dir := &slackfake.Server{}, t.TempDir()
	args := append(slackArgs(t, slowSlack(fake)), "--data", dir, "--data-key", testDataKey)
	c := &crowd{t: t, fake: fake}
	for i := range c.servers {
		c.servers[i].Store(startVictim(t, os.Args[0], args...))
	}
	if strings.Contains(c.servers[1].Load().log.String(), store.ErrLocked.Error()) {
		t.Skip("servers cannot share a folder here")
	}
	var wg sync.WaitGroup
	room := make(chan struct{}, 20)
	for person := range people {
		wg.Go(func() {
			room <- struct{}{}
			c.write(person)
			<-room
		})
	}
	for c.sent.Load() < int64(people*len(perPerson)/2) {
		time.Sleep(time.Millisecond)
	}
	killed := c.servers[0].Load()
	killed.kill()
	c.servers[0].Store(startVictim(t, os.Args[0], args...))
	wg.Wait()
	key, err := store.ParseKey(testDataKey)
	mustDo(t, err)
	d, err := store.Read(t.Context(), store.Options{Dir: dir, Key: key})
	mustDo(t, err)
	defer d.Close()
	waitFor(t, "the end of all work", func() bool { return rowsOf(t, d, "slack_jobs WHERE ended = 0") == 0 })
	checkPeople(t, fake, d, people)
	for _, v := range []*victim{killed, c.servers[0].Load(), c.servers[1].Load()} {
		v.kill()
		log := errorLines(v.log.String())
		if t.Failed() || strings.Contains(notSlow(log), "conversation") || strings.Contains(v.log.String(), "DATA RACE") {
			t.Errorf("a server says: %.4000s", log)
		}
	}
}

// notSlow leaves out what a server says of a disk that takes too long: a
// machine may be that busy, and no turn is lost by it.
func notSlow(log string) (out string) {
	for line := range strings.Lines(log) {
		if !strings.Contains(line, "the disk takes too long") {
			out += line
		}
	}
	return out
}

func errorLines(log string) (out string) {
	for line := range strings.Lines(log) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "level=WARN") {
			out += line
		}
	}
	return out
}

func rowsOf(t *testing.T, d *store.DB, what string) (n int) {
	t.Helper()
	mustDo(t, d.View(t.Context(), func(tx *sql.Tx) error { return tx.QueryRow("SELECT count(*) FROM " + what).Scan(&n) }))
	return n
}

// checkPeople looks at what stands in Slack and in the store.
func checkPeople(t *testing.T, fake *slackfake.Server, d *store.DB, people int) {
	answers, notices, unsure := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, m := range fake.Messages() {
		shown := m.Shown()
		switch {
		case isAnswer(shown):
			answers[m.Thread]++
		case strings.Contains(shown, faultHeadline):
			t.Logf("the machine was too busy for a verdict in %s", m.Thread) // and then it errs on the safe side
			unsure[m.Thread] = true
		case len(m.Blocks) > 0 && m.Blocks[0]["type"] == "header":
			notices[m.Thread]++
		default:
			t.Errorf("half a message stands in %s: %.100q", m.Thread, shown)
		}
	}
	for person := range people {
		for n := range perPerson {
			thread := fmt.Sprintf("18%08d.%06d", person, n+1)
			if answers[thread] != 1 {
				t.Errorf("message %d of person %d has %d answers", n, person, answers[thread])
			}
			if want := min(1, n/2); notices[thread] != want && !unsure[thread] {
				t.Errorf("message %d of person %d has %d notices, want %d", n, person, notices[thread], want)
			}
		}
		var id string
		mustDo(t, d.View(t.Context(), func(tx *sql.Tx) error {
			return tx.QueryRow("SELECT conversation FROM slack_threads WHERE key = ?", fmt.Sprintf("%s/@U%d", slackfake.Team, person)).Scan(&id)
		}))
		conv, err := d.Load(t.Context(), id)
		mustDo(t, err)
		if got, want := strings.Join(conv.Messages(), "; "), strings.Join(perPerson, "; "); got != want {
			t.Errorf("the conversation of person %d is %q", person, got)
		}
	}
	t.Logf("%d messages, %d answers, %d notices", people*len(perPerson), len(answers), len(notices))
}
