package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A pressure is what TestLoad does to a server.
type pressure struct {
	streams, perSecond int
	lasts, pause       time.Duration // pause: between the sentences of a stream
	crowd              int           // who ask again and again at the overload
	slow, resets       int           // connections
	clients            *clients
}

// clients are HTTP clients with addresses of their own.
type clients struct {
	url  string
	each []*http.Client
	next atomic.Int64
}

func newClients(url string, n int) *clients {
	c := &clients{url: url}
	for i := range n {
		from := &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+i/250), byte(1+i%250))}
		dial := &net.Dialer{LocalAddr: from, Timeout: 10 * time.Second}
		c.each = append(c.each, &http.Client{Transport: &http.Transport{DialContext: dial.DialContext, MaxIdleConnsPerHost: 8, IdleConnTimeout: 20 * time.Second}}) // less than the server, or a request may meet a connection that is just closed
	}
	return c
}

func (c *clients) close() {
	for _, one := range c.each {
		one.CloseIdleConnections()
	}
}

// post sends a body from the next client.
func (c *clients) post(ctx context.Context, path, body string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	return c.each[int(c.next.Add(1))%len(c.each)].Do(req)
}

// take sends a body and reads the answer.
func (c *clients) take(ctx context.Context, path, body string) (int, string, error) {
	res, err := c.post(ctx, path, body)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

// What is asked under load. An emergency is among it.
var (
	loadQuestions = []string{"Why do my legs ache when I lie down?", "what helps restless legs", "how can I stop a cramp at night", "is magnesium good for leg cramps", "my calf is swollen and hot after a flight"}
	emergencyBody = `{"message":"I have crushing chest pain and cannot breathe"}`
)

// endings counts how requests ended.
type endings struct {
	mu     sync.Mutex
	status map[int]int
	faults map[string]int
	took   []time.Duration
}

func newEndings() *endings { return &endings{status: map[int]int{}, faults: map[string]int{}} }

func (a *endings) add(status int, err error, took time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.faults[fmt.Sprintf("%T", err)+" "+err.Error()]++
		return
	}
	a.status[status]++
	a.took = append(a.took, took)
}

// only reports whether every request ended with one of the statuses.
func (a *endings) only(statuses ...int) bool {
	for s := range a.status {
		if !slices.Contains(statuses, s) {
			return false
		}
	}
	return len(a.faults) == 0
}

func (a *endings) String() string {
	slices.Sort(a.took)
	q := func(p float64) time.Duration {
		if len(a.took) == 0 {
			return 0
		}
		return a.took[int(p*float64(len(a.took)-1))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("by status %v, faults %v, p50 %v, p99 %v, longest %v", a.status, a.faults, q(.5), q(.99), q(1))
}

func (l *pressure) warm(t *testing.T) {
	for i := range 20 {
		if status, body, err := l.clients.take(t.Context(), "/v1/triage", `{"messages":["hello"]}`); err != nil || status != 200 {
			t.Fatalf("request %d: %d %s %v", i, status, body, err)
		}
	}
}

// stream asks with a stream and reads it to the end. It returns 200 only if
// the verdict came first and "done" last.
func (l *pressure) stream(ctx context.Context, n int) (int, error) {
	res, err := l.clients.post(ctx, "/v1/chat", fmt.Sprintf(`{"message":%q,"stream":true}`, loadQuestions[n%len(loadQuestions)]))
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return res.StatusCode, nil
	}
	var names []string
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			names = append(names, name)
		}
	}
	if err := lines.Err(); err != nil {
		return 0, err
	}
	if len(names) < 2 || names[0] != "triage" || names[len(names)-1] != "done" {
		return 0, fmt.Errorf("events %v", names)
	}
	return http.StatusOK, nil
}

// steady keeps the streams open and the requests coming.
func (l *pressure) steady(t *testing.T, s *child) {
	ctx, cancel := context.WithTimeout(t.Context(), l.lasts)
	defer cancel()
	streams, requests := newEndings(), newEndings()
	var g sync.WaitGroup
	var memory []float64
	for i := range l.streams {
		g.Go(func() {
			time.Sleep(time.Duration(i) * l.pause * 5 / time.Duration(l.streams)) // not all at once
			for n := i; ctx.Err() == nil; n++ {
				start := time.Now()
				status, err := l.stream(t.Context(), n)
				streams.add(status, err, time.Since(start))
			}
		})
	}
	g.Go(func() { every(ctx, time.Second, func(int) { memory = append(memory, resident(s.Process.Pid)) }) })
	every(ctx, time.Second/time.Duration(l.perSecond), func(n int) {
		g.Go(func() {
			start := time.Now()
			status, err := l.mixed(t.Context(), n)
			requests.add(status, err, time.Since(start))
		})
	})
	g.Wait()
	t.Logf("%d streams and %d requests a second wanted, %.0f sent, for %v", l.streams, l.perSecond, float64(len(requests.took))/l.lasts.Seconds(), l.lasts)
	t.Logf("streams: %v", streams)
	t.Logf("requests: %v", requests)
	if n := len(memory); n > 2 {
		t.Logf("memory: %.0f MiB after a second, %.0f at the end, most %.0f, slope over the second half %.1f MiB an hour",
			memory[0], memory[n-1], slices.Max(memory), slope(memory[n/2:])*3600)
	}
	if !streams.only(200) || !requests.only(200) {
		t.Error("there were errors under steady load")
	}
}

