package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
)

// A target is what is measured: this build, or a server.
type target interface {
	triage(ctx context.Context, turns []string) (guard.Level, error)
	// chat sends the turns as one conversation and returns the last reply.
	chat(ctx context.Context, turns []string) (*chat.Reply, error)
}

func (c *benchSuitesCmd) target(ctx context.Context) (target, error) {
	if c.Target != "" {
		return &remoteTarget{strings.TrimRight(c.Target, "/"), &http.Client{Timeout: 30 * time.Second}}, nil
	}
	app, err := openApp(ctx, c.indexFlags, chat.Options{})
	if err != nil {
		return nil, err
	}
	return &localTarget{app}, nil
}

type localTarget struct{ app *app }

// noneMissed is an error if an embedder left questions without a vector:
// figures of a search by keywords alone would pass for its own.
func noneMissed(t target) error {
	local, ok := t.(*localTarget)
	if !ok || local.app.remote == nil || local.app.remote.Missed() == 0 {
		return nil
	}
	return fmt.Errorf("the embedder gave no vector for %d questions, so these figures are not its own; is it fast enough for --embedder-timeout?", local.app.remote.Missed())
}

func (t *localTarget) triage(_ context.Context, turns []string) (guard.Level, error) {
	return t.app.guard.Eval(turns, "").Level, nil
}

func (t *localTarget) chat(ctx context.Context, turns []string) (*chat.Reply, error) {
	return eachTurn(turns, func(message, id string) (*chat.Reply, error) {
		return t.app.chat.Reply(ctx, chat.Question{Message: message, ConversationID: id}, nil)
	})
}

func eachTurn(turns []string, send func(message, id string) (*chat.Reply, error)) (r *chat.Reply, err error) {
	id := ""
	for _, m := range turns {
		if r, err = send(m, id); err != nil {
			return nil, err
		}
		id = r.ConversationID
	}
	return r, nil
}

// A remoteTarget speaks the interface of api/openapi.yaml.
type remoteTarget struct {
	url    string
	client *http.Client
}

func (t *remoteTarget) triage(ctx context.Context, turns []string) (guard.Level, error) {
	var out struct {
		Triage struct {
			Level guard.Level `json:"level"`
		} `json:"triage"`
	}
	err := t.post(ctx, "/v1/triage", map[string]any{"messages": turns}, &out)
	return out.Triage.Level, err
}

func (t *remoteTarget) chat(ctx context.Context, turns []string) (*chat.Reply, error) {
	return eachTurn(turns, func(message, id string) (*chat.Reply, error) {
		var r chat.Reply
		in := map[string]string{"message": message}
		if id != "" {
			in["conversation_id"] = id
		}
		err := t.post(ctx, "/v1/chat", in, &r)
		return &r, err
	})
}

func (t *remoteTarget) post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask server: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := t.client.Do(req)
	if err != nil {
		return fmt.Errorf("ask server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, res.Body) // only to reuse the connection
		return fmt.Errorf("ask server: %s answered status %d (start it with --rate-limit 0 for a bench)", path, res.StatusCode)
	}
	if err := json.NewDecoder(res.Body).Decode(out); err != nil {
		return fmt.Errorf("ask server: %w", err)
	}
	return nil
}
