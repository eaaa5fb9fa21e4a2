package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A site is fetched by sitemap and by list, with the report of an ingest; one
// command goes back.
func TestIngestFromTheWeb(t *testing.T) {
	advice := "Holding the breath for ten seconds can stop hiccups."
	var site *httptest.Server
	site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sitemap.xml":
			fmt.Fprintf(w, "<urlset><url><loc>%s/hiccups</loc></url></urlset>", site.URL)
		case "/hiccups":
			fmt.Fprintf(w, "<h1>Hiccups</h1><h2>What stops hiccups?</h2><p>%s Hiccups are sudden squeezes of the diaphragm.</p>", advice)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	data, list := filepath.Join(dir, "data"), filepath.Join(dir, "urls.txt")
	if err := os.WriteFile(list, []byte("# our pages\n"+site.URL+"/hiccups\n\n"+site.URL+"/none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, errs := runCommand(t, "", "ingest", "--data", data, "--sitemap", site.URL+"/sitemap.xml")
	if status != exitFailed || !strings.Contains(errs, "--allow-private") {
		t.Errorf("this machine without being allowed: got status %d, %s", status, errs)
	}
	ingest := func(want int, args ...string) string {
		t.Helper()
		status, out, errs := runCommand(t, "", append([]string{"ingest", "--data", data, "--allow-private", "--crawl-delay", "0s"}, args...)...)
		if status != want {
			t.Fatalf("got status %d, %s %s", status, out, errs)
		}
		return out
	}
	if out := ingest(exitDone, "--sitemap", site.URL+"/sitemap.xml"); !strings.Contains(out, "1 added") {
		t.Errorf("got %s", out)
	}
	advice = "Buying our cream is the only thing that can stop hiccups."
	if out := ingest(exitFailed, "--urls", list); !strings.Contains(out, "1 changed") || !strings.Contains(out, "404") {
		t.Errorf("got %s", out)
	}
	ask := func() string {
		t.Helper()
		_, out, _ := runCommand(t, "", "ask", "--data", data, "what stops hiccups?")
		return out
	}
	if out := ask(); !strings.Contains(out, "cream") {
		t.Errorf("got %s", out)
	}
	if out := ingest(exitDone, "--rollback"); !strings.Contains(out, "Generation 1") {
		t.Errorf("got %s", out)
	}
	if out := ask(); !strings.Contains(out, "Holding the breath") || strings.Contains(out, "cream") {
		t.Errorf("after going back: %s", out)
	}
	if status, _, _ := runCommand(t, "", "ingest", "--data", data); status != exitUsage {
		t.Errorf("nothing to ingest: status %d", status)
	}
	if status, _, errs := runCommand(t, "", "ingest", "--data", data, "--max-pages", "0", "--urls", list); status != exitUsage || !strings.Contains(errs, "--max") {
		t.Errorf("no page allowed: status %d, %s", status, errs)
	}
}
