package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/api/gate"
	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat"
)

// keysFor makes keys and the ring of a server that knows them.
func keysFor(t *testing.T, wants ...gate.NewKey) (keys []string, ring *gate.Ring) {
	t.Helper()
	book := gate.Book{Path: filepath.Join(t.TempDir(), "keys.json")}
	for _, n := range wants {
		whole, _, err := book.Add(n, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, whole)
	}
	ring, err := gate.NewRing(book.Path, time.Now, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	return keys, ring
}

func bearer(key string) []string { return []string{"Authorization", "Bearer " + key} }

var (
	chatKey   = gate.NewKey{Name: "chat", Scopes: []gate.Scope{gate.ScopeChat}}
	searchKey = gate.NewKey{Name: "search", Scopes: []gate.Scope{gate.ScopeSearch}}
	adminKey  = gate.NewKey{Name: "admin", Scopes: []gate.Scope{gate.ScopeAdmin}}
	siteKey   = gate.NewKey{Name: "site", Scopes: []gate.Scope{gate.ScopeChat}, Origins: []string{"https://clinic.example"}}
)

func TestScopes(t *testing.T) {
	keys, ring := keysFor(t, chatKey, searchKey, adminKey)
	s := newServer(t, api.Options{Keys: ring, RequireKey: true, Metrics: telemetry.New("test")})
	tests := []struct {
		method, path, body string
		want               [4]int // without a key, chat, search, admin
	}{
		{"POST", "/v1/chat", `{"message":"cramps"}`, [4]int{401, 200, 403, 200}},
		{"POST", "/v1/triage", `{"messages":["x"]}`, [4]int{401, 200, 403, 200}},
		{"POST", "/v1/chat/completions", `{"messages":[{"role":"user","content":"x"}]}`, [4]int{401, 200, 403, 200}},
		{"GET", "/v1/conversations/conv_x", "", [4]int{401, 404, 403, 404}},
		{"POST", "/v1/search", `{"query":"cramps"}`, [4]int{401, 403, 200, 200}},
		{"GET", "/v1/articles", "", [4]int{401, 403, 200, 200}},
		{"POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, [4]int{401, 200, 403, 200}},
		{"GET", "/metrics", "", [4]int{200, 403, 403, 200}}, // without a key: this machine
		{"GET", "/healthz", "", [4]int{200, 200, 200, 200}},
		{"GET", "/widget.js", "", [4]int{200, 200, 200, 200}},
	}
	for _, tt := range tests {
		for i, key := range append([]string{""}, keys...) {
			h := []string{"Accept", "application/json, text/event-stream"}
			if key != "" {
				h = append(h, bearer(key)...)
			}
			if res, body := s.send(t, tt.method, tt.path, tt.body, h...); res.StatusCode != tt.want[i] {
				t.Errorf("%s %s with key %d: got %d %.200s, want %d", tt.method, tt.path, i, res.StatusCode, body, tt.want[i])
			}
		}
	}
}

var requestIDs = regexp.MustCompile(`req_[a-z0-9]+`)

// Every bad credential gets the same 401, guessing or not.
func TestBadKeysLookAlike(t *testing.T) {
	keys, ring := keysFor(t, chatKey)
	s := newServer(t, api.Options{Keys: ring, RequireKey: true})
	id := strings.Split(keys[0], "_")[1]
	bodies := map[string]string{}
	for name, key := range map[string]string{
		"none": "", "other": "sk-1234567890", "short": "lk_", "unknown": "lk_aaaaaaaaaaaaa_" + strings.Repeat("b", 52), "wrong": "lk_" + id + "_" + strings.Repeat("b", 52),
		"one letter off": keys[0][:len(keys[0])-1] + "!", "long": "lk_" + strings.Repeat("x", 8000), "public": "pk_" + keys[0][3:],
	} {
		res, body := s.send(t, "POST", "/v1/triage", `{"messages":["x"]}`, bearer(key)...)
		if res.StatusCode != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: got %d", name, res.StatusCode)
		}
		bodies[requestIDs.ReplaceAllString(body, "")] = name
	}
	if len(bodies) != 1 {
		t.Errorf("the refusals differ: %v", bodies)
	}
	ok := func(key string) int {
		res, _ := s.send(t, "POST", "/v1/triage", `{"messages":["x"]}`, bearer(key)...)
		return res.StatusCode
	}
	if ok(keys[0]) != 200 {
		t.Fatal("the right key is refused")
	}
	for range 8 {
		ok("lk_" + id + "_" + strings.Repeat("c", 52))
	}
	if ok(keys[0]) != 401 {
		t.Error("after eight guesses from this address the key must not even be looked at for a while")
	}
}

// Without --require-key, what other servers' clients send as a key is no fault.
func TestKeysAreOptional(t *testing.T) {
	keys, ring := keysFor(t, chatKey)
	s := newServer(t, api.Options{Keys: ring})
	for key, want := range map[string]int{"": 200, "sk-anything": 200, "none": 200, keys[0]: 200, "lk_old_key": 401} {
		if res, _ := s.send(t, "POST", "/v1/triage", `{"messages":["x"]}`, bearer(key)...); res.StatusCode != want {
			t.Errorf("key %.12q: got %d, want %d", key, res.StatusCode, want)
		}
	}
	if res, _ := s.send(t, "POST", "/v1/triage", `{"messages":["x"]}`, "X-Api-Key", "lk_old_key"); res.StatusCode != 401 {
		t.Errorf("X-Api-Key: got %d", res.StatusCode)
	}
}

func TestPublicKeyIsBoundToItsOrigin(t *testing.T) {
	keys, ring := keysFor(t, siteKey)
	for _, require := range []bool{false, true} {
		s := newServer(t, api.Options{Keys: ring, RequireKey: require})
		ask := func(key, origin string, more ...string) *http.Response {
			h := more
			if key != "" {
				h = append(h, bearer(key)...)
			}
			if origin != "" {
				h = append(h, "Origin", origin)
			}
			res, _ := fetchBody(t, "POST", s.URL+"/v1/triage", `{"messages":["x"]}`, h...)
			return res
		}
		res := ask(keys[0], "https://clinic.example")
		if res.StatusCode != 200 || res.Header.Get("Access-Control-Allow-Origin") != "https://clinic.example" {
			t.Errorf("from its site: got %d %q", res.StatusCode, res.Header.Get("Access-Control-Allow-Origin"))
		}
		for name, got := range map[string]int{
			"another site":         ask(keys[0], "https://evil.example").StatusCode,
			"a site that ends so":  ask(keys[0], "https://clinic.example.evil.example").StatusCode,
			"over http":            ask(keys[0], "http://clinic.example").StatusCode,
			"no site":              ask(keys[0], "").StatusCode,
			"null":                 ask(keys[0], "null").StatusCode,
			"its site without key": ask("", "https://clinic.example").StatusCode,
			"says same-origin":     ask(keys[0], "", "Sec-Fetch-Site", "same-origin").StatusCode,
		} {
			if got != 403 && !(require && name == "its site without key" && got == 401) {
				t.Errorf("%s, keys required %v: got %d", name, require, got)
			}
		}
		res, _ = fetch(t, "OPTIONS", s.URL+"/v1/chat", "Origin", "https://clinic.example", "Access-Control-Request-Method", "POST")
		if res.StatusCode != http.StatusNoContent || !strings.Contains(res.Header.Get("Access-Control-Allow-Headers"), "Authorization") {
			t.Errorf("preflight: got %d", res.StatusCode)
		}
	}
}

func fetchBody(t *testing.T, method, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

// Another tenant's conversation and receipt look exactly as if they did not
// exist, on every route that takes an id.
func TestTenantsSeeOnlyTheirOwn(t *testing.T) {
	keys, ring := keysFor(t, chatKey, gate.NewKey{Name: "other", Scopes: []gate.Scope{gate.ScopeChat}})
	s := newServer(t, api.Options{Keys: ring})
	_, body := s.send(t, "POST", "/v1/chat", `{"message":"what are leg cramps"}`, bearer(keys[0])...)
	var r chat.Reply
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		t.Fatal(err)
	}
	id := r.ConversationID
	forged := id[:strings.LastIndex(id, "_")]
	for name, routes := range map[string]func(conv, receipt string, h ...string) (*http.Response, string){
		"export": func(conv, _ string, h ...string) (*http.Response, string) {
			return s.send(t, "GET", "/v1/conversations/"+conv, "", h...)
		},
		"erase": func(conv, _ string, h ...string) (*http.Response, string) {
			return s.send(t, "DELETE", "/v1/conversations/"+conv, "", h...)
		},
		"go on": func(conv, _ string, h ...string) (*http.Response, string) {
			return s.send(t, "POST", "/v1/chat", fmt.Sprintf(`{"message":"x","conversation_id":%q}`, conv), h...)
		},
		"rate": func(_, receipt string, h ...string) (*http.Response, string) {
			return s.send(t, "POST", "/v1/feedback", fmt.Sprintf(`{"id":%q,"rating":"up"}`, receipt), h...)
		},
	} {
		_, unknown := routes("conv_aaaaaaaaaaaaaaaaaaaaaaaaaa", "rcpt_aaaaaaaaaaaaaaaaaaaaaaaaaa", bearer(keys[1])...)
		for who, h := range map[string][]string{"another key": bearer(keys[1]), "no key": nil} {
			for _, conv := range []string{id, forged} {
				res, foreign := routes(conv, r.ID, h...)
				if res.StatusCode != 404 || requestIDs.ReplaceAllString(foreign, "") != requestIDs.ReplaceAllString(unknown, "") {
					t.Errorf("%s with %s: got %d %s, want what an unknown id gets: %s", name, who, res.StatusCode, foreign, unknown)
				}
			}
		}
	}
	if res, _ := s.send(t, "GET", "/v1/conversations/"+id, "", bearer(keys[0])...); res.StatusCode != 200 {
		t.Errorf("the owner gets %d", res.StatusCode)
	}
}

func TestHostileIDs(t *testing.T) {
	s := newServer(t, api.Options{})
	for _, id := range []string{
		"conv_x", "..", "%2e%2e%2fetc%2fpasswd", "conv_'%20OR%201=1--", "conv_%00", "conv_*", "%F0%9F%92%A3", strings.Repeat("a", 5000), "conv_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaa",
		"null", "undefined", "0", "-1", "$where", "%7B%22$gt%22:%22%22%7D", "conv_A%0d%0aX-Evil:%20yes", "%252e%252e", "rcpt_x", "CONV_X", "conv_%E2%80%AE",
	} {
		for _, method := range []string{"GET", "DELETE"} {
			res, body := s.send(t, method, "/v1/conversations/"+id, "")
			if res.StatusCode != 404 && res.StatusCode != 405 || res.Header.Get("X-Evil") != "" || strings.Contains(requestIDs.ReplaceAllString(body, ""), "etc") {
				t.Errorf("%s %.40q: got %d %s", method, id, res.StatusCode, body)
			}
		}
		if res, body := s.send(t, "POST", "/v1/chat", fmt.Sprintf(`{"message":"x","conversation_id":%q}`, id)); res.StatusCode != 404 && res.StatusCode != 413 {
			t.Errorf("chat with %.40q: got %d %s", id, res.StatusCode, body)
		}
	}
}

// What a proxy says of the client counts only if the proxy is trusted.
func TestForwardedAddresses(t *testing.T) {
	s := newServer(t, api.Options{RateLimit: 1})
	for i, want := range []int{200, 429, 429} {
		if res, _ := s.send(t, "GET", "/v1/articles", "", "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i), "X-Real-Ip", fmt.Sprintf("203.0.113.%d", i)); res.StatusCode != want {
			t.Errorf("request %d: got %d, want %d: the header must not be believed", i, res.StatusCode, want)
		}
	}
	s = newServer(t, api.Options{RateLimit: 1, TrustedProxies: []string{"127.0.0.1", "::1"}})
	for _, tt := range []struct {
		header string
		want   int
	}{
		{"203.0.113.1", 200}, {"203.0.113.1", 429}, {"203.0.113.2", 200},
		{"203.0.113.9, 203.0.113.2", 429}, // only the last one comes from the proxy
		{"2001:db8:1:2::1", 200}, {"2001:db8:1:2:ffff::9", 429},
	} {
		if res, _ := s.send(t, "GET", "/v1/articles", "", "X-Forwarded-For", tt.header); res.StatusCode != tt.want {
			t.Errorf("for %s: got %d, want %d", tt.header, res.StatusCode, tt.want)
		}
	}
}

// On this machine means just that: not through a proxy, not by a foreign name.
func TestAdminIsForThisMachine(t *testing.T) {
	s := newServer(t, api.Options{Metrics: telemetry.New("test")})
	if res, body := s.send(t, "GET", "/metrics", ""); res.StatusCode != 200 || !strings.Contains(body, "limber_build_info") {
		t.Errorf("got %d", res.StatusCode)
	}
	for _, h := range [][]string{
		{"X-Forwarded-For", "127.0.0.1"}, {"Forwarded", "for=127.0.0.1"}, {"X-Real-Ip", "::1"}, {"Via", "1.1 proxy"}, {"Host", "evil.example"}, {"Origin", "https://evil.example"},
	} {
		for _, r := range [][2]string{{"GET", "/metrics"}, {"POST", "/admin/reload"}} {
			if res, _ := fetchBody(t, r[0], s.URL+r[1], "", h...); res.StatusCode != 403 {
				t.Errorf("%s with %v: got %d, want 403", r[1], h, res.StatusCode)
			}
		}
	}
	apart := newServer(t, api.Options{AdminApart: true, Metrics: telemetry.New("test")})
	for _, path := range []string{"/metrics", "/admin/reload"} {
		if res, _ := fetch(t, "GET", apart.URL+path); res.StatusCode != 404 {
			t.Errorf("%s: got %d where admin has a listener of its own", path, res.StatusCode)
		}
	}
}

// A page of another site can send nothing, whatever trick it uses.
func TestCrossSite(t *testing.T) {
	s := newServer(t, api.Options{})
	for name, h := range map[string][]string{
		"form":              {"Origin", "https://evil.example", "Content-Type", "application/x-www-form-urlencoded"},
		"text":              {"Origin", "https://evil.example", "Content-Type", "text/plain"},
		"fetch":             {"Origin", "https://evil.example"},
		"sandboxed frame":   {"Origin", "null"},
		"origin left out":   {"Sec-Fetch-Site", "cross-site"},
		"sister site":       {"Sec-Fetch-Site", "same-site"},
		"opaque redirect":   {"Origin", "null", "Sec-Fetch-Site", "cross-site"},
		"own name, as host": {"Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"},
	} {
		if res, _ := fetchBody(t, "POST", s.URL+"/v1/chat", `{"message":"x"}`, h...); res.StatusCode != 403 {
			t.Errorf("%s: got %d, want 403", name, res.StatusCode)
		}
	}
	for _, path := range []string{"/", "/articles/cramps", "/v1/articles", "/widget.js"} {
		res, _ := fetch(t, "GET", s.URL+path)
		if res.Header.Get("Set-Cookie") != "" || res.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s sets a cookie or allows credentials", path)
		}
		if !strings.Contains(res.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || res.Header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s may be framed", path)
		}
	}
}

