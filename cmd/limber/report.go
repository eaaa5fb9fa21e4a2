package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/chat/store"
	"github.com/limber-health/limber/retrieval"
)

// reportCmd tells what a server has answered.
type reportCmd struct {
	dataFlag
	storeFlags
	From  string `help:"First day, such as 2026-11-01. Empty: 30 days ago." placeholder:"DAY"`
	To    string `help:"Last day. Empty: today." placeholder:"DAY"`
	HTML  string `help:"Write a page." name:"html" placeholder:"OUT"`
	JSONL string `help:"Write one JSON object a line; - is standard output." name:"jsonl" placeholder:"OUT"`

	Case   string   `help:"Print the turn of this receipt as a case for limber bench; also needs --expect, --fact or --label." placeholder:"ID"`
	Expect string   `help:"The level that the case should get: none, see_doctor, urgent or emergency." placeholder:"LEVEL"`
	Fact   []string `help:"Pattern that the answer of the case should hold; give the flag once for each." sep:"none" placeholder:"PATTERN"`
	Label  string   `help:"Whether the articles answer the case: answerable, near_miss or unanswerable." placeholder:"LABEL"`
}

// A report counts the replies of some days.
type report struct {
	From, To time.Time

	Replies       int
	Conversations int
	Degraded      int
	Levels        []tally // of all replies
	Rules         []tally // that fired, with their level
	Answers       []tally // statuses with reasons
	Engines       []tally

	Up, Down int
	Disliked []disliked // rated down

	Unanswered []cluster // refused questions that three or more people asked
	Rarer      int       // refused questions that fewer asked
	Gone       int       // refused questions whose words are over
}

// A tally is a name and how often it was seen.
type tally struct {
	Name  string `json:"name"`
	Level string `json:"level,omitempty"`
	Count int    `json:"count"`
}

// A disliked reply, without words.
type disliked struct {
	Receipt string `json:"receipt"`
	Level   string `json:"level"`
	Status  string `json:"status"`
	Kept    bool   `json:"words_kept"` // limber replay --text and --case still work
}

// Run prints the report, or the case.
func (r *reportCmd) Run(ctx context.Context, std stdio) error {
	d, err := r.read(ctx, r.Data)
	if err != nil {
		return err
	}
	defer d.Close()
	if r.Case != "" {
		return r.benchCase(ctx, d, std)
	}
	from, to, err := r.days(time.Now())
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	rep, err := makeReport(ctx, d, from, to)
	if err != nil {
		return err
	}
	if r.HTML != "" {
		if err := toFile(r.HTML, std.out, func(w io.Writer) error { return reportPage.Execute(w, rep) }); err != nil {
			return err
		}
	}
	if r.JSONL != "" {
		if err := toFile(r.JSONL, std.out, rep.jsonl); err != nil {
			return err
		}
	}
	if r.HTML == "" && r.JSONL == "" {
		rep.print(std.out)
	}
	return nil
}

const dayForm = "2006-01-02"

// days is the period, the last day included.
func (r *reportCmd) days(now time.Time) (from, to time.Time, err error) {
	today := now.UTC().Truncate(24 * time.Hour)
	from, to = today.AddDate(0, 0, -30), today
	if r.From != "" {
		if from, err = time.Parse(dayForm, r.From); err != nil {
			return from, to, fmt.Errorf("--from %q is not a day such as %s", r.From, dayForm)
		}
	}
	if r.To != "" {
		if to, err = time.Parse(dayForm, r.To); err != nil {
			return from, to, fmt.Errorf("--to %q is not a day such as %s", r.To, dayForm)
		}
	}
	return from, to.AddDate(0, 0, 1), nil
}

