package guard_test

import (
	"strings"
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// happenings are dangers as they were told: {p} in the past, {n} as nouns.
var happenings = []struct{ past, noun string }{
	{"had crushing chest pain", "crushing chest pain"},
	{"had a seizure", "a seizure"},
	{"coughed up blood", "blood in the cough"},
	{"vomited blood", "vomiting of blood"},
	{"had a red, hot, swollen calf", "a red, hot, swollen calf"},
	{"was struggling to breathe", "trouble breathing"},
	{"had a drooping face and slurred speech", "a drooping face and slurred speech"},
	{"had a cold, white, numb foot", "a cold, white, numb foot"},
}

// bygones tell of what is long over, of the dead or of another age.
var bygones = []string{
	"I {p} in my second year at uni. They sorted me out and I've had no bother since. Which socks are best for hiking?",
	"Back in 1983 I {p}; a week in hospital and I was right as rain. Is rowing good at 60?",
	"As a small boy I {p}. It was treated and never came back. I'm 48 now. Any warm-up for tennis?",
	"I {p}. That was thirty years ago, I got over it and I've been fit ever since. How far should I walk?",
	"My history: {n} in 2004, fully treated, discharged. Can I do squats?",
	"My wife {p} the summer we got married. She recovered and runs marathons now. Which shoes does she need?",
	"We lost my brother in 2015. He {p} at work and the doctors could not save him. Which charity walk is nearest?",
	"My late husband {p} on our last holiday. I'm a widow of 70 and want to swim. Is twice a week enough?",
	"Grandad {p} on the Sunday and we buried him on the Friday. Twelve years ago. How do I clean his boots?",
	"My aunt's funeral is on Tuesday. She {p} in March and died the next day. What shall I wear?",
	"The cause on Dad's death certificate was {n}. How many copies does the bank want?",
	"My great-great-grandfather {p} on the boat in 1851. Where do I find passenger lists?",
	"The parish register of 1702 says the miller {p} at harvest. Did they have doctors?",
	"Is it true that Napoleon {p} in Moscow? It came up in our quiz.",
	"An ancestor of mine {p} at Waterloo in 1815. How far is the walk round the field?",
	"In my essay on Queen Victoria I say that she {p} at Osborne in 1890. Do I need a source?",
	"My last term at boarding school I {p} in the choir. Matron nursed me, never again. I've three grandchildren now. Is rowing safe?",
	"I {p} at a school dance. 1979. Home by Monday and not a day's illness in the forty years since. Which mat for Pilates?",
	"Grandma tells how I {p} at my christening. Nine months old at the time, and nothing ever came of it. I'm a prop forward these days. How much protein?",
	"The week the wall came down I {p} in Berlin. A doctor fixed it, and it's been thirty years of nothing. Can I take up fencing?",
	"My friend Maureen {p} in the spring, a week on the ward, and now she's back at choir. How far should we walk?",
	"My neighbour {p} two years ago and he's up his ladder again. Which gloves do I buy him?",
	"Our Mr Shah {p} in the office and by the evening he had expired. We plant a tree in his name. Which one?",
	"Dad {p} in his chair and by Friday we were choosing hymns. Which reading suits a sailor?",
	"First Christmas without him. He {p} on the stairs and he was gone before the ambulance. How do I cook for one?",
	"But for {n} my brother would have turned fifty this week. Where do people plant trees for the dead?",
	"She {p} the week I was born, and I never knew her. I tend her grave. What grows in clay?",
}

// notBygone begin in the same way and tell of what is so.
var notBygone = []string{
	"I {p} at uni an hour ago. They haven't sorted me out. Which socks are best for hiking?",
	"Back in 1983 I was right as rain. Tonight I {p}. Is rowing good at 60?",
	"As a small boy I {p}. It was treated, but this morning it came back. Any warm-up for tennis?",
	"I {p}. That was thirty minutes ago and I'm not over it. How far should I walk?",
	"My history: {n} since this morning, not treated. Can I do squats?",
	"My wife {p} the summer we got married. She recovered, but it has started again. Which shoes does she need?",
	"We lost my brother in 2015. My sister {p} at work today. Which hospital is nearest?",
	"My new husband {p} on our honeymoon, ten minutes ago. Is swimming enough?",
	"Grandad {p} this Sunday and he won't see anybody. How do I clean his boots?",
	"My aunt's party is on Tuesday. She {p} just now. What shall I do?",
	"Dad died last year. I {p} when I went to the bank. How many copies do they want?",
	"My grandfather {p} on the boat half an hour ago. Where do I find a doctor?",
	"The parish priest says the sexton {p} just now. Do we have a doctor?",
	"Is it normal that my son {p} on the tour of Moscow? He is still on the floor.",
	"A friend of mine {p} at Waterloo station ten minutes ago. How far is the hospital?",
	"I'm writing an essay on Queen Victoria, and my mum {p} an hour ago. Do I ring somebody?",
	"Dad died of a stroke in 2010. I had one too and got well. Today I {p}.",
	"My gran died last week. Mum {p} and is lying on the sofa now.",
	"In 1999 I broke my leg and it healed. I have {n}.",
	"I had my appendix out in year 9 and never looked back, and I {p}.",
	"Years ago I broke my arm. I {p} and my dog is fine.",
	"I {p}. My sister had the same years ago and it was nothing.",
	"We're doing the Romans at school. My mate {p}.",
	"I had asthma as a child, long gone. Now it's {n}.",
	"My dad died of a stroke, but I {p} in the kitchen.",
	"I {p} in the kitchen. Eleven years without one before that.",
	"Two years old, our lad, and he {p} in the bath. I've not been ill a day.",
	"My last year at the school, where I'm the caretaker, and I {p} in the hall.",
	"My friend Maureen {p} in the spring and she's back in hospital with it.",
	"We buried Dad on Saturday. Mum {p} at the graveside.",
	"Our Mr Shah {p} in the office and the others are asking for a doctor.",
	"When I was two minutes in the door my mother {p}.",
	"The funeral was lovely. On the way home my husband {p}.",
	"I {p} at the school dance. I'm the teacher, 41 and well till now.",
}

// Shares of what may still alarm and of what may be missed.
const (
	mostBygone    = 0.08
	mostNotBygone = 0.03
)

// TestBygone tells every danger in every way.
func TestBygone(t *testing.T) {
	g := newGuard(t)
	count := func(frames []string, wrong func(guard.Level) bool) (n, bad int) {
		for _, f := range frames {
			for _, d := range happenings {
				text := strings.NewReplacer("{p}", d.past, "{n}", d.noun).Replace(f)
				n++
				if l := g.Eval([]string{text}, "en-GB").Level; wrong(l) {
					bad++
					t.Logf("%v: %s", l, text)
				}
			}
		}
		return n, bad
	}
	n, bad := count(bygones, func(l guard.Level) bool { return l != guard.None })
	if share(bad, n) > mostBygone {
		t.Errorf("%d of %d that is bygone alarms", bad, n)
	}
	n, bad = count(notBygone, func(l guard.Level) bool { return l == guard.None })
	if share(bad, n) > mostNotBygone {
		t.Errorf("%d of %d that is so raises nothing", bad, n)
	}
}
