package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCrawl(t *testing.T) {
	s := newSite(t, nil)
	s.pages = map[string]http.HandlerFunc{
		"/sitemap.xml": text("text/xml", `<sitemapindex><sitemap><loc>`+s.URL+`/a.xml.gz</loc></sitemap><sitemap><loc>`+s.URL+`/gone.xml</loc></sitemap></sitemapindex>`),
		"/a.xml.gz": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(zipped([]byte("<urlset><url><loc>" + s.URL + "/a?x=1&amp;y=2</loc></url><url><loc>https://elsewhere.example/</loc></url></urlset>")))
		},
		"/a?x=1&y=2": text("text/html; charset=iso-8859-1", "<p>L\xe9gs"),
		"/b.md":      text("text/plain", "# B"),
		"/c":         redirect("/d.pdf"),
		"/d.pdf":     text("application/octet-stream", "%PDF-1.4"),
		"/e":         text("image/png", "x"),
		"/f":         text("text/html", `<head><link rel="canonical" href="/real#x"></head>F`),
		"/h":         text("text/html", `<head><link rel="canonical" href="https://evil.example/"></head>H`),
	}
	o := Options{Sitemaps: []string{s.URL + "/sitemap.xml"}, AllowPrivate: true, Files: newFiles(),
		Pages: []string{s.URL + "/b.md", s.URL + "/c", s.URL + "/e", s.URL + "/f", s.URL + "/g", s.URL + "/h", s.URL + "/b.md#again", "ftp://x/"}}
	want := strings.ReplaceAll(` "" (belongs to another site than its sitemap)
 "" (answered 404 Not Found)
 "" (address refused: only http and https are fetched)
.html "<p>Légs"
.md "# B"
.pdf "%PDF-1.4" at URL/d.pdf
 "" (content type "image/png" cannot be read)
.html "<head><link rel=\"canonical\" href=\"/real#x\"></head>F" at URL/real
 "" (answered 404 Not Found)
.html "<head><link rel=\"canonical\" href=\"https://evil.example/\"></head>H"
`, "URL", s.URL)
	if diff := cmp.Diff(want, mustCrawl(t, o)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// Unchanged pages are not sent again, by ETag or by date; what fails keeps its
// last good version; what is gone goes.
func TestCrawlAgain(t *testing.T) {
	s := newSite(t, nil)
	served := 0
	tagged := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		served++
		w.Header().Set("ETag", `"1"`)
		text("text/plain", "tagged")(w, r)
	}
	dated := func(w http.ResponseWriter, r *http.Request) {
		const day = "Mon, 02 Nov 2026 10:00:00 GMT"
		if r.Header.Get("If-Modified-Since") == day {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		served++
		w.Header().Set("Last-Modified", day)
		text("text/plain", "dated")(w, r)
	}
	s.pages = map[string]http.HandlerFunc{"/map": s.sitemapOf("/tag", "/date", "/fail", "/gone"), "/tag": tagged, "/date": dated,
		"/fail": text("text/plain", "good"), "/gone": text("text/plain", "here")}
	files := newFiles()
	o := Options{Sitemaps: []string{s.URL + "/map"}, AllowPrivate: true, Files: files}
	want := ".txt \"tagged\"\n.txt \"dated\"\n.txt \"good\"\n.txt \"here\"\n"
	if diff := cmp.Diff(want, mustCrawl(t, o)); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	s.set("/fail", status(http.StatusInternalServerError))
	s.set("/gone", status(http.StatusGone))
	want = ".txt \"tagged\"\n.txt \"dated\"\n.txt \"good\" (answered 500 Internal Server Error; the last good version stays)\n \"\" (answered 410 Gone)\n"
	for range 2 {
		if diff := cmp.Diff(want, mustCrawl(t, o)); diff != "" {
			t.Errorf("again (-want +got):\n%s", diff)
		}
	}
	if served != 2 {
		t.Errorf("the unchanged pages were sent %d times, want 2", served)
	}
	s.set("/map", text("text/html", "<html>maintenance")) // its last good version says what there is
	if diff := cmp.Diff(want, mustCrawl(t, o)); diff != "" {
		t.Errorf("without sitemap (-want +got):\n%s", diff)
	}
	s.set("/map", s.sitemapOf("/tag"))
	mustCrawl(t, o)
	if n := len(files.files); n != 5 { // state, and record and body of the sitemap and of one page
		t.Errorf("%d files are kept for one page", n)
	}
}

func TestRobots(t *testing.T) {
	s := newSite(t, nil)
	rules := "User-agent: *\nDisallow: /\n\nUser-agent: limber\nDisallow: /private\nDisallow: /*.cgi$\nAllow: /private/open\n"
	s.pages = map[string]http.HandlerFunc{"/robots.txt": text("text/plain", rules)}
	paths := []string{"/a", "/private/x", "/private/open", "/run.cgi"}
	for _, p := range paths {
		s.pages[p] = text("text/plain", "x")
	}
	s.pages["/map"] = s.sitemapOf(paths...)
	o := Options{Sitemaps: []string{s.URL + "/map"}, AllowPrivate: true, Files: newFiles()}
	no := " \"\" (robots.txt does not allow it)\n"
	if diff := cmp.Diff(".txt \"x\"\n"+no+".txt \"x\"\n"+no, mustCrawl(t, o)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/map", "/a", "/private/open"}, s.hits()); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	o.UserAgent = "Somebody/1.0"
	if _, err := crawl(t, o); err == nil || !strings.Contains(err.Error(), "robots.txt does not allow") {
		t.Errorf("another agent: got %v", err)
	}
	o.UserAgent = ""
	s.set("/robots.txt", status(http.StatusInternalServerError))
	if _, err := crawl(t, Options{Pages: []string{s.URL + "/a"}, Sitemaps: []string{s.URL + "/map"}, AllowPrivate: true, Files: newFiles()}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("rules that cannot be read: got %v", err)
	}
	s.set("/robots.txt", status(http.StatusForbidden))
	if got := mustCrawl(t, o); strings.Count(got, `"x"`) != 4 {
		t.Errorf("no rules: got %s", got)
	}
	s.set("/robots.txt", text("text/plain", "User-agent: *\nCrawl-delay: 600\n"))
	if _, err := crawl(t, Options{Sitemaps: []string{s.URL + "/map"}, AllowPrivate: true, Files: newFiles()}); err == nil || !strings.Contains(err.Error(), "10m0s between pages") {
		t.Errorf("endless patience: got %v", err)
	}
}

func TestDelayIsKept(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/robots.txt": text("text/plain", "User-agent: *\nCrawl-delay: 0.2\n")})
	var at []time.Time
	h := func(w http.ResponseWriter, r *http.Request) {
		at = append(at, time.Now())
		text("text/plain", "x")(w, r)
	}
	o := Options{AllowPrivate: true, Files: newFiles()}
	for i := range 4 {
		p := fmt.Sprint("/", i)
		s.pages[p] = h
		o.Pages = append(o.Pages, s.URL+p)
	}
	mustCrawl(t, o)
	for i := 1; i < len(at); i++ {
		if gap := at[i].Sub(at[i-1]); gap < 190*time.Millisecond {
			t.Errorf("request %d came %v after the one before", i, gap)
		}
	}
	if len(at) != 4 {
		t.Errorf("%d requests", len(at))
	}
}

// Hostile servers cost one page each, within bounds.
func TestHostileServers(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for chunk := []byte(strings.Repeat("x", 1<<16)); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	bomb := zipped(make([]byte, 64<<20))
	pages := map[string]http.HandlerFunc{
		"/endless": endless,
		"/bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		},
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		},
		"/silent": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/brotli": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "x")
		},
		"/headers": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) },
		"/good":    text("text/plain", "good"),
	}
	s := newSite(t, pages)
	o := Options{AllowPrivate: true, Files: newFiles(), MaxPage: 1 << 20, PageTime: 400 * time.Millisecond,
		Pages: []string{s.URL + "/endless", s.URL + "/bomb", s.URL + "/slow", s.URL + "/silent", s.URL + "/brotli", s.URL + "/headers", s.URL + "/good"}}
	got := mustCrawl(t, o)
	for i, want := range []string{"more than 1048576 bytes", "more than 1048576 bytes", "no full answer within", "no full answer within", "packed", "", `"good"`} {
		if line := strings.Split(got, "\n")[i]; !strings.Contains(line, want) {
			t.Errorf("%s: got %s, want %q", o.Pages[i], line, want)
		}
	}
	if _, err := crawl(t, Options{AllowPrivate: true, Files: newFiles(), Sitemaps: []string{s.URL + "/bombmap"}}); err == nil {
		t.Error("a sitemap that is not there: no error")
	}
	s.set("/bombmap", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bomb) })
	if _, err := crawl(t, Options{AllowPrivate: true, Files: newFiles(), Sitemaps: []string{s.URL + "/bombmap"}}); err == nil || !strings.Contains(err.Error(), "once unpacked") {
		t.Errorf("a sitemap bomb: got %v", err)
	}
}

