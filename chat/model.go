package chat

import (
	"context"
	"errors"
	"fmt"
)

// A Prompt is what a model is shown. It holds no URL, no id that outlives the
// turn and nothing of other people.
type Prompt struct {
	System string // fixed instructions of texts/prompt.txt
	User   string // the question and the numbered quotes, as data
}

// A Model puts quotes into fluent words. What it writes is a proposal: nothing
// reaches a person that proof has not passed.
type Model interface {
	// Name is "provider/model", shown as the engine of a reply.
	Name() string
	// Complete passes each piece of text to write as it arrives. It returns
	// nil only if the provider ended the text properly; a *ModelFault says
	// what went wrong otherwise. An error from write stops the work and comes
	// back as it is.
	Complete(ctx context.Context, p Prompt, write func(piece string) error) error
}

// A Fault is the kind of a failure of a model, fit for logs and metrics: it
// never holds text of a person, an article or a provider.
type Fault string

// The faults.
const (
	FaultDown      Fault = "down"         // no connection, or a server error
	FaultRefused   Fault = "refused"      // the provider said no: bad key, unknown model, too long
	FaultLimited   Fault = "rate_limited" // 429
	FaultSlow      Fault = "slow"         // a deadline passed: first byte, gap or total
	FaultMalformed Fault = "malformed"    // bytes that are not what the protocol promises
	FaultCut       Fault = "cut"          // the text ended before its end
	FaultTooLong   Fault = "too_long"     // more bytes than any answer needs
	FaultBudget    Fault = "over_budget"  // the tokens of this minute are spent
	FaultOpen      Fault = "circuit_open" // it failed repeatedly and is left alone for a while
	FaultBusy      Fault = "busy"         // as many calls are under way as are allowed
	FaultPanic     Fault = "panic"        // the client library broke
	FaultUnproven  Fault = "unproven"     // not one sentence could be proven
)

// A ModelFault is the error of a failed completion.
type ModelFault struct{ Kind Fault }

func (f *ModelFault) Error() string { return fmt.Sprintf("call model: %s", string(f.Kind)) }

// faultOf names the kind of an error from a model.
func faultOf(err error) Fault {
	var f *ModelFault
	switch {
	case errors.As(err, &f):
		return f.Kind
	case errors.Is(err, context.DeadlineExceeded):
		return FaultSlow
	default:
		return FaultDown
	}
}
