package slack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/limber-health/limber/chat"
)

// A Policy says what happens to a question asked in a channel.
type Policy string

// The policies. A red flag is told in the thread and by direct message under
// each of them.
const (
	InThread  Policy = "thread" // answered in the thread
	InPrivate Policy = "dm"     // answered by direct message
	Refuse    Policy = "refuse" // not answered; the person is asked to write directly
)

// Defaults of Options.
const (
	DefaultQueue     = 1000
	DefaultWorkers   = 8
	DefaultRateLimit = 20
)

// Options configure a Bot.
type Options struct {
	SigningSecret string   // needed for HTTP deliveries
	BotToken      string   // xoxb-…; needed
	AppToken      string   // xapp-…; empty: no Socket Mode
	Policy        Policy   // empty: InThread
	Channels      []string // ids of the channels to answer in; none: all
	Teams         []string // ids of the workspaces to answer; none: all
	RateLimit     int      // messages a minute for each person; 0: DefaultRateLimit, below 0: no limit
	Queue         int      // waiting messages before the bot says it is busy; 0: DefaultQueue
	Workers       int      // answers made side by side; 0: DefaultWorkers
	Locale        string   // of all people, such as "en-GB": whose phone numbers are shown
	PublicURL     string   // where people reach the articles; empty: sources have no links
	Store         Store    // nil: in memory
	Log           *slog.Logger
	Meter         Meter // nil: nobody counts

	APIURL    string            // of the Web API; empty: https://slack.com/api/. GovSlack has its own
	Transport http.RoundTripper // nil: http.DefaultTransport
}

// A Meter counts. It is given names of ours and no text.
type Meter interface {
	Slack(event string)                                 // what became of a delivery: one of the names below
	Reply(channel string, reply *chat.Reply, err error) // how a turn ended
	Verdict(channel, level string)                      // the verdict of a turn without a reply
}

type nobody struct{}

func (nobody) Slack(string)                     {}
func (nobody) Reply(string, *chat.Reply, error) {}
func (nobody) Verdict(string, string)           {}

// channelName is what Slack is called in metrics.
const channelName = "slack"

// What may become of a delivery.
const (
	Accepted  = "accepted"  // stored, to be answered
	Duplicate = "duplicate" // known already
	Unstored  = "unstored"  // not stored: Slack will send it again
	Rejected  = "rejected"  // forged, too old, too big or malformed
)

// A Bot takes deliveries from Slack and answers them. Deliveries are only
// stored while Run does not run.
type Bot struct {
	chat   *chat.Chat
	opts   Options
	store  Store
	log    *slog.Logger
	web    web
	client *client
	write  *writer
	texts  *texts
	speed  *speedLimit
	owner  string // of leases; new with every start
	wake   chan struct{}

	closing atomic.Bool // Run has ended: deliveries are left to whoever runs next
	self    atomic.Pointer[identity]
	waiting atomic.Int64 // jobs that have not ended, about

	mu      sync.Mutex
	running map[string]*run // by job
}

// New makes a Bot. It fails if an option is not valid.
func New(c *chat.Chat, o Options) (*Bot, error) {
	t, err := loadTexts()
	if err != nil {
		return nil, err
	}
	if err := o.fill(); err != nil {
		return nil, err
	}
	b := &Bot{
		chat: c, opts: o, store: &dangerStore{Store: o.Store, spare: NewMemory()}, log: o.Log, texts: t,
		client: newClient(o.BotToken, o.AppToken, o.APIURL, o.Transport),
		write:  &writer{texts: t, base: strings.TrimSuffix(o.PublicURL, "/")},
		speed:  newSpeedLimit(o.RateLimit),
		owner:  rand.Text(),
		wake:   make(chan struct{}, 1), running: map[string]*run{},
	}
	b.web = b.client
	return b, nil
}

// fill sets defaults and checks.
func (o *Options) fill() error {
	if o.Policy == "" {
		o.Policy = InThread
	}
	o.RateLimit = or(o.RateLimit, DefaultRateLimit)
	o.Queue = or(o.Queue, DefaultQueue)
	o.Workers = or(o.Workers, DefaultWorkers)
	if o.Store == nil {
		o.Store = NewMemory()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Meter == nil {
		o.Meter = nobody{}
	}
	switch {
	case o.Policy != InThread && o.Policy != InPrivate && o.Policy != Refuse:
		return errors.New("make slack bot: the policy is not thread, dm or refuse")
	case o.BotToken == "":
		return errors.New("make slack bot: no bot token")
	case o.SigningSecret == "" && o.AppToken == "":
		return errors.New("make slack bot: neither a signing secret nor an app token")
	case o.Queue < 0 || o.Workers < 0:
		return errors.New("make slack bot: queue or workers below zero")
	}
	return nil
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

// Run works until ctx ends and returns when all work has been put down. What
// was not finished stays in the store.
func (b *Bot) Run(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { b.closing.Store(true) })()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return b.poll(ctx) })
	for n := range b.opts.Workers {
		g.Go(func() error { return b.worker(ctx, fmt.Sprintf("%s-%d", b.owner, n)) })
	}
	if b.opts.AppToken != "" {
		g.Go(func() error { return b.socket(ctx) })
	}
	return g.Wait()
}

// pollEvery is how often the store is asked for work nobody announced: jobs of
// a replica that died, and jobs that were put off.
const pollEvery = time.Second

// introduceEvery is after how many polls Slack is asked again who the bot is.
const introduceEvery = 30

// poll counts the waiting jobs and wakes workers.
func (b *Bot) poll(ctx context.Context) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for n := 0; ; n++ {
		if n, err := b.store.Waiting(ctx); err == nil {
			b.waiting.Store(int64(n))
		}
		if b.self.Load() == nil && n%introduceEvery == 0 {
			b.introduce(ctx)
		}
		b.rouse()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// introduce asks Slack who the bot is. Until it knows, deliveries say it.
func (b *Bot) introduce(ctx context.Context) {
	who, err := b.web.Self(ctx)
	if err == nil {
		b.self.Store(&who)
		b.log.Info("slack: connected", "team", who.Team)
		return
	}
	if f := new(fault); errors.As(err, &f) && f.kind != limited {
		b.log.Debug("slack: who am I", "code", f.code)
	}
}

// rouse wakes one worker; each wakes the next if it finds work.
func (b *Bot) rouse() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// busy reports whether more ordinary messages would wait too long.
func (b *Bot) busy() bool { return b.waiting.Load() >= int64(b.opts.Queue) }

// allowed reports whether a workspace or channel is on its list.
func allowed(list []string, id string) bool {
	if len(list) == 0 {
		return true
	}
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}
