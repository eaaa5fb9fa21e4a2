package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tmc/langchaingo/embeddings"
	"github.com/tmc/langchaingo/llms/openai"
)

// The kinds of embedding server. Ollama is spoken to through its
// OpenAI-compatible endpoint, which takes many texts in one request.
const (
	KindOpenAI = "openai"
	KindOllama = "ollama"
)

// RemoteOptions say which embedding server to use. Texts of articles and
// questions are sent to it.
type RemoteOptions struct {
	Kind        string        // KindOpenAI or KindOllama
	BaseURL     string        // empty: the kind's usual address
	Model       string        // required
	Key         string        // required for KindOpenAI unless BaseURL is given
	QueryPrefix string        // put before every question, as some models want; may be empty
	Timeout     time.Duration // of one request; zero means 30 s
	Batch       int           // texts per request; zero means 64
	Retries     int           // after a request that may succeed later; zero means 3, below zero none
}

// Remote embeds through a server with an OpenAI-compatible interface, by way of
// langchaingo. It is safe for concurrent use.
type Remote struct {
	options RemoteOptions
	host    string
	client  *embeddings.EmbedderImpl
}

// ErrUnreachable is what Remote's errors wrap when the server did not answer as
// it should.
var ErrUnreachable = errors.New("embedding server cannot be used")

// NewRemote checks the options and returns an embedder; it sends nothing yet.
func NewRemote(o RemoteOptions) (*Remote, error) {
	if o.Model == "" {
		return nil, errors.New("open embedder: no model named")
	}
	switch o.Kind {
	case KindOpenAI:
		if o.Key == "" && o.BaseURL == "" {
			return nil, errors.New("open embedder: no key for the OpenAI service")
		}
		o.BaseURL = cmp.Or(o.BaseURL, "https://api.openai.com/v1")
	case KindOllama:
		o.BaseURL = cmp.Or(o.BaseURL, "http://127.0.0.1:11434/v1")
	default:
		return nil, fmt.Errorf("open embedder: kind %q is neither %q nor %q", o.Kind, KindOpenAI, KindOllama)
	}
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("open embedder: the base address is not an http or https address")
	}
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.Batch = cmp.Or(max(o.Batch, 0), 64)
	o.Retries = max(cmp.Or(o.Retries, 3), 0)
	llm, err := openai.New(
		openai.WithToken(cmp.Or(o.Key, "none")), // langchaingo wants one even where the server does not
		openai.WithBaseURL(strings.TrimSuffix(o.BaseURL, "/")),
		openai.WithEmbeddingModel(o.Model),
		openai.WithHTTPClient(&carefulClient{client: &http.Client{Timeout: o.Timeout}, retries: o.Retries}),
	)
	if err != nil {
		return nil, fmt.Errorf("open embedder: %w", err)
	}
	// Without this option langchaingo writes into the caller's texts.
	client, err := embeddings.NewEmbedder(llm, embeddings.WithBatchSize(o.Batch), embeddings.WithStripNewLines(false))
	if err != nil {
		return nil, fmt.Errorf("open embedder: %w", err)
	}
	return &Remote{options: o, host: u.Host, client: client}, nil
}

// ID names the model and how questions are put to it, for Stamp.Embedder.
func (r *Remote) ID() string {
	id := r.options.Kind + "/" + r.options.Model
	if r.options.QueryPrefix != "" {
		id += "+prefix"
	}
	return id
}

// EmbedDocuments returns one unit vector per text, all of one length.
func (r *Remote) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	vectors, err := r.client.EmbedDocuments(ctx, texts)
	if err != nil {
		return nil, r.explain(ctx, err)
	}
	if len(vectors) != len(texts) {
		return nil, r.explain(ctx, fmt.Errorf("%d vectors for %d texts", len(vectors), len(texts)))
	}
	for i, v := range vectors {
		normalise(v)
		if err := checkVector(v, len(vectors[0])); err != nil {
			return nil, r.explain(ctx, fmt.Errorf("text %d: %w", i, err))
		}
	}
	return vectors, nil
}

// EmbedQuery returns the unit vector of a question.
func (r *Remote) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := r.EmbedDocuments(ctx, []string{r.options.QueryPrefix + text})
	if err != nil {
		return nil, err
	}
	return v[0], nil
}

// explain says which server failed and what to do. Errors of a cancelled
// context stay what they are.
func (r *Remote) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("embed with %s: %w", r.host, ctx.Err())
	}
	return fmt.Errorf("embed with %s: %w: %v; check its address, the model %q and the key",
		r.host, ErrUnreachable, err, r.options.Model)
}
