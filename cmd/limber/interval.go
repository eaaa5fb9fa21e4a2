package main

import (
	"fmt"
	"math"
)

// share words k of n with its exact 95 % interval.
func share(k, n int) string {
	if n == 0 {
		return "none to measure"
	}
	low, high := clopperPearson(k, n)
	return fmt.Sprintf("%5.1f %% (%d of %d; %.1f to %.1f)", 100*float64(k)/float64(n), k, n, 100*low, 100*high)
}

// clopperPearson is the exact 95 % interval of a proportion (Clopper and
// Pearson, Biometrika 26, 1934), found by bisection on the binomial tails.
func clopperPearson(k, n int) (low, high float64) {
	const tail = 0.025
	high = 1
	if k > 0 {
		low = bisect(func(p float64) bool { return 1-binomialCDF(k-1, n, p) < tail })
	}
	if k < n {
		high = bisect(func(p float64) bool { return binomialCDF(k, n, p) > tail })
	}
	return low, high
}

// bisect finds where below turns from true to false, between 0 and 1.
func bisect(below func(float64) bool) float64 {
	a, b := 0.0, 1.0
	for range 60 {
		if m := (a + b) / 2; below(m) {
			a = m
		} else {
			b = m
		}
	}
	return (a + b) / 2
}

// binomialCDF is the chance of at most k successes in n trials.
func binomialCDF(k, n int, p float64) float64 {
	if p <= 0 {
		return 1
	}
	if p >= 1 {
		return btof(k >= n)
	}
	sum := 0.0
	lgn, _ := math.Lgamma(float64(n + 1))
	for i := 0; i <= k; i++ {
		lgi, _ := math.Lgamma(float64(i + 1))
		lgr, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(lgn - lgi - lgr + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}

func btof(b bool) float64 { return float64(btoi(b)) }
