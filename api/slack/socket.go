package slack

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"time"

	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
)

const (
	// atOnce is how many deliveries of a socket are taken side by side.
	atOnce = 16
	// longestReconnect is the time between tries to open a socket that Slack refuses.
	longestReconnect = time.Minute
)

// socket takes deliveries over Socket Mode until ctx ends. Slack may refuse
// the token for a time; that must not end the server.
func (b *Bot) socket(ctx context.Context) error {
	wait := time.Second
	for ctx.Err() == nil {
		start := time.Now()
		b.listen(ctx)
		if time.Since(start) > longestReconnect {
			wait = time.Second
		}
		if ctx.Err() == nil {
			b.log.Error("slack: the socket was closed; opening it again", "wait", wait)
		}
		_ = sleep(ctx, wait) // ends with ctx, as the loop does
		wait = min(2*wait, longestReconnect)
	}
	return nil
}

// listen opens one managed connection and takes what comes.
func (b *Bot) listen(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := socketmode.New(b.client.api, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	var g errgroup.Group
	g.SetLimit(atOnce + 1)
	g.Go(func() error {
		defer cancel()
		return c.RunContext(ctx)
	})
	for {
		select {
		case <-ctx.Done():
			_ = g.Wait() // its error is a code that Slack repeats at the next try
			return
		case e := <-c.Events:
			if req := request(&e); req != nil {
				g.Go(func() error {
					b.takeRequest(ctx, c, req)
					return nil
				})
			}
		}
	}
}

// request is the delivery in an event of the library, which refuses shapes it
// does not know.
func request(e *socketmode.Event) *socketmode.Request {
	req := e.Request
	if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
		req = &socketmode.Request{}
		if json.Unmarshal(bad.Message, req) != nil {
			return nil
		}
	}
	if req == nil || req.EnvelopeID == "" {
		return nil
	}
	return req
}

// takeRequest stores a delivery and then acknowledges it. What could not be
// stored is not acknowledged, so Slack sends it again.
func (b *Bot) takeRequest(ctx context.Context, c *socketmode.Client, req *socketmode.Request) {
	ctx, cancel := context.WithTimeout(ctx, ackTime)
	defer cancel()
	var reply any
	var err error
	switch req.Type {
	case socketmode.RequestTypeEventsAPI:
		reply, err = b.takeEvent(ctx, req.Payload)
	case socketmode.RequestTypeInteractive:
		err = b.takePress(ctx, req.Payload)
	case socketmode.RequestTypeSlashCommands:
		var form map[string]any
		if json.Unmarshal(req.Payload, &form) != nil {
			err = errMalformed
			break
		}
		reply, err = b.takeCommand(ctx, func(name string) string {
			s, _ := form[name].(string)
			return s
		})
	}
	if err != nil && !errors.Is(err, errMalformed) {
		b.log.Error("slack: a delivery could not be stored; Slack will send it again", "error", err)
		return
	}
	if err := c.AckCtx(ctx, req.EnvelopeID, reply); err != nil {
		b.log.Error("slack: acknowledge a delivery", "error", err)
	}
}
