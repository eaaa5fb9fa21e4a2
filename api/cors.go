package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/api/gate"
)

// What other origins may do, and which headers of an answer they may read.
const (
	corsMethods = "GET, POST, DELETE"
	corsHeaders = "Authorization, Content-Type, Idempotency-Key, X-Request-Id"
	corsExposed = "Idempotent-Replayed, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id"
	corsMaxAge  = "600" // seconds that a browser may keep the answer to a preflight
)

// CheckOrigins reports every entry that is not an origin, such as
// https://www.example.org. There is no wildcard.
func CheckOrigins(origins []string) error {
	var faults []error
	for _, o := range origins {
		if _, err := gate.ParseOrigin(o); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func originSet(origins []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, o := range origins {
		parsed, err := gate.ParseOrigin(o)
		if err != nil {
			return nil, err
		}
		out[parsed] = true
	}
	return out, nil
}

const wrongOrigin = "this server does not answer pages of this origin; its operator can allow it with --origins or a public key"

// cors lets in the pages of this server, of the allowed origins and of the
// origins that a public key is bound to; authenticate asks the last for the
// key. A request that names another origin is refused before it reaches a
// handler: not reading the answer would not undo what the request did. There
// are no cookies, so a request can only ever speak for itself.
func (s *Server) cors(c *gin.Context) {
	h := c.Writer.Header()
	h.Add("Vary", "Origin")
	origin := c.GetHeader("Origin")
	if origin == "" {
		// A browser that leaves the origin out says at least whether it is ours.
		if s.crossSite.Check(c.Request) != nil {
			writeProblem(c, newProblem(http.StatusForbidden, wrongOrigin))
		}
		return
	}
	if ownOrigin(origin, c.Request.Host) {
		return
	}
	if !s.origins[origin] && (s.opts.Keys == nil || !s.opts.Keys.AllowsOrigin(origin)) {
		writeProblem(c, newProblem(http.StatusForbidden, wrongOrigin))
		return
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", corsExposed)
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", corsMethods)
		h.Set("Access-Control-Allow-Headers", corsHeaders)
		h.Set("Access-Control-Max-Age", corsMaxAge)
		c.AbortWithStatus(http.StatusNoContent)
	}
}

// ownOrigin reports whether origin is this server as the request names it. The
// scheme may differ: a proxy in front may end the encryption.
func ownOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && strings.EqualFold(u.Host, host)
}
