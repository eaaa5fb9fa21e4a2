package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
)

// Bounds on sitemaps.
const (
	maxSitemaps     = 50       // files, indexes included
	maxSitemapDepth = 3        // indexes inside each other
	maxSitemap      = 20 << 20 // bytes once unpacked
	maxListed       = 100_000  // addresses in all
	maxRefused      = 1000     // addresses reported one by one
)

// list returns the addresses of all pages: those of the sitemaps in their
// order, then the others. Each comes once. What is listed and not to be
// fetched comes as refused.
func (c *crawler) list(ctx context.Context) (pages []*url.URL, refused []Page, err error) {
	l := lister{crawler: c, seen: map[string]bool{}}
	for _, s := range c.Sitemaps {
		u, err := parseAddress(s)
		if err == nil {
			err = l.sitemap(ctx, u, 1)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read sitemap %s: %w", s, err)
		}
	}
	for _, s := range c.Pages {
		u, err := parseAddress(s)
		if err != nil {
			l.refuse(s, err)
			continue
		}
		l.add(u)
	}
	if len(l.pages) == 0 {
		return nil, nil, errors.New("read sitemap: it lists no page that may be fetched")
	}
	if n := len(l.pages) - c.MaxPages; n > 0 {
		l.refuse(l.pages[c.MaxPages].String(), fmt.Errorf("not fetched, as %d others after it: more than %d pages (--max-pages)", n-1, c.MaxPages))
		l.pages = l.pages[:c.MaxPages]
	}
	return l.pages, l.refused, nil
}

// lister collects addresses.
type lister struct {
	*crawler
	pages   []*url.URL
	refused []Page
	seen    map[string]bool
	files   int
}

// refuse reports an address, unless there are too many to read.
func (l *lister) refuse(address string, err error) {
	if len(l.refused) < maxRefused {
		address = strings.ToValidUTF8(address[:min(len(address), 200)], "")
		l.refused = append(l.refused, Page{URL: address, At: address, Err: err})
	}
}

func (l *lister) add(u *url.URL) {
	if key := u.String(); !l.seen[key] {
		l.seen[key] = true
		l.pages = append(l.pages, u)
	}
}

// sitemap adds what one file lists. Only addresses of its own site count: a
// sitemap has no say over others.
func (l *lister) sitemap(ctx context.Context, u *url.URL, depth int) error {
	if l.files++; l.files > maxSitemaps {
		return fmt.Errorf("more than %d files", maxSitemaps)
	}
	if depth > maxSitemapDepth {
		return fmt.Errorf("indexes more than %d deep", maxSitemapDepth)
	}
	m, err := l.read(ctx, u)
	if err != nil {
		return err
	}
	for _, s := range m.locs {
		if len(l.pages) >= maxListed {
			return fmt.Errorf("more than %d addresses", maxListed)
		}
		at, err := parseAddress(s)
		if err == nil && !sameSite(u, at) {
			err = errors.New("belongs to another site than its sitemap")
		}
		if err != nil {
			l.refuse(s, err)
			continue
		}
		if l.seen[at.String()] {
			continue
		}
		if !m.index {
			l.add(at)
			continue
		}
		l.seen[at.String()] = true
		switch err := l.sitemap(ctx, at, depth+1); {
		case errors.Is(err, errGone):
			l.refuse(at.String(), err)
		case err != nil:
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	return nil
}

// read fetches and parses one sitemap. One that fails this time is replaced by
// its last good version, so that no article leaves the index for it.
func (l *lister) read(ctx context.Context, u *url.URL) (sitemap, error) {
	key := u.String()
	old, have := l.cache.get(key)
	if have && old.Crawl == l.cache.state.Crawl {
		return parseSitemap(old.body)
	}
	got, err := l.fetch.get(ctx, u, request{old: old, limit: maxSitemap, robots: true})
	if err == nil && got.same {
		if err := l.cache.renew(&old); err != nil {
			return sitemap{}, err
		}
		return parseSitemap(old.body)
	}
	var m sitemap
	if err == nil {
		m, err = parseSitemap(got.body)
	}
	if err == nil && len(m.locs) == 0 {
		return m, nil // an empty list is not worth keeping
	}
	if err == nil {
		rec := got.record(key)
		return m, l.cache.put(&rec, got.body)
	}
	if ctx.Err() != nil || !have || errors.Is(err, errGone) || errors.Is(err, errDisallowed) {
		return m, err
	}
	return parseSitemap(old.body)
}

// A sitemap is a list of pages or, as index, of other sitemaps.
type sitemap struct {
	index bool
	locs  []string
}

// parseSitemap reads the XML form, packed or not, and the form with one
// address a line. A file that is cut short is an error, not a shorter list.
func parseSitemap(data []byte) (sitemap, error) {
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return sitemap{}, errors.New("damaged gzip")
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxSitemap+1)); err != nil {
			return sitemap{}, errors.New("damaged gzip")
		}
		if len(data) > maxSitemap {
			return sitemap{}, fmt.Errorf("more than %d bytes once unpacked", maxSitemap)
		}
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if !bytes.HasPrefix(text, []byte("<")) {
		return parseLines(string(text))
	}
	return parseXML(text)
}

func parseLines(text string) (sitemap, error) {
	var m sitemap
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") {
			return m, errors.New("neither a sitemap nor a list of addresses")
		}
		m.locs = append(m.locs, line)
	}
	return m, nil
}

// parseXML takes every loc that stands in a url or sitemap element.
func parseXML(text []byte) (sitemap, error) {
	var m sitemap
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = charset.NewReaderLabel
	var path []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(path) > 0 || d.InputOffset() == 0 {
				return m, errors.New("cut short")
			}
			return m, nil
		}
		if err != nil {
			return m, fmt.Errorf("not a sitemap: %w", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			path = append(path, tok.Name.Local)
			if err := checkPath(path); err != nil {
				return m, err
			}
			m.index = path[0] == "sitemapindex"
			if len(path) == 3 && path[2] == "loc" {
				m.locs = append(m.locs, "")
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) != 3 || path[2] != "loc" {
				continue
			}
			if last := len(m.locs) - 1; len(m.locs[last])+len(tok) <= 2*maxAddress {
				m.locs[last] += string(tok)
			}
		}
	}
}

func checkPath(path []string) error {
	switch {
	case path[0] != "urlset" && path[0] != "sitemapindex":
		return fmt.Errorf("not a sitemap but <%.20s>", path[0])
	case len(path) > 16:
		return errors.New("not a sitemap: elements more than 16 deep")
	}
	return nil
}
