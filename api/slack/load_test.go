package slack_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limber-health/limber/api/slack"
	"github.com/limber-health/limber/api/slack/slackfake"
)

// BenchmarkLoad sends 200 events a second for a minute over HTTP while answers
// queue, and reports how fast they were acknowledged:
//
//	go test ./api/slack -run '^$' -bench Load -benchtime 1x
//
// LIMBER_LOAD_SECONDS shortens it.
func BenchmarkLoad(b *testing.B) {
	const perSecond = 200
	seconds := 60
	if s := os.Getenv("LIMBER_LOAD_SECONDS"); s != "" {
		fmt.Sscan(s, &seconds)
	}
	for b.Loop() {
		fake := &slackfake.Server{}
		web := httptest.NewServer(fake)
		file := openFile(b, b.TempDir()) // every delivery is on the disk before it is acknowledged
		bot := realBot(b, file, web.URL+"/api/", slack.Options{RateLimit: -1, Store: slack.NewDurable(file)})
		in := httptest.NewServer(bot)
		took := make([]time.Duration, perSecond*seconds)
		var failed sync.Map
		var again atomic.Int64 // deliveries not taken at once
		var sending sync.WaitGroup
		tick := time.NewTicker(time.Second / perSecond)
		began := time.Now()
		for n := range took {
			<-tick.C
			sending.Go(func() {
				user := fmt.Sprint(n % 5000)
				text := calm
				if n%50 == 0 {
					text = emergency
				}
				m := dm(fmt.Sprintf("1800000000.%06d", n), text)
				m["user"], m["channel"] = "U"+user, "D"+user
				body := slackfake.Event(fmt.Sprint("Ev", n), m)
				for try := 0; try < 4; try++ { // as often as Slack
					start := time.Now()
					err := sendTo(in.URL+"/slack/events", body)
					took[n] = max(took[n], time.Since(start))
					if err == nil {
						return
					}
					again.Add(1)
					time.Sleep(time.Second)
				}
				failed.Store(n, true)
			})
		}
		tick.Stop()
		sending.Wait()
		rate := float64(len(took)) / time.Since(began).Seconds()
		failed.Range(func(n, _ any) bool {
			b.Errorf("event %v was never acknowledged", n)
			return false
		})
		b.ReportMetric(float64(again.Load()), "sent-again")
		slices.Sort(took)
		b.ReportMetric(rate, "events/s")
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
		answers, apologies, notices := tally(b, fake, len(took))
		b.ReportMetric(float64(len(took)-answers-apologies), "still-waiting")
		b.ReportMetric(float64(answers), "answers")
		b.ReportMetric(float64(apologies), "apologies")
		b.ReportMetric(float64(notices), "notices")
		in.Close()
		web.Close()
	}
}

func sendTo(url string, body []byte) error {
	r := slackfake.Signed("/slack/events", body)
	out, err := http.NewRequest(http.MethodPost, url, r.Body)
	if err != nil {
		return err
	}
	out.Header = r.Header
	res, err := http.DefaultClient.Do(out)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return nil
}

// tally waits until every message has its answer or apology, at most four
// minutes, and counts.
func tally(b *testing.B, fake *slackfake.Server, want int) (answers, apologies, notices int) {
	for range 240 {
		w := &world{fake: fake}
		c := w.count(0)
		notices = 0
		for _, n := range c.notices {
			notices += n
		}
		answers, apologies = c.answers, c.apologies
		if answers+apologies >= want {
			break
		}
		time.Sleep(time.Second)
	}
	b.Logf("%d events: %d answers, %d apologies, %d notices", want, answers, apologies, notices)
	if answers+apologies > want {
		b.Errorf("%d events got %d answers and %d apologies", want, answers, apologies)
	}
	return answers, apologies, notices
}
