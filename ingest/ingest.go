// Package ingest turns files into an index. It is the only writer of the index
// and brings it to exactly the sources it is given. Strangers' files are read
// within bounds on size, depth, time and memory, and refused by name otherwise.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/ingest/web"
	"github.com/limber-health/limber/retrieval"
)

// Options say what to ingest and where to.
type Options struct {
	Dir        string             // data folder; made if missing
	Sources    []string           // files or folders
	Web        web.Options        // pages to fetch; nothing is fetched unless it names some
	Embedder   retrieval.Embedder // makes the vectors; called from several goroutines
	EmbedderID string             // identity for the stamp; empty: retrieval.Identity of Embedder
	Dim        int                // length of a vector; 0: whatever the embedder gives
	DryRun     bool               // report only, write nothing, embed nothing

	// Remote says that Embedder is a server, whose vectors take long or cost
	// money: those of an interrupted run are kept for the next one. The server
	// may also have come to another model under the same name, so it embeds one
	// passage of the index again; if that differs, all is embedded anew.
	Remote bool

	// Progress is called after each batch of passages that got a vector, never
	// from two goroutines at once. Nil means no report.
	Progress func(done, total int)
}

// A Report says what an ingest did or, in a dry run, would do. Slugs are sorted.
type Report struct {
	Added     []string
	Changed   []string
	Unchanged []string
	Removed   []string
	Refused   []Refusal // in the order of the sources
	Skipped   int       // files in folders whose ending is not known
	Passages  int       // in the whole index
	Embedded  int       // passages that got a new vector
	// Generation is the one that holds the result; zero in a dry run.
	Generation Generation
}

// A Refusal is one file or line that is not in the index, and why.
type Refusal struct {
	Name   string // file, or file:line
	Reason string
}

// Err is nil unless something was refused. The caller turns it into exit
// status 1: the rest is in the index nevertheless.
func (r Report) Err() error {
	switch n := len(r.Refused); n {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("refused %s: %s", r.Refused[0].Name, r.Refused[0].Reason)
	default:
		return fmt.Errorf("refused %d sources; everything else is in the index", n)
	}
}

// ErrNothing is the error of Run when no source held an article. The index
// stays as it was.
var ErrNothing = errors.New("no article in any source, the index stays as it was")

// Run brings the index in o.Dir to exactly the articles in o.Sources and o.Web.
// What did not change keeps its vectors. After an error the index is the last good one.
func Run(ctx context.Context, o Options) (Report, error) {
	store := NewStore(o.Dir)
	if !o.DryRun {
		unlock, err := store.lock()
		if err != nil {
			return Report{}, err
		}
		defer unlock()
	}
	return run(ctx, store, o)
}

func run(ctx context.Context, store *Store, o Options) (Report, error) {
	prev, gen, err := store.Load("")
	if err != nil {
		prev = nil // none yet, or none whole: build it anew from the sources
	}
	in, err := gather(ctx, o.Sources, webSource{o.Web, store, prev, o.DryRun})
	rep := Report{Refused: in.refused, Skipped: in.skipped}
	if err != nil {
		return rep, err
	}
	if len(in.articles) == 0 {
		return rep, ErrNothing
	}
	rep.compare(prev, in.articles)
	if o.DryRun {
		return rep, nil
	}
	snap, last, done, err := o.build(ctx, store, prev, in.articles)
	if err != nil {
		return rep, err
	}
	if o.Dim != 0 && snap.Stamp.Dim != o.Dim && len(snap.Passages) > 0 {
		return rep, fmt.Errorf("build index: vectors have %d numbers instead of %d", snap.Stamp.Dim, o.Dim)
	}
	rep.Passages, rep.Embedded = len(snap.Passages), fresh(last, snap)
	rep.Generation = gen
	if last == nil || last.Stamp != snap.Stamp {
		rep.Generation, err = store.publish(snap)
	} else if cur, cerr := store.current(); cerr != nil || cur != gen {
		err = store.setCurrent(gen) // CURRENT or what it named was damaged
	}
	if err == nil {
		done()
	}
	return rep, err
}