func TestHostThatFailsIsLeftAlone(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{})
	o := Options{AllowPrivate: true, Files: newFiles()}
	for i := range 12 {
		p := fmt.Sprint("/", i)
		s.pages[p] = status(http.StatusBadGateway)
		o.Pages = append(o.Pages, s.URL+p)
	}
	got := mustCrawl(t, o)
	if n := len(s.hits()); n != maxFailures || strings.Count(got, "failed in a row") != 12-maxFailures {
		t.Errorf("%d requests, got %s", n, got)
	}
}

func TestBusyHostIsAskedAgain(t *testing.T) {
	n := 0
	s := newSite(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		text("text/plain", "x")(w, r)
	}})
	start := time.Now()
	if got := mustCrawl(t, Options{AllowPrivate: true, Files: newFiles(), Pages: []string{s.URL + "/a"}}); got != ".txt \"x\"\n" {
		t.Errorf("got %s", got)
	}
	if took := time.Since(start); took < time.Second {
		t.Errorf("asked again after %v, not after the second it asked for", took)
	}
}

func TestBounds(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{})
	o := Options{AllowPrivate: true}
	for i := range 6 {
		p := fmt.Sprint("/", i)
		s.pages[p] = text("text/plain", strings.Repeat("x", 100))
		o.Pages = append(o.Pages, s.URL+p)
	}
	o.Files, o.MaxPages = newFiles(), 2
	if got := mustCrawl(t, o); len(s.hits()) != 2 || !strings.Contains(got, "as 3 others") {
		t.Errorf("pages: got %s", got)
	}
	o.Files, o.MaxPages, o.MaxTotal = newFiles(), 0, 350
	if got := mustCrawl(t, o); len(s.hits()) != 4 || strings.Count(got, "used up") != 2 {
		t.Errorf("bytes: got %s", got)
	}
	o.Files, o.MaxTotal, o.MaxTime, o.Delay = newFiles(), 0, 250*time.Millisecond, 100*time.Millisecond
	if got := mustCrawl(t, o); len(s.hits()) >= 6 || !strings.Contains(got, "used up") {
		t.Errorf("time: got %s", got)
	}
	o.MaxTime = 0
	before := len(s.hits())
	if got := mustCrawl(t, o); strings.Contains(got, "used up") || len(s.hits()) > 5 {
		t.Errorf("after the time was up, the next run asked again for all (%d before): %s", before, got)
	}
}

