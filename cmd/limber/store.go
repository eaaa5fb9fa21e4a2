package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// keyFlag is the operator's key.
type keyFlag struct {
	DataKey string `help:"Key that seals what people write: 32 bytes in hexadecimal or base64, made with openssl rand -hex 32. Empty: it is stored in clear. Secret." secret:"true" placeholder:"KEY"`
}

// key is the key's bytes, nil if there is none.
func (k keyFlag) key() ([]byte, error) {
	if k.DataKey == "" {
		return nil, nil
	}
	b, err := store.ParseKey(k.DataKey)
	if err != nil {
		return nil, fmt.Errorf("--data-key: %w", err)
	}
	return b, nil
}

// storeFlags say how long what people write is kept.
type storeFlags struct {
	keyFlag
	Retention        time.Duration `help:"How long messages and replies are kept after the last turn." default:"24h"`
	ReceiptRetention time.Duration `help:"How long receipts and ratings without any text are kept." default:"2160h"`
}

// shortestRetention keeps a conversation alive while it goes on.
const shortestRetention = time.Minute

func (s storeFlags) check() error {
	var faults []error
	if _, err := s.key(); err != nil {
		faults = append(faults, err)
	}
	if s.Retention < shortestRetention {
		faults = append(faults, fmt.Errorf("--retention %v is shorter than %v", s.Retention, shortestRetention))
	}
	if s.ReceiptRetention < s.Retention {
		faults = append(faults, fmt.Errorf("--receipt-retention %v is shorter than --retention", s.ReceiptRetention))
	}
	return errors.Join(faults...)
}

// open opens the store in dir; without a directory there is none.
func (s storeFlags) open(ctx context.Context, dir string, log *slog.Logger) (*store.Steady, error) {
	if dir == "" {
		return nil, nil
	}
	key, err := s.key()
	if err != nil {
		return nil, err
	}
	return store.OpenSteady(ctx, store.Options{Dir: dir, Key: key, Retention: s.Retention, ReceiptRetention: s.ReceiptRetention, Log: log})
}

// chatStore is where a Chat keeps conversations: in the open store, or in
// memory if there is none.
func (s storeFlags) chatStore(open *store.Steady) chat.Store {
	if open == nil {
		return chat.NewMemory(0, s.Retention)
	}
	return open
}

// slackStore is where the Slack bot keeps what it accepted: nil, in memory, if
// there is no store.
func slackStore(open *store.Steady) slack.Store {
	if open == nil {
		return nil
	}
	return slack.NewDurable(open)
}

// describe says where conversations are kept, for the start.
func (s storeFlags) describe(dir string, open *store.Steady) string {
	how := "in clear; --data-key would seal them"
	if s.DataKey != "" {
		how = "sealed with your key"
	}
	var line string
	switch {
	case open == nil:
		line = fmt.Sprintf("Conversations are kept in memory for %s and never written to a disk.", span(s.Retention))
	case open.Err() != nil:
		line = fmt.Sprintf("Conversations are NOT stored now, only kept in memory: %v.", open.Err())
	default:
		line = fmt.Sprintf("Conversations are stored in %s for %s, %s.", filepath.Join(dir, store.FileName), span(s.Retention), how)
	}
	if open != nil && open.Notice() != "" {
		line += " Note: " + open.Notice() + "."
	}
	return line
}

// span words a duration for people.
func span(d time.Duration) string {
	switch day := 24 * time.Hour; {
	case d%day == 0 && d > day:
		return fmt.Sprintf("%d days", d/day)
	case d%time.Hour == 0 && d > time.Hour:
		return fmt.Sprintf("%d hours", d/time.Hour)
	}
	return d.String()
}
