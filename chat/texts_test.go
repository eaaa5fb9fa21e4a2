package chat

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

func TestFilters(t *testing.T) {
	f, err := loadFilters()
	if err != nil {
		t.Fatal(err)
	}
	clot := guard.Verdict{Level: guard.Urgent, Forbid: []string{"compression", "juggling"}}
	doctor := guard.Verdict{Level: guard.SeeDoctor}
	tests := []struct {
		sentence string
		verdict  guard.Verdict
		want     bool
	}{
		{"Massaging the calf can ease a cramp.", guard.Verdict{}, true},
		{"Massaging the calf can ease a cramp.", clot, false},
		{"Do not massage a leg that may have a clot.", clot, true},
		{"Rub the muscle with slow strokes, but never rub a leg that is swollen.", clot, false},
		{"A warm bath can relax sore legs.", clot, false},
		{"Compression stockings help tired legs.", clot, false},
		{"Compression stockings help tired legs.", doctor, true},
		{"Juggling keeps the mind busy.", clot, false},
		{"Walk about after a clot rather than stay in bed.", guard.Verdict{Level: guard.Urgent, Forbid: []string{"exercise"}}, false},
		{"A scan can show a clot in the leg.", clot, true},
		{"Most cramps are harmless.", guard.Verdict{}, true},
		{"These cramps are usually harmless and go away on their own.", doctor, false},
		{"Simple soreness should improve within a few days.", clot, false},
		{"Take 400 mg of ibuprofen twice a day.", guard.Verdict{}, false},
		{"Adults may take two tablets at night.", guard.Verdict{}, false},
		{"Stop taking your statin if it hurts.", guard.Verdict{}, false},
		{"Hold each stretch for 20 to 30 seconds.", guard.Verdict{}, true},
		{"You have a blood clot.", guard.Verdict{}, false},
		{"Your pain is just a cramp.", guard.Verdict{}, false},
		{"A doctor can find out whether you have a blood clot.", guard.Verdict{}, true},
	}
	for _, tt := range tests {
		if got := f.allows(tt.sentence, tt.verdict); got != tt.want {
			t.Errorf("%q at level %v: allowed %v, want %v", tt.sentence, tt.verdict.Level, got, tt.want)
		}
	}
}

// TestStepsBelongToTheirHeading wants no step of a forbidden exercise beside a
// flag, though it does not name the exercise.
func TestStepsBelongToTheirHeading(t *testing.T) {
	f, err := loadFilters()
	if err != nil {
		t.Fatal(err)
	}
	clot := guard.Verdict{Level: guard.Urgent, Forbid: []string{"elevation"}}
	for _, tt := range []struct {
		heading, sentence string
		verdict           guard.Verdict
		want              bool
	}{
		{"How do I stretch my calves?", "Change legs and repeat.", clot, false},
		{"How do I stretch my calves?", "Change legs and repeat.", guard.Verdict{}, true},
		{"How do I stretch my calves?", "Never bounce a calf that may have a clot.", clot, true},
		{"How high and how long should I raise my legs?", "Twenty minutes is enough.", clot, false},
		{"What can I do right now for a night cramp?", "Straighten the knee and pull the toes up toward the shin.", clot, false},
		{"When is leg pain at home an emergency?", "Call for help if the leg turns blue.", clot, true},
	} {
		if got := f.allowsUnder(tt.heading, tt.sentence, tt.verdict); got != tt.want {
			t.Errorf("%q under %q at %v: allowed %v, want %v", tt.sentence, tt.heading, tt.verdict.Level, got, tt.want)
		}
	}
}

func TestSuggestion(t *testing.T) {
	for _, tt := range []struct{ title, heading, want string }{
		{"Night leg cramps", "What causes night leg cramps?", "What causes night leg cramps?"},
		{"Deep vein thrombosis and clot on the lung", "How long does recovery from a leg clot take?", "How long does recovery from a leg clot take?"},
		{"Foot and heel pain, foot cramps and cold feet in bed", "What helps plantar fasciitis?", "What helps plantar fasciitis?"},
		{"Living with asthma", "How does asthma start?", "How does asthma start?"},
		{"Restless legs syndrome", "What helps?", "Restless legs syndrome: What helps?"},
		{"Swollen legs and ankles", "When should you see a doctor?", "Swollen legs and ankles: When should you see a doctor?"},
		{"Legs that ache when you lie down", "Narrow arteries (PAD)", "Legs that ache when you lie down: Narrow arteries (PAD)"},
	} {
		if got := suggestion(tt.title, tt.heading); got != tt.want {
			t.Errorf("suggestion(%q, %q) = %q, want %q", tt.title, tt.heading, got, tt.want)
		}
	}
}
