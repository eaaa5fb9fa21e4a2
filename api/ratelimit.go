package api

import (
	"container/list"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"
)

// maxClients bounds the limiter's memory; the client seen longest ago is
// forgotten first, which can only be kind to that client.
const maxClients = 10_000

// A limiter allows each client a number of requests a minute, in a burst of
// at most that number.
type limiter struct {
	perMinute int
	mu        sync.Mutex
	clients   map[string]*list.Element // of *client
	recent    *list.List               // most recently seen first
}

type client struct {
	key    string
	bucket *rate.Limiter
}

func newLimiter(perMinute int) *limiter {
	return &limiter{perMinute: perMinute, clients: map[string]*list.Element{}, recent: list.New()}
}

func (l *limiter) bucket(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.clients[key]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*client).bucket
	}
	b := rate.NewLimiter(rate.Every(time.Minute/time.Duration(l.perMinute)), l.perMinute)
	l.clients[key] = l.recent.PushFront(&client{key, b})
	if l.recent.Len() > maxClients {
		last := l.recent.Back()
		delete(l.clients, last.Value.(*client).key)
		l.recent.Remove(last)
	}
	return b
}

// throttle refuses requests over the limit with 429 and says when to come back.
func (s *Server) throttle(c *gin.Context) {
	if s.limit.perMinute <= 0 {
		return
	}
	b := s.limit.bucket(c.RemoteIP())
	allowed := b.Allow()
	left := max(0, int(b.Tokens()))
	full := math.Ceil(float64(s.limit.perMinute-left) * 60 / float64(s.limit.perMinute))
	c.Header("RateLimit-Limit", strconv.Itoa(s.limit.perMinute))
	c.Header("RateLimit-Remaining", strconv.Itoa(left))
	c.Header("RateLimit-Reset", strconv.Itoa(int(full)))
	c.Header("RateLimit-Policy", fmt.Sprintf("%d;w=60", s.limit.perMinute))
	if !allowed {
		p := newProblem(http.StatusTooManyRequests, "too many requests; if symptoms worry you, contact a doctor or emergency services without waiting for this service")
		p.retryAfter = strconv.Itoa(max(1, int(math.Ceil(60/float64(s.limit.perMinute)))))
		writeProblem(c, p)
	}
}
