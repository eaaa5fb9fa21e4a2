package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// mostAverted is the share of what did not happen that may alarm.
const mostAverted = 0.06

// What was dreamt, acted, misheard or put right is nobody's; what is not put right, or is
// told behind the truth, counts.
func TestAverted(t *testing.T) {
	dangers := []string{"had crushing chest pain", "had a seizure", "vomited blood", "collapsed and stopped breathing", "blacked out", "coughed up blood"}
	harmless := []string{
		"Last night I dreamt I X on a rollercoaster. Does that mean anything?", "Rumour went round the office that the boss X. He'd gone to Spain. Cheap flights?",
		`Siri told my wife "I X". What I'd said was that I'd be late. How do I train it?`, "False alarm: nobody X. It was the kettle. Which kettle is quiet?",
		"The nursery rang to say our girl X. Wrong girl, ours was at ballet. Which tights?", "We pretended that gran X for a sketch. Which camera?",
		`The subtitles said "he X". What he really said was that he packed it. Better glasses?`, "The scout leader X, as scripted, and we bandaged him. Which bandage?",
		"My uncle is telling all of Cork that I X. Slander! I was painting a ceiling. Which primer hides stains?", `Text from school: "your daughter X". Wrong parent, they have apologised. Who checks those lists?`,
		"Word at the bowls club was that Harold X. He was singing Verdi, and everyone laughed. Which songs suit a baritone?", "I sat up at two: I X at my own christening. All a dream. Is cheddar to blame?",
		`Siri read my message out as "I X". I'd dictated something about a hall. Which phone listens better?`, "My watch swore I X. I was beating a carpet. Which watch listens better?",
		"As a prank I told my flatmates I X. Nobody fell for it. Another idea?", "I nearly told my boss that I X to get a day off. How do I ask for leave?",
	}
	real := []string{
		"Last night I dreamt of a rollercoaster and woke and X.", "Rumour went round the office that the boss X. He's on the floor here.",
		`Siri told my wife I was late. What I'd said was "I X".`, "No false alarm: my friend X.", "The nursery rang to say our girl X. Right girl, I'm on my way.",
		"It was no sketch. My gran X.", `My wife said "I X" and went quiet. She won't answer.`, "The scout leader X, not as scripted.",
		"I told my flatmates I X. Nobody believes me.", "I told my boss that I X. She said have a lie down.", "My son said he X. He says he's fine.",
		"My uncle is telling all of Cork that I X. He's right, it was an hour ago.", `Text from school: "your daughter X". Right parent, I'm on my way.`, "My wife said I X. I was making tea. Which tea is best?",
		`My gran said "I X" and we were all laughing. Which cake is best?`, "My wife swears I X. I was fast asleep. Which bed is best?", "I sat up at two: I X. No dream.",
		"My husband says I X in my sleep. I was mortified. How do I get the stain out?", "The letter from the hospital says I X. I was at the pub. Which beer is lightest?",
		"My wife told me that dad X. He is well again.", "The watch told me nothing, but I X.", "I thought it was nothing, then I X.",
	}
	w := sweep{t: t, g: newGuard(t)}
	for _, d := range dangers {
		for _, h := range harmless {
			w.calm(strings.ReplaceAll(h, "X", d))
		}
		for _, x := range real {
			w.hold(strings.ReplaceAll(x, "X", d), guard.SeeDoctor)
		}
	}
	w.end(120, 0.02)
	w.endCalm(mostAverted)
}
