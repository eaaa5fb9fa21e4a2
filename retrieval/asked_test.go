package retrieval

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/limber-health/limber/corpus"
)

var askedTo = flag.String("asked-to", "", "file to write, one expected question a line with its sentence and the vectors of that, for distill/asked.py")

// A pair is an expected question and the sentence that answers it.
type pair struct {
	Question string    `json:"question"`
	Sentence string    `json:"sentence"`
	Held     bool      `json:"held"`   // back from fitting
	Vector   []float32 `json:"vector"` // of the sentence, by the table
	Taught   []float32 `json:"taught"` // the same, by the teacher
}

// heldQuestion tells whether an expected question is held back from the fit of
// the asked rows, so that models that rest on them can be fitted and measured on
// questions they have not seen: one in ten.
func heldQuestion(text string) bool { return taughtKey(text)%10 == 0 }

func expectedPairs(t *testing.T) (out []pair) {
	t.Helper()
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		for _, q := range a.Questions {
			out = append(out, pair{Question: q.Text, Sentence: a.Text[q.Start:q.End], Held: heldQuestion(q.Text)})
		}
	}
	return out
}

// The built-in articles say what they answer, word for word sentence by sentence:
// a question whose quote is no whole sentence would never be found.
func TestExpectedQuestionsBelongToSentences(t *testing.T) {
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		whole := map[corpus.Question]bool{}
		for _, p := range Split(a) {
			for _, s := range p.Sentences {
				whole[corpus.Question{Start: s.Start, End: s.End}] = true
			}
		}
		if len(a.Questions) < 2*len(whole) {
			t.Errorf("%s: %d questions for %d sentences", a.Slug, len(a.Questions), len(whole))
		}
		for _, q := range a.Questions {
			if !whole[corpus.Question{Start: q.Start, End: q.End}] {
				t.Errorf("%s: %q is asked of %q, which is no sentence", a.Slug, q.Text, a.Text[q.Start:q.End])
			}
		}
	}
}

// TestAskedRows checks that the rows for questions bring expected questions
// nearer to their sentences than those of the table do.
func TestAskedRows(t *testing.T) {
	e, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	pairs := expectedPairs(t)
	asked, plain, v := 0.0, 0.0, make([]float32, e.Dim())
	for i := range pairs {
		p := &pairs[i]
		p.Vector = make([]float32, e.Dim())
		e.Embed(p.Sentence, p.Vector)
		e.EmbedAsked(p.Question, v)
		asked += float64(dot(v, p.Vector)) / float64(len(pairs))
		e.EmbedAsQuery(p.Question, v)
		plain += float64(dot(v, p.Vector)) / float64(len(pairs))
	}
	t.Logf("mean cosine of %d questions to their sentences: %.3f, by the rows of the table %.3f", len(pairs), asked, plain)
	if *askedTo != "" {
		writePairs(t, pairs)
	} else if asked < plain+0.03 {
		t.Errorf("mean cosine %.3f, by the table %.3f: the rows are of another table, or of none", asked, plain)
	}
}

func writePairs(t *testing.T, pairs []pair) {
	t.Helper()
	known, err := builtinTaught()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(*askedTo)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := json.NewEncoder(f)
	for _, p := range pairs {
		if p.Taught = known.vector(p.Sentence); p.Taught == nil {
			p.Taught = p.Vector
		}
		if err := out.Encode(p); err != nil {
			t.Fatal(err)
		}
	}
}

// vector is the vector of a text; nil if it is not known.
func (t *taught) vector(text string) []float32 {
	i, ok := t.place[taughtKey(text)]
	if !ok {
		return nil
	}
	v := make([]float32, t.dim)
	for k, b := range t.rows[i*t.dim : (i+1)*t.dim] {
		v[k] = byteValue[b] * t.scale[i]
	}
	return v
}

// Damaged rows are refused.
func TestReadAskedRefusesDamage(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"empty":    func([]byte) []byte { return nil },
		"magic":    func(b []byte) []byte { b[0]++; return b },
		"checksum": func(b []byte) []byte { b[len(b)/2]++; return b },
		"short":    func(b []byte) []byte { return b[:len(b)-1] },
	} {
		s, err := openStatic(builtinTable, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.readAsked(damage(slices.Clone(askedFile))); !errors.Is(err, ErrTable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
