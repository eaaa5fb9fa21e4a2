// Package web fetches the pages of a site for ingest: those that a sitemap or a
// list names, within the rules of robots.txt and within bounds on addresses,
// number, size and time. It parses sitemaps and robots.txt; the pages
// themselves are data to it.
package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"
)

// Options say what to fetch. Zero bounds mean the defaults.
type Options struct {
	Sitemaps []string // addresses of sitemaps, or of indexes of sitemaps
	Pages    []string // addresses of pages

	// AllowPrivate lets addresses of the own network be fetched, on any port:
	// loopback, private and carrier-grade ranges. Link-local, multicast and
	// cloud metadata addresses stay refused.
	AllowPrivate bool
	UserAgent    string        // default DefaultAgent; robots.txt is read for its first word
	Delay        time.Duration // between two requests to a host; robots.txt may ask for more
	MaxPages     int           // default 1,000
	MaxPage      int64         // bytes of a page once unpacked; default 5 MB
	MaxTotal     int64         // bytes fetched in one run; default 500 MB
	MaxTime      time.Duration // of one run; default 1 h
	PageTime     time.Duration // for one request; default 30 s

	Files    Files         // keeps pages between runs
	Resolver *net.Resolver // nil: the system's

	// Progress is called after each page. Nil means no report.
	Progress func(done, total int)
}

// DefaultAgent is how the fetcher calls itself.
const DefaultAgent = "Limber (self-hosted health assistant; +https://github.com/limber-health/limber)"

// Files keeps small files under flat names. WriteFile is atomic and durable.
type Files interface {
	ReadFile(name string) ([]byte, error)
	WriteFile(name string, data []byte) error
	Remove(name string) error
	List() ([]string, error)
}

// A Page is one page that was asked for.
type Page struct {
	URL  string // as listed
	At   string // where it was found after redirects, or its canonical address
	Ext  string // kind of file: ".html", ".pdf" and so on
	Body []byte // as UTF-8 where the answer named another character set

	// Err says why the page could not be fetched this time. If Body is there
	// nevertheless, it is the last good version.
	Err error
	// Gone says that the page is no longer there or no longer allowed.
	Gone bool
}

// Enabled reports whether anything is to be fetched.
func (o Options) Enabled() bool { return len(o.Sitemaps)+len(o.Pages) > 0 }

func (o Options) withDefaults() Options {
	if o.UserAgent == "" {
		o.UserAgent = DefaultAgent
	}
	o.MaxPages = orElse(o.MaxPages, 1000)
	o.MaxPage = orElse(o.MaxPage, 5<<20)
	o.MaxTotal = orElse(o.MaxTotal, 500<<20)
	o.MaxTime = orElse(o.MaxTime, time.Hour)
	o.PageTime = orElse(o.PageTime, 30*time.Second)
	return o
}

func orElse[T int | int64 | time.Duration](v, def T) T {
	if v <= 0 {
		return def
	}
	return v
}

// Crawl fetches every page that o lists and calls visit for each, in the order
// of the list. What an interrupted run has fetched is not fetched again. It
// returns an error, and nobody should act on the pages visited so far, when a
// list cannot be had, ctx ends or the pages cannot be kept.
func Crawl(ctx context.Context, o Options, visit func(Page) error) error {
	o = o.withDefaults()
	c := &crawler{Options: o, cache: cache{files: o.Files}, fetch: newFetcher(o)}
	if err := c.cache.begin(o); err != nil {
		return err
	}
	within, cancel := context.WithTimeoutCause(ctx, o.MaxTime, fmt.Errorf("not fetched: the %v for one run are used up", o.MaxTime))
	defer cancel()
	list, refused, err := c.list(within)
	if err != nil {
		return err
	}
	for _, p := range refused {
		if err := visit(p); err != nil {
			return err
		}
	}
	for i, u := range list {
		p, err := c.page(within, u)
		if ctx.Err() != nil {
			return fmt.Errorf("fetch pages: %w; the next run goes on where this one stopped", ctx.Err())
		}
		if err == nil {
			err = visit(p)
		}
		if err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(i+1, len(list))
		}
	}
	return c.cache.end(within.Err() == nil)
}

// crawler is one run.
type crawler struct {
	Options
	cache cache
	fetch *fetcher
}

// page fetches one page, or takes it from the cache.
func (c *crawler) page(ctx context.Context, u *url.URL) (Page, error) {
	p := Page{URL: u.String(), At: u.String()}
	old, have := c.cache.get(p.URL)
	if have && old.Crawl == c.cache.state.Crawl {
		return c.lastGood(p, old, have), nil
	}
	got, err := c.fetch.get(ctx, u, request{old: old, limit: c.MaxPage, robots: true})
	if err == nil && !got.same {
		_, err = extension(got.contentType, got.at)
	}
	switch {
	case errors.Is(err, errGone), errors.Is(err, errDisallowed):
		p.Err, p.Gone = err, true
		return p, c.cache.drop(p.URL)
	case err != nil:
		p.Err = err
		return c.lastGood(p, old, have), nil
	case got.same:
		return c.lastGood(p, old, have), c.cache.renew(&old)
	}
	rec := got.record(p.URL)
	if err := c.cache.put(&rec, got.body); err != nil {
		return p, err
	}
	return filled(p, rec, got.body), nil
}

// lastGood fills p with what the cache has.
func (c *crawler) lastGood(p Page, rec record, have bool) Page {
	if have {
		p = filled(p, rec, rec.body)
		if p.Err != nil {
			p.Err = fmt.Errorf("%w; the last good version stays", p.Err)
		}
	}
	return p
}

func filled(p Page, rec record, body []byte) Page {
	at, err := url.Parse(rec.At)
	if err == nil {
		p.Ext, err = extension(rec.Type, at)
	}
	if err != nil {
		p.Err = err
		return p
	}
	p.Body = toUTF8(body, rec.Type, p.Ext)
	if p.Ext == ".html" || p.Ext == ".htm" {
		at = canonical(p.Body, at)
	}
	p.At = at.String()
	return p
}
