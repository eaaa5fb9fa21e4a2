package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// toxiproxyEnv names the program of Toxiproxy's server.
const toxiproxyEnv = "LIMBER_TOXIPROXY"

// A toxiproxy is Shopify's proxy that makes a network bad, by its HTTP interface.
type toxiproxy struct {
	t   *testing.T
	url string
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func startToxiproxy(t *testing.T) toxiproxy {
	t.Helper()
	program := os.Getenv(toxiproxyEnv)
	if program == "" {
		t.Skip(toxiproxyEnv, "names no program")
	}
	host, port, _ := net.SplitHostPort(freeAddress(t))
	cmd := exec.Command(program, "-host", host, "-port", port)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	x := toxiproxy{t, "http://" + net.JoinHostPort(host, port)}
	for range 100 {
		if res, err := http.Get(x.url + "/version"); err == nil {
			_ = res.Body.Close()
			return x
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("Toxiproxy did not start")
	return x
}

// do sends a command; it may be called from a handler.
func (x toxiproxy) do(path string, body map[string]any) {
	data, _ := json.Marshal(body)
	res, err := http.Post(x.url+path, "application/json", bytes.NewReader(data))
	if err != nil {
		x.t.Errorf("%s: %v", path, err)
		return
	}
	defer func() { _ = res.Body.Close() }()
	if said, _ := io.ReadAll(res.Body); res.StatusCode > 299 {
		x.t.Errorf("%s: %s %s", path, res.Status, said)
	}
}

// A badNetwork is one way in which the network to the model fails; without a
// kind the proxy goes down.
type badNetwork struct {
	kind       string
	attributes map[string]any
	words      string // whose the words are then: model, quotes or either
}

var badNetworks = map[string]badNetwork{
	"down":       {"", nil, "quotes"},
	"latency":    {"latency", map[string]any{"latency": 60000}, "quotes"},
	"bandwidth":  {"bandwidth", map[string]any{"rate": 1}, "either"},
	"slow close": {"slow_close", map[string]any{"delay": 30000}, "model"},
	"timeout":    {"timeout", map[string]any{"timeout": 300}, "quotes"},
	"reset peer": {"reset_peer", map[string]any{"timeout": 0}, "quotes"},
	"slicer":     {"slicer", map[string]any{"average_size": 7, "size_variation": 3, "delay": 10}, "model"},
	"limit data": {"limit_data", map[string]any{"bytes": 100}, "quotes"},
}

// TestBadNetworkToTheModel puts a real bad network between Limber and an
// honest model, before the first byte and in the middle of the answer: every
// reply comes in time, is supported, and never half of what the model said.
func TestBadNetworkToTheModel(t *testing.T) {
	x := startToxiproxy(t)
	for name, bad := range badNetworks {
		for _, middle := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, in the middle %v", name, middle), func(t *testing.T) {
				t.Parallel()
				spoilt := x.between(t, bad, middle)
				srv, a := serveModelAt(t, spoilt, 2*time.Second)
				start := time.Now()
				r := askRoutes["stream"](t, srv.URL, "URGENT what helps leg cramps?").reply
				if took := time.Since(start); took > 8*time.Second {
					t.Errorf("the reply came after %s", took)
				}
				checkSupported(t, name, r, a)
				if bad.words != "either" && r.Degraded != (bad.words == "quotes") {
					t.Errorf("got degraded %v, engine %s, want the words of the %s", r.Degraded, r.Engine, bad.words)
				}
			})
		}
	}
}

// between starts a model that repeats its quotes and returns its address
// behind a proxy, which turns bad at once or after half of the answer.
func (x toxiproxy) between(t *testing.T, bad badNetwork, middle bool) string {
	t.Helper()
	name, listen := strings.NewReplacer("/", "-", " ", "-", ",", "").Replace(t.Name()), freeAddress(t)
	spoil := func() {
		if bad.kind == "" {
			x.do("/proxies/"+name, map[string]any{"enabled": false})
			return
		}
		x.do("/proxies/"+name+"/toxics", map[string]any{"type": bad.kind, "stream": "downstream", "attributes": bad.attributes})
	}
	url := serveProvider(t, func(w http.ResponseWriter, _ *http.Request, quotes [][2]string) {
		w.Header().Set("Content-Type", "text/event-stream")
		for i, q := range quotes {
			if middle && i == len(quotes)/2 {
				_ = http.NewResponseController(w).Flush()
				time.Sleep(100 * time.Millisecond) // until the first half is through
				spoil()
			}
			fmt.Fprint(w, chunk(q[0]+": "+q[1]+"\n", ""))
		}
		fmt.Fprint(w, chunk("", "stop")+"data: [DONE]\n\n")
	})
	upstream := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/v1")
	x.do("/proxies", map[string]any{"name": name, "listen": listen, "upstream": upstream, "enabled": true})
	if !middle {
		spoil()
	}
	return "http://" + listen + "/v1"
}
