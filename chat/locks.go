package chat

import (
	"context"
	"fmt"
	"sync"
)

// A Locker is a Store that several processes share. Lock holds a conversation
// against the others until unlock; it waits for them until ctx ends.
type Locker interface {
	Lock(ctx context.Context, id string) (unlock func(), err error)
}

// keyedLocks hold one lock for each conversation in use and none for others.
type keyedLocks struct {
	mu sync.Mutex
	m  map[string]*keyedLock
}

type keyedLock struct {
	free  chan struct{} // holds one value while nobody has the lock
	users int
}

// lock waits for the key until ctx ends and returns the function that
// releases it.
func (k *keyedLocks) lock(ctx context.Context, key string) (unlock func(), err error) {
	l := k.use(key)
	select {
	case <-l.free:
		return func() {
			l.free <- struct{}{}
			k.leave(key, l)
		}, nil
	case <-ctx.Done():
		k.leave(key, l)
		return nil, ctx.Err()
	}
}

func (k *keyedLocks) use(key string) *keyedLock {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.m == nil {
		k.m = map[string]*keyedLock{}
	}
	l, ok := k.m[key]
	if !ok {
		l = &keyedLock{free: make(chan struct{}, 1)}
		l.free <- struct{}{}
		k.m[key] = l
	}
	l.users++
	return l
}

func (k *keyedLocks) leave(key string, l *keyedLock) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(k.m, key)
	}
}

// hold keeps everybody else from the conversation, in this process and in
// others that share the store. It waits for them until ctx ends.
func (c *Chat) hold(ctx context.Context, id string) (unlock func(), err error) {
	here, err := c.locks.lock(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("wait for the turn before: %w", err)
	}
	shared, ok := c.store.(Locker)
	if !ok {
		return here, nil
	}
	elsewhere, err := shared.Lock(ctx, id)
	switch {
	case err == nil:
		return func() { elsewhere(); here() }, nil
	case ctx.Err() != nil:
		here()
		return nil, fmt.Errorf("wait for the turn before: %w", err)
	}
	c.fault("lock conversation", "store_lock", err) // the verdict must not depend on it
	return here, nil
}
