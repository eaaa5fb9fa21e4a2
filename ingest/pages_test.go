package ingest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/ingest/web"
	"github.com/limber-health/limber/retrieval"
)

// pageServer serves pages by path: a body, or a status as "!404".
type pageServer struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	asked map[string]int
}

func newPageServer(t *testing.T, pages map[string]string) *pageServer {
	t.Helper()
	s := &pageServer{pages: pages, asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *pageServer) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[r.URL.RequestURI()]++
	if r.URL.Path == "/sitemap.xml" {
		fmt.Fprint(w, "<urlset>")
		for p := range s.pages {
			fmt.Fprintf(w, "<url><loc>%s%s</loc></url>", s.URL, p)
		}
		fmt.Fprint(w, "</urlset>")
		return
	}
	body, ok := s.pages[r.URL.RequestURI()]
	var code int
	if _, err := fmt.Sscanf(body, "!%d", &code); err == nil {
		w.WriteHeader(code)
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	switch {
	case strings.HasPrefix(body, "%PDF"):
		w.Header().Set("Content-Type", "application/pdf")
	case strings.HasPrefix(body, "PK"):
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	case strings.HasPrefix(body, "#"), strings.HasPrefix(body, "---"):
		w.Header().Set("Content-Type", "text/markdown")
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	fmt.Fprint(w, body)
}

func (s *pageServer) set(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = body
}

func (s *pageServer) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = map[string]int{}
}

// total is how often a page was asked for.
func (s *pageServer) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for p := range s.pages {
		n += s.asked[p]
	}
	return n
}

func (s *pageServer) options(dir string) Options {
	return Options{Dir: dir, Embedder: newCounter(), Web: web.Options{Sitemaps: []string{s.URL + "/sitemap.xml"}, AllowPrivate: true}}
}

// ingestSite runs an ingest and shows its report without addresses of the server.
func ingestSite(t *testing.T, s *pageServer, o Options) string {
	t.Helper()
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	out := fmt.Sprintf("added %v changed %v unchanged %v removed %v embedded %d", r.Added, r.Changed, r.Unchanged, r.Removed, r.Embedded)
	for _, f := range r.Refused {
		out += "\n" + strings.ReplaceAll(f.Name+": "+f.Reason, s.URL, "")
	}
	return out
}

func TestIngestSite(t *testing.T) {
	s := newPageServer(t, map[string]string{
		"/":                        "<h1>Clinic</h1><p>We look after legs at night.</p>",
		"/legs/cramps.html":        "<h1>Cramps</h1><p>Cramps come at night.</p>",
		"/legs/cramps.html?print=": "<h1>Print</h1><p>Cramps come at night, on paper.</p>",
		"/nerves.pdf":              string(makePDF([]string{"# Nerves", "Nerves can burn at night, and the feet tingle for hours after that."})),
		"/clots":                   string(makeDOCX("Title|Clots", "|A clot in the leg is an emergency.")),
		"/own":                     "---\ntitle: Own\nslug: cramps\nurl: https://www.nhs.uk/cramps\naliases: [cramps, clots]\n---\nBuy our cream.\n",
	})
	dir := t.TempDir()
	o := s.options(dir)
	want := "added [127.0.0.1 clots legs-cramps legs-cramps-HASH nerves own] changed [] unchanged [] removed [] embedded 6"
	got := ingestSite(t, s, o)
	printed := withHash("legs-cramps", s.URL+"/legs/cramps.html?print=")
	if diff := cmp.Diff(want, strings.ReplaceAll(got, printed, "legs-cramps-HASH")); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	for _, a := range mustLoad(t, dir).Articles {
		if !strings.HasPrefix(a.URL, s.URL) || len(a.Aliases) > 0 {
			t.Errorf("%s says it is %s, also known as %v", a.Slug, a.URL, a.Aliases)
		}
	}
	s.set("/", "!503")                                                     // fails: stays
	s.set("/legs/cramps.html", "<h1>Cramps</h1><p>Cramps can be stopped.") // changes
	s.set("/legs/cramps.html?print=", "!404")                              // goes
	s.set("/nerves.pdf", "%PDF-1.4 damaged")                               // cannot be read any more: stays
	s.set("/new", "<p>A new page about legs.</p>")
	got = ingestSite(t, s, o)
	want = "added [new] changed [legs-cramps] unchanged [127.0.0.1 clots nerves own] removed [" + printed + "] embedded 2"
	lines := strings.Split(got, "\n")
	if diff := cmp.Diff(want, lines[0]); diff != "" {
		t.Errorf("second (-want +got):\n%s", diff)
	}
	for _, want := range []string{"/: answered 503 Service Unavailable; the last good version stays", "/legs/cramps.html?print=: answered 404 Not Found", "/nerves.pdf: "} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("report lacks %q:\n%s", want, got)
		}
	}
	if len(lines) != 4 {
		t.Errorf("report:\n%s", got)
	}
}

