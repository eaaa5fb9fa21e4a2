package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/ingest"
	"github.com/limber-health/limber/retrieval"
)

// An app is the parts of a running Limber put together.
type app struct {
	data    string // directory of the ingested index; may be empty
	guard   *guard.Guard
	builtin *retrieval.Static
	remote  *retrieval.Steady // nil: the built-in embedder is used
	options retrieval.Options
	chat    *chat.Chat
	served  atomic.Pointer[source] // what is served now
	watch   *telemetry.Watch

	reloading sync.Mutex // one at a time, or an older index could come last
}

// A source is an index and where it came from.
type source struct {
	*retrieval.Index
	generation uint64
	note       string // what is wrong with the index that should be served; empty: nothing
}

// Generation counts the ingests; 0 is the built-in corpus.
func (s *source) Generation() uint64 { return s.generation }

// openApp opens the parts for one command.
func openApp(ctx context.Context, flags indexFlags, opts chat.Options) (*app, error) {
	return openWatchedApp(ctx, flags, opts, telemetry.NewWatch(nil, nil))
}

// openWatchedApp loads the rules and an index, side by side. Nothing starts
// with a rule set that is broken. With an index that is damaged beyond repair
// the rules watch alone: nothing is answered, and nothing dangerous is missed.
// An embedding server is not asked anything, so it may be down.
func openWatchedApp(ctx context.Context, flags indexFlags, opts chat.Options, watch *telemetry.Watch) (*app, error) {
	a := &app{data: flags.Data, watch: watch, options: retrieval.Options{EmbedTimeout: flags.EmbedderTimeout}}
	var err error
	if a.remote, err = flags.asker(opts.Log); err != nil {
		return nil, err
	}
	var src *source
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		if a.guard, err = guard.New(guard.Options{}); err != nil {
			return fmt.Errorf("load triage rules: %w", err)
		}
		return nil
	})
	g.Go(func() (err error) {
		if a.builtin, err = retrieval.NewStatic(); err != nil {
			return err
		}
		if src, err = a.load(gctx); errors.Is(err, ingest.ErrDamaged) {
			src, err = a.withoutArticles(gctx, err)
		}
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	a.watch.Metrics().WatchGuard(a.guard.Counts)
	opts.Model, opts.Watch = watch.Model(opts.Model), watch.Metrics()
	a.chat, err = chat.New(a.serve(src), watch.Guard(a.guard), opts)
	return a, err
}

// serve notes what is served from now on and returns it for the chat.
func (a *app) serve(src *source) telemetry.Index {
	a.served.Store(src)
	a.watch.Metrics().Serving(src.generation, len(src.Articles()), src.Len())
	return a.watch.Index(src)
}

// load opens the ingested index, or builds one over the built-in corpus when
// nothing was ingested.
func (a *app) load(ctx context.Context) (*source, error) {
	snap, gen, err := a.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	asked := a.watch.Embedder(a.builtin)
	if a.remote != nil && gen.ID != 0 {
		asked = a.watch.Remote(a.remote.For(snap.Stamp.Dim))
	}
	index, err := retrieval.NewIndex(ctx, snap, asked, a.options)
	if err != nil {
		return nil, err
	}
	return &source{index, gen.ID, gen.Note}, nil
}

// stamped is the name of the embedder that an ingested index must be made with.
func (a *app) stamped() string {
	if a.remote != nil {
		return a.remote.ID()
	}
	return a.builtin.ID()
}

// withoutArticles is an empty index, for when why keeps the real one from loading.
func (a *app) withoutArticles(ctx context.Context, why error) (*source, error) {
	snap, err := retrieval.Build(ctx, nil, a.builtin, retrieval.BuildOptions{})
	if err != nil {
		return nil, err
	}
	index, err := retrieval.NewIndex(ctx, snap, a.builtin, retrieval.Options{})
	return &source{index, 0, why.Error()}, err
}

// snapshot is the ingested index or, without one, the built-in corpus with
// vectors of the built-in embedder: a start waits for no server.
func (a *app) snapshot(ctx context.Context) (*retrieval.Snapshot, ingest.Generation, error) {
	if a.data != "" {
		snap, gen, err := ingest.NewStore(a.data).Load(a.stamped())
		if !errors.Is(err, ingest.ErrNoIndex) {
			return snap, gen, err
		}
	}
	articles, err := corpus.Builtin()
	if err != nil {
		return nil, ingest.Generation{}, err
	}
	snap, err := retrieval.Build(ctx, articles, a.builtin, retrieval.BuildOptions{})
	return snap, ingest.Generation{}, err
}

// reloader returns the function that swaps in the newest generation, or nil
// when there is no data directory to reload from. Requests that run finish on
// the index they began with.
func (a *app) reloader() func(context.Context) (int, error) {
	if a.data == "" {
		return nil
	}
	return func(ctx context.Context) (int, error) {
		a.reloading.Lock()
		defer a.reloading.Unlock()
		src, err := a.load(ctx)
		a.watch.Metrics().Reloaded(err)
		if err != nil {
			return 0, err
		}
		src.Prepare() // no question waits for it
		a.chat.Swap(a.serve(src))
		return len(src.Articles()), nil
	}
}

// ready reports why the server should not get requests. The guard passed its
// self-test when it was made, or there would be no app.
func (a *app) ready() error {
	if a.served.Load().Len() == 0 {
		return errors.New("the index is empty")
	}
	return nil
}

// describe says what is served, for the start line.
func (a *app) describe() string {
	s := a.served.Load()
	n := len(s.Articles())
	if n == 0 && s.note != "" {
		return "no articles, watching for signs of danger only"
	}
	if s.generation == 0 {
		return fmt.Sprintf("the built-in corpus (%d articles)", n)
	}
	return fmt.Sprintf("%s, generation %d (%d articles)", a.data, s.generation, n)
}

// warn says on w what is wrong with the index, if anything is.
func (a *app) warn(w io.Writer) {
	if note := a.served.Load().note; note != "" {
		fmt.Fprintln(w, "limber: warning:", note)
	}
	if note := a.unused(); note != "" {
		fmt.Fprintln(w, "limber: warning:", note)
	}
}

// unused says why the embedding server of the flags is not used; empty if it is.
func (a *app) unused() string {
	if s := a.served.Load(); a.remote == nil || s.generation != 0 || s.note != "" {
		return ""
	}
	return "no articles were ingested, so the embedder " + a.remote.ID() + " is not used; the built-in articles have vectors of the built-in one"
}
