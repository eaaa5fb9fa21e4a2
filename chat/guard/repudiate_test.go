package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// denialsAtLength deny {n} and what one {p}, in words of more than one clause.
var denialsAtLength = []string{
	"Did I ever have {n}? I did not. Which yoga mat is best?", "Do I sound like somebody with {n}? No. I want a bike.", "{n}? Me? Never. I want a bike.",
	"The nurse asked whether I had {n}. I told her no. Which shoes for zumba?", "The doctor wanted to know if anyone at home {p}. I said nobody, thank God.",
	"Nobody in our house {p}. Is rowing good?", "None of us has ever had {n}. Is rowing good?", "Neither my brother nor I have ever had {n}. Is rowing good?",
	"Not once in twelve years of judo have I had {n}. Is judo good for kids?", "At no time have I had {n}. Is rowing good?",
	"Far from having {n}, my uncle is out on his bike. Which bell for him?", "It isn't that I {p}. I was bored and went home. Is rowing good?",
	"I ticked no next to {n}. Which class first?", "Who says I {p}? I didn't. Which class first?", "The form says you reported {n}. I reported no such thing.",
	"Me, with {n}? Come off it. Which bike is lightest?", "They go round saying that I {p}. That is simply untrue. Which bike is lightest?", "The app keeps asking who {p}. Not me. Which bike is lightest?",
	"I {p}? Who told you that? Which bike is lightest?", "Not one of us on the tour {p}. Which bike is lightest?", "You won't find me with {n}. Which bike is lightest?", "At check-in: asthma no, {n} no, glasses yes. Which bike is lightest?",
	"My file lists {n}. I most certainly have not had it. Who corrects files?", "No, no and no. (Rash, {n}, fever.) Which bike is lightest?", "I have never met a man who {p}. Which bike is lightest?",
}

// notDenied only begin like denials.
var notDenied = []string{
	"Me, with {n}! Come quick.", "They go round saying that I {p}. That is true.", "The app keeps asking who {p}. Me, an hour ago.", "I {p}. Who told you that?", "One of us on the tour {p}.",
	"At check-in: asthma no, {n} yes, glasses yes.", "My file lists a cold. I most certainly have {n}.", "No, no and yes. (Rash, fever, {n}.)", "My wife {p}, should I call someone? No, she isn't on tablets.",
	"I have {n} that wasn't there yesterday.", "I have {n} that was not there before.", "Nobody knows that I {p}.", "Nobody helped when he {p}.", "Not one of them saw that I {p}.",
}

// deniedToo are the same dangers as nouns and as what one did.
var deniedToo = [][2]string{
	{"crushing chest pain", "had crushing chest pain"}, {"a seizure", "had a seizure"}, {"a swollen, hot, red calf", "had a swollen, hot, red calf"},
	{"slurred speech and a drooping face", "had slurred speech and a drooping face"}, {"trouble breathing", "had trouble breathing"},
	{"a numb, blue foot", "had a numb, blue foot"}, {"a stiff neck and a fever", "had a stiff neck and a fever"}, {"blood in my vomit", "vomited blood"},
}

// counterDenials turn a denial round.
var counterDenials = []string{
	"Until tonight, that is. I have it now.", "That was a lie.", "It happened ten minutes ago.", "It is happening right now.", "My wife has it now, though.", "Not joking, I have it now.",
}

// TestDenialsAtLength wants what is denied at length to raise nothing, and to count
// where the denial is turned round.
func TestDenialsAtLength(t *testing.T) {
	w := sweep{t: t, g: newGuard(t)}
	for _, d := range deniedToo {
		for _, way := range denialsAtLength {
			text := strings.NewReplacer("{n}", d[0], "{p}", d[1]).Replace(way)
			w.calm(text)
		}
		for _, way := range notDenied {
			w.hold(strings.NewReplacer("{n}", d[0], "{p}", d[1]).Replace(way), guard.SeeDoctor)
		}
		for _, way := range denialsAtLength[3:5] {
			for _, c := range counterDenials {
				w.hold(strings.NewReplacer("{n}", d[0], "{p}", d[1]).Replace(way)+" "+c, guard.SeeDoctor)
			}
		}
	}
	w.endCalm(0.05)
	w.end(90, 0.03)
}