// mixed sends one of what clients send: half of it verdicts and answers.
func (l *pressure) mixed(ctx context.Context, n int) (status int, err error) {
	q := loadQuestions[n%len(loadQuestions)]
	switch n % 4 {
	case 0:
		status, _, err = l.clients.take(ctx, "/v1/triage", fmt.Sprintf(`{"messages":[%q]}`, q))
	case 1:
		status, _, err = l.clients.take(ctx, "/v1/search", fmt.Sprintf(`{"query":%q}`, q))
	case 2:
		status, _, err = l.clients.take(ctx, "/v1/chat", emergencyBody)
	default:
		status, _, err = l.clients.take(ctx, "/v1/chat", `{"message":"who won the football last night?"}`)
	}
	return status, err
}

// slope is the change a second of one value a second (least squares).
func slope(v []float64) float64 {
	n := float64(len(v))
	var sx, sy, sxx, sxy float64
	for i, y := range v {
		x := float64(i)
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// overload asks without a pause. Refusals must be 429 or 503, an emergency
// must be answered, and afterwards everything must be.
func (l *pressure) overload(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), min(max(l.lasts/10, 3*time.Second), 15*time.Second))
	defer cancel()
	crowd, danger := newEndings(), newEndings()
	var g sync.WaitGroup
	for i := range l.crowd {
		g.Go(func() {
			for n := i; ctx.Err() == nil; n++ {
				start := time.Now()
				status, _, err := l.clients.take(t.Context(), "/v1/chat", fmt.Sprintf(`{"message":%q}`, loadQuestions[n%len(loadQuestions)]))
				crowd.add(status, err, time.Since(start))
			}
		})
	}
	fresh := newClients(l.clients.url, 500) // who have asked nothing yet
	fresh.next.Store(250)
	every(ctx, 100*time.Millisecond, func(int) {
		start := time.Now()
		status, body, err := fresh.take(t.Context(), "/v1/chat", emergencyBody)
		if err == nil && status == 200 && !strings.Contains(body, `"level":"emergency"`) {
			err = fmt.Errorf("the level is missing")
		}
		danger.add(status, err, time.Since(start))
	})
	g.Wait()
	t.Logf("overload by %d who never wait: %v", l.crowd, crowd)
	t.Logf("emergencies in between: %v", danger)
	if !crowd.only(200, 429, 503) || crowd.status[429]+crowd.status[503] == 0 {
		t.Error("an overload must be refused with 429 and 503 only")
	}
	if !danger.only(200) {
		t.Error("an emergency was not answered during the overload")
	}
	after := newEndings()
	for range 50 {
		start := time.Now()
		status, _, err := fresh.take(t.Context(), "/v1/search", `{"query":"cramps"}`)
		after.add(status, err, time.Since(start))
	}
	fresh.close()
	if t.Logf("afterwards: %v", after); !after.only(200) {
		t.Error("the server has not recovered from the overload")
	}
}

// slowloris opens connections that send a header letter by letter. Others must
// be served meanwhile, and the connections must be closed.
func (l *pressure) slowloris(t *testing.T) {
	var open []net.Conn
	for i := range l.slow {
		dial := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 3, byte(1+i%250))}, Timeout: 10 * time.Second}
		c, err := dial.Dial("tcp", strings.TrimPrefix(l.clients.url, "http://"))
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, "POST /v1/chat HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		open = append(open, c)
	}
	others := newEndings()
	began, closed := time.Now(), 0
	for closed < len(open) && time.Since(began) < 20*time.Second {
		for _, c := range open {
			_, _ = c.Write([]byte("a"))
		}
		start := time.Now()
		status, _, err := l.clients.take(t.Context(), "/v1/triage", `{"messages":["my calf is swollen"]}`)
		others.add(status, err, time.Since(start))
		closed = 0
		for _, c := range open {
			_ = c.SetReadDeadline(time.Now().Add(time.Microsecond))
			if _, err := c.Read(make([]byte, 512)); err != nil && !isTimeout(err) {
				closed++
			}
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Logf("slowloris: %d of %d connections closed after %v; others: %v", closed, len(open), time.Since(began).Round(time.Second), others)
	if closed < len(open) || !others.only(200, 429) || others.status[200] == 0 {
		t.Error("slow connections stay, or stop the others")
	}
}

func isTimeout(err error) bool {
	n, ok := err.(net.Error)
	return ok && n.Timeout()
}

// reset asks for streams and breaks the connections off.
func (l *pressure) reset(t *testing.T) {
	var g sync.WaitGroup
	body := `{"message":"what helps restless legs","stream":true}`
	for w := range 16 {
		g.Go(func() {
			for i := range l.resets / 16 {
				dial := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 4, byte(1+(w*97+i)%250))}, Timeout: 10 * time.Second}
				c, err := dial.Dial("tcp", strings.TrimPrefix(l.clients.url, "http://"))
				if err != nil {
					t.Errorf("connect: %v", err)
					return
				}
				fmt.Fprintf(c, "POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)-i%2])
				if i%6 == 0 { // the whole body is out: an answer comes
					_, _ = c.Read(make([]byte, 64))
				}
				_ = c.(*net.TCPConn).SetLinger(0)
				c.Close()
			}
		})
	}
	g.Wait()
	status, _, err := l.clients.take(t.Context(), "/v1/triage", `{"messages":["hello"]}`)
	t.Logf("%d connections broken off; then: %d %v", l.resets, status, err)
	if err != nil || status != 200 && status != 429 {
		t.Error("the server does not answer after resets")
	}
}
