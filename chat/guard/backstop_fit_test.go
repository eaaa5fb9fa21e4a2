package guard

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

var fitBackstop = flag.Bool("fit", false, "fit the backstop again and write backstop.bin")

// How the model is fitted: stochastic gradient descent with AdaGrad on the
// log loss, both classes counting alike, with ridge; thresholds at the share
// of harmless texts that may fire in cross-validation.
const (
	fitEpochs    = 40
	fitRate      = 0.3
	fitRidge     = 1.0 // as C = 1 in other tools
	fitFolds     = 5
	fitRareBelow = 2 // features in fewer texts are left out
	maxFlagRate  = 0.012
	urgentRight  = 0.90 // share of see_doctor and harmless texts below the urgent threshold
)

// A lesson is one text to learn from.
type lesson struct {
	id    string
	words []spelled
	level Level
	piece bool // a sentence of another lesson; sets no threshold
	x     []weighed
}

// harmless are questions that other parts of Limber ship. Nobody labelled them;
// one that the rules alone raise to urgent is left out.
var harmless = []string{
	"../testdata/answers.dev.jsonl", "../testdata/followups.jsonl", "../../retrieval/testdata/refusal.jsonl",
	"../../retrieval/testdata/refusal_blind.jsonl", "../../retrieval/testdata/natural/queries.jsonl",
}

func readLessons(t testing.TB, split string) []lesson {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*." + split + ".jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var out []lesson
	if split == "dev" {
		files = append(files, harmless...)
		out = append(readSoak(t), readExamples(t)...)
	}
	for _, f := range files {
		out = append(out, readLessonFile(t, f)...)
	}
	return out
}

// byRules is the level that the rules alone give.
func byRules(c *compiled, turns []string) Level {
	s := c.newSession()
	for _, text := range turns {
		s.add(text)
	}
	return s.level
}

// readExamples reads the messages that show when a rule fires and when it
// holds still, at the level that the rules give them.
func readExamples(t testing.TB) []lesson {
	t.Helper()
	c, err := compileRules(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	var out []lesson
	for _, r := range c.rules {
		for _, text := range append(append([]string{}, r.def.Fire...), r.def.Hold...) {
			turns := strings.Split(text, " / ")
			l := lesson{id: text, level: byRules(c, turns)}
			for i, turn := range turns {
				l.words = append(l.words, spell(turn, i)...)
			}
			out = append(out, l)
		}
	}
	return out
}

// readSoak reads the harmless messages that the soak test runs.
func readSoak(t testing.TB) []lesson {
	t.Helper()
	files, _ := filepath.Glob("testdata/soak-*.txt")
	var out []lesson
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if !strings.HasPrefix(line, "#") {
				out = append(out, lesson{id: line, words: spell(line, 0)})
			}
		}
	}
	return out
}

func readLessonFile(t testing.TB, file string) []lesson {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := compileRules(os.DirFS("rules"))
	if err != nil {
		t.Fatal(err)
	}
	var out []lesson
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct {
			ID, Message, Text, Expect, Part string
			Messages                        []string
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Part == "held" {
			continue
		}
		l := lesson{id: row.ID}
		if row.Expect != "" {
			if l.level, err = ParseLevel(row.Expect); err != nil {
				t.Fatal(err)
			}
		}
		turns := row.Messages
		if len(turns) == 0 {
			turns = []string{row.Message + row.Text}
		}
		if row.Expect == "" && byRules(c, turns) >= Urgent {
			continue
		}
		for i := max(0, len(turns)-recentTurns); i < len(turns); i++ {
			l.words = append(l.words, spell(turns[i], i)...)
		}
		out = append(out, l)
		if l.level == None {
			out = append(out, pieces(turns)...)
		}
	}
	return out
}

// fewestPiece is the least words of a sentence to learn from by itself.
const fewestPiece = 5

// pieces are the sentences of a harmless conversation, each harmless too.
func pieces(turns []string) []lesson {
	var out []lesson
	for i, turn := range turns {
		sentences := strings.FieldsFunc(turn, func(r rune) bool { return strings.ContainsRune(".!?\n", r) })
		if len(turns)+len(sentences) < 3 {
			continue
		}
		for _, text := range sentences {
			if words := spell(text, i); len(words) >= fewestPiece {
				out = append(out, lesson{id: text, words: words, piece: true})
			}
		}
	}
	return out
}

