package chat

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// A pair is a quote and a sentence that is to rest on it.
type pair struct {
	Quote    string `json:"quote"`
	Sentence string `json:"sentence"`
	Half     string `json:"half"` // dev and late dev guided the word lists; held was read later and tuned on; fresh and late held only counted
}

func readPairs(t *testing.T, name string) (out []pair) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// TestFaithfulRewrites wants most honest rewrites to pass: those that do not
// are shown as their quote, which is safe but dry.
func TestFaithfulRewrites(t *testing.T) {
	passed, all, reasons := map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range readPairs(t, "testdata/proof/faithful.jsonl") {
		all[p.Half]++
		all["all"]++
		if v := disproof(p.Sentence, p.Quote); v == "" {
			passed[p.Half]++
			passed["all"]++
		} else if kind, _, _ := strings.Cut(string(v), ":"); p.Half != "dev" && p.Half != "late dev" {
			reasons[kind]++
		} else {
			t.Logf("%s\n  quote %s\n  said  %s", v, p.Quote, p.Sentence)
		}
	}
	t.Log("reasons on what was not seen:", reasons)
	for half, floor := range map[string]float64{"dev": 0.85, "held": 0.85, "fresh": 0.80, "late dev": 0.85, "late held": 0.80, "all": 0.85} {
		share := float64(passed[half]) / float64(all[half])
		t.Logf("%s: %d of %d rewrites pass (%.1f %%)", half, passed[half], all[half], 100*share)
		if share < floor {
			t.Errorf("%s: got %.3f, want at least %.2f", half, share, floor)
		}
	}
}

// TestUnfaithfulRewrites wants fluent sentences that say something else to be
// refused: turned round, put together anew, a condition left out.
func TestUnfaithfulRewrites(t *testing.T) {
	pairs := readPairs(t, "testdata/proof/unfaithful.jsonl")
	leaked := 0
	for _, p := range pairs {
		if provenBy(p.Sentence, p.Quote) {
			leaked++
			t.Logf("leaked\n  quote %s\n  said  %s", p.Quote, p.Sentence)
		}
	}
	t.Logf("%d of %d unfaithful rewrites leak", leaked, len(pairs))
	if share := float64(leaked) / float64(len(pairs)); share > 0.03 {
		t.Errorf("got %.3f, want at most 0.03", share)
	}
}