func makeReport(ctx context.Context, d *store.DB, from, to time.Time) (*report, error) {
	embedder, err := retrieval.NewStatic()
	if err != nil {
		return nil, err
	}
	rep := &report{From: from, To: to.AddDate(0, 0, -1), Disliked: []disliked{}}
	talks, levels, fired, answers, engines := map[string]bool{}, counts{}, counts{}, counts{}, counts{}
	var refused []asked
	err = d.Items(ctx, from, to, func(i store.Item) error {
		rc := &i.Receipt
		rep.Replies++
		talks[rc.Conversation] = true
		if rc.Degraded {
			rep.Degraded++
		}
		levels.add(rc.Level.String(), "")
		answers.add(status(rc), "")
		engines.add(rc.Engine, "")
		for _, f := range rc.Findings {
			fired.add(f.Rule, f.Level.String())
		}
		rep.rate(i)
		switch {
		case rc.Status != chat.Refused || rc.Reason == chat.OutOfScope:
		case i.Message == "":
			rep.Gone++
		default:
			refused = append(refused, asked{cmp.Or(i.Query, i.Message), rc.Conversation})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("make report: %w", err)
	}
	rep.Conversations = len(talks)
	rep.Levels, rep.Rules, rep.Answers, rep.Engines = levels.sorted(), fired.sorted(), answers.sorted(), engines.sorted()
	rep.Unanswered, rep.Rarer = clusters(embedder, refused)
	return rep, nil
}

func (r *report) rate(i store.Item) {
	switch {
	case i.Rating == nil:
	case i.Rating.Up:
		r.Up++
	default:
		r.Down++
		r.Disliked = append(r.Disliked, disliked{i.Receipt.ID, i.Receipt.Level.String(), status(&i.Receipt), i.Message != ""})
	}
}

// counts counts names; each has one level.
type counts map[[2]string]int

func (c counts) add(name, level string) { c[[2]string{name, level}]++ }

func (c counts) sorted() []tally {
	out := []tally{}
	for k, n := range c {
		out = append(out, tally{k[0], k[1], n})
	}
	slices.SortFunc(out, func(a, b tally) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
	return out
}

// benchCase prints a turn as a line that limber bench reads.
func (r *reportCmd) benchCase(ctx context.Context, d *store.DB, std stdio) error {
	line := map[string]any{"id": r.Case}
	given := 0
	for _, set := range []bool{r.Expect != "", len(r.Fact) > 0, r.Label != ""} {
		if set {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("%w: --case needs exactly one of --expect, --fact and --label", errUsage)
	}
	turns, err := turnsUpTo(ctx, d, r.Case)
	if err != nil {
		return err
	}
	last := turns[len(turns)-1]
	switch {
	case r.Expect != "":
		if _, err := guard.ParseLevel(r.Expect); err != nil {
			return fmt.Errorf("%w: --expect %q is no level", errUsage, r.Expect)
		}
		messages := make([]string, len(turns))
		for i, t := range turns {
			messages[i] = t.Message
		}
		line["messages"], line["expect"] = messages, r.Expect
	case len(r.Fact) > 0:
		line["message"], line["facts"] = cmp.Or(last.Query, last.Message), r.Fact
	case !slices.Contains([]string{"answerable", "near_miss", "unanswerable"}, r.Label):
		return fmt.Errorf("%w: --label %q is not answerable, near_miss or unanswerable", errUsage, r.Label)
	default:
		line["text"], line["label"] = cmp.Or(last.Query, last.Message), r.Label
	}
	fmt.Fprintln(std.err, "This line holds what a person wrote. Take out what could tell who it was.")
	enc := json.NewEncoder(std.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

// turnsUpTo is a conversation up to the turn of a receipt.
func turnsUpTo(ctx context.Context, d *store.DB, id string) ([]chat.Turn, error) {
	rc, err := d.Receipt(ctx, id)
	if err == nil {
		var conv *chat.Conversation
		if conv, err = d.Load(ctx, rc.Conversation); err == nil && rc.Turn < len(conv.Turns) {
			return conv.Turns[:rc.Turn+1], nil
		}
	}
	if err == nil || errors.Is(err, chat.ErrNotFound) {
		return nil, fmt.Errorf("the words of %s are not kept: make cases within --retention of the last turn", id)
	}
	return nil, err
}
