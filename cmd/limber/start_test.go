package main

import (
	"context"
	"testing"

	"github.com/limber-health/limber/api"
	"github.com/limber-health/limber/chat"
)

// BenchmarkStart is what happens between the first instruction of main and a
// server that can answer.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		app, err := openApp(context.Background(), searched(""), chat.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := api.New(app.chat, api.Options{Ready: app.ready}); err != nil {
			b.Fatal(err)
		}
		if err := app.ready(); err != nil {
			b.Fatal(err)
		}
	}
}
