package guard

import "math"

// exemplars are the examples of the rules as vectors: those that must fire and
// those that must hold.
type exemplars struct {
	embed      func(string) []float32
	fire, hold [][]float32
}

// Least likeness to a firing example, and least lead over every holding one,
// at which a turn counts as alike. They are strict because no embedder ships
// with this package to measure them on.
const (
	alikeLeast = 0.86
	alikeLead  = 0.08
)

func newExemplars(embed func(string) []float32, rules []rule) *exemplars {
	if embed == nil {
		return nil
	}
	e := &exemplars{embed: embed}
	for i := range rules {
		for _, text := range rules[i].def.Fire {
			e.fire = append(e.fire, embed(text))
		}
		for _, text := range rules[i].def.Hold {
			e.hold = append(e.hold, embed(text))
		}
	}
	return e
}

// alike tells whether the last turn is close to an example that fires and
// clearly closer than to any that holds.
func (s *session) alike() bool {
	if s.like == nil || len(s.turns) == 0 {
		return false
	}
	v := s.like.embed(s.turns[len(s.turns)-1])
	best, worst := nearestTo(v, s.like.fire), nearestTo(v, s.like.hold)
	return best >= alikeLeast && best-worst >= alikeLead
}

// nearestTo is the highest cosine of v with any of the vectors.
func nearestTo(v []float32, all [][]float32) float64 {
	best := -1.0
	for _, o := range all {
		if len(o) != len(v) {
			continue
		}
		dot, a, b := 0.0, 0.0, 0.0
		for i := range v {
			dot += float64(v[i]) * float64(o[i])
			a += float64(v[i]) * float64(v[i])
			b += float64(o[i]) * float64(o[i])
		}
		if a > 0 && b > 0 {
			best = max(best, dot/math.Sqrt(a*b))
		}
	}
	return best
}
