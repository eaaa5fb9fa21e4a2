package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/limber-health/limber/chat/store"
)

// rekeyCmd changes the operator's key.
type rekeyCmd struct {
	dataFlag
	keyFlag
	NewDataKey string `help:"The new key; --data-key is the old one, empty if texts were in clear. Secret." secret:"true" placeholder:"KEY"`
}

// Run changes the key of everything that is stored, or of nothing.
func (r *rekeyCmd) Run(ctx context.Context, std stdio) error {
	if r.Data == "" || r.NewDataKey == "" {
		return fmt.Errorf("%w: name the data directory with --data and the new key with --new-data-key or LIMBER_NEW_DATA_KEY_FILE", errUsage)
	}
	old, err := r.key()
	fresh, ferr := store.ParseKey(r.NewDataKey)
	if ferr != nil {
		ferr = fmt.Errorf("--new-data-key: %w", ferr)
	}
	if err := errors.Join(err, ferr); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if err := store.Rekey(ctx, store.Options{Dir: r.Data, Key: old}, fresh); err != nil {
		return err
	}
	fmt.Fprintln(std.out, "Everything is under the new key. Start the server with it. Backups made before still need the old one.")
	return nil
}
