package chat

import (
	"fmt"
	"syscall"
)

// A Watcher is told how replies are made, for metrics. It sees no word of a
// person and must not block.
type Watcher interface {
	Made(r *Receipt)   // a reply was made
	Fault(kind string) // a reply survived a fault: "store_save", "store_load", "store_lock", "search" or "answer_panic"
}

type nobody struct{}

func (nobody) Made(*Receipt) {}
func (nobody) Fault(string)  {}

// fault notes an error that costs nobody the reply. Its text could hold
// anything, so only its kind is logged.
func (c *Chat) fault(what, kind string, err error) {
	c.watch.Fault(kind)
	c.log.Error(what, "fault", FaultKind(err))
}

// FaultKind names an error without its text, which could hold anything: the
// type of its cause, and the number that a system or a database gives it, or the
// FaultName() string that it has if its text is a constant.
func FaultKind(err error) string {
	if err == nil {
		return ""
	}
	err = causeOf(err)
	switch e := err.(type) {
	case interface{ FaultName() string }:
		return e.FaultName()
	case syscall.Errno:
		return fmt.Sprintf("errno %d: %s", int(e), e.Error())
	case interface{ Code() int }:
		return fmt.Sprintf("%T %d", e, e.Code())
	}
	return fmt.Sprintf("%T", err)
}

// causeOf goes to what an error wraps, the last of several.
func causeOf(err error) error {
	for {
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			if err = e.Unwrap(); err == nil {
				return e.(error)
			}
		case interface{ Unwrap() []error }:
			all := e.Unwrap()
			if len(all) == 0 {
				return err
			}
			err = all[len(all)-1]
		default:
			return err
		}
	}
}
