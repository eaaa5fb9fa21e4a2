package retrieval

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sort"
	"strconv"
	"syscall"
	"time"
)

// carefulClient sends embedding requests for langchaingo and makes up for what
// it leaves open: it tries again what may succeed later, bounds the reply,
// keeps error texts of the server out of errors (they may quote the input), and
// puts vectors in the order of their index, which langchaingo ignores.
type carefulClient struct {
	client  *http.Client
	retries int
	most    int64                                            // bytes of a reply
	wait    func(ctx context.Context, d time.Duration) error // nil means to sleep
}

// vectorBytes is more than any vector takes in a reply.
const vectorBytes = 1 << 20

// Bounds of the pause before a repeated request: ours, which doubles each time,
// and what a server may ask for.
const (
	firstWait   = 250 * time.Millisecond
	longestWait = 5 * time.Second
	longestAsk  = time.Minute
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
		if err := c.pause(req.Context(), max(pause, after)); err != nil {
			return nil, err
		}
		pause = min(2*pause, longestWait)
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
	ctx := req.Context()
	reply, err = c.client.Do(req)
	if err != nil {
		return nil, 0, unsent(ctx, err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, askedToWait(reply), refusal(ctx, reply.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(reply.Body, c.most+1))
	if err != nil {
		return nil, 0, unsent(ctx, err)
	}
	if int64(len(raw)) > c.most {
		return nil, -1, note(ctx, FaultMalformed, fmt.Sprintf("its reply has more than %d bytes", c.most))
	}
	if raw, err = inOrder(raw); err != nil {
		return nil, -1, note(ctx, FaultMalformed, err.Error())
	}
	reply.Body = io.NopCloser(bytes.NewReader(raw))
	return reply, 0, nil
}

// unsent notes a request that got no whole reply. The error's own text holds
// the address at most.
func unsent(ctx context.Context, err error) error {
	var timeout interface{ Timeout() bool }
	var errno syscall.Errno
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return note(ctx, FaultSlow, "it did not answer in time")
	case errors.As(err, &errno):
		return note(ctx, FaultDown, "it cannot be reached ("+errno.Error()+")")
	case errors.As(err, &name):
		return note(ctx, FaultDown, "it cannot be reached (no such host)")
	case errors.As(err, &certificate):
		return note(ctx, FaultDown, "its certificate is not trusted")
	}
	return note(ctx, FaultDown, "it cannot be reached")
}

// refusal notes a reply that is not 200; its text could repeat ours.
func refusal(ctx context.Context, status int) error {
	kind := FaultRefused
	switch {
	case status == http.StatusTooManyRequests:
		kind = FaultLimited
	case status >= 500:
		kind = FaultDown
	}
	if e, ok := ctx.Value(faultKey{}).(*RemoteError); ok {
		e.onlyText = status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge || status == http.StatusUnprocessableEntity
	}
	return note(ctx, kind, fmt.Sprintf("it answered %d %s", status, http.StatusText(status)))
}

// askedToWait is how long a server that may answer later wants us to wait.
func askedToWait(reply *http.Response) time.Duration {
	if reply.StatusCode != http.StatusTooManyRequests && reply.StatusCode < 500 {
		return -1
	}
	seconds, _ := strconv.Atoi(reply.Header.Get("Retry-After"))
	return min(max(time.Duration(seconds)*time.Second, 0), longestAsk)
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
		return nil, errors.New("its reply is not the JSON of embeddings")
	}
	sort.SliceStable(reply.Data, func(i, j int) bool { return reply.Data[i].Index < reply.Data[j].Index })
	for i, d := range reply.Data {
		if d.Index != i {
			return nil, fmt.Errorf("vector %d is missing from its reply or comes twice", i)
		}
	}
	return json.Marshal(reply)
}
