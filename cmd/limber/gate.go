package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"time"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/api/gate"
)

// keysFileName is the file of keys in the data directory.
const keysFileName = "keys.json"

// keysFlag names the file of API keys.
type keysFlag struct {
	KeysFile string `help:"File of API keys, as limber keys makes it. Empty: keys.json in the data directory." type:"path" placeholder:"FILE"`
}

// path is where the keys are; empty if there is no place for them.
func (k keysFlag) path(data string) string {
	if k.KeysFile == "" && data != "" {
		return filepath.Join(data, keysFileName)
	}
	return k.KeysFile
}

// gateFlags say who may call, and how much at once.
type gateFlags struct {
	keysFlag
	RequireKey          bool          `help:"Answer only callers with an API key. Pages and the demo chat then need a public key."`
	RateLimit           int           `help:"Requests a minute for each client: an address, or an API key without a rate of its own; 0 switches the limit off." default:"120"`
	Origins             []string      `help:"Other sites whose pages may use the server, separated by commas, such as https://www.example.org." placeholder:"ORIGIN,..."`
	TrustedProxies      []string      `help:"Proxies in front whose X-Forwarded-For is believed: addresses or networks, separated by commas." placeholder:"ADDRESS,..."`
	AdminToken          string        `help:"Bearer token for /admin and /metrics. Empty: only clients on this machine. Secret." secret:"true" placeholder:"TOKEN"`
	AdminAddr           string        `help:"Address of a listener of its own for /admin and /metrics, which --addr then answers no more. Whoever reaches it may read the metrics." placeholder:"HOST:PORT"`
	MaxAnswers          int           `help:"Answers being made at once, streams apart; more wait for two seconds, then get 503." default:"64"`
	MaxStreams          int           `help:"Streams open at once; more get 503." default:"1000"`
	MaxStreamsPerClient int           `help:"Streams open at once from one address; more get 429." default:"20"`
	Drain               time.Duration `help:"At a stop, how long running answers may take to end before they are told to try again." default:"10s"`
	DrainDelay          time.Duration `help:"At a stop, how long to go on while /readyz already says no, so that a load balancer notices." default:"0s"`
}

// check reports every fault of the flags.
func (g *gateFlags) check(data string) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if g.RateLimit < 0 {
		fault("--rate-limit is negative; use 0 for no limit")
	}
	if g.AdminToken != "" && len(g.AdminToken) < 16 {
		fault("--admin-token is shorter than 16 characters; make one with: openssl rand -hex 24")
	}
	if err := api.CheckOrigins(g.Origins); err != nil {
		fault("--origins: %w", err)
	}
	for _, p := range g.TrustedProxies {
		if _, err := netip.ParseAddr(p); err == nil {
			continue
		}
		if _, err := netip.ParsePrefix(p); err != nil {
			fault("--trusted-proxies %q is neither an address nor a network; write it like 10.0.0.5 or 10.0.0.0/8", p)
		}
	}
	if g.AdminAddr != "" {
		if _, _, err := net.SplitHostPort(g.AdminAddr); err != nil {
			fault("--admin-addr %q is not host:port; try 127.0.0.1:9090", g.AdminAddr)
		}
	}
	if g.MaxAnswers < 1 || g.MaxStreams < 1 || g.MaxStreamsPerClient < 1 {
		fault("--max-answers, --max-streams and --max-streams-per-client must be at least 1")
	}
	if g.Drain < 0 || g.DrainDelay < 0 {
		fault("--drain and --drain-delay must not be negative")
	}
	if g.RequireKey && g.path(data) == "" {
		fault("--require-key needs keys; name their file with --keys-file or a data directory with --data, then: limber keys add")
	}
	return errors.Join(faults...)
}

// ring opens the keys; nil if there is no place for them.
func (g *gateFlags) ring(ctx context.Context, data string, log *slog.Logger) (*gate.Ring, error) {
	path := g.path(data)
	if path == "" {
		return nil, nil
	}
	return gate.NewRing(path, time.Now, func(err error) { log.ErrorContext(ctx, "read keys", "error", err) })
}

// options fills in what the flags say.
func (g *gateFlags) options(o api.Options) api.Options {
	o.RateLimit, o.Origins, o.TrustedProxies = g.RateLimit, g.Origins, g.TrustedProxies
	o.RequireKey, o.AdminToken, o.AdminApart = g.RequireKey, g.AdminToken, g.AdminAddr != ""
	o.MaxAnswers, o.MaxStreams, o.MaxStreamsPerClient = g.MaxAnswers, g.MaxStreams, g.MaxStreamsPerClient
	return o
}
