package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What only a quoted text says is nobody's; what somebody said, sent or has is not set
// apart by quotation marks.
func TestQuoted(t *testing.T) {
	g := newGuard(t)
	raise(t, g, map[string]guard.Level{
		"She texted me \"can't breathe, chest hurts\" ten minutes ago. I am fine myself. Should I go over?":                       guard.Emergency,
		"Translate to Polish: 'my leg is blue and I cannot feel my toes'. I am fine.":                                             guard.SeeDoctor,
		"I'm fit and well. My husband just said 'my arm has gone numb and my chest is tight'. Any good films?":                    guard.Emergency,
		"The leaflet says 'stop if your calf swells'. Well mine is swollen and hot since yesterday.":                              guard.Urgent,
		"Check my speech: \"he couldn't breathe\". I am fine but dad read it and collapsed, he is grey and sweating.":             guard.Emergency,
		"My diary for today: 'chest pain, crushing, down the left arm'. I am perfectly fine with dying.":                          guard.Emergency,
		"I feel fine. I have what the doctors call 'cauda equina', numb between the legs since this morning.":                     guard.Emergency,
		"I'm well but my foot is 'asleep', cold and white since noon and I cannot move it.":                                       guard.Emergency,
		"My note says 'I want to die'. I am fine.":                                                                                guard.Emergency,
		"My son wrote 'I took all the tablets' on a card. He says he is fine.":                                                    guard.Emergency,
		"The school rang: 'your daughter fainted and is not waking up'. I am well.":                                               guard.Emergency,
		"I am perfectly healthy. This morning I had the \"worst headache of my life\", like a thunderclap.":                       guard.Emergency,
		"Feeling good. My leg is 'fat as a tree' and hot since the flight, calf only on the left.":                                guard.Urgent,
		"I'm fine. The smart watch says 'atrial fibrillation' and I am breathless and fainting.":                                  guard.Emergency,
		"My blood results say 'potassium 7.1, contact surgery urgently'. I feel fine. Which banana is best?":                      guard.Emergency,
		"The card from the ward reads 'chest pain, return at once'. I'm fine except it is back.":                                  guard.Emergency,
		"'Chest pain and sweating' is what I have, I am otherwise well.":                                                          guard.Emergency,
		"I'm all good. 'I can't feel my legs' he keeps saying after coming off his bike.":                                         guard.Emergency,
		"The poster says 'face, arms, speech'. I'm fine. My wife's face is drooping and her speech is slurred.":                   guard.Emergency,
		"Question on the form: 'coughing blood?' no, never. 'Chest pain?' yes, today, tight and heavy.":                           guard.Emergency,
		"I'm grand. Himself came in from the byre with \"a pain like an elephant sat on me chest\" and he's the colour of putty.": guard.Emergency,
		"I feel perfectly well. What brings me here is 'crushing chest pain' on the stairs.":                                      guard.Emergency,
		"Dad's speech came out 'all slurred' at tea. I'm fine. Should I look up exercises?":                                       guard.Emergency,
		"At the wedding, before the speech, the groom went grey and said 'I can't breathe'. He is still on the floor.":            guard.Emergency,
	})
	raiseNothing(t, g, []string{
		"Check my best man's speech: \"When he met her he couldn't breathe, his heart stopped and he collapsed.\" He is perfectly fine. Is it too much?",
		"The dentist's form wants to know 'bleeding disorders, heart murmurs, seizures'. All no. Do they need to know I take vitamin D?",
	})
}
