package web

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
	"golang.org/x/net/publicsuffix"
)

// private are the ranges that AllowPrivate opens.
var private4 = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10")
var private6 = prefixes("::1/128", "fc00::/7")

// metadata are addresses at which clouds hand secrets to their machines. They
// are refused always, also where AllowPrivate opens the range around them.
var metadata = prefixes("169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128", "fd20:ce::254/128")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// control returns the check that a dialer makes on every connection, once the
// name is resolved and before the first packet. So it sees the address that is
// used, whatever a name server or a redirect said before.
func control(allowPrivate bool, ports []uint16) func(network, address string, _ syscall.RawConn) error {
	opts := []ssrf.Option{ssrf.WithPorts(ports...)}
	if allowPrivate {
		opts = []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(private4...), ssrf.WithAllowedV6Prefixes(private6...)}
	}
	guardian := ssrf.New(opts...)
	return func(network, address string, raw syscall.RawConn) error {
		if at, err := netip.ParseAddrPort(address); err == nil {
			for _, p := range metadata {
				if p.Contains(at.Addr().Unmap().WithZone("")) {
					return fmt.Errorf("%w: %s hands out secrets of a cloud machine", errAddress, at.Addr())
				}
			}
		}
		err := guardian.Safe(network, address, raw)
		switch {
		case errors.Is(err, ssrf.ErrProhibitedPort):
			return errPort
		case err != nil:
			return fmt.Errorf("%w: %s is not on the public internet (--allow-private opens the own network)", errAddress, host(address))
		}
		return nil
	}
}

var (
	errAddress = errors.New("address refused")
	errPort    = errors.New("port refused: only 80 and 443 are allowed (--allow-private opens all, for the own network)")
)

func host(address string) string {
	h, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return h
}

// maxAddress is the most bytes of an address.
const maxAddress = 2048

// parseAddress reads an address that may be fetched at all. The fragment goes.
func parseAddress(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if len(s) > maxAddress {
		return nil, fmt.Errorf("address of %d bytes, at most %d allowed", len(s), maxAddress)
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, errors.New("not a web address")
	}
	return u, checkAddress(u)
}

func checkAddress(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: only http and https are fetched", errAddress)
	case u.Hostname() == "":
		return fmt.Errorf("%w: no host in it", errAddress)
	case u.User != nil:
		return fmt.Errorf("%w: a name or password in it", errAddress)
	}
	u.Fragment, u.RawFragment = "", ""
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return nil
}

// sameSite reports whether two addresses belong to one site: the same host, or
// hosts below one name that somebody registered.
func sameSite(a, b *url.URL) bool {
	if a.Hostname() == b.Hostname() {
		return true
	}
	if net.ParseIP(a.Hostname()) != nil || net.ParseIP(b.Hostname()) != nil {
		return false
	}
	x, err := publicsuffix.EffectiveTLDPlusOne(a.Hostname())
	if err != nil {
		return false
	}
	y, err := publicsuffix.EffectiveTLDPlusOne(b.Hostname())
	return err == nil && x == y
}
