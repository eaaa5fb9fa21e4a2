package slack

import (
	"context"
	"time"
)

// A Job is one thing to do, such as one message to answer. What it holds is
// in Body; the rest is what a Store needs to know of it.
type Job struct {
	ID     string // one for each message, whatever the deliveries
	Thread string // jobs of one thread run one after another
	Lane   Lane
	Due    time.Time // not before then
	Tries  int       // earlier claims that ended without an end
	Body   []byte    // JSON; holds message text, so it is erased when the job ends
}

// Lane is the order in which waiting jobs are claimed, lowest first.
type Lane int

// The lanes.
const (
	Danger   Lane = iota // a red flag was seen in the text
	Short                // asks for few words: an apology, a rating
	Ordinary             // an answer
)

// State is what became of a job while it was worked on.
type State int

// The states.
const (
	Held    State = iota // the claim holds: go on
	Stopped              // the person pressed stop: no answer, but a notice of danger
	Deleted              // the person deleted the message: say nothing
	Lost                 // the lease ran out and another worker may have the job
)

// A Lease is a claim of one worker for a time.
type Lease struct {
	Owner string
	Now   time.Time
	Until time.Time
}

// A Store remembers what the bot accepted, so that every message gets one
// answer whatever the retries, restarts and replicas. Each method is one
// atomic step, durable when it returns. Text of ended jobs is erased; the keys
// of a job are kept for at least a day after it ended.
type Store interface {
	// Accept keeps the job unless one of keys is known, and remembers all keys
	// for that job. It reports whether the job is new. Job.ID is always a key.
	Accept(ctx context.Context, job Job, keys ...string) (bool, error)
	// Waiting counts the jobs that have not ended.
	Waiting(ctx context.Context) (int, error)

	// Claim hands out the next job: due at lease.Now, not held by a lease that
	// still runs, of a thread in which no job is held; lowest lane first, then
	// the one accepted first. Nil if there is none. A job whose lease ran out
	// counts one more try.
	Claim(ctx context.Context, lease Lease) (*Job, error)
	// Extend renews the lease and keeps job.Body. Any state but Held changes
	// nothing, except that Stopped keeps Body too.
	Extend(ctx context.Context, lease Lease, job Job) (State, error)
	// Release keeps job.Body and gives the job back, due at job.Due, with one
	// more try. A lost or deleted job stays as it is.
	Release(ctx context.Context, lease Lease, job Job) error
	// Finish ends the job and erases its text. A lost job stays as it is.
	Finish(ctx context.Context, lease Lease, id string) error

	// Stop marks the unfinished jobs of a thread as Stopped.
	Stop(ctx context.Context, thread string) error
	// Delete ends a job as Deleted and erases its text; if it is not known yet,
	// a later Accept of this id is not new. It reports whether it was known.
	Delete(ctx context.Context, id string) (bool, error)

	// Thread returns what is kept of a thread or messages tab; nil if nothing.
	Thread(ctx context.Context, key string) (*Thread, error)
	// SaveThread keeps it. Threads unused for 30 days may be forgotten.
	SaveThread(ctx context.Context, key string, t Thread) error
	// ForgetConversation removes every thread that leads to a conversation.
	ForgetConversation(ctx context.Context, conversation string) error
}

// A Thread is where a conversation goes on. It holds no message text.
type Thread struct {
	Conversation string    `json:"conversation"` // id in package chat; may be empty
	Used         time.Time `json:"used"`
	Level        int       `json:"level"` // highest level of danger shown so far
	Rules        []string  `json:"rules"` // rules whose notice was shown
}
