package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// site is a small web site that counts what it is asked for.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []string // paths, in order
}

func newSite(t *testing.T, pages map[string]http.HandlerFunc) *site {
	t.Helper()
	s := &site{pages: pages}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		h := s.pages[r.URL.RequestURI()]
		s.mu.Unlock()
		if h == nil {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// hits returns what was asked for since the last call, robots.txt left out.
func (s *site) hits() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := slices.DeleteFunc(s.asked, func(p string) bool { return p == "/robots.txt" })
	s.asked = nil
	return got
}

func (s *site) set(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = h
}

// sitemapOf lists paths of the site.
func (s *site) sitemapOf(paths ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		for _, p := range paths {
			if strings.HasPrefix(p, "/") {
				p = s.URL + p
			}
			fmt.Fprintf(w, "<url><loc>%s</loc><lastmod>2026-01-01</lastmod></url>", p)
		}
		fmt.Fprint(w, `</urlset>`)
	}
}

func text(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

// memFiles keeps files in memory and can be told to be full.
type memFiles struct {
	mu    sync.Mutex
	files map[string][]byte
	full  bool
}

func newFiles() *memFiles { return &memFiles{files: map[string][]byte{}} }

func (m *memFiles) ReadFile(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return bytes.Clone(data), nil
}

func (m *memFiles) WriteFile(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.full {
		return errors.New("no space left on device")
	}
	m.files[name] = bytes.Clone(data)
	return nil
}

func (m *memFiles) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	return nil
}

func (m *memFiles) List() ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for n := range m.files {
		names = append(names, n)
	}
	return names, nil
}

// crawl runs one crawl and shows each page in a line.
func crawl(t *testing.T, o Options) (string, error) {
	t.Helper()
	var b strings.Builder
	err := Crawl(t.Context(), o, func(p Page) error {
		fmt.Fprintf(&b, "%s %q", p.Ext, p.Body)
		if p.At != p.URL {
			fmt.Fprintf(&b, " at %s", p.At)
		}
		if p.Err != nil {
			fmt.Fprintf(&b, " (%v)", p.Err)
		}
		b.WriteByte('\n')
		return nil
	})
	return b.String(), err
}

func mustCrawl(t *testing.T, o Options) string {
	t.Helper()
	got, err := crawl(t, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// nameServer answers each question for an address with the next of the listed
// ones, the last for ever.
func nameServer(t *testing.T, answers map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if reply := nameReply(buf[:n], answers); reply != nil {
				_, _ = conn.WriteTo(reply, from)
			}
		}
	}()
	d := net.Dialer{}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func nameReply(query []byte, answers map[string][]string) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	name := strings.TrimSuffix(q.Name.String(), ".")
	list := answers[name]
	if len(list) == 0 {
		m.RCode = dnsmessage.RCodeNameError
	} else {
		ip := netip.MustParseAddr(list[0])
		h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type}
		used := true
		switch {
		case q.Type == dnsmessage.TypeA && ip.Is4():
			m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AResource{A: ip.As4()}}}
		case q.Type == dnsmessage.TypeAAAA && ip.Is6():
			m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}}}
		default:
			used = false
		}
		if used && len(list) > 1 {
			answers[name] = list[1:]
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}
