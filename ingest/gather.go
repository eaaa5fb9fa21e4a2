package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/corpus"
)

// gathered is what the sources hold, in slug order.
type gathered struct {
	articles []corpus.Article
	refused  []Refusal
	skipped  int
}

// outcome is one article or one refusal, with its place in the sources.
type outcome struct {
	seq     int
	name    string
	article corpus.Article
	err     error
	page    bool // from the web
	left    int  // blocks that were left out
}

// gatherer reads sources in order and parses them on all cores.
type gatherer struct {
	jobs chan job
	seq  int

	mu   sync.Mutex
	list []outcome

	known map[string]bool // addresses of pages that are in the index
}

// job is one thing to parse, numbered in the order of the sources.
type job struct {
	seq   int
	name  string
	page  bool
	parse func() (corpus.Article, error)
}

// gather reads all sources. One bad file or line never stops the others.
func gather(ctx context.Context, sources []string, site webSource) (gathered, error) {
	g := &gatherer{jobs: make(chan job, 4*runtime.GOMAXPROCS(0))}
	pool := newExtractors()
	defer pool.close()
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error { g.work(); return nil })
	}
	w := &walker{seen: map[string]bool{}, refuse: g.refuse, visit: func(s source) error { return g.visit(ctx, pool, s) }}
	group.Go(func() error {
		defer close(g.jobs)
		for _, s := range sources {
			if err := w.walk(ctx, s); err != nil {
				return err
			}
		}
		if site.Enabled() {
			return site.pages(ctx, g, pool)
		}
		return ctx.Err()
	})
	if err := group.Wait(); err != nil {
		return gathered{}, fmt.Errorf("read sources: %w", err)
	}
	out := g.sorted()
	out.skipped = w.skipped
	return out, nil
}

func (g *gatherer) work() {
	for j := range g.jobs {
		g.add(j.run())
	}
}

// run parses one file or line; a parser that panics costs that one only.
func (j job) run() (o outcome) {
	o.seq, o.name, o.page = j.seq, j.name, j.page
	defer func() {
		if r := recover(); r != nil {
			o.err = fmt.Errorf("cannot be read: %.80v", r)
		}
	}()
	if o.article, o.err = j.parse(); o.err != nil {
		return o
	}
	if o.left = screen(&o.article); len(o.article.Blocks) == 0 {
		o.err = errors.New("speaks to a program, not to a reader")
	}
	return o
}

func (g *gatherer) add(o outcome) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.list = append(g.list, o)
}

func (g *gatherer) refuse(name string, err error) {
	g.seq++
	g.add(outcome{seq: g.seq, name: name, err: err})
}

func (g *gatherer) send(ctx context.Context, name string, parse func() (corpus.Article, error)) error {
	g.seq++
	select {
	case g.jobs <- job{seq: g.seq, name: name, parse: parse}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// visit turns an open file into jobs and closes it.
func (g *gatherer) visit(ctx context.Context, pool *extractors, s source) error {
	defer s.file.Close()
	if s.ext == ".jsonl" {
		return g.lines(ctx, s)
	}
	data, err := s.readAll()
	if err != nil {
		g.refuse(s.name, err)
		return nil
	}
	return g.send(ctx, s.name, func() (corpus.Article, error) { return parseFile(ctx, pool, s, data) })
}

// sorted puts the outcomes in the order of the sources, refuses a slug or the
// address of a web page that was used before, and sorts the articles by slug.
func (g *gatherer) sorted() gathered {
	slices.SortFunc(g.list, func(a, b outcome) int { return a.seq - b.seq })
	var out gathered
	from, at := map[string]string{}, map[string]string{}
	crowd := g.crowd()
	for i, o := range g.list {
		if o.err == nil {
			if first, ok := from[o.article.Slug]; ok {
				o.err = fmt.Errorf("the name %q is already taken by %s", o.article.Slug, first)
			}
		}
		if o.err == nil && o.page {
			if first, ok := at[o.article.URL]; ok {
				o.err = fmt.Errorf("the same page as %s", first)
			}
			at[o.article.URL] = o.name
		}
		if o.err == nil {
			o.err = crowd[i]
		}
		if o.err != nil {
			out.refused = append(out.refused, Refusal{o.name, reason(o)})
			continue
		}
		if o.left > 0 {
			out.refused = append(out.refused, Refusal{o.name, fmt.Sprintf("%d paragraphs were left out: they speak to a program, not to a reader", o.left)})
		}
		from[o.article.Slug] = o.name
		out.articles = append(out.articles, o.article)
	}
	slices.SortFunc(out.articles, func(a, b corpus.Article) int { return strings.Compare(a.Slug, b.Slug) })
	return out
}

// crowd says of pages of the web, by place in the list, which crowd out others.
// Files are the operator's own; they are only what a page may be a copy of.
func (g *gatherer) crowd() map[int]error {
	var check pageCheck
	out := map[int]error{}
	if !slices.ContainsFunc(g.list, func(o outcome) bool { return o.page }) {
		return out
	}
	for _, o := range g.list {
		if o.err == nil && !o.page {
			check.add(o.name, sketchOf(wordsOf(o.article)))
		}
	}
	for _, known := range []bool{true, false} {
		for i, o := range g.list {
			if o.err == nil && o.page && g.known[o.article.URL] == known {
				out[i] = check.check(o.name, o.article)
			}
		}
	}
	return out
}

// reason is the error in one line, without the name that stands beside it. A
// library may quote the document in its error: nothing of that may reach a
// terminal as a command.
func reason(o outcome) string {
	s := strings.ReplaceAll(o.err.Error(), "parse "+o.name+": ", "")
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return utf8.RuneError
	}, s)
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + " …"
	}
	return s
}
