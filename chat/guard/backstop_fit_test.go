package guard

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"testing"

	"golang.org/x/sync/errgroup"
)

var fitBackstop = flag.Bool("fit", false, "fit the backstop again and write backstop.bin")

// How the model is fitted: stochastic gradient descent with AdaGrad on the
// log loss, both classes counting alike, with ridge. Thresholds are set on
// authors left out of the fit, so that they fit a style not seen before.
const (
	fitEpochs    = 30
	fitRate      = 0.3
	fitRidge     = 0.25 // as C = 4 in other tools
	fitRareBelow = 2    // features in fewer texts are left out
)

// mayReach is the share of texts that should not reach a threshold and may.
var mayReach = struct{ alone, second, further [heads]float64 }{
	alone:   [heads]float64{headFlag: 0.025, headUrgent: 0.10, headEmergency: 0.006},
	second:  [heads]float64{headFlag: 0.12, headUrgent: 0.12, headEmergency: 0.10},
	further: [heads]float64{headFlag: 0, headUrgent: 0.025, headEmergency: 0.022}, // of those that the rules flag
}

// features are the grams of a lesson, and its signs.
func (l *lesson) features() ([]gram, []uint32) { return grams(l.words), l.signs }

// fitModel fits IDF and weights on the lessons.
func fitModel(lessons []lesson) *backstop {
	m := &backstop{cells: make([]cell, backstopBuckets)}
	for k := range m.lengths {
		m.lengths[k] = 1
	}
	df := make([]int, backstopBuckets)
	for _, l := range lessons {
		seen := map[uint32]bool{}
		gs, signs := l.features()
		buckets := slices.Clone(signs)
		for _, g := range gs {
			buckets = append(buckets, g.bucket)
		}
		for _, b := range buckets {
			if !seen[b] {
				seen[b] = true
				df[b]++
			}
		}
	}
	for b, n := range df {
		if n >= fitRareBelow {
			m.cells[b].idf = float32(math.Log(float64(1+len(lessons))/float64(1+n)) + 1)
		}
	}
	lessons = append([]lesson(nil), lessons...)
	for i := range lessons {
		lessons[i].x = m.values(lessons[i].features())
	}
	var work errgroup.Group
	for h, least := range [heads]Level{SeeDoctor, Urgent, Emergency} {
		work.Go(func() error {
			learnHead(m, lessons, h, least)
			return nil
		})
	}
	_ = work.Wait() // learning cannot fail
	return m
}

// learnHead fits one head: is a text at this level or above.
func learnHead(m *backstop, lessons []lesson, head int, least Level) {
	positives := 0.0
	for _, l := range lessons {
		if l.level >= least {
			positives++
		}
	}
	n := float64(len(lessons))
	w, square := make([]float64, backstopBuckets), make([]float64, backstopBuckets)
	bias, biasSquare := 0.0, 1e-8
	rng := rand.New(rand.NewPCG(1, uint64(head)))
	for range fitEpochs {
		for _, i := range rng.Perm(len(lessons)) {
			l := &lessons[i]
			z, target, class := bias, 0.0, n/2/(n-positives)
			for _, f := range l.x {
				z += w[f.bucket] * float64(f.value)
			}
			if l.level >= least {
				target, class = 1, n/2/positives
			}
			g := l.weight * class * (1/(1+math.Exp(-z)) - target)
			for _, f := range l.x {
				b := f.bucket
				d := g*float64(f.value) + w[b]/(fitRidge*n)
				square[b] += d * d
				w[b] -= fitRate * d / math.Sqrt(square[b]+1e-8)
			}
			biasSquare += g * g
			bias -= fitRate * g / math.Sqrt(biasSquare)
		}
	}
	m.bias[head] = float32(bias)
	for b := range w {
		m.cells[b].weight[head] = float32(w[b])
	}
}

// leaveOut fits one model for each author on the lessons of all others.
func leaveOut(lessons []lesson) map[string]*backstop {
	models := map[string]*backstop{}
	for _, l := range lessons {
		models[l.author] = nil
	}
	for author := range models {
		var train []lesson
		for _, l := range lessons {
			if l.author != author {
				train = append(train, l)
			}
		}
		models[author] = fitModel(train)
	}
	return models
}

// judge gives the opinion of a text that is read alone, and in windows if it is
// long, as probabilities.
func (m *backstop) judge(l *lesson) opinion {
	t := tallies.Get().(*tally)
	defer t.giveBack()
	f := *m
	f.threshold, f.second, f.further = [heads]float32{1, 1, 1}, [heads]float32{1, 1, 1}, [heads]float32{1, 1, 1}
	return f.suspect(t, [][]spelled{l.words}, l.signs, nil)
}

