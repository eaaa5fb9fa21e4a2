package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	maxRedirects = 5
	maxFailures  = 5 // in a row, after which a host is left alone
	maxBackOff   = 30 * time.Second
)

var (
	errGone       = errors.New("gone")
	errDisallowed = errors.New("robots.txt does not allow it")
	errLarge      = errors.New("too large")
)

// A fetcher makes requests one after another, politely to each host.
type fetcher struct {
	Options
	client *http.Client
	hosts  map[string]*hostState
	left   int64 // bytes that may still be fetched
	now    func() time.Time
}

func newFetcher(o Options) *fetcher {
	return &fetcher{Options: o, hosts: map[string]*hostState{}, left: o.MaxTotal, now: time.Now,
		client: newClient(o, []uint16{80, 443})}
}

// newClient never uses a proxy: the addresses behind one cannot be checked.
func newClient(o Options, ports []uint16) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Resolver: o.Resolver, Control: control(o.AllowPrivate, ports)}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: 30 * time.Second, MaxIdleConns: 4,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// A request says how to fetch one address.
type request struct {
	old    record // what the cache has; zero for nothing
	limit  int64  // bytes of the body
	robots bool   // obey robots.txt
}

// An answer is a page, or the word that it is the same as before.
type answer struct {
	at           *url.URL // after redirects
	contentType  string
	etag, edited string
	body         []byte
	same         bool
}

func (a answer) record(listed string) record {
	return record{URL: listed, At: a.at.String(), Type: a.contentType, ETag: a.etag, Modified: a.edited}
}

// get follows redirects within the site and checks every step.
func (f *fetcher) get(ctx context.Context, u *url.URL, r request) (answer, error) {
	at := u
	for range maxRedirects + 1 {
		if r.robots {
			if err := f.allowed(ctx, at); err != nil {
				return answer{}, err
			}
		}
		got, next, err := f.polite(ctx, at, r)
		if err != nil || next == nil {
			return got, err
		}
		if err := checkAddress(next); err != nil {
			return got, fmt.Errorf("redirected: %w", err)
		}
		if !sameSite(u, next) {
			return got, fmt.Errorf("redirected to another site, %s", next.Hostname())
		}
		at = next
	}
	return answer{}, fmt.Errorf("more than %d redirects", maxRedirects)
}

// polite makes one request in its host's turn, and a second one when the host
// asks for a little patience.
func (f *fetcher) polite(ctx context.Context, u *url.URL, r request) (answer, *url.URL, error) {
	h := f.host(u)
	if h.failures >= maxFailures {
		return answer{}, nil, fmt.Errorf("not fetched: %d requests to this host failed in a row", maxFailures)
	}
	for try := 0; ; try++ {
		if err := h.wait(ctx, f.now); err != nil {
			return answer{}, nil, err
		}
		got, next, err := f.once(ctx, u, r)
		h.next = f.now().Add(h.delay)
		var status *statusError
		if try == 0 && errors.As(err, &status) && status.busy() && status.after <= maxBackOff {
			h.next = f.now().Add(max(status.after, h.delay))
			continue
		}
		h.count(err)
		return got, next, err
	}
}

// once makes one request. It returns the address of a redirect, if that is the answer.
func (f *fetcher) once(ctx context.Context, u *url.URL, r request) (answer, *url.URL, error) {
	if f.left <= 0 {
		return answer{}, nil, fmt.Errorf("not fetched: the %d bytes for one run are used up", f.MaxTotal)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, f.PageTime, fmt.Errorf("no full answer within %v", f.PageTime))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, nil, errors.New("not a web address")
	}
	req.Header.Set("User-Agent", f.UserAgent)
	if r.old.At == u.String() {
		setUnlessEmpty(req.Header, "If-None-Match", r.old.ETag)
		setUnlessEmpty(req.Header, "If-Modified-Since", r.old.Modified)
	}
	res, err := f.client.Do(req)
	if err != nil {
		return answer{}, nil, plain(ctx, err)
	}
	defer res.Body.Close()
	if next, err := res.Location(); err == nil && res.StatusCode/100 == 3 {
		return answer{}, next, nil
	}
	got := answer{at: u, contentType: res.Header.Get("Content-Type"), etag: res.Header.Get("ETag"), edited: res.Header.Get("Last-Modified")}
	switch {
	case res.StatusCode == http.StatusNotModified && r.old.At == u.String():
		got.same = true
		return got, nil, nil
	case res.StatusCode != http.StatusOK:
		return got, nil, newStatusError(res)
	case res.Header.Get("Content-Encoding") != "":
		return got, nil, fmt.Errorf("packed in a way that was not asked for (%.20q)", res.Header.Get("Content-Encoding"))
	}
	got.body, err = f.read(res.Body, r.limit)
	return got, nil, plain(ctx, err)
}

func setUnlessEmpty(h http.Header, key, value string) {
	if value != "" {
		h.Set(key, value)
	}
}

// read takes a body within its bound, however it was packed.
func (f *fetcher) read(body io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	f.left -= int64(len(data))
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", errLarge, limit)
	}
	return data, err
}

// A statusError is an answer other than a page.
type statusError struct {
	code  int
	after time.Duration // for how long a busy host asks to be left alone
}

func newStatusError(res *http.Response) *statusError {
	e := &statusError{code: res.StatusCode}
	if after, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && after > 0 {
		e.after = time.Duration(min(after, 3600)) * time.Second
	}
	return e
}

func (e *statusError) Error() string {
	return fmt.Sprintf("answered %d %s", e.code, http.StatusText(e.code))
}

// Is makes a page that is gone errGone.
func (e *statusError) Is(target error) bool {
	return target == errGone && (e.code == http.StatusNotFound || e.code == http.StatusGone)
}

// busy reports whether the host may answer if it is asked again later.
func (e *statusError) busy() bool {
	return e.code == http.StatusTooManyRequests || e.code == http.StatusServiceUnavailable
}

// plain is the reason of a failed request, without the address, which the
// report names anyway.
func plain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	var oe *net.OpError
	if errors.As(err, &oe) && (errors.Is(err, errAddress) || errors.Is(err, errPort)) {
		return oe.Err
	}
	return err
}
