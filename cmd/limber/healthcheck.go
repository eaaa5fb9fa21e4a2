package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthcheckCmd lets a container without a shell check itself.
type healthcheckCmd struct {
	Addr string `help:"Address of the server, host:port." default:"127.0.0.1:8080"`
}

// Run asks /readyz once.
func (h *healthcheckCmd) Run(ctx context.Context, std stdio) error {
	host, port, err := net.SplitHostPort(h.Addr)
	if err != nil {
		return fmt.Errorf("%w: --addr %q is not host:port", errUsage, h.Addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // the server listens everywhere: ask it here
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("check server: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("check server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("check server: not ready, status %d", res.StatusCode)
	}
	fmt.Fprintln(std.out, "ready")
	return nil
}
