package chat

import (
	"regexp"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
)

// A mutation changes what a sentence says in one way.
type mutation struct {
	kind string
	from *regexp.Regexp
	to   string
}

func swap(kind, from, to string) mutation {
	return mutation{kind, regexp.MustCompile(`(?i)\b` + from + `\b`), to}
}

// both makes a mutation of each direction.
func both(kind string, pairs ...string) (out []mutation) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, swap(kind, pairs[i], pairs[i+1]), swap(kind, pairs[i+1], pairs[i]))
	}
	return out
}

func mutations() (out []mutation) {
	for _, n := range []string{"two", "four", "three", "five", "10", "100", "30", "45", "one", "six", "20", "2"} {
		out = append(out, swap("number", n, map[string]string{
			"two": "eight", "four": "two", "three": "thirty", "five": "50", "10": "90", "100": "10", "30": "3", "45": "54", "one": "two", "six": "sixteen", "20": "25", "2": "12"}[n]))
	}
	out = append(out, both("unit", "minutes", "hours", "days", "weeks", "months", "years", "seconds", "minutes", "weeks", "months")...)
	for _, aux := range []string{"is", "are", "can", "may", "should", "does", "do"} {
		out = append(out, swap("polarity", aux+" not", aux), swap("polarity", aux, aux+" not"))
	}
	out = append(out, both("polarity", "with", "without")...)
	out = append(out, swap("polarity", "no", "much"), swap("polarity", "never", "always"), swap("polarity", "needs?", "does not need"),
		swap("polarity", "rarely", "often"), swap("polarity", "avoid", "try"), swap("polarity", "cannot", "can"), swap("polarity", "often", "never"))
	out = append(out, both("antonym",
		"worse", "better", "more", "less", "raises?", "lowers", "eases?", "worsens", "before", "after", "high", "low", "hot", "cold", "left", "right",
		"older", "younger", "sudden", "gradual", "suddenly", "slowly", "morning", "evening", "up", "down", "above", "below", "upper", "lower",
		"harmless", "dangerous", "safe", "unsafe", "mild", "severe", "helps?", "harms", "start", "stop", "early", "late", "common", "rare",
		"rest", "activity", "women", "men", "standing", "lying", "tight", "loose", "increases?", "reduces", "long", "short", "narrow", "wide")...)
	out = append(out, both("entity",
		"calf", "thigh", "leg", "arm", "arteries", "veins", "artery", "vein", "nerve", "muscle", "bone", "skin", "iron", "calcium", "magnesium", "potassium",
		"diabetes", "asthma", "statins", "antibiotics", "ultrasound", "x-ray", "knee", "elbow", "kidney", "liver", "dopamine", "insulin",
		"sciatica", "gout", "cramps", "clots", "arthritis", "cancer", "pregnancy", "menopause", "doctor", "friend", "feet", "hands")...)
	out = append(out, swap("modality", "may", "will always"), swap("modality", "can", "must"), swap("modality", "often", "always"),
		swap("modality", "usually", "always"), swap("modality", "should", "may"), swap("modality", "might", "does"), swap("modality", "most", "all"),
		swap("modality", "some", "all"), swap("modality", "may", "does"), swap("modality", "should", "need not"), swap("modality", "sometimes", "always"),
		swap("modality", "can", "definitely"), swap("modality", "usually", "sometimes"))
	return out
}

// corpusSentences are all sentences of the built-in articles that may be quoted.
func corpusSentences(t *testing.T) (out []string) {
	t.Helper()
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		for _, p := range retrieval.Split(a) {
			for _, s := range p.Sentences {
				text := oneLine(a.Text[s.Start:s.End])
				if sentenceShape(text) && strings.HasSuffix(text, ".") {
					out = append(out, text)
				}
			}
		}
	}
	return out
}

// TestMutantsAreCaught changes real sentences so that they say something else
// and wants proof to notice. Every sentence itself must pass.
func TestMutantsAreCaught(t *testing.T) {
	const perKind, perMutation = 400, 12
	caught, all := map[string]int{}, map[string]int{}
	sentences := corpusSentences(t)
	for _, m := range mutations() {
		made := 0
		for _, s := range sentences {
			at := m.from.FindStringIndex(s)
			if at == nil || made == perMutation || all[m.kind] == perKind {
				continue
			}
			mutant := s[:at[0]] + m.to + s[at[1]:]
			made++
			all[m.kind]++
			if !provenBy(s, s) {
				t.Errorf("a sentence does not prove itself: %s", s)
			}
			if provenBy(mutant, s) {
				t.Logf("%s leaked\n  quote %s\n  said  %s", m.kind, s, mutant)
			} else {
				caught[m.kind]++
			}
		}
	}
	sum, total := 0, 0
	for kind, n := range all {
		t.Logf("%s: %d of %d mutants caught (%.1f %%)", kind, caught[kind], n, 100*float64(caught[kind])/float64(n))
		sum, total = sum+caught[kind], total+n
	}
	share := float64(sum) / float64(total)
	t.Logf("all: %d of %d mutants caught (%.2f %%)", sum, total, 100*share)
	if total < 500 || share < 0.97 {
		t.Errorf("got %.3f of %d, want at least 0.97 of 500", share, total)
	}
}
