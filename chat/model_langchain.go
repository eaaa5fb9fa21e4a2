package chat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/anthropic"
	"github.com/tmc/langchaingo/llms/openai"

	"github.com/limber-health/limber/retrieval"
)

// ModelOptions say which model is asked and how long it may take.
type ModelOptions struct {
	Provider        string        // openai (any compatible server), anthropic, ollama or google
	URL             string        // base URL; empty: the provider's own
	Model           string        // as the provider names it
	Key             string        // empty for a server that asks for none
	Timeout         time.Duration // for a whole completion; 0: 20 s
	TokensPerMinute int           // 0: no budget
	Parallel        int           // most completions under way at once; 0: 8

	Transport http.RoundTripper // carries the requests, beneath our checks; nil: the network
}

// Limits of a completion. A first byte and each gap may take a share of the
// whole time.
const (
	defaultTimeout  = 20 * time.Second
	firstByteShare  = 0.4
	gapShare        = 0.25
	maxOutputTokens = 400
)

// providers that speak the OpenAI protocol, with their own base URL. Ollama and
// Google are asked over their OpenAI-compatible addresses: the library drops
// the reason a text ended in its own adapters for them, and without it a text
// that was cut cannot be told from a whole one.
var providers = map[string]string{
	"openai":    "https://api.openai.com/v1",
	"ollama":    "http://127.0.0.1:11434/v1",
	"google":    "https://generativelanguage.googleapis.com/v1beta/openai",
	"anthropic": "https://api.anthropic.com/v1",
}

// langchain is a Model over a langchaingo client whose bytes are checked
// before the library sees them; see strictTransport.
type langchain struct {
	name    string
	llm     llms.Model
	timeout time.Duration
	call    []llms.CallOption
}

// NewModel connects nothing yet: it returns the model, with a circuit breaker
// and the budget around it. Errors name what is wrong with the options.
func NewModel(o ModelOptions) (Model, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.URL == "" {
		o.URL = providers[o.Provider]
	}
	if o.Key == "" {
		o.Key = "none" // the library refuses an empty one
	}
	o.URL = strings.TrimRight(o.URL, "/")
	if o.Provider == "ollama" {
		o.URL = retrieval.OllamaURL(o.URL)
	}
	m := &langchain{name: o.Provider + "/" + o.Model, timeout: o.Timeout}
	wire := newStrictTransport(o.Provider)
	if o.Transport != nil {
		wire.base = o.Transport
	}
	client := &http.Client{Transport: wire, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the key goes to the address it was given for
	}}
	m.call = []llms.CallOption{llms.WithModel(o.Model), llms.WithTemperature(0), llms.WithMaxTokens(maxOutputTokens)}
	var err error
	if o.Provider == "anthropic" {
		m.llm, err = anthropic.New(anthropic.WithToken(o.Key), anthropic.WithModel(o.Model), anthropic.WithBaseURL(o.URL), anthropic.WithHTTPClient(client))
	} else {
		m.llm, err = openai.New(openai.WithToken(o.Key), openai.WithModel(o.Model), openai.WithBaseURL(o.URL), openai.WithHTTPClient(client))
		if o.Provider != "openai" || o.URL != providers["openai"] {
			m.call = append(m.call, openai.WithLegacyMaxTokensField())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	return steadyN(m, o.TokensPerMinute, o.Parallel), nil
}

// Check reports what is wrong with the options, all at once.
func (o ModelOptions) Check() error {
	var faults []error
	if _, ok := providers[o.Provider]; !ok {
		faults = append(faults, errors.New("--model-provider must be openai, anthropic, ollama or google"))
	}
	if o.Model == "" {
		faults = append(faults, errors.New("--model is empty; name a model as the provider does"))
	}
	if o.URL != "" {
		if u, err := url.Parse(o.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			faults = append(faults, errors.New("--model-url must look like http://127.0.0.1:8000/v1"))
		}
	}
	if o.Timeout < 0 || o.Timeout > 0 && o.Timeout < time.Second {
		faults = append(faults, errors.New("--model-timeout must be at least 1s"))
	}
	if o.TokensPerMinute < 0 || o.TokensPerMinute > 0 && o.TokensPerMinute < minBudget {
		faults = append(faults, fmt.Errorf("--model-tokens-per-minute must be 0 or at least %d, about one answer", minBudget))
	}
	return errors.Join(faults...)
}

// minBudget is about the tokens of one answer, prompt included.
const minBudget = 2000

func (m *langchain) Name() string { return m.name }

// Complete streams one completion. The library skips broken pieces and takes
// an early end for the end, so success is decided by the wire alone.
func (m *langchain) Complete(ctx context.Context, p Prompt, write func(string) error) error {
	ctx, w := newWire(ctx, m.timeout)
	defer w.close()
	messages := []llms.MessageContent{
		llms.TextParts(llms.ChatMessageTypeSystem, p.System),
		llms.TextParts(llms.ChatMessageTypeHuman, p.User),
	}
	var writeErr error
	stream := llms.WithStreamingFunc(func(_ context.Context, piece []byte) error {
		if len(piece) == 0 {
			return nil
		}
		if !w.deliver(string(piece)) {
			writeErr = &ModelFault{FaultMalformed}
		} else {
			writeErr = write(string(piece))
		}
		return writeErr
	})
	_, err := m.llm.GenerateContent(ctx, messages, append(m.call[:len(m.call):len(m.call)], stream)...)
	if writeErr != nil {
		return writeErr
	}
	return w.verdict(err)
}
