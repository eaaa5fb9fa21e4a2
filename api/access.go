package api

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/api/gate"
)

// keyOfKey is where the key of a request is kept in its context.
const keyOfKey = "key"

// noKey is the answer to every credential that is not good enough, whatever is
// wrong with it.
var noKey = newProblem(http.StatusUnauthorized, "a valid key is needed: Authorization: Bearer lk_…")

// address is the client's: the peer's own, or what a trusted proxy says it is.
func address(c *gin.Context) string { return gate.Network(c.ClientIP()) }

// credential is what a request shows of a key; empty if nothing.
func credential(c *gin.Context) string {
	if token, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(token)
	}
	return c.GetHeader("X-Api-Key")
}

// key is the key that a request came with, if any.
func key(c *gin.Context) (gate.Key, bool) {
	k, ok := c.Get(keyOfKey)
	if !ok {
		return gate.Key{}, false
	}
	return k.(gate.Key), true
}

// owner is whose conversations a request may see; empty without a key.
func owner(c *gin.Context) string {
	k, _ := key(c)
	return k.Owner
}

// authenticate reads the key of a request. Without --require-key none is
// needed, and what does not look like one of our keys is ignored: clients of
// other servers often send something. A wrong key of ours is always refused.
func (s *Server) authenticate(scope gate.Scope) gin.HandlerFunc {
	return func(c *gin.Context) {
		shown := credential(c)
		if gate.LooksLikeKey(shown) && s.opts.Keys != nil {
			s.checkKey(c, shown, scope)
			return
		}
		if s.opts.RequireKey || gate.LooksLikeKey(shown) {
			s.refuseKey(c)
			return
		}
		if o := c.GetHeader("Origin"); o != "" && !ownOrigin(o, c.Request.Host) && !s.origins[o] {
			writeProblem(c, newProblem(http.StatusForbidden, wrongOrigin))
		}
	}
}

func (s *Server) checkKey(c *gin.Context, shown string, scope gate.Scope) {
	client := address(c)
	if s.guesses.Waits(client, shown) {
		s.refuseKey(c)
		return
	}
	k, ok := s.opts.Keys.Find(shown)
	if !ok {
		s.guesses.Wrong(client, shown)
		s.refuseKey(c)
		return
	}
	s.guesses.Right(client, shown)
	switch {
	case k.IsPublic() && !s.fromOriginOf(c, k):
		writeProblem(c, newProblem(http.StatusForbidden, "this public key works on the pages of its own sites only"))
	case !k.Has(scope):
		writeProblem(c, newProblem(http.StatusForbidden, fmt.Sprintf("this key lacks the scope %q", scope)))
	default:
		c.Set(keyOfKey, k)
	}
}

// refuseKey answers every bad credential alike.
func (s *Server) refuseKey(c *gin.Context) {
	s.opts.Metrics.KeyRefused()
	c.Header("WWW-Authenticate", "Bearer")
	writeProblem(c, noKey)
}

// fromOriginOf reports whether a request comes from a page of the sites that a
// public key is bound to. Browsers leave the origin out where a page reads
// from its own server.
func (s *Server) fromOriginOf(c *gin.Context, k gate.Key) bool {
	origin := c.GetHeader("Origin")
	if origin != "" {
		return slices.Contains(k.Origins, origin)
	}
	own := slices.ContainsFunc(k.Origins, func(o string) bool { return ownOrigin(o, c.Request.Host) })
	return own && c.GetHeader("Sec-Fetch-Site") == "same-origin"
}

// throttle refuses requests over the limit with 429 and says when to come
// back. A secret key has a rate of its own and is used for many people, so its
// address does not count; a public one counts beside the address.
func (s *Server) throttle(c *gin.Context) {
	k, keyed := key(c)
	if keyed && (k.PerMinute > 0 || !k.IsPublic()) {
		perMinute := k.PerMinute
		if perMinute == 0 {
			perMinute = s.opts.RateLimit
		}
		if !s.take(c, "key "+k.Owner, perMinute) {
			return
		}
	}
	if !keyed || k.IsPublic() {
		s.take(c, "address "+address(c), s.opts.RateLimit)
	}
}

// take counts a request against a rate, if there is one.
func (s *Server) take(c *gin.Context, client string, perMinute int) bool {
	if perMinute <= 0 {
		return true
	}
	v := s.rates.Take(client, perMinute)
	c.Header("RateLimit-Limit", strconv.Itoa(v.PerMinute))
	c.Header("RateLimit-Remaining", strconv.Itoa(v.Left))
	c.Header("RateLimit-Reset", strconv.Itoa(v.Full))
	c.Header("RateLimit-Policy", fmt.Sprintf("%d;w=60", v.PerMinute))
	if !v.OK {
		s.opts.Metrics.Limited(strings.Fields(client)[0])
		p := newProblem(http.StatusTooManyRequests, "too many requests; if symptoms worry you, contact a doctor or emergency services without waiting for this service")
		p.retryAfter = strconv.Itoa(v.Wait)
		writeProblem(c, p)
	}
	return v.OK
}

// admin lets in the bearer of the admin token or of a key with the scope admin
// and, where there is no token, clients on this machine.
func (s *Server) admin(c *gin.Context) {
	shown := credential(c)
	if gate.LooksLikeKey(shown) && s.opts.Keys != nil {
		s.checkKey(c, shown, gate.ScopeAdmin)
		return
	}
	if s.opts.AdminToken == "" {
		if !local(c) {
			writeProblem(c, newProblem(http.StatusForbidden, "without an admin token this address answers clients on the same machine only"))
		}
		return
	}
	if s.guesses.Waits(address(c), "admin") || subtle.ConstantTimeCompare([]byte(shown), []byte(s.opts.AdminToken)) != 1 {
		s.guesses.Wrong(address(c), "admin")
		s.refuseKey(c)
		return
	}
	s.guesses.Right(address(c), "admin")
}

// local reports whether a request was made on this machine, by a program that
// meant this machine: not handed on by a proxy here, and not by a page whose
// name was made to point here.
func local(c *gin.Context) bool {
	for _, h := range [...]string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via", "X-Forwarded-Host"} {
		if c.GetHeader(h) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(c.Request.Host)
	if err != nil {
		host = c.Request.Host
	}
	ip := net.ParseIP(c.RemoteIP())
	return ip != nil && ip.IsLoopback() && (host == "localhost" || net.ParseIP(strings.Trim(host, "[]")) != nil)
}
