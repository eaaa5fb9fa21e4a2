package api_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/limber-health/limber/api"
)

func TestOrigins(t *testing.T) {
	s := newServer(t, api.Options{Origins: []string{"https://Clinic.example:443/", "http://localhost:3000"}})
	tests := []struct {
		origin string
		status int
		allow  string // Access-Control-Allow-Origin
	}{
		{"", http.StatusOK, ""},
		{s.URL, http.StatusOK, ""},
		{"https://clinic.example", http.StatusOK, "https://clinic.example"},
		{"http://localhost:3000", http.StatusOK, "http://localhost:3000"},
		{"http://clinic.example", http.StatusForbidden, ""},
		{"https://clinic.example.evil.example", http.StatusForbidden, ""},
		{"https://www.clinic.example", http.StatusForbidden, ""},
		{"http://localhost:3001", http.StatusForbidden, ""},
		{"null", http.StatusForbidden, ""},
		{"*", http.StatusForbidden, ""},
		{"file://", http.StatusForbidden, ""},
	}
	for _, path := range []string{"/v1/articles", "/widget.js", "/healthz"} {
		for _, tt := range tests {
			res, _ := fetch(t, "GET", s.URL+path, "Origin", tt.origin)
			if res.StatusCode != tt.status || res.Header.Get("Access-Control-Allow-Origin") != tt.allow {
				t.Errorf("%s from %q: got %d and %q, want %d and %q", path, tt.origin,
					res.StatusCode, res.Header.Get("Access-Control-Allow-Origin"), tt.status, tt.allow)
			}
			if !slices.Contains(res.Header.Values("Vary"), "Origin") {
				t.Errorf("%s from %q: Vary %q does not name Origin", path, tt.origin, res.Header.Values("Vary"))
			}
		}
	}
}

func TestPreflight(t *testing.T) {
	s := newServer(t, api.Options{Origins: []string{"https://clinic.example"}, RateLimit: 1})
	for range 3 { // asking first costs no request of the limit
		res, _ := fetch(t, "OPTIONS", s.URL+"/v1/chat", "Origin", "https://clinic.example",
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
		if res.StatusCode != http.StatusNoContent || res.Header.Get("Access-Control-Allow-Methods") != "GET, POST, DELETE" {
			t.Fatalf("got %d and methods %q, want 204 and three methods", res.StatusCode, res.Header.Get("Access-Control-Allow-Methods"))
		}
	}
	res, _ := fetch(t, "OPTIONS", s.URL+"/v1/chat", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
	if res.StatusCode != http.StatusForbidden || res.Header.Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("another origin: got %d and methods %q, want 403 and none", res.StatusCode, res.Header.Get("Access-Control-Allow-Methods"))
	}
}

// A page that may not read an answer must not cause anything either.
func TestOtherOriginsChangeNothing(t *testing.T) {
	s := newServer(t, api.Options{})
	res, _ := fetch(t, "DELETE", s.URL+"/v1/conversations/x", "Origin", "https://evil.example")
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("got %d, want 403 before the handler", res.StatusCode)
	}
}

func TestCheckOrigins(t *testing.T) {
	good := []string{"https://a.example", "http://localhost:3000", "https://a.example/", "http://[::1]:80"}
	if err := api.CheckOrigins(good); err != nil {
		t.Errorf("got %v for good origins", err)
	}
	for _, bad := range []string{"*", "https://*", "https://*.a.example", "a.example", "//a.example", "https://", "ftp://a.example",
		"https://a.example/path", "https://u@a.example", "https://a.example?x", "null", ""} {
		if api.CheckOrigins([]string{bad}) == nil {
			t.Errorf("%q was taken for an origin", bad)
		}
	}
}
