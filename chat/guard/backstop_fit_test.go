package guard

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
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
	fitRidge     = 1.0 // as C = 1 in other tools
	fitRareBelow = 2   // features in fewer texts are left out
)

// mayReach is the share of texts that should not reach a threshold and may.
var mayReach = struct{ alone, second [heads]float64 }{
	alone:  [heads]float64{headFlag: 0.022, headUrgent: 0.10, headEmergency: 0.007},
	second: [heads]float64{headFlag: 0.12, headUrgent: 0.12, headEmergency: 0.10},
}

// A lesson is one text to learn from.
type lesson struct {
	id     string
	author string
	turns  []string
	words  []spelled
	signs  []uint32
	level  Level
	rules  Level // by the rules alone
	accept Level // also right; None when there is no other
	piece  bool  // a sentence of another lesson; sets no threshold
	x      []valued
}

// harmless are questions that other parts of Limber ship. Nobody labelled them;
// one that the rules alone raise to urgent is left out.
var harmless = []string{
	"../testdata/answers.dev.jsonl", "../testdata/followups.jsonl", "../../retrieval/testdata/refusal.jsonl",
	"../../retrieval/testdata/refusal_blind.jsonl", "../../retrieval/testdata/natural/queries.jsonl",
}

// A school reads lessons with one rule set.
type school struct {
	t testing.TB
	c *compiled
}

func newSchool(t testing.TB) *school {
	t.Helper()
	c, err := compileRules(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	return &school{t, c}
}

// readLessons reads everything to learn from. The author of a file is the part
// of its name before the first dot; several files may be by one hand.
func (s *school) readLessons() []lesson {
	files, err := filepath.Glob("testdata/*/*.dev.jsonl")
	if err != nil || len(files) == 0 {
		s.t.Fatalf("no cases: %v", err)
	}
	out := append(s.readSoak(), s.readExamples()...)
	for _, f := range append(files, harmless...) {
		out = append(out, s.readFile(f)...)
	}
	return out
}

// authors are the hands behind the files, by the beginning of the name.
var authors = map[string]string{"adversarial": "first", "benign": "first", "multiturn": "first", "positives": "first", "pressure": "first",
	"second": "second", "answers": "own", "followups": "own", "refusal": "own", "refusal_blind": "own", "queries": "own", "core": "own"}

func authorOf(file string) string {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	name, _, _ = strings.Cut(name, "-")
	if a, ok := authors[name]; ok {
		return a
	}
	return name
}

// lesson reads the turns with the rules alone.
func (s *school) lesson(id, author string, turns []string) lesson {
	l := lesson{id: id, author: author, turns: turns}
	v := s.c.newSession()
	defer v.close()
	for _, text := range turns {
		v.add(text)
	}
	l.rules, l.signs = v.level, v.signs()
	words := v.spelled() // without sentences about things alone
	for _, w := range words[max(0, len(words)-recentTurns):] {
		l.words = append(l.words, w...)
	}
	return l
}

// readExamples reads the messages that show when a rule fires and when it
// holds still, at the level that the rules give them.
func (s *school) readExamples() []lesson {
	var out []lesson
	for _, r := range s.c.rules {
		for _, text := range append(append([]string{}, r.def.Fire...), r.def.Hold...) {
			l := s.lesson(text, "own", strings.Split(text, " / "))
			l.level = l.rules
			out = append(out, l)
		}
	}
	return out
}

// readSoak reads the harmless messages that the soak test runs.
func (s *school) readSoak() []lesson {
	files, _ := filepath.Glob("testdata/soak-*.txt")
	var out []lesson
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			s.t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
				out = append(out, s.lesson(line, "own", []string{line}))
			}
		}
	}
	return out
}

func (s *school) readFile(file string) []lesson {
	f, err := os.Open(file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	var out []lesson
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		out = append(out, s.readRow(lines.Bytes(), authorOf(file))...)
	}
	return out
}

// readRow reads one conversation of a file and, if it is harmless, its
// sentences.
func (s *school) readRow(b []byte, author string) []lesson {
	var row struct {
		ID, Message, Text, Expect, Part string
		Messages, Tags                  []string
	}
	if err := json.Unmarshal(b, &row); err != nil {
		s.t.Fatal(err)
	}
	turns := row.Messages
	if len(turns) == 0 {
		turns = []string{row.Message + row.Text}
	}
	l := s.lesson(row.ID, author, turns)
	if row.Part == "held" || row.Expect == "" && l.rules >= Urgent {
		return nil
	}
	if row.Expect != "" {
		if err := l.level.UnmarshalText([]byte(row.Expect)); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, tag := range row.Tags {
		if name, ok := strings.CutPrefix(tag, "accept:"); ok {
			l.accept, _ = ParseLevel(name)
		}
	}
	out := []lesson{l}
	if l.level == None {
		out = append(out, s.pieces(turns, author)...)
	}
	return out
}

// fewestPiece is the least words of a sentence to learn from by itself.
const fewestPiece = 5

// pieces are the sentences of a harmless conversation, each harmless too.
func (s *school) pieces(turns []string, author string) []lesson {
	var out []lesson
	for _, turn := range turns {
		sentences := strings.FieldsFunc(turn, func(r rune) bool { return strings.ContainsRune(".!?\n", r) })
		if len(turns)+len(sentences) < 3 {
			continue
		}
		for _, text := range sentences {
			if l := s.lesson(text, author, []string{text}); len(l.words) >= fewestPiece {
				l.piece = true
				out = append(out, l)
			}
		}
	}
	return out
}

// features are the grams of a lesson, and its signs.
func (l *lesson) features() ([]gram, []uint32) { return grams(l.words), l.signs }

// fitModel fits IDF and weights on the lessons.
func fitModel(lessons []lesson) *backstop {
	m := &backstop{cells: make([]cell, backstopBuckets)}
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
			g := class * (1/(1+math.Exp(-z)) - target)
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

// judge gives the verdicts of the heads on a text that is read alone.
func (m *backstop) judge(gs []gram, signs []uint32) [heads]float32 {
	t := tallies.Get().(*tally)
	defer t.giveBack()
	return m.probabilities(t, t.alone(m, gs, signs))
}

// setThresholds chooses those of a model on authors left out: the allowed
// share of texts below a head's level, which the rules have not raised to it,
// may reach it.
func setThresholds(m *backstop, lessons []lesson, models map[string]*backstop) {
	var below [heads][]float64
	for i := range lessons {
		l := &lessons[i]
		if l.piece {
			continue
		}
		f := models[l.author]
		for h, p := range f.judge(l.features()) {
			if int(l.level) <= h && int(l.rules) <= h {
				below[h] = append(below[h], float64(p))
			}
		}
	}
	for h := range heads {
		sort.Float64s(below[h])
		at := func(share float64) float32 { return float32(below[h][int(float64(len(below[h]))*(1-share))]) }
		m.threshold[h], m.second[h] = at(mayReach.alone[h]), at(mayReach.second[h])
	}
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
		number(scale[h])
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
	setThresholds(m, lessons, models)
	if err := os.WriteFile("backstop.bin", writeBackstop(m), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lessons; thresholds alone %.3f, as a second vote %.3f", len(lessons), m.threshold, m.second)
	total := &outcome{}
	for _, author := range slices.Sorted(maps.Keys(models)) {
		f := models[author]
		f.threshold, f.second = m.threshold, m.second
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
