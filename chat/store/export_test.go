package store

import "time"

// SetMono gives options a clock that never jumps.
func (o *Options) SetMono(mono func() time.Duration) { o.mono = mono }
