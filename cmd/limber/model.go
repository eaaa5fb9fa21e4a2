package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/limber-health/limber/chat"
)

// modelFlags say which language model puts answers into words, if any.
type modelFlags struct {
	ModelProvider        string        `help:"Language model to put answers into words: openai (or any server that speaks its protocol), anthropic, ollama or google. Empty: answers are quotes, no model is used." placeholder:"NAME"`
	ModelURL             string        `help:"Base URL of the model's server, such as http://127.0.0.1:8000/v1. Empty: the provider's own." name:"model-url" placeholder:"URL"`
	Model                string        `help:"Model, as the provider names it." placeholder:"NAME"`
	ModelKey             string        `help:"Key for the model's server. Secret." secret:"true" placeholder:"KEY"`
	ModelTimeout         time.Duration `help:"Longest time for one answer of the model; after it the quotes themselves are the answer." default:"20s"`
	ModelTokensPerMinute int           `help:"Most tokens to spend in a minute, questions and answers together; 0: no limit." default:"0"`
	ModelParallel        int           `help:"Most calls of the model at once; further answers are the quotes themselves." default:"8"`
}

// check reports what is wrong with the flags.
func (m *modelFlags) check() error {
	if m.ModelProvider == "" {
		if m.Model != "" || m.ModelURL != "" {
			return fmt.Errorf("--model-provider is empty; add it, or leave out the other --model flags")
		}
		return nil
	}
	return m.options().Check()
}

func (m *modelFlags) options() chat.ModelOptions {
	return chat.ModelOptions{
		Provider: m.ModelProvider, URL: m.ModelURL, Model: m.Model, Key: m.ModelKey,
		Timeout: m.ModelTimeout, TokensPerMinute: m.ModelTokensPerMinute, Parallel: m.ModelParallel,
	}
}

// chatOptions are the options of a Chat with the model of the flags, if any.
func (m *modelFlags) chatOptions(log *slog.Logger) (chat.Options, error) {
	o := chat.Options{Log: log}
	if err := m.check(); err != nil {
		return o, fmt.Errorf("%w: %w", errUsage, err)
	}
	if m.ModelProvider == "" {
		return o, nil
	}
	model, err := chat.NewModel(m.options())
	o.Model = model
	return o, err
}
