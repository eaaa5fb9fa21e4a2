package chat

import (
	"context"
	"time"
)

// An outbox emits the sentences of a reply as they become known, each
// citation before the first sentence that uses it.
type outbox struct {
	reply *Reply
	emit  Emit
	cited int                                             // citations emitted
	said  int                                             // sentences emitted
	admit func(context.Context) (leave func(), err error) // may be nil

	receipt *Receipt // how the reply is made
	began   time.Time
	shown   []Citation // of earlier replies
	lead    string     // the article that the last of them opened with
}

// flush emits what has not been emitted yet.
func (o *outbox) flush() error {
	r := o.reply
	for ; o.said < len(r.Answer.Sentences); o.said++ {
		s := r.Answer.Sentences[o.said] // a copy: the slice may grow
		for ; o.cited < len(r.Citations) && o.cited < maxOf(s.Citations); o.cited++ {
			c := r.Citations[o.cited]
			if err := o.emit(Event{Citation: &c}); err != nil {
				return err
			}
		}
		if err := o.emit(Event{Sentence: &s}); err != nil {
			return err
		}
	}
	return nil
}

func maxOf(ns []int) (m int) {
	for _, n := range ns {
		m = max(m, n)
	}
	return m
}
