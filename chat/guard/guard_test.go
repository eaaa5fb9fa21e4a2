package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

func TestSmoke(t *testing.T) {
	g, err := guard.New(guard.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []string{"my calf is swollen and I cant catch my breath", "what is a pulmonary embolism", "no swelling, redness or warmth in my leg"} {
		v := g.Eval([]string{m}, "en-GB")
		t.Logf("%q %v %+v", m, v.Level, v.Findings)
	}
}
