package chat_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/chat"
)

var fit = flag.Bool("fit", false, "fit the ranking of sentences and write texts/rank.yaml")

// Fitting is gradient ascent with Adam on the chance that a softmax over the
// sentences of a question picks one that holds the expected fact.
const (
	fitRounds = 300
	fitRate   = 0.05
	fitShrink = 30.0
)

// TestFitRanking fits the weights on the development questions and prints
// what they reach on both halves. Without -fit it only checks that the
// committed weights are no worse than chance would make them.
func TestFitRanking(t *testing.T) {
	dev := rankingCases(t, ".dev")
	held := rankingCases(t, ".held")
	now := chat.RankingWeights(t)
	t.Logf("committed weights put a fact first: dev %.3f, held %.3f", firstRight(dev, now), firstRight(held, now))
	if got := firstRight(dev, now); got < 0.40 {
		t.Errorf("committed weights put a fact first for %.3f of the development questions", got)
	}
	if !*fit {
		return
	}
	w := fitWeights(dev)
	t.Logf("fitted weights put a fact first:    dev %.3f, held %.3f", firstRight(dev, w), firstRight(held, w))
	var b strings.Builder
	b.WriteString("# Weights of the sentence ranking in rank.go, fitted on testdata/answers*.dev.jsonl:\n#   go test ./chat -run TestFitRanking -fit\n")
	for i, name := range chat.RankingFeatures(t) {
		fmt.Fprintf(&b, "%s: %.3f\n", name, w[i])
	}
	if err := os.WriteFile("texts/rank.yaml", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rankingCases reads the files of single questions of one half.
func rankingCases(t *testing.T, half string) (out []chat.RankingCase) {
	for _, file := range answerFiles {
		if strings.HasSuffix(file, half) {
			out = append(out, chat.RankingCases(t, "testdata/"+file+".jsonl")...)
		}
	}
	return out
}

func firstRight(cases []chat.RankingCase, w []float64) float64 {
	right, n := 0.0, 0.0
	for _, c := range cases {
		best, at := math.Inf(-1), -1
		for i, f := range c.Features {
			if s := dotProduct(w, f) + c.Bearing[i]; s > best {
				best, at = s, i
			}
		}
		n++
		if at >= 0 && c.Right[at] {
			right++
		}
	}
	return right / n
}

func dotProduct(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func fitWeights(cases []chat.RankingCase) []float64 {
	n := len(cases[0].Features[0])
	spread := featureSpread(cases)
	w, m, v := make([]float64, n), make([]float64, n), make([]float64, n)
	for round := 1; round <= fitRounds; round++ {
		g := make([]float64, n)
		used := 0.0
		for _, c := range cases {
			if addGradient(g, c, w, spread) {
				used++
			}
		}
		for k := range w {
			d := g[k]/used - fitShrink*w[k]/used
			m[k] = 0.9*m[k] + 0.1*d
			v[k] = 0.999*v[k] + 0.001*d*d
			w[k] += fitRate * m[k] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(v[k]/(1-math.Pow(0.999, float64(round)))) + 1e-8)
		}
	}
	for k := range w {
		w[k] /= spread[k]
	}
	return w
}

// addGradient adds the gradient of one case; it reports false if no sentence
// of the case is right.
func addGradient(g []float64, c chat.RankingCase, w, spread []float64) bool {
	p := make([]float64, len(c.Features))
	top, all, right := math.Inf(-1), 0.0, 0.0
	for i, f := range c.Features {
		p[i] = c.Bearing[i]
		for k := range w {
			p[i] += w[k] * f[k] / spread[k]
		}
		top = max(top, p[i])
	}
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		all += p[i]
		if c.Right[i] {
			right += p[i]
		}
	}
	if right == 0 {
		return false
	}
	for i, f := range c.Features {
		pull := -p[i] / all
		if c.Right[i] {
			pull += p[i] / right
		}
		for k := range g {
			g[k] += pull * f[k] / spread[k]
		}
	}
	return true
}

// featureSpread is the standard deviation of each feature.
func featureSpread(cases []chat.RankingCase) []float64 {
	n := len(cases[0].Features[0])
	sum, square, count := make([]float64, n), make([]float64, n), 0.0
	for _, c := range cases {
		for _, f := range c.Features {
			count++
			for k := range sum {
				sum[k] += f[k]
				square[k] += f[k] * f[k]
			}
		}
	}
	out := make([]float64, n)
	for k := range out {
		mean := sum[k] / count
		out[k] = math.Sqrt(max(square[k]/count-mean*mean, 1e-6))
	}
	return out
}
