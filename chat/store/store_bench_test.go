package store_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/limber-health/limber/chat"
	"github.com/limber-health/limber/chat/store"
)

// BenchmarkTurn is what a store does for one turn: the message before the
// answer, and the reply after it, each acknowledged. full is what the product
// uses; normal would lose the last turns when the power fails.
func BenchmarkTurn(b *testing.B) {
	for _, sync := range []string{"full", "normal"} {
		for _, at := range []int{1, 32} {
			b.Run(fmt.Sprintf("%s/at once %d", sync, at), func(b *testing.B) {
				d, err := store.Open(b.Context(), store.Options{Dir: b.TempDir(), Key: testKey})
				if err != nil {
					b.Fatal(err)
				}
				defer d.Close()
				d.SetSync(b, sync)
				var n atomic.Int64
				b.SetParallelism(at)
				if at == 1 {
					for b.Loop() {
						turn(b, d, n.Add(1))
					}
					return
				}
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						turn(b, d, n.Add(1))
					}
				})
			})
		}
	}
}

func turn(b *testing.B, d *store.DB, n int64) {
	c := conversation(fmt.Sprint("conv_", n), strings.Repeat("my leg hurts ", 10))
	whole := c.Turns[0]
	c.Turns[0] = chat.Turn{At: whole.At, Message: whole.Message}
	if err := d.Save(ctx, c); err != nil {
		b.Error(err)
	}
	c.Turns[0] = whole
	if err := d.Save(ctx, c); err != nil {
		b.Error(err)
	}
}

// BenchmarkLoad reads a conversation of ten turns from the file.
func BenchmarkLoad(b *testing.B) {
	d, err := store.Open(b.Context(), store.Options{Dir: b.TempDir(), Key: testKey})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := d.Save(ctx, conversation("conv_a", strings.Split(strings.Repeat("my leg hurts,", 10), ",")...)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Load(ctx, "conv_a"); err != nil {
			b.Fatal(err)
		}
	}
}
