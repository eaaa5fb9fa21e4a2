package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/api"
)

// Timeouts of the server. Streams have deadlines of their own for each write.
const (
	headerTimeout  = 5 * time.Second
	bodyTimeout    = 15 * time.Second
	idleTimeout    = 60 * time.Second
	stopTimeout    = 10 * time.Second
	maxHeaderBytes = 16 << 10
)

// Run serves until ctx ends, then lets running requests finish.
func (s *serveCmd) Run(ctx context.Context, std stdio) error {
	if err := s.validate(); err != nil {
		return err
	}
	log := newLog(std.err, s.LogFormat, s.LogLevel)
	opts, err := s.chatOptions(log)
	if err != nil {
		return err
	}
	kept, err := s.storeFlags.open(ctx, s.Data, log)
	if err != nil {
		return err
	}
	if kept != nil {
		defer kept.Close()
	}
	opts.Store, opts.Version = s.chatStore(kept), version
	app, err := openApp(ctx, s.Data, opts)
	if err != nil {
		return err
	}
	if note := app.served.Load().note; note != "" {
		log.Error("the index is damaged", "detail", note, "served", app.describe())
	}
	handler, err := api.New(app.chat, api.Options{
		RateLimit: s.RateLimit, Log: log, Ready: app.ready, Reload: app.reloader(),
		AdminToken: s.AdminToken, Version: version, Origins: s.Origins,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w (is another server running there? choose another --addr)", err)
	}
	fmt.Fprintf(std.out, "Limber answers at http://%s from %s. Press Ctrl-C to stop.\n%s\n", listener.Addr(), app.describe(), s.storeFlags.describe(s.Data, kept))
	g, ctx := errgroup.WithContext(ctx)
	if kept != nil {
		g.Go(func() error { return kept.Run(ctx) })
	}
	g.Go(func() error { return serve(ctx, listener, handler, app, log) })
	return g.Wait()
}

// serve answers requests until ctx ends. Ending ctx also ends open streams,
// so that they do not hold up the stop.
func serve(ctx context.Context, l net.Listener, h http.Handler, app *app, log *slog.Logger) error {
	g, ctx := errgroup.WithContext(ctx)
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	g.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		log.Info("stopping")
		stop, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		if err := server.Shutdown(stop); err != nil {
			return fmt.Errorf("stop: %w", err)
		}
		return nil
	})
	g.Go(func() error { return reloadOnHangup(ctx, app, log) })
	if err := g.Wait(); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
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
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