// What a person gets must never be kept for another one.
func TestCacheHeaders(t *testing.T) {
	s := newServer(t, api.Options{})
	for _, r := range []struct{ method, path, body string }{
		{"POST", "/v1/chat", `{"message":"cramps"}`}, {"POST", "/v1/triage", `{"messages":["x"]}`}, {"GET", "/v1/conversations/conv_x", ""},
		{"POST", "/v1/chat/completions", `{"messages":[{"role":"user","content":"x"}]}`}, {"GET", "/v1/articles", ""}, {"GET", "/nowhere", ""},
	} {
		res, _ := s.send(t, r.method, r.path, r.body, "X-Forwarded-Host", "evil.example")
		if cc := res.Header.Get("Cache-Control"); cc != "no-store" {
			t.Errorf("%s: Cache-Control %q", r.path, cc)
		}
	}
	for _, path := range []string{"/", "/articles", "/embed"} {
		res, body := s.send(t, "GET", path, "", "X-Forwarded-Host", "evil.example")
		if cc := res.Header.Get("Cache-Control"); cc != "private, no-cache" || strings.Contains(body, "evil.example") {
			t.Errorf("%s: Cache-Control %q, or it repeats a header", path, cc)
		}
	}
	res, _ := s.send(t, "GET", "/widget.js", "")
	if !slices.Contains(res.Header.Values("Vary"), "Origin") {
		t.Errorf("the widget may be kept for another origin: Vary %q", res.Header.Values("Vary"))
	}
}

