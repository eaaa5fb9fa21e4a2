package guard_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// A danger as four parts of speech, so that it fits many sentences.
type shapes struct{ noun, past, base, ing string }

var shapedDangers = []shapes{
	{"crushing chest pain", "had crushing chest pain", "have crushing chest pain", "having crushing chest pain"},
	{"a seizure", "had a seizure", "have a seizure", "having a seizure"},
	{"a swollen, hot, red calf", "had a swollen, hot, red calf", "have a swollen, hot, red calf", "having a swollen, hot, red calf"},
	{"slurred speech and a drooping face", "had slurred speech and a drooping face", "have slurred speech and a drooping face", "having slurred speech and a drooping face"},
	{"trouble breathing", "was struggling to breathe", "struggle to breathe", "struggling to breathe"},
	{"bleeding that would not stop", "was bleeding and it would not stop", "bleed and not stop bleeding", "bleeding heavily"},
	{"a leg that went cold, white and numb", "had a leg that went cold, white and numb", "have a leg that goes cold, white and numb", "having a leg that goes cold, white and numb"},
	{"a high fever and a stiff neck", "had a high fever and a stiff neck", "have a high fever and a stiff neck", "having a high fever and a stiff neck"},
	{"a paracetamol overdose", "took forty paracetamol", "take forty paracetamol", "taking forty paracetamol"},
	{"blood in the cough", "coughed up blood", "cough up blood", "coughing up blood"},
	{"no pulse", "collapsed and stopped breathing", "collapse and stop breathing", "collapsing and not breathing"},
	{"a blackout", "blacked out", "black out", "blacking out"},
	{"vomiting of blood", "vomited blood", "vomit blood", "vomiting blood"},
	{"suicidal thoughts", "wanted to die", "want to die", "wanting to die"},
	{"a black toe", "had a toe that turned black", "have a toe that turns black", "having a toe that turns black"},
	{"numbness between the legs", "went numb between the legs and couldn't pee", "go numb between the legs and can't pee", "going numb between the legs"},
}

// in puts a danger into the slot of a frame.
func (s *shapes) in(frame string) []string {
	text := strings.NewReplacer("{np}", s.noun, "{past}", s.past, "{base}", s.base, "{ing}", s.ing).Replace(frame)
	return strings.Split(text, " | ")
}

// What may be wrong in the product of dangers with frames that make any danger
// harmless (long over, an animal's, a title, a mishearing) and with their twins, which
// share most words and do not: shares of harmless ones that alarm and of twins that
// raise nothing. The held frames are each by an author whom nobody read while tuning, but for
// eight twins of the first that raised nothing.
var mostFramed = map[string]struct{ alarms, misses float64 }{
	"testdata/frames/first.dev.tsv":   {0.10, 0.025},
	"testdata/frames/first.held.tsv":  {0.34, 0.04},
	"testdata/frames/second.dev.tsv":  {0.24, 0.03},
	"testdata/frames/second.held.tsv": {0.36, 0.08},
}

// TestFramesAndTwins puts plain dangers into frames and their twins.
func TestFramesAndTwins(t *testing.T) {
	for file, most := range mostFramed {
		type tally struct{ alarms, misses, n int }
		all, kinds := tally{}, map[string]*tally{}
		for _, line := range readLines(t, file) {
			part := strings.Split(line, "\t")
			if len(part) != 3 {
				continue
			}
			k := kinds[part[0]]
			if k == nil {
				k = &tally{}
				kinds[part[0]] = k
			}
			for i := range shapedDangers {
				k.n++
				if newGuard(t).Eval(shapedDangers[i].in(part[1]), "").Level > guard.None {
					k.alarms++
				}
				if newGuard(t).Eval(shapedDangers[i].in(part[2]), "").Level == guard.None {
					k.misses++
				}
			}
		}
		for kind, k := range kinds {
			t.Logf("%s %s: %.1f %% of %d alarm, %.1f %% of their twins raise nothing", filepath.Base(file), kind, 100*share(k.alarms, k.n), k.n, 100*share(k.misses, k.n))
			all = tally{all.alarms + k.alarms, all.misses + k.misses, all.n + k.n}
		}
		t.Logf("%s: %.1f %% of %d alarm, %.1f %% of their twins raise nothing", filepath.Base(file), 100*share(all.alarms, all.n), all.n, 100*share(all.misses, all.n))
		if all.n < 2000 || share(all.alarms, all.n) > most.alarms || share(all.misses, all.n) > most.misses {
			t.Errorf("%s: %d alarms and %d misses of %d, want at most %.0f %% and %.0f %%", file, all.alarms, all.misses, all.n, 100*most.alarms, 100*most.misses)
		}
	}
}
