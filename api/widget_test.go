package api_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/limber-health/limber/api"
)

// maxWidget is the most that a page has to load, in bytes.
const maxWidget = 30_000

// fetch makes a request without following what transports do by themselves.
func fetch(t *testing.T, method, url string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

func TestWidgetIsSmall(t *testing.T) {
	s := newServer(t, api.Options{})
	res, small := fetch(t, "GET", s.URL+"/widget.js", "Accept-Encoding", "br, gzip")
	if got := res.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("got content encoding %q, want gzip", got)
	}
	t.Logf("widget.js is %d bytes compressed", len(small))
	if len(small) > maxWidget {
		t.Errorf("widget.js is %d bytes compressed, want at most %d", len(small), maxWidget)
	}
	_, plain := fetch(t, "GET", s.URL+"/widget.js")
	z, err := gzip.NewReader(strings.NewReader(string(small)))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || string(unpacked) != string(plain) {
		t.Errorf("the compressed file unpacks to %d bytes (error %v), the plain one has %d", len(unpacked), err, len(plain))
	}
	if got := res.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/javascript") {
		t.Errorf("got content type %q, want text/javascript", got)
	}
}

func TestWidgetIsSentOnce(t *testing.T) {
	s := newServer(t, api.Options{})
	tags := map[string]bool{}
	for _, encoding := range []string{"gzip", "identity", "gzip;q=0"} {
		res, _ := fetch(t, "GET", s.URL+"/widget.js", "Accept-Encoding", encoding)
		tag := res.Header.Get("ETag")
		if tag == "" {
			t.Fatalf("%s: no ETag", encoding)
		}
		tags[tag] = true
		again, body := fetch(t, "GET", s.URL+"/widget.js", "Accept-Encoding", encoding, "If-None-Match", tag)
		if again.StatusCode != http.StatusNotModified || len(body) != 0 {
			t.Errorf("%s: got status %d and %d bytes, want 304 and none", encoding, again.StatusCode, len(body))
		}
	}
	if len(tags) != 2 {
		t.Errorf("got %d tags, want one for each of two encodings", len(tags))
	}
}
