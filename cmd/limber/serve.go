package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/chat/store"
)

// Run serves until ctx ends, then lets running requests finish.
func (s *serveCmd) Run(ctx context.Context, std stdio, env variables) error {
	if err := s.validate(env); err != nil {
		return err
	}
	log := newLog(std.err, s.LogFormat, s.LogLevel)
	for _, name := range env.strange {
		log.Warn("unknown setting in the environment; it is ignored", "name", name)
	}
	settle := s.collectLess()
	defer settle()
	if err := noCoreDumps(); err != nil {
		log.Warn("core dumps stay on", "error", err)
	}
	traces, err := telemetry.FromEnvironment(ctx, version)
	if err != nil {
		return err
	}
	defer func() { _ = traces.Close(context.WithoutCancel(ctx)) }() // spans that a collector does not take are lost
	if err := s.dataFlag.create(log); err != nil {
		return err
	}
	go api.Prepare() // beside what follows; api.New waits for it
	kept, err := s.storeFlags.open(ctx, s.Data, log)
	if err != nil {
		return err
	}
	if kept != nil {
		defer kept.Close()
	}
	app, err := s.openApp(ctx, kept, log, traces)
	if err != nil {
		return err
	}
	if note := app.served.Load().note; note != "" {
		log.Error("the index is damaged", "detail", note, "served", app.describe())
	}
	if note := app.unused(); note != "" {
		log.Warn("the embedder is not used", "detail", note)
	}
	bot, err := s.slackFlags.bot(app, slackStore(kept), log)
	if err != nil {
		return err
	}
	server, err := s.server(ctx, app, api.Options{Log: log, Traces: traces, Slack: bot.handler()})
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // who waits for the address may close the pipe after it
	settle()
	server.announce(std.out, app.describe())
	fmt.Fprintln(std.out, s.storeFlags.describe(s.Data, kept))
	go app.served.Load().Prepare() // once ready, for a start is short of processors
	g, ctx := errgroup.WithContext(ctx)
	if kept != nil {
		g.Go(func() error { return kept.Run(ctx) })
	}
	g.Go(func() error { return bot.run(ctx) })
	g.Go(func() error { return server.run(ctx) })
	g.Go(func() error { return reloadOnHangup(ctx, app, log) })
	return g.Wait()
}

// startGC is the garbage collector's percentage during a start.
const startGC = 400

// collectLess lets the heap grow further between collections, for collecting
// takes a fifth of the processor time of a start. What it returns ends that.
// An ingested index may be large, so then nothing changes.
func (s *serveCmd) collectLess() (settle func()) {
	if s.Data != "" {
		return func() {}
	}
	before := debug.SetGCPercent(startGC)
	return func() { debug.SetGCPercent(before) }
}

// openApp opens the parts with their metrics.
func (s *serveCmd) openApp(ctx context.Context, kept *store.Steady, log *slog.Logger, traces *telemetry.Traces) (*app, error) {
	opts, err := s.chatOptions(log)
	if err != nil {
		return nil, err
	}
	opts.Store, opts.Version = s.chatStore(kept), version
	return openWatchedApp(ctx, s.indexFlags, opts, telemetry.NewWatch(telemetry.New(version), traces))
}

// server puts the app behind HTTP.
func (s *serveCmd) server(ctx context.Context, app *app, o api.Options) (*serving, error) {
	keys, err := s.ring(ctx, s.Data, o.Log)
	if err != nil {
		return nil, err
	}
	o.Ready, o.Reload, o.Version, o.Keys, o.Metrics = app.ready, app.reloader(), version, keys, app.watch.Metrics()
	o.Remember = s.Retention
	handler, err := api.New(app.chat, s.gateFlags.options(o))
	if err != nil {
		return nil, err
	}
	main, admin, err := s.hear()
	if err != nil {
		return nil, err
	}
	return &serving{api: handler, main: main, admin: admin, grace: s.Drain, delay: s.DrainDelay, log: o.Log}, nil
}

// reloadOnHangup loads the newest index generation at every SIGHUP.
func reloadOnHangup(ctx context.Context, app *app, log *slog.Logger) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	reload := app.reloader()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
			if reload == nil {
				continue
			}
			if n, err := reload(ctx); err != nil {
				log.Error("reload; the old index is still served", "error", err)
			} else {
				log.Info("reloaded", "articles", n, "damage", app.served.Load().note)
			}
		}
	}
}

func newLog(w io.Writer, format, level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // the flag allows known names only
	opts := &slog.HandlerOptions{Level: l}
	if format == "json" {
		return slog.New(telemetry.SafeLog(slog.NewJSONHandler(w, opts)))
	}
	return slog.New(telemetry.SafeLog(slog.NewTextHandler(w, opts)))
}
