package slack

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	slackgo "github.com/slack-go/slack"
)

const (
	// maxBody is the largest delivery read, in bytes.
	maxBody = 256 << 10
	// ackTime bounds the work before a delivery is acknowledged. Slack waits 3 s.
	ackTime = 2500 * time.Millisecond
)

// Errors of a delivery, each with its status.
var (
	errMalformed = errors.New("malformed delivery")
	errForged    = errors.New("signature does not match")
	errTooBig    = errors.New("delivery is too big")
	errClosing   = errors.New("the server stops")
)

// ServeHTTP takes the deliveries at /slack/events, /slack/interactivity and
// /slack/commands. Each is stored before it is acknowledged; one that could
// not be stored gets status 503, so that Slack sends it again.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), ackTime)
	defer cancel()
	body, err := b.verified(w, r)
	var reply any
	if err == nil && b.closing.Load() {
		err = errClosing
	}
	if err == nil {
		switch r.URL.Path {
		case "/slack/events":
			reply, err = b.takeEvent(ctx, body)
		case "/slack/interactivity":
			err = takeForm(body, func(form url.Values) error { return b.takePress(ctx, []byte(form.Get("payload"))) })
		case "/slack/commands":
			err = takeForm(body, func(form url.Values) (err error) {
				reply, err = b.takeCommand(ctx, form.Get)
				return err
			})
		default:
			w.WriteHeader(http.StatusNotFound)
			return
		}
	}
	b.acknowledge(w, reply, err)
}

func (b *Bot) acknowledge(w http.ResponseWriter, reply any, err error) {
	if errors.Is(err, errForged) || errors.Is(err, errTooBig) || errors.Is(err, errMalformed) {
		b.opts.Meter.Slack(Rejected)
	}
	switch {
	case errors.Is(err, errForged):
		w.WriteHeader(http.StatusUnauthorized)
	case errors.Is(err, errTooBig):
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case errors.Is(err, errMalformed):
		w.WriteHeader(http.StatusBadRequest)
	case err != nil:
		b.log.Error("slack: a delivery could not be stored; Slack will send it again", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
	case reply == nil:
		w.WriteHeader(http.StatusOK)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(reply) // Slack left: it will come again
	}
}

// verified reads the raw body and checks its signature, in constant time, and
// that it is at most five minutes old.
func (b *Bot) verified(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	check, err := slackgo.NewSecretsVerifier(r.Header, b.opts.SigningSecret)
	if err != nil {
		return nil, errForged
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
		return nil, errTooBig
	}
	if err != nil {
		return nil, errMalformed
	}
	_, _ = check.Write(body) // a hash takes everything
	if check.Ensure() != nil {
		return nil, errForged
	}
	return body, nil
}

// takeForm reads a form from the signed body; what the address holds is not
// signed and does not count.
func takeForm(body []byte, take func(url.Values) error) error {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return errMalformed
	}
	if form.Get("ssl_check") == "1" {
		return nil
	}
	return take(form)
}