func TestResume(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{})
	o := Options{AllowPrivate: true, Files: newFiles()}
	var paths []string
	for i := range 8 {
		paths = append(paths, fmt.Sprint("/", i))
		s.pages[paths[i]] = text("text/plain", paths[i])
	}
	s.pages["/map"] = s.sitemapOf(paths...)
	o.Sitemaps = []string{s.URL + "/map"}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := Crawl(ctx, o, func(Page) error {
		if n++; n == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	first := s.hits()
	if got := mustCrawl(t, o); strings.Count(got, ".txt") != 8 {
		t.Errorf("got %s", got)
	}
	second := s.hits()
	for _, p := range second {
		if slices.Contains(first, p) {
			t.Errorf("%s was fetched twice", p)
		}
	}
	if len(second) != 3 {
		t.Errorf("the second run asked for %v", second)
	}
	mustCrawl(t, o)
	if n := len(s.hits()); n != 9 {
		t.Errorf("a new run asked %d times, want 9", n)
	}
}

func TestDamagedCacheIsNoCache(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{})
	s.pages["/a"] = func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", "x")
		text("text/plain", "a")(w, r)
	}
	files := newFiles()
	o := Options{AllowPrivate: true, Files: files, Pages: []string{s.URL + "/a"}}
	mustCrawl(t, o)
	names, _ := files.List()
	for _, n := range names {
		good := files.files[n]
		for _, bad := range [][]byte{nil, []byte("{"), []byte("null"), append([]byte("x"), good...)} {
			files.files[n] = bad
			if got := mustCrawl(t, o); got != ".txt \"a\"\n" {
				t.Errorf("%s damaged: got %s", n, got)
			}
		}
	}
	files.full = true
	if _, err := crawl(t, o); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("full disk: got %v", err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>https://example.org/</loc></url></urlset>"))
	f.Add([]byte("<sitemapindex><sitemap><loc><![CDATA[x]]></loc></sitemap></sitemapindex>"))
	f.Add([]byte("https://example.org/\n"))
	f.Add(zipped([]byte("<urlset/>")))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseSitemap(data)
		if err != nil {
			return
		}
		for _, s := range m.locs {
			if len(s) > maxSitemap {
				t.Error("an address without bounds")
			}
			if u, err := parseAddress(s); err == nil && (u.User != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http")) {
				t.Errorf("%q may be fetched", s)
			}
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1.5\n"), "/a")
	f.Add([]byte("\xff\xfeUser-agent: limber\nAllow: \nSitemap: x"), "/")
	f.Fuzz(func(_ *testing.T, data []byte, path string) {
		if g, err := parseRobots(data, "limber"); err == nil && g != nil {
			g.Test(path)
		}
	})
}

func FuzzCanonical(f *testing.F) {
	f.Add([]byte(`<link rel=canonical href=/a>`))
	f.Add([]byte(`<head><link rel="x canonical" href="//evil/">`))
	f.Fuzz(func(t *testing.T, page []byte) {
		at, err := parseAddress("https://example.org/x")
		if err != nil {
			t.Fatal(err)
		}
		if u := canonical(page, at); u.Host != at.Host || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
			t.Errorf("leads to %s", u)
		}
	})
}
