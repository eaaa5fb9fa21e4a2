package retrieval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"time"
)

// carefulClient sends embedding requests for langchaingo and makes up for what
// it leaves open: it tries again what may succeed later, bounds the reply,
// keeps error texts of the server out of errors (they may quote the input), and
// puts vectors in the order of their index, which langchaingo ignores.
type carefulClient struct {
	client  *http.Client
	retries int
	wait    func(ctx context.Context, d time.Duration) error // nil means to sleep
}

// maxReply bounds an embedding reply, in bytes.
const maxReply = 256 << 20

// firstWait and longestWait bound the pause before a repeated request.
const (
	firstWait   = 250 * time.Millisecond
	longestWait = 5 * time.Second
)

// Do sends the request, again if need be.
func (c *carefulClient) Do(req *http.Request) (*http.Response, error) {
	pause := firstWait
	for try := 0; ; try++ {
		if try > 0 && req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, fmt.Errorf("repeat request: %w", err)
			}
			req.Body = body
		}
		reply, after, err := c.once(req)
		if err == nil || after < 0 || try >= c.retries || req.Context().Err() != nil {
			return reply, err
		}
		if err := c.pause(req.Context(), min(max(pause, after), longestWait)); err != nil {
			return nil, err
		}
		pause *= 2
	}
}

func (c *carefulClient) pause(ctx context.Context, d time.Duration) error {
	if c.wait != nil {
		return c.wait(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// once sends the request. On an error, after is how long the server asks to
// wait, or below zero when it is no use to try again.
func (c *carefulClient) once(req *http.Request) (reply *http.Response, after time.Duration, err error) {
	reply, err = c.client.Do(req)
	if err != nil {
		return nil, 0, fmt.Errorf("send request: %w", err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		err = fmt.Errorf("server answered %d %s", reply.StatusCode, http.StatusText(reply.StatusCode))
		if reply.StatusCode != http.StatusTooManyRequests && reply.StatusCode < 500 {
			return nil, -1, err
		}
		seconds, _ := strconv.Atoi(reply.Header.Get("Retry-After"))
		return nil, time.Duration(min(max(seconds, 0), 60)) * time.Second, err
	}
	raw, err := io.ReadAll(io.LimitReader(reply.Body, maxReply+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read reply: %w", err)
	}
	if len(raw) > maxReply {
		return nil, -1, fmt.Errorf("read reply: more than %d bytes", maxReply)
	}
	if raw, err = inOrder(raw); err != nil {
		return nil, -1, err
	}
	reply.Body = io.NopCloser(bytes.NewReader(raw))
	return reply, 0, nil
}

// inOrder sorts the vectors of an embedding reply by their index and fails if
// the indexes are not 0, 1, 2 and so on.
func inOrder(raw []byte) ([]byte, error) {
	var reply struct {
		Data []struct {
			Index     int             `json:"index"`
			Embedding json.RawMessage `json:"embedding"`
		} `json:"data"`
	}
	if err := json.Unmarshal(raw, &reply); err != nil {
		return nil, fmt.Errorf("read reply: not the JSON of an embedding")
	}
	sort.SliceStable(reply.Data, func(i, j int) bool { return reply.Data[i].Index < reply.Data[j].Index })
	for i, d := range reply.Data {
		if d.Index != i {
			return nil, fmt.Errorf("read reply: vector %d is missing or comes twice", i)
		}
	}
	return json.Marshal(reply)
}
