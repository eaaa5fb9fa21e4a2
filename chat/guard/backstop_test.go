package guard

import "testing"

// What is flagged may go further on less than it takes to raise an alarm, and only
// upwards.
func TestOpinionRaises(t *testing.T) {
	alone := func(p ...float32) (o opinion) { copy(o.alone[:], p); return o }
	further := func(o opinion, p ...float32) opinion { copy(o.further[:], p); return o }
	for name, c := range map[string]struct {
		o    opinion
		from Level
		want Level
	}{
		"nothing":                            {opinion{}, None, None},
		"a flag":                             {alone(1), None, SeeDoctor},
		"urgent without a flag":              {alone(0.9, 1), None, None},
		"a flag and urgent":                  {alone(1, 1), None, Urgent},
		"an emergency needs no flag":         {alone(0, 0, 1), None, Emergency},
		"further alone raises no alarm":      {further(opinion{}, 1, 1, 1), None, None},
		"further from a flag of its own":     {further(alone(1), 1, 1, 1), None, Emergency},
		"further from a flag of the rules":   {further(opinion{}, 0, 1), SeeDoctor, Urgent},
		"what raises alone is not far":       {alone(1, 1, 0.9), SeeDoctor, SeeDoctor},
		"never down":                         {further(alone(1), 0, 1), Emergency, Emergency},
		"not to the level that is there yet": {further(opinion{}, 0, 1, 0.9), Urgent, Urgent},
	} {
		if got := c.o.raises(c.from); got != c.want {
			t.Errorf("%s: from %v to %v, want %v", name, c.from, got, c.want)
		}
	}
}

// Of a few words the model cannot tell how bad it is.
func TestFurtherOfFewWords(t *testing.T) {
	m, err := mustBackstop()
	if err != nil {
		t.Fatal(err)
	}
	reach := func(words int) float32 {
		var o opinion
		m.note([heads]float32{0, 0, 0.9}, words, passage{}, &o)
		return o.further[headEmergency]
	}
	if few, fair := reach(lengthsTo[1]), reach(lengthsTo[1]+1); few >= fair {
		t.Errorf("the same probability is %.2f of what it takes in %d words, %.2f in one more; want less", few, lengthsTo[1], fair)
	}
	if few, fewest := reach(lengthsTo[1]), reach(1); few != fewest {
		t.Errorf("in %d words %.2f, in one %.2f, want the same", lengthsTo[1], few, fewest)
	}
}