// A dry run asks the site and writes nothing at all.
func TestIngestSiteDryRun(t *testing.T) {
	s := newPageServer(t, map[string]string{"/a": "<p>Legs ache at night.</p>"})
	o := s.options(filepath.Join(t.TempDir(), "data"))
	o.DryRun = true
	if got, want := ingestSite(t, s, o), "added [a] changed [] unchanged [] removed [] embedded 0"; got != want {
		t.Errorf("got %s", got)
	}
	if _, err := os.Stat(o.Dir); !os.IsNotExist(err) {
		t.Errorf("the data folder: %v", err)
	}
}

// A site that is down, or lists nothing any more, costs no article.
func TestIngestSiteThatIsDown(t *testing.T) {
	s := newPageServer(t, map[string]string{"/a": "<p>Legs ache at night.</p>", "/b": "<p>Cramps hurt at night.</p>"})
	o := s.options(t.TempDir())
	ingestSite(t, s, o)
	want := mustLoad(t, o.Dir)
	s.mu.Lock()
	s.pages = nil
	s.mu.Unlock()
	if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "lists no page") {
		t.Errorf("an empty list: got %v", err)
	}
	s.Close()
	r, err := Run(t.Context(), o)
	if err != nil || len(r.Removed) > 0 || r.Err() == nil {
		t.Errorf("the site is down: got %+v, %v", r, err)
	}
	if err := os.RemoveAll(filepath.Join(o.Dir, webDir)); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), o); err == nil {
		t.Error("the site is down and nothing was kept: no error")
	}
	o.Web.Sitemaps, o.Web.Pages = nil, []string{s.URL + "/a", s.URL + "/b"}
	if r, err := Run(t.Context(), o); err != nil || len(r.Unchanged) != 2 {
		t.Errorf("pages whose articles are in the index: got %+v, %v", r, err)
	}
	if diff := cmp.Diff(want, mustLoad(t, o.Dir)); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
}

func TestIngestSiteIsInterrupted(t *testing.T) {
	pages := map[string]string{}
	for i := range 8 {
		pages[fmt.Sprint("/p", i)] = fmt.Sprintf("<p>Page %d is about legs at night.</p>", i)
	}
	s := newPageServer(t, pages)
	o := s.options(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	o.Web.Progress = func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	if _, err := Run(ctx, o); err == nil || !strings.Contains(err.Error(), "goes on where") {
		t.Fatalf("got %v", err)
	}
	if _, _, err := NewStore(o.Dir).Load(""); err == nil {
		t.Error("an interrupted ingest made an index")
	}
	o.Web.Progress = nil
	if got := ingestSite(t, s, o); !strings.HasPrefix(got, "added [p0 p1 p2 p3 p4 p5 p6 p7]") {
		t.Errorf("got %s", got)
	}
	for p, n := range s.asked {
		if n != 1 && p != "/robots.txt" {
			t.Errorf("%s was fetched %d times", p, n)
		}
	}
}

func TestPageSlug(t *testing.T) {
	const site = "https://www.clinic.example"
	for address, want := range map[string]string{
		site + "/":                      "www.clinic.example",
		site + "/legs/night-cramps":     "legs-night-cramps",
		site + "/legs/night.html":       "legs-night",
		site + "/Legs/A_b/index.php":    "Legs-A_b-index",
		site + "/a/b/":                  "a-b",
		site + "/night%20cramps.pdf":    "night-cramps",
		site + "/legs?page=2":           withHash("legs", site+"/legs?page=2"),
		site + "/%D0%BD%D0%BE%D0%B3":    withHash("page", site+"/%D0%BD%D0%BE%D0%B3"),
		site + "/a%2F..%2F..%2Fetc":     "a-..-..-etc",
		site + strings.Repeat("/x", 99): withHash(strings.Repeat("x-", 60), site+strings.Repeat("/x", 99)),
	} {
		got := pageSlug(address)
		if got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
		if !corpus.ValidSlug(got) {
			t.Errorf("%s: %s is no slug", address, got)
		}
	}
}

// A slug stays with its address, whatever comes beside it later.
func TestSlugsAreStable(t *testing.T) {
	prev := &retrieval.Snapshot{Articles: []corpus.Article{{Slug: "legs", URL: "https://a.example/legs"}, {Slug: "file"}}}
	n := newNames(prev)
	for address, want := range map[string]string{
		"https://b.example/legs": withHash("legs", "https://b.example/legs"),
		"https://a.example/legs": "legs",
		"https://a.example/file": withHash("file", "https://a.example/file"),
		"https://a.example/new":  "new",
	} {
		if got := n.slug(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
