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
