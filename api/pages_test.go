package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/limber-health/limber/api"
)

func TestPagesHoldWhatTheyPromise(t *testing.T) {
	s := newServer(t, api.Options{})
	tests := map[string][]string{
		"/":         {"<limber-chat", `src="/widget.js"`, `href="/embed"`, "not a doctor"},
		"/articles": {`href="/articles/cramps"`, "Cramps &amp; &lt;restless&gt; legs"},
		"/articles/cramps": {"Last reviewed", "2026-11-01", `href="https://www.nhs.uk/"`, "CC BY 4.0", `href="#part-0"`, `id="part-0"`,
			`>Stretching the calf can stop leg cramps.</span>`},
		"/embed": {"&lt;limber-chat&gt;", "--origins", "persist"},
	}
	for path, wants := range tests {
		res, raw := fetch(t, "GET", s.URL+path)
		body := string(raw)
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d", path, res.StatusCode)
		}
		for _, want := range append(wants, `href="tel:999"`, `<html lang="en">`, `href="#main"`) {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not hold %s", path, want)
			}
		}
		if strings.Contains(body, "<restless>") || strings.Contains(body, "style=") || strings.Contains(body, "onclick") {
			t.Errorf("%s holds unescaped or inline code", path)
		}
		policy := res.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';",
			"require-trusted-types-for 'script'", "trusted-types lit-html"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: policy %q is not strict", path, policy)
		}
	}
}

// A quote is found on the page by the offsets of its citation.
func TestArticlePageCarriesOffsets(t *testing.T) {
	s := newServer(t, api.Options{})
	_, raw := fetch(t, "GET", s.URL+"/v1/articles/cramps")
	_, page := fetch(t, "GET", s.URL+"/articles/cramps")
	if !strings.Contains(string(raw), `"text":"`) {
		t.Fatal("the article has no text")
	}
	if n := strings.Count(string(page), ` class="s" id="`); n < 3 {
		t.Errorf("got %d sentences with offsets, want at least 3", n)
	}
}
