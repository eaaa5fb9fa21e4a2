package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	maxRobots = 512 << 10        // bytes of a robots.txt that are read
	maxDelay  = 60 * time.Second // between pages; a host that asks for more is not fetched
)

// hostState is what is known of one scheme, host and port.
type hostState struct {
	rules    *robotstxt.Group // nil: everything is allowed
	err      error            // why nothing may be fetched
	asked    bool             // for robots.txt
	delay    time.Duration
	next     time.Time // when the next request may go out
	failures int       // in a row
}

func (f *fetcher) host(u *url.URL) *hostState {
	key := u.Scheme + "://" + u.Host
	if f.hosts[key] == nil {
		f.hosts[key] = &hostState{delay: f.Delay}
	}
	return f.hosts[key]
}

// wait sleeps until the host may be asked again.
func (h *hostState) wait(ctx context.Context, now func() time.Time) error {
	timer := time.NewTimer(h.next.Sub(now()))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// count counts failures of the host itself in a row; a page that it refuses or
// that is too large is none.
func (h *hostState) count(err error) {
	var status *statusError
	if err == nil || errors.Is(err, errLarge) || errors.As(err, &status) && status.code < 500 && !status.busy() {
		h.failures = 0
		return
	}
	h.failures++
}

// allowed reports why an address may not be fetched by the rules of its host.
func (f *fetcher) allowed(ctx context.Context, u *url.URL) error {
	h := f.host(u)
	if !h.asked {
		f.readRobots(ctx, u, h)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		h.asked = true
	}
	switch {
	case h.err != nil:
		return h.err
	case h.rules != nil && !h.rules.Test(pathAndQuery(u)):
		return errDisallowed
	}
	return nil
}

func pathAndQuery(u *url.URL) string {
	if u.RawQuery == "" {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + u.RawQuery
}

// readRobots learns the rules of a host. Rules that do not exist allow all;
// rules that cannot be read allow nothing this time (RFC 9309, 2.3.1).
func (f *fetcher) readRobots(ctx context.Context, u *url.URL, h *hostState) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	got, err := f.get(ctx, at, request{limit: maxRobots})
	var status *statusError
	switch {
	case err == nil:
		h.rules, h.err = parseRobots(got.body, agentName(f.UserAgent))
	case errors.As(err, &status) && status.code/100 == 4 && !status.busy(): // there are no rules
	case errors.Is(err, errAddress), errors.Is(err, errPort):
		h.err = err
	default:
		h.err = fmt.Errorf("robots.txt cannot be read: %w", err)
	}
	if h.rules == nil {
		return
	}
	if h.rules.CrawlDelay > maxDelay {
		h.err = fmt.Errorf("robots.txt asks for %v between pages, more than %v", h.rules.CrawlDelay, maxDelay)
	}
	h.delay = max(h.delay, h.rules.CrawlDelay)
	h.next = f.now().Add(h.delay)
}

// parseRobots returns the group of rules that is for agent.
func parseRobots(data []byte, agent string) (*robotstxt.Group, error) {
	data = []byte(strings.ToValidUTF8(string(data), ""))
	all, err := robotstxt.FromBytes(data)
	if err != nil {
		return nil, errors.New("robots.txt cannot be read: it is damaged")
	}
	return all.FindGroup(agent), nil
}

// agentName is the first word of a user agent, without version.
func agentName(agent string) string {
	name, _, _ := strings.Cut(agent, "/")
	if words := strings.Fields(name); len(words) > 0 {
		return words[0]
	}
	return "*"
}
