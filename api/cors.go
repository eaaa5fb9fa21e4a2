package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// What other origins may do, and which headers of an answer they may read.
const (
	corsMethods = "GET, POST, DELETE"
	corsHeaders = "Authorization, Content-Type, X-Request-Id"
	corsExposed = "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id"
	corsMaxAge  = "600" // seconds that a browser may keep the answer to a preflight
)

// CheckOrigins reports every entry that is not an origin, such as
// https://www.example.org: a scheme and a host, a port if it is not the
// scheme's own, and nothing else. There is no wildcard.
func CheckOrigins(origins []string) error {
	var faults []error
	for _, o := range origins {
		if _, err := parseOrigin(o); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// parseOrigin brings an origin into the form in which browsers send it.
func parseOrigin(s string) (string, error) {
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

func originSet(origins []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, o := range origins {
		parsed, err := parseOrigin(o)
		if err != nil {
			return nil, err
		}
		out[parsed] = true
	}
	return out, nil
}

// cors lets in the pages of this server and of the allowed origins. A request
// that names another origin is refused before it reaches a handler: not
// reading the answer would not undo what the request did.
func (s *Server) cors(c *gin.Context) {
	h := c.Writer.Header()
	h.Add("Vary", "Origin")
	origin := c.GetHeader("Origin")
	if origin == "" || ownOrigin(origin, c.Request.Host) {
		return
	}
	if !s.origins[origin] {
		writeProblem(c, newProblem(http.StatusForbidden, "this server does not answer pages of this origin; its operator can allow it with --origins"))
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
