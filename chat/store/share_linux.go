package store

import (
	"context"
	"errors"
	"hash/fnv"
	"io"
	"math"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// localKinds are the file systems of one machine on which memory maps and
// locks are known to be the same for all processes (numbers of statfs(2)).
var localKinds = []int64{unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.TMPFS_MAGIC,
	unix.OVERLAYFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, zfsKind}

const zfsKind = 0x2fc12fc1

// sharable reports whether several processes can have a store in dir open. On
// a network file system they could not see each other's writes.
func sharable(dir string) bool {
	var s unix.Statfs_t
	return unix.Statfs(dir, &s) == nil && slices.Contains(localKinds, int64(uint32(s.Type)))
}

// How often a turn that another process has is asked for.
const (
	turnSoonest = time.Millisecond
	turnLatest  = 25 * time.Millisecond
)

// lockTurn locks the place of id in a file against other openings of it, waiting for them
// until ctx ends. Different ids have different places, but for a chance of
// one in 2^62.
func lockTurn(ctx context.Context, f *os.File, id string) (unlock func(), err error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // a hash takes everything
	at := int64(h.Sum64() & (math.MaxInt64 >> 1))
	for wait := turnSoonest; ; wait = min(2*wait, turnLatest) {
		err := lockRange(f, at, unix.F_WRLCK)
		if err == nil {
			return func() { _ = lockRange(f, at, unix.F_UNLCK) }, nil
		}
		if !errors.Is(err, unix.EAGAIN) && !errors.Is(err, unix.EACCES) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func lockRange(f *os.File, at int64, kind int16) error {
	return unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: kind, Whence: io.SeekStart, Start: at, Len: 1})
}
