package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/api"
)

// Timeouts of the server. Streams have deadlines of their own for each write.
const (
	headerTimeout  = 5 * time.Second
	bodyTimeout    = 15 * time.Second
	replyTimeout   = 3 * time.Minute // for what sets no deadline of its own
	idleTimeout    = 60 * time.Second
	lastTimeout    = 5 * time.Second // to tell those who still wait that the server stops
	maxHeaderBytes = 16 << 10
)

// A serving is a server that answers and can stop.
type serving struct {
	api   *api.Server
	main  net.Listener
	admin net.Listener // nil: none of its own
	grace time.Duration
	delay time.Duration // goes on while not ready
	log   *slog.Logger
}

// run answers requests until ctx ends, and then stops in order: not ready, no
// new connections, running replies end, the rest is told to try again.
func (s *serving) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	servers := []*http.Server{s.listen(g, s.main, s.api)}
	if s.admin != nil {
		servers = append(servers, s.listen(g, s.admin, s.api.Admin()))
	}
	g.Go(func() error {
		<-ctx.Done()
		return s.stop(servers)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	s.log.Info("stopped")
	return nil
}

// listen serves h in a goroutine of g. Requests outlive the signal to stop.
func (s *serving) listen(g *errgroup.Group, l net.Listener, h http.Handler) *http.Server {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: replyTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug), // its texts may hold parts of requests
	}
	g.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	return server
}

// stop ends the servers.
func (s *serving) stop(servers []*http.Server) error {
	s.log.Info("stopping", "duration", s.delay+s.grace)
	s.api.Drain()
	time.Sleep(s.delay)
	if shutdown(servers, s.grace) == nil {
		return nil
	}
	s.api.EndReplies()
	if shutdown(servers, lastTimeout) == nil {
		return nil
	}
	var errs []error
	for _, server := range servers {
		errs = append(errs, server.Close())
	}
	return errors.Join(errs...)
}

// shutdown waits until every request has ended.
func shutdown(servers []*http.Server, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	var g errgroup.Group
	for _, server := range servers {
		g.Go(func() error { return server.Shutdown(ctx) })
	}
	return g.Wait()
}

// hear listens on the addresses of the flags.
func (s *serveCmd) hear() (main, admin net.Listener, err error) {
	const hint = "listen: %w (is another server running there? choose another %s)"
	if main, err = net.Listen("tcp", s.Addr); err != nil {
		return nil, nil, fmt.Errorf(hint, err, "--addr")
	}
	if s.AdminAddr == "" {
		return main, nil, nil
	}
	if admin, err = net.Listen("tcp", s.AdminAddr); err != nil {
		return nil, nil, errors.Join(fmt.Errorf(hint, err, "--admin-addr"), main.Close())
	}
	return main, admin, nil
}

// announce says where the server answers.
func (s *serving) announce(w io.Writer, what string) {
	fmt.Fprintf(w, "Limber answers at http://%s from %s. Press Ctrl-C to stop.\n", s.main.Addr(), what)
	if s.admin != nil {
		fmt.Fprintf(w, "Metrics and /admin are at http://%s.\n", s.admin.Addr())
	}
}
