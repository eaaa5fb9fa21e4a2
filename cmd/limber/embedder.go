package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/limber-health/limber/api/telemetry"
	"github.com/limber-health/limber/retrieval"
)

// embedderFlags say which embedder makes the vectors of articles and questions.
type embedderFlags struct {
	EmbedderProvider       string `help:"Server that makes the vectors of articles and questions: openai (or any server that speaks its protocol) or ollama. Empty: the built-in embedder." placeholder:"NAME"`
	EmbedderURL            string `help:"Base URL of the embedding server, such as http://127.0.0.1:8000/v1. Empty: the provider's own." name:"embedder-url" placeholder:"URL"`
	EmbedderModel          string `help:"Embedding model, as the provider names it." placeholder:"NAME"`
	EmbedderKey            string `help:"Key for the embedding server. Secret." secret:"true" placeholder:"KEY"`
	EmbedderQueryPrefix    string `help:"Put before every question, as some models want, such as \"search_query: \"." placeholder:"TEXT"`
	EmbedderDocumentPrefix string `help:"Put before every text of an article, as some models want, such as \"search_document: \"." placeholder:"TEXT"`
}

func (e *embedderFlags) options() retrieval.RemoteOptions {
	return retrieval.RemoteOptions{
		Kind: e.EmbedderProvider, BaseURL: e.EmbedderURL, Model: e.EmbedderModel, Key: e.EmbedderKey,
		QueryPrefix: e.EmbedderQueryPrefix, DocumentPrefix: e.EmbedderDocumentPrefix,
	}
}

// check reports what is wrong with the flags.
func (e *embedderFlags) check() error {
	if e.EmbedderProvider != "" {
		return e.options().Check()
	}
	if *e != (embedderFlags{}) {
		return errors.New("--embedder-provider is empty; add it, or leave out the other --embedder flags")
	}
	return nil
}

// indexFlags say what is searched, and by which embedder.
type indexFlags struct {
	dataFlag
	embedderFlags
	EmbedderTimeout time.Duration `help:"Longest time that a question waits for the embedding server; after it keywords alone are searched." default:"2s"`
}

// Bounds of --embedder-timeout: people wait for it.
const (
	leastEmbedderTimeout = 50 * time.Millisecond
	mostEmbedderTimeout  = 10 * time.Second
)

func (f *indexFlags) checkEmbedder() error {
	err := f.embedderFlags.check()
	if f.EmbedderTimeout < leastEmbedderTimeout || f.EmbedderTimeout > mostEmbedderTimeout {
		err = errors.Join(err, fmt.Errorf("--embedder-timeout %v is not between %v and %v", f.EmbedderTimeout, leastEmbedderTimeout, mostEmbedderTimeout))
	}
	return err
}

// asker is the embedding server for questions; nil without one. It tries once:
// the person waits, and there are the keywords.
func (f *indexFlags) asker(log *slog.Logger) (*retrieval.Steady, error) {
	if err := f.checkEmbedder(); err != nil {
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	if f.EmbedderProvider == "" {
		return nil, nil
	}
	o := f.options()
	o.Timeout, o.Retries, o.Batch = f.EmbedderTimeout, -1, 1
	r, err := retrieval.NewRemote(o)
	if err != nil {
		return nil, err
	}
	return retrieval.NewSteady(r, func(working bool) {
		switch {
		case log == nil:
		case working:
			log.Info("the embedder answers again", "model", r.ID())
		default:
			log.Warn("the embedder fails; questions are searched by keywords alone", "model", r.ID())
		}
	}), nil
}

// An embedder makes vectors and has a name for the stamp of an index.
type embedder = telemetry.Embedder

// builder is the embedder for articles.
func (e *embedderFlags) builder(batch int, timeout time.Duration) (embedder, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	if e.EmbedderProvider == "" {
		return retrieval.NewStatic()
	}
	o := e.options()
	o.Batch, o.Timeout = batch, timeout
	if err := o.Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", errUsage, err)
	}
	return retrieval.NewRemote(o)
}

// warnMissed says on w how many questions an embedding server did not answer.
func (a *app) warnMissed(w io.Writer) {
	if a.remote == nil || a.remote.Missed() == 0 {
		return
	}
	fmt.Fprintf(w, "limber: warning: the embedder %s gave no vector for %d questions; they were searched by keywords alone\n", a.remote.ID(), a.remote.Missed())
}
