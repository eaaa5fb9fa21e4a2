package guard_test

import (
	"testing"

	"github.com/limber-health/limber/chat/guard"
)

// What is said to be over asks for a doctor all the same when it was of late, or
// when anything stirs; what healed long since does not.
func TestLapsed(t *testing.T) {
	g := newGuard(t)
	raise(t, g, map[string]guard.Level{
		"had chest pain last night for an hour, gone now, was it just the curry do you think": guard.SeeDoctor,
		"couldn't feel between my legs for a day last week after lifting, seems ok now":       guard.SeeDoctor,
		"vomited blood once after drinking on saturday, nothing since then":                   guard.SeeDoctor,
		"had contractions and bleeding at 30 weeks on monday, settled, baby moving fine":      guard.SeeDoctor,
		"hit my head on saturday, was sick twice, fine since then":                            guard.SeeDoctor,
		"both legs went weak and i couldn't walk for an hour on thursday, back to normal now": guard.SeeDoctor,
		"coughed blood in 2018": guard.SeeDoctor,
		"Snake bite in 2002, good as gold after. another one this morning, arm swelling":             guard.SeeDoctor,
		"dad collapsed at the table yesterday, came round after a minute, says he's fine now":        guard.Emergency,
		"my face drooped on one side yesterday for ten minutes, back to normal after a sleep":        guard.Emergency,
		"took about 20 paracetamol last night, feel fine now and regret it, nothing to worry about?": guard.Emergency,
	})
	raiseNothing(t, g, []string{
		"Bypass in 2008 for angina. Not one twinge since, I do parkrun every week. Does beetroot juice make you faster?",
		"Jumped into the lake and couldn't catch my breath for a few secs, the cold is no joke! All good once I got moving. Why does that happen?",
		"my lip filler swelling went down weeks ago and they look great, what liner would suit",
		"My great-grandfather took his own life in 1931. How would one find the inquest papers?",
	})
}
