package ingest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/ingest/web"
	"github.com/limber-health/limber/retrieval"
)

// webDir keeps fetched pages, so that an interrupted fetch goes on where it
// stopped and unchanged pages are not fetched whole again.
const webDir = "web"

// webSource is the pages of the web that an ingest is to fetch.
type webSource struct {
	web.Options
	store  *Store
	prev   *retrieval.Snapshot // nil: none
	dryRun bool
}

// pages fetches and sends one job for each page. A page that fails this time
// keeps the article it has; one that is gone loses it.
func (s webSource) pages(ctx context.Context, g *gatherer, pool *extractors) error {
	s.Files = webFiles{disk: s.store.disk, dir: s.store.path(webDir), readOnly: s.dryRun}
	names := newNames(s.prev)
	g.known = map[string]bool{}
	for at := range names.known {
		g.known[at] = true
	}
	return web.Crawl(ctx, s.Options, func(p web.Page) error {
		if p.Err != nil {
			g.refuse(p.URL, p.Err)
		}
		last, have := names.article(p)
		switch {
		case p.Body == nil && (p.Gone || !have):
			return nil
		case p.Body == nil:
			g.keep(p.URL, last)
			return nil
		}
		slug := names.slug(p.At)
		return g.sendPage(ctx, p.URL, func(refuse func(error)) (corpus.Article, error) {
			a, err := parsePage(ctx, pool, p, slug)
			if err != nil && have && ctx.Err() == nil {
				refuse(fmt.Errorf("%w; the last good version stays", err))
				return last, nil
			}
			return a, err
		})
	})
}

// keep adds an article as it is in the index.
func (g *gatherer) keep(name string, a corpus.Article) {
	g.seq++
	g.add(outcome{seq: g.seq, name: name, article: a, page: true})
}

// sendPage sends a job that may refuse what it read and yet have an article.
func (g *gatherer) sendPage(ctx context.Context, name string, parse func(refuse func(error)) (corpus.Article, error)) error {
	g.seq++
	seq := g.seq
	refuse := func(err error) { g.add(outcome{seq: seq, name: name, err: err}) }
	select {
	case g.jobs <- job{seq: seq, name: name, page: true, parse: func() (corpus.Article, error) { return parse(refuse) }}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// parsePage reads a page with the readers of files. A page may say what it is
// called, but not where it is published or what else it answers to.
func parsePage(ctx context.Context, pool *extractors, p web.Page, slug string) (corpus.Article, error) {
	name := slug + p.Ext
	a, err := parseFile(ctx, pool, source{name: name, ext: p.Ext}, p.Body)
	if err != nil {
		return a, errors.New(strings.TrimPrefix(err.Error(), "parse "+name+": "))
	}
	a.Slug, a.URL = slug, p.At
	a.Aliases, a.Topics, a.Sources = nil, nil, nil
	return a, nil
}

// names gives each page a slug that stays the same from ingest to ingest.
type names struct {
	known map[string]corpus.Article // by address
	taken map[string]string         // slug -> address
}

func newNames(prev *retrieval.Snapshot) *names {
	n := &names{known: map[string]corpus.Article{}, taken: map[string]string{}}
	if prev == nil {
		return n
	}
	for _, a := range prev.Articles {
		n.taken[a.Slug] = a.URL
		if a.URL != "" {
			n.known[a.URL] = a
		}
	}
	return n
}

// article is what the index has of a page.
func (n *names) article(p web.Page) (corpus.Article, bool) {
	a, ok := n.known[p.At]
	if !ok {
		a, ok = n.known[p.URL]
	}
	return a, ok
}

// slug is the one that the page has in the index or a new one.
func (n *names) slug(address string) string {
	if a, ok := n.known[address]; ok {
		return a.Slug
	}
	slug := pageSlug(address)
	if at, ok := n.taken[slug]; ok && at != address {
		slug = withHash(slug, address)
	}
	n.taken[slug] = address
	return slug
}

// maxPageSlug is the most bytes of a slug before a hash is added.
const maxPageSlug = 120

// pageSlug makes a slug of the path: /legs/night-cramps.html is
// "legs-night-cramps". What the path alone does not tell apart gets a hash.
func pageSlug(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return withHash("page", address)
	}
	p := strings.Trim(u.Path, "/")
	if ext := path.Ext(p); len(ext) <= 6 {
		p = strings.TrimSuffix(p, ext)
	}
	slug := strings.Map(func(r rune) rune {
		if strings.ContainsRune(slugRunes, r) {
			return r
		}
		return '-'
	}, p)
	slug = strings.Trim(slug, "-._")
	plain := len(slug) <= maxPageSlug && u.RawQuery == "" && strings.Trim(p, slugRunes+"/ ") == ""
	switch {
	case slug == "" && p == "" && u.RawQuery == "" && corpus.ValidSlug(u.Hostname()):
		return u.Hostname()
	case slug == "":
		return withHash("page", address)
	case !plain:
		return withHash(slug[:min(len(slug), maxPageSlug)], address)
	}
	return slug
}

const slugRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

func withHash(slug, address string) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, address)
	return fmt.Sprintf("%s-%08x", strings.TrimRight(slug, "-._"), uint32(h.Sum64()))
}

// webFiles is a folder of the store. A read-only one forgets what is written.
type webFiles struct {
	disk     disk
	dir      string
	readOnly bool
}

func (f webFiles) ReadFile(name string) ([]byte, error) {
	return f.disk.ReadFile(path.Join(f.dir, name))
}

func (f webFiles) WriteFile(name string, data []byte) error {
	if f.readOnly {
		return nil
	}
	if err := f.disk.MkdirAll(f.dir); err != nil {
		return err
	}
	return replace(f.disk, path.Join(f.dir, name), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func (f webFiles) Remove(name string) error {
	if f.readOnly {
		return nil
	}
	return f.disk.Remove(path.Join(f.dir, name))
}

// List is empty for a folder that is not there yet.
func (f webFiles) List() ([]string, error) {
	names, err := f.disk.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return names, err
}
