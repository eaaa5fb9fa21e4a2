// Package apitest holds what tests of several folders share.
package apitest

import (
	"bytes"
	"sync"
)

// A Log keeps what is written to it, from any goroutine. The zero value is
// empty.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the log. It does not fail.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is all that was written so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
