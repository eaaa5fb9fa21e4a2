package slack_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
)

// BenchmarkClaim claims and ends one of many jobs that wait; the time must not
// grow with their number.
func BenchmarkClaim(b *testing.B) {
	for _, waiting := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(waiting), func(b *testing.B) {
			d, now := slack.NewDurable(openFile(b, b.TempDir())), time.Now()
			accept := func(n int) {
				j := slack.Job{ID: fmt.Sprint("m", n), Thread: fmt.Sprint("t", n), Lane: slack.Ordinary, Due: now, Body: []byte("{}")}
				if _, err := d.Accept(b.Context(), j); err != nil {
					b.Fatal(err)
				}
			}
			for n := range waiting {
				accept(n)
			}
			lease := slack.Lease{Owner: "w", Now: now, Until: now.Add(time.Hour)}
			for n := waiting; b.Loop(); n++ {
				j, err := d.Claim(b.Context(), lease)
				if err != nil || j == nil {
					b.Fatal(j, err)
				}
				if err := d.Finish(b.Context(), lease, j.ID); err != nil {
					b.Fatal(err)
				}
				accept(n)
			}
		})
	}
}
