package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// refusedAddresses are places that a list or a redirect must not lead to.
var refusedAddresses = map[string]string{
	"loopback":               "http://127.0.0.1/",
	"other loopback":         "http://127.8.9.10/",
	"loopback v6":            "http://[::1]/",
	"unspecified":            "http://0.0.0.0/",
	"unspecified v6":         "http://[::]/",
	"ten":                    "http://10.1.2.3/",
	"one seven two":          "http://172.16.0.1/",
	"one nine two":           "https://192.168.1.1/",
	"carrier grade":          "http://100.64.0.1/",
	"cloud metadata":         "http://169.254.169.254/latest/meta-data/",
	"metadata of another":    "http://100.100.100.200/",
	"metadata of a third":    "http://168.63.129.16/",
	"metadata v6":            "http://[fd00:ec2::254]/",
	"link-local v6":          "http://[fe80::1]/",
	"unique local v6":        "http://[fc00::1]/",
	"multicast":              "http://224.0.0.1/",
	"multicast v6":           "http://[ff02::1]/",
	"broadcast":              "http://255.255.255.255/",
	"reserved":               "http://240.0.0.1/",
	"benchmark":              "http://198.18.0.1/",
	"documentation":          "http://192.0.2.1/",
	"v4 mapped":              "http://[::ffff:127.0.0.1]/",
	"v4 mapped in hex":       "http://[::ffff:a9fe:a9fe]/",
	"v4 compatible":          "http://[::127.0.0.1]/",
	"NAT64":                  "http://[64:ff9b::7f00:1]/",
	"NAT64 of own":           "http://[64:ff9b:1::a00:1]/",
	"6to4":                   "http://[2002:7f00:1::]/",
	"Teredo":                 "http://[2001:0:7f00:1::]/",
	"a name that means here": "http://here.example.test/",
	"a name of metadata":     "http://metadata.example.test/",
	"a v6 name":              "http://six.example.test/",
	"ssh port":               "http://93.184.215.14:22/",
	"redis port":             "http://93.184.215.14:6379/",
	"file":                   "file:///etc/passwd",
	"gopher":                 "gopher://93.184.215.14/1",
	"ftp":                    "ftp://93.184.215.14/",
	"script":                 "javascript:alert(1)",
	"data":                   "data:text/html,hello",
	"password":               "http://user:hunter2@93.184.215.14/",
	"no host":                "http:///etc/passwd",
	"relative":               "/etc/passwd",
}

func TestAddressesAreRefused(t *testing.T) {
	names := nameServer(t, map[string][]string{
		"here.example.test": {"127.0.0.1"}, "metadata.example.test": {"169.254.169.254"}, "six.example.test": {"::1"},
	})
	for name, address := range refusedAddresses {
		t.Run(name, func(t *testing.T) {
			u, err := parseAddress(address)
			if err == nil {
				f := newFetcher(Options{Resolver: names}.withDefaults())
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				_, err = f.get(ctx, u, request{limit: 10})
			}
			if err == nil || !strings.Contains(err.Error(), "refused") {
				t.Errorf("%s: got %v, want a refusal", address, err)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the reason %q names the password", err)
			}
		})
	}
}

// Numbers in odd notation are names to us; whatever a resolver makes of them
// is checked like any other answer.
func TestOddNotationIsAName(t *testing.T) {
	odd := []string{"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1"}
	answers := map[string][]string{}
	for _, s := range odd {
		answers[s] = []string{"127.0.0.1"}
	}
	names := nameServer(t, answers)
	for _, s := range odd {
		f := newFetcher(Options{Resolver: names}.withDefaults())
		if _, err := f.get(t.Context(), &url.URL{Scheme: "http", Host: s, Path: "/"}, request{limit: 10}); err == nil {
			t.Errorf("%s was fetched", s)
		}
	}
}

