package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// The kinds of embedding server. Ollama is spoken to through its
// OpenAI-compatible endpoint, which takes many texts in one request.
const (
	KindOpenAI = "openai"
	KindOllama = "ollama"
)

// openAIAddress is the base URL of OpenAI itself, the only one that surely
// wants a key.
const openAIAddress = "https://api.openai.com/v1"

// RemoteOptions say which embedding server to use. Texts of articles and
// questions are sent to it.
type RemoteOptions struct {
	Kind           string // KindOpenAI or KindOllama
	BaseURL        string // empty: the kind's usual address
	Model          string // required
	Key            string // required by OpenAI itself
	DocumentPrefix string // put before every text of an article, as some models want; may be empty
	QueryPrefix    string // the same for every question

	Timeout time.Duration // of one request; zero means 1 min
	Batch   int           // texts per request; zero means 32
	Retries int           // after a request that may succeed later; zero means 5, below zero none
}

// mostBatch is the most texts that any server takes in one request: OpenAI's limit.
const mostBatch = 2048

// Check reports what is wrong with the options, all at once, under the names of
// the program's flags.
func (o RemoteOptions) Check() error {
	var faults []error
	if o.Kind != KindOpenAI && o.Kind != KindOllama {
		faults = append(faults, errors.New("--embedder-provider must be openai or ollama"))
	}
	if o.Model == "" {
		faults = append(faults, errors.New("--embedder-model is empty; name a model as the provider does, such as nomic-embed-text"))
	}
	if o.Kind == KindOpenAI && o.Key == "" && o.address() == openAIAddress {
		faults = append(faults, errors.New("--embedder-key is missing; OpenAI wants one (for a server of your own give its --embedder-url)"))
	}
	if u, err := url.Parse(o.address()); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		faults = append(faults, errors.New("--embedder-url must look like http://127.0.0.1:8000/v1"))
	}
	if o.Batch < 0 || o.Batch > mostBatch {
		faults = append(faults, fmt.Errorf("--embedder-batch must be 1 to %d", mostBatch))
	}
	return errors.Join(faults...)
}

// address is the base URL without a slash at its end.
func (o RemoteOptions) address() string {
	if o.Kind == KindOllama {
		return OllamaURL(cmp.Or(o.BaseURL, "http://127.0.0.1:11434"))
	}
	return strings.TrimRight(cmp.Or(o.BaseURL, openAIAddress), "/")
}

// OllamaURL is the base URL of Ollama's OpenAI-compatible interface, for the
// address of the server with or without it.
func OllamaURL(address string) string {
	address = strings.TrimRight(address, "/")
	if u, err := url.Parse(address); err == nil && u.Path == "" {
		return address + "/v1"
	}
	return address
}

// A Fault is the kind of a failure of an embedding server, fit for logs and
// metrics.
type Fault string

// The faults.
const (
	FaultDown      Fault = "down"         // no connection, or a server error
	FaultRefused   Fault = "refused"      // the server said no: bad key, unknown model, text too long
	FaultLimited   Fault = "rate_limited" // 429
	FaultSlow      Fault = "slow"         // a deadline passed
	FaultMalformed Fault = "malformed"    // a reply that is no usable vectors
	FaultOpen      Fault = "circuit_open" // it failed repeatedly and is left alone for a while
)

// hints say what to do about a fault.
var hints = map[Fault]string{
	FaultDown:      "is it running, and is --embedder-url right?",
	FaultRefused:   "check --embedder-url, --embedder-model and --embedder-key",
	FaultLimited:   "wait, or ask the provider for a higher rate",
	FaultSlow:      "give it more time, or fewer texts at once",
	FaultMalformed: "is --embedder-model an embedding model?",
}

// A RemoteError is why an embedding server gave no vectors. It never holds
// text of a question, an article or the server, and no key.
type RemoteError struct {
	Kind        Fault
	Host, Model string
	detail      string
	onlyText    bool // the server refused this text; another may do
}

func (e *RemoteError) Error() string {
	text := fmt.Sprintf("embed with %q on %s: %s", e.Model, e.Host, e.detail)
	if hint := hints[e.Kind]; hint != "" {
		text += "; " + hint
	}
	return text
}

// faultKey is how a request notes its fault: langchaingo keeps neither types
// nor causes of errors.
type faultKey struct{}

// note keeps what is known about a failure of the request of ctx.
func note(ctx context.Context, kind Fault, detail string) error {
	if e, ok := ctx.Value(faultKey{}).(*RemoteError); ok {
		e.Kind, e.detail = kind, detail
	}
	return errors.New(detail)
}
