package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tmc/langchaingo/embeddings"
	"github.com/tmc/langchaingo/llms/openai"
)

// Remote embeds through a server with an OpenAI-compatible interface, by way of
// langchaingo. It is safe for concurrent use.
type Remote struct {
	options RemoteOptions
	host    string
	client  *embeddings.EmbedderImpl
}

// NewRemote checks the options and returns an embedder; it sends nothing yet.
func NewRemote(o RemoteOptions) (*Remote, error) {
	if err := o.Check(); err != nil {
		return nil, fmt.Errorf("open embedder: %w", err)
	}
	u, err := url.Parse(o.address())
	if err != nil {
		return nil, fmt.Errorf("open embedder: %w", err)
	}
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	o.Batch = cmp.Or(o.Batch, 32)
	o.Retries = max(cmp.Or(o.Retries, 5), 0)
	llm, err := openai.New(
		openai.WithToken(cmp.Or(o.Key, "none")), // langchaingo wants one even where the server does not
		openai.WithBaseURL(o.address()),
		openai.WithEmbeddingModel(o.Model),
		openai.WithHTTPClient(newCarefulClient(o)),
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

// newCarefulClient is the transport of the requests. It follows no redirect:
// key and texts go to the address they were given for.
func newCarefulClient(o RemoteOptions) *carefulClient {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true // a small packed body could unpack to a huge one
	client := &http.Client{Transport: transport, Timeout: o.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	return &carefulClient{client: client, retries: o.Retries, most: int64(1+o.Batch) * vectorBytes}
}

// ID names everything that the vectors of articles depend on, for
// Stamp.Embedder; their length is in the stamp too. The prefix of questions is
// not part of it: it may change without embedding the articles again.
func (r *Remote) ID() string {
	id := r.options.Kind + "/" + r.host + "/" + r.options.Model
	if r.options.DocumentPrefix != "" {
		id += fmt.Sprintf("+%q", r.options.DocumentPrefix)
	}
	return id
}

// Host is where texts are sent to.
func (r *Remote) Host() string { return r.host }

// EmbedDocuments returns one unit vector per text, all of one length. A failure
// is a *RemoteError, or the error of ctx.
func (r *Remote) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	return r.embed(ctx, r.options.DocumentPrefix, texts)
}

// longestQuery bounds what is sent of a question, in bytes: about 400 tokens.
// Many models read no more than 512, and some servers refuse more.
const longestQuery = 1600

// EmbedQuery returns the unit vector of a question.
func (r *Remote) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if len(text) > longestQuery {
		text = strings.ToValidUTF8(text[:longestQuery], "")
	}
	v, err := r.embed(ctx, r.options.QueryPrefix, []string{text})
	if err != nil {
		return nil, err
	}
	return v[0], nil
}

func (r *Remote) embed(ctx context.Context, prefix string, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	if prefix != "" {
		texts = append([]string(nil), texts...)
		for i := range texts {
			texts[i] = prefix + texts[i]
		}
	}
	fault := r.fault(FaultMalformed, "its reply cannot be read")
	vectors, err := r.client.EmbedDocuments(context.WithValue(ctx, faultKey{}, fault), texts)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fault
	case len(vectors) != len(texts):
		return nil, r.fault(FaultMalformed, fmt.Sprintf("%d vectors for %d texts", len(vectors), len(texts)))
	}
	for i, v := range vectors {
		normalise(v)
		if err := checkVector(v, len(vectors[0])); err != nil {
			return nil, r.fault(FaultMalformed, fmt.Sprintf("text %d: %v", i, err))
		}
	}
	return vectors, nil
}

func (r *Remote) fault(kind Fault, detail string) *RemoteError {
	return &RemoteError{Kind: kind, Host: r.host, Model: r.options.Model, detail: detail}
}