func TestPrivateNetworkOnlyWhenAllowed(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:8080": true, "10.0.0.5:80": true, "192.168.7.7:8443": true, "[::1]:80": true, "[fd12::1]:80": true,
		"169.254.169.254:80": false, "100.100.100.200:80": false, "[fd00:ec2::254]:80": false, "224.0.0.1:80": false,
		"0.0.0.0:80": false, "[fe80::1]:80": false, "[64:ff9b::7f00:1]:80": false, "93.184.215.14:80": true,
	} {
		network := "tcp4"
		if strings.HasPrefix(address, "[") {
			network = "tcp6"
		}
		if err := control(true, nil)(network, address, nil); (err == nil) != want {
			t.Errorf("allowed: %s: got %v, want allowed %v", address, err, want)
		}
		err := control(false, []uint16{80, 8080, 8443})(network, address, nil)
		if (err == nil) != (address == "93.184.215.14:80") {
			t.Errorf("not allowed: %s: got %v", address, err)
		}
	}
}

// A name that first means a public address and then this machine: whoever
// checks the name before connecting is deceived.
func TestRebinding(t *testing.T) {
	reached := 0
	s := newSite(t, map[string]http.HandlerFunc{"/": func(http.ResponseWriter, *http.Request) { reached++ }})
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	names := nameServer(t, map[string][]string{"rebind.example.test": {"93.184.215.14", "127.0.0.1"}})
	first, err := names.LookupHost(t.Context(), "rebind.example.test")
	if err != nil || len(first) != 1 || first[0] != "93.184.215.14" {
		t.Fatalf("the first answer is %v, %v", first, err)
	}
	o := Options{Resolver: names}.withDefaults()
	f := newFetcher(o)
	var p uint16
	for _, c := range port {
		p = p*10 + uint16(c-'0')
	}
	f.client = newClient(o, []uint16{p}) // so that not the port but the address is refused
	u, err := parseAddress("http://rebind.example.test:" + port + "/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.get(t.Context(), u, request{limit: 10}); err == nil || !strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("got %v, want a refusal of 127.0.0.1", err)
	}
	o.AllowPrivate = true // the same without the check arrives
	f = newFetcher(o)
	if _, err := f.get(t.Context(), u, request{limit: 10}); err != nil || reached != 1 {
		t.Errorf("with the network allowed: %v, reached %d times", err, reached)
	}
}

func TestRedirectsAreChecked(t *testing.T) {
	names := map[string][]string{"www.clinic.test": {"127.0.0.1"}, "clinic.test": {"127.0.0.1"}, "evil.test": {"127.0.0.1"}}
	s := newSite(t, map[string]http.HandlerFunc{"/ok": text("text/plain", "here")})
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	www := "http://www.clinic.test:" + port
	for path, to := range map[string]string{
		"/local": "http://169.254.169.254/", "/other": "http://evil.test:" + port + "/ok", "/file": "file:///etc/passwd",
		"/password": "http://a:b@www.clinic.test:" + port + "/ok", "/loop": "/loop", "/apex": "http://clinic.test:" + port + "/ok",
	} {
		s.set(path, redirect(to))
	}
	f := newFetcher(Options{Resolver: nameServer(t, names), AllowPrivate: true}.withDefaults())
	for path, want := range map[string]string{
		"/local": "another site", "/other": "another site", "/file": "only http", "/password": "password",
		"/loop": "more than 5 redirects", "/apex": "",
	} {
		u, err := parseAddress(www + path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.get(t.Context(), u, request{limit: 100, robots: true})
		if want == "" {
			if err != nil || string(got.body) != "here" || got.at.Hostname() != "clinic.test" {
				t.Errorf("%s: got %q at %v, %v", path, got.body, got.at, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
}

func TestSameSite(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"www.clinic.org", "clinic.org", true}, {"clinic.org", "evil.org", false},
		{"a.co.uk", "b.co.uk", false}, {"me.github.io", "you.github.io", false},
		{"10.0.0.1", "10.0.0.2", false}, {"10.0.0.1", "10.0.0.1", true}, {"localhost", "clinic.org", false},
	} {
		if got := sameSite(&url.URL{Host: tt.a}, &url.URL{Host: tt.b}); got != tt.want {
			t.Errorf("%s and %s: got %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