// The server's own pages carry the public key that is bound to them, no other.
func TestOwnPagesCarryTheirKey(t *testing.T) {
	book := gate.Book{Path: filepath.Join(t.TempDir(), "keys.json")}
	now := time.Now()
	ring, err := gate.NewRing(book.Path, func() time.Time { return now }, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, api.Options{Keys: ring, RequireKey: true})
	if _, _, err := book.Add(siteKey, now); err != nil {
		t.Fatal(err)
	}
	own, _, err := book.Add(gate.NewKey{Name: "own", Scopes: []gate.Scope{gate.ScopeChat}, Origins: []string{s.URL}}, now)
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Second)
	for _, path := range []string{"/", "/embed"} {
		if _, page := s.send(t, "GET", path, ""); strings.Count(page, "pk_") != strings.Count(page, own)+strings.Count(page, "<code>pk_…") || !strings.Contains(page, own) {
			t.Errorf("%s does not carry its own key alone", path)
		}
	}
	if res, _ := fetchBody(t, "POST", s.URL+"/v1/triage", `{"messages":["x"]}`, "Authorization", "Bearer "+own, "Origin", s.URL); res.StatusCode != 200 {
		t.Errorf("the key of the own pages gets %d", res.StatusCode)
	}
	if res, _ := fetchBody(t, "GET", s.URL+"/v1/conversations/conv_x", "", "Authorization", "Bearer "+own, "Sec-Fetch-Site", "same-origin"); res.StatusCode != 404 {
		t.Errorf("a page that reads from its own server gets %d", res.StatusCode)
	}
}