// build makes the new index. last is the one whose vectors it may hold, nil if
// none; done is to be called once the new one is published.
func (o Options) build(ctx context.Context, store *Store, prev *retrieval.Snapshot, articles []corpus.Article) (snap, last *retrieval.Snapshot, done func(), err error) {
	b := retrieval.BuildOptions{Embedder: o.id(), Previous: prev, Progress: o.Progress}
	if !o.Remote {
		snap, err = retrieval.Build(ctx, articles, &halves{o.Embedder}, b)
		return snap, prev, func() {}, err
	}
	if prev != nil && prev.Stamp.Embedder == b.Embedder {
		same, err := prev.MadeBy(ctx, o.Embedder)
		if err != nil {
			return nil, nil, nil, err
		}
		if !same {
			b.Previous = nil
		}
	}
	keeper := newKeeper(&halves{o.Embedder}, store, b.Embedder)
	snap, err = retrieval.Build(ctx, articles, keeper, b)
	if err != nil && !keeper.failed {
		keeper.forget() // what was kept does not fit the index
	}
	return snap, b.Previous, keeper.forget, err
}

func (o Options) id() string {
	if o.EmbedderID != "" {
		return o.EmbedderID
	}
	return retrieval.Identity(o.Embedder)
}

// compare sorts the articles, which come sorted by slug, by what happens to them.
func (r *Report) compare(prev *retrieval.Snapshot, articles []corpus.Article) {
	old := map[string]string{}
	if prev != nil {
		for i, a := range prev.Articles {
			old[a.Slug] = prev.Hashes[i]
		}
	}
	seen := map[string]bool{}
	for _, a := range articles {
		seen[a.Slug] = true
		switch hash, ok := old[a.Slug]; {
		case !ok:
			r.Added = append(r.Added, a.Slug)
		case hash == retrieval.ContentHash(a):
			r.Unchanged = append(r.Unchanged, a.Slug)
		default:
			r.Changed = append(r.Changed, a.Slug)
		}
	}
	if prev == nil {
		return
	}
	for _, a := range prev.Articles {
		if !seen[a.Slug] {
			r.Removed = append(r.Removed, a.Slug)
		}
	}
}

// fresh counts the passages of snap whose vector is not taken from prev.
func fresh(prev, snap *retrieval.Snapshot) int {
	if prev == nil || prev.Stamp.Embedder != snap.Stamp.Embedder || prev.Stamp.Chunker != snap.Stamp.Chunker {
		return len(snap.Passages)
	}
	known := make(map[string]bool, len(prev.Hashes))
	for _, h := range prev.Hashes {
		known[h] = true
	}
	n, at := 0, 0
	for _, p := range snap.Passages {
		for snap.Articles[at].Slug != p.Article {
			at++
		}
		if !known[snap.Hashes[at]] {
			n++
		}
	}
	return n
}

// halves shares each batch out over the processor's cores.
type halves struct{ retrieval.Embedder }

func (h *halves) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	parts := min(runtime.GOMAXPROCS(0), (len(texts)+31)/32)
	if parts < 2 {
		return h.Embedder.EmbedDocuments(ctx, texts)
	}
	out := make([][]float32, len(texts))
	g, ctx := errgroup.WithContext(ctx)
	for i := range parts {
		from, to := i*len(texts)/parts, (i+1)*len(texts)/parts
		g.Go(func() error {
			vecs, err := h.Embedder.EmbedDocuments(ctx, texts[from:to])
			if err == nil && len(vecs) != to-from {
				err = fmt.Errorf("%d vectors for %d texts", len(vecs), to-from)
			}
			copy(out[from:to], vecs)
			return err
		})
	}
	return out, g.Wait()
}