// setThresholds chooses those of a model on authors left out: the allowed
// share of texts below a head's level, which the rules have not raised to it,
// may reach it; to go further, of those that the rules flag.
func setThresholds(m *backstop, lessons []lesson, models map[string]*backstop) {
	var below, flagged [heads][]float64
	for i := range lessons {
		l := &lessons[i]
		if l.piece {
			continue
		}
		o := models[l.author].judge(l)
		for h := range heads {
			if int(l.level) > h || int(l.rules) > h {
				continue
			}
			below[h] = append(below[h], float64(o.alone[h]))
			if l.rules > None {
				flagged[h] = append(flagged[h], float64(o.further[h]))
			}
		}
	}
	for h := range heads {
		m.threshold[h], m.second[h] = reached(below[h], mayReach.alone[h]), reached(below[h], mayReach.second[h])
		m.further[h] = reached(flagged[h], mayReach.further[h])
	}
}

// reached is what a share of some probabilities reach, 1 for none of them.
func reached(p []float64, share float64) float32 {
	if len(p) == 0 || share == 0 {
		return 1
	}
	sort.Float64s(p)
	return float32(p[int(float64(len(p))*(1-share))])
}

// writeBackstop encodes a model the way readBackstop reads it.
func writeBackstop(m *backstop) []byte {
	b := []byte(backstopMagic)
	number := func(f float32) { b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f)) }
	scaleOf := func(value func(*cell) float32, top float32) float32 {
		var most float32
		for i := range m.cells {
			most = max(most, float32(math.Abs(float64(value(&m.cells[i])))))
		}
		return most / top
	}
	var scale [heads]float32
	for h := range heads {
		scale[h] = scaleOf(func(c *cell) float32 { return c.weight[h] }, 127)
		number(m.bias[h])
		number(m.threshold[h])
		number(m.second[h])
		number(m.further[h])
		number(scale[h])
	}
	for _, f := range m.lengths {
		number(f)
	}
	idfScale := scaleOf(func(c *cell) float32 { return c.idf }, 255)
	number(idfScale)
	for i := range m.cells {
		b = append(b, byte(math.Round(float64(m.cells[i].idf/idfScale))))
	}
	for h := range heads {
		for i := range m.cells {
			b = append(b, byte(int8(math.Round(float64(m.cells[i].weight[h]/scale[h])))))
		}
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// TestFitBackstop fits the model with -fit and then prints what the whole
// guard does with the messages of each author, whom the model never saw: the
// figure to expect of a style not seen before.
func TestFitBackstop(t *testing.T) {
	if !*fitBackstop {
		t.Skip("fits only with -fit")
	}
	s := newSchool(t)
	lessons := s.readLessons()
	models := leaveOut(lessons)
	m := fitModel(lessons)
	setLengths(m, lessons, models)
	setThresholds(m, lessons, models)
	if err := os.WriteFile("backstop.bin", writeBackstop(m), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lessons; thresholds alone %.3f, as a second vote %.3f, further %.3f; factors by length %.2f", len(lessons), m.threshold, m.second, m.further, m.lengths)
	total := &outcome{}
	for _, author := range slices.Sorted(maps.Keys(models)) {
		f := models[author]
		f.threshold, f.second, f.further = m.threshold, m.second, m.further
		o := s.try(f, lessons, author)
		t.Logf("%-10s %s", author, o)
		total.add(o)
	}
	t.Logf("%-10s %s", "all", total)
}

// An outcome counts what a guard does.
type outcome struct{ positives, flagged, right, emergencies, asEmergency, benign, alarms int }

func (o *outcome) add(p *outcome) {
	o.positives, o.flagged, o.right = o.positives+p.positives, o.flagged+p.flagged, o.right+p.right
	o.emergencies, o.asEmergency = o.emergencies+p.emergencies, o.asEmergency+p.asEmergency
	o.benign, o.alarms = o.benign+p.benign, o.alarms+p.alarms
}

func (o *outcome) String() string {
	share := func(k, n int) float64 { return 100 * float64(k) / float64(max(n, 1)) }
	return fmt.Sprintf("%4d flags: %5.1f %% noticed, %5.1f %% at their level; %4d emergencies: %5.1f %%; %4d harmless: %4.1f %% alarmed",
		o.positives, share(o.flagged, o.positives), share(o.right, o.positives), o.emergencies,
		share(o.asEmergency, o.emergencies), o.benign, share(o.alarms, o.benign))
}

// try judges the conversations of one author with a model.
func (s *school) try(m *backstop, lessons []lesson, author string) *outcome {
	o := &outcome{}
	for i := range lessons {
		if l := &lessons[i]; l.author == author && !l.piece {
			v := s.c.newSession()
			v.model = m
			for _, text := range l.turns {
				v.add(text)
			}
			o.count(l, v.level)
			v.close()
		}
	}
	return o
}

func (o *outcome) count(l *lesson, got Level) {
	right := got >= l.level || l.accept > None && got == l.accept
	if l.level == None {
		o.benign++
		if got > None && got != l.accept {
			o.alarms++
		}
		return
	}
	o.positives++
	if got > None {
		o.flagged++
	}
	if right {
		o.right++
	}
	if l.level == Emergency {
		o.emergencies++
		if right {
			o.asEmergency++
		}
	}
}