// fitModel fits IDF and weights on the lessons.
func fitModel(lessons []lesson) *backstop {
	m := &backstop{idf: make([]float32, backstopBuckets)}
	df := make([]int, backstopBuckets)
	for _, l := range lessons {
		seen := map[uint32]bool{}
		for _, g := range grams(l.words) {
			if !seen[g.bucket] {
				seen[g.bucket] = true
				df[g.bucket]++
			}
		}
	}
	for b, n := range df {
		if n >= fitRareBelow {
			m.idf[b] = float32(math.Log(float64(1+len(lessons))/float64(1+n)) + 1)
		}
	}
	for i := range lessons {
		lessons[i].x = m.weigh(grams(lessons[i].words))
	}
	learnHead(m, lessons, headFlag, func(l lesson) bool { return l.level > None })
	learnHead(m, lessons, headUrgent, func(l lesson) bool { return l.level >= Urgent })
	return m
}

func learnHead(m *backstop, lessons []lesson, head int, yes func(lesson) bool) {
	positives := 0.0
	for _, l := range lessons {
		if yes(l) {
			positives++
		}
	}
	n := float64(len(lessons))
	w, square := make([]float64, backstopBuckets), make([]float64, backstopBuckets)
	bias, biasSquare := 0.0, 1e-8
	rng := rand.New(rand.NewPCG(1, uint64(head)))
	for range fitEpochs {
		for _, i := range rng.Perm(len(lessons)) {
			l := lessons[i]
			z, target, class := bias, 0.0, n/2/(n-positives)
			for _, f := range l.x {
				z += w[f.bucket] * float64(f.value)
			}
			if yes(l) {
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
	m.bias[head], m.weight[head] = float32(bias), make([]float32, backstopBuckets)
	for b := range w {
		m.weight[head][b] = float32(w[b])
	}
}

// setThresholds chooses them in cross-validation, so that at most maxFlagRate
// of the harmless texts fire.
func setThresholds(m *backstop, lessons []lesson) {
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(lessons))
	var flags, urgents []float64
	for k := range fitFolds {
		var train, test []lesson
		for i, at := range order {
			if i%fitFolds == k {
				test = append(test, lessons[at])
			} else {
				train = append(train, lessons[at])
			}
		}
		f := fitModel(train)
		for _, l := range test {
			if l.piece {
				continue
			}
			x := f.weigh(grams(l.words))
			if l.level == None {
				flags = append(flags, float64(f.probability(x, headFlag)))
			}
			if l.level < Urgent {
				urgents = append(urgents, float64(f.probability(x, headUrgent)))
			}
		}
	}
	sort.Float64s(flags)
	sort.Float64s(urgents)
	m.threshold[headFlag] = float32(flags[int(float64(len(flags))*(1-maxFlagRate))])
	m.threshold[headUrgent] = float32(urgents[int(float64(len(urgents))*urgentRight)])
}

// writeBackstop encodes a model the way readBackstop reads it.
func writeBackstop(m *backstop) []byte {
	b := []byte(backstopMagic)
	number := func(f float32) { b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f)) }
	scaleOf := func(values []float32, top float32) float32 {
		var most float32
		for _, v := range values {
			most = max(most, float32(math.Abs(float64(v))))
		}
		return most / top
	}
	var scale [heads]float32
	for h := range heads {
		scale[h] = scaleOf(m.weight[h], 127)
		number(m.bias[h])
		number(m.threshold[h])
		number(scale[h])
	}
	idfScale := scaleOf(m.idf, 255)
	number(idfScale)
	for _, v := range m.idf {
		b = append(b, byte(math.Round(float64(v/idfScale))))
	}
	for h := range heads {
		for _, v := range m.weight[h] {
			b = append(b, byte(int8(math.Round(float64(v/scale[h])))))
		}
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// TestFitBackstop prints what the model does alone and, with -fit, fits it.
func TestFitBackstop(t *testing.T) {
	if *fitBackstop {
		dev := readLessons(t, "dev")
		m := fitModel(dev)
		setThresholds(m, dev)
		if err := os.WriteFile("backstop.bin", writeBackstop(m), 0o644); err != nil {
			t.Fatal(err)
		}
		backstopData = writeBackstop(m)
	}
	m, err := readBackstop(backstopData)
	if err != nil {
		t.Fatal(err)
	}
	for _, split := range []string{"dev", "held"} {
		var fired, all [2]int
		for _, l := range readLessons(t, split) {
			k := 0
			if l.level > None {
				k = 1
			}
			all[k]++
			if m.suspect([][]spelled{spell(joinWords(l.words), 0)}).level > None {
				fired[k]++
			}
		}
		t.Logf("%s: the backstop alone notices %d of %d flags and suspects %d of %d harmless texts (thresholds %.2f, %.2f)",
			split, fired[1], all[1], fired[0], all[0], m.threshold[headFlag], m.threshold[headUrgent])
	}
}

func joinWords(words []spelled) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text + " ")
	}
	return b.String()
}
