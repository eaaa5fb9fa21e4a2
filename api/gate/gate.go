// Package gate decides whether a request may go on: keys and what they are
// for, the wait of somebody who guesses keys, rates, room, and requests that
// were answered before. It knows neither HTTP nor what is asked.
package gate

import (
	"container/list"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// maxClients bounds what is remembered of clients; the one seen longest ago is
// forgotten first, which can only be kind to it.
const maxClients = 10_000

// A recent is a map of bounded size that forgets what was used longest ago.
type recent[V any] struct {
	max   int
	byKey map[string]*list.Element // of *entry[V]
	order *list.List               // most recently used first
}

type entry[V any] struct {
	key   string
	value V
}

func newRecent[V any](limit int) *recent[V] {
	return &recent[V]{limit, map[string]*list.Element{}, list.New()}
}

// get returns the value of key and marks it used.
func (r *recent[V]) get(key string) (v V, ok bool) {
	e, ok := r.byKey[key]
	if !ok {
		return v, false
	}
	r.order.MoveToFront(e)
	return e.Value.(*entry[V]).value, true
}

func (r *recent[V]) put(key string, v V) {
	if e, ok := r.byKey[key]; ok {
		e.Value.(*entry[V]).value = v
		r.order.MoveToFront(e)
		return
	}
	r.byKey[key] = r.order.PushFront(&entry[V]{key, v})
	if r.order.Len() > r.max {
		r.drop(r.order.Back().Value.(*entry[V]).key)
	}
}

func (r *recent[V]) drop(key string) {
	if e, ok := r.byKey[key]; ok {
		r.order.Remove(e)
		delete(r.byKey, key)
	}
}

// Network is the client that an address stands for: the address itself, or the
// /64 that one IPv6 customer is given. What is no address stands for itself.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// ParseOrigin brings an origin into the form in which browsers send it: a
// scheme and a host, a port if it is not the scheme's own, and nothing else.
// There is no wildcard.
func ParseOrigin(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || strings.Contains(u.Host, "*") {
		return "", fmt.Errorf("origin %q is not a scheme and a host; write it like https://www.example.org", s)
	}
	host := strings.ToLower(u.Host)
	if defaultPort := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]; strings.HasSuffix(host, defaultPort) {
		host = strings.TrimSuffix(host, defaultPort)
	}
	return u.Scheme + "://" + host, nil
}
