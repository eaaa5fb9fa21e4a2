package retrieval

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

var taughtTo = flag.String("taught-to", "", "file to write, one built-in text a line with its key and vector, then questions with their vectors, for distill/taught.py")

// leastTaught is the share of the built-in texts that must have a vector of
// their own; those of sentences changed since the last run of distill/taught.py
// have that of the table.
const leastTaught = 0.95

// taughtTexts are the texts of the built-in articles that sentences are scored
// by: each sentence, its heading, and both together.
func taughtTexts(t *testing.T) []string {
	t.Helper()
	articles, err := corpus.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	seen := map[string]bool{}
	for _, a := range articles {
		for _, p := range Split(a) {
			head := lastHeading(p.Section)
			texts := []string{head}
			for _, s := range p.Sentences {
				one := a.Text[s.Start:s.End]
				texts = append(texts, one, underHeading(head, one))
			}
			for _, text := range texts {
				if !seen[text] {
					seen[text], out = true, append(out, text)
				}
			}
		}
	}
	return out
}

// TestTaughtVectors checks that the built-in texts have vectors of the teacher,
// and that these come near those of the table.
func TestTaughtVectors(t *testing.T) {
	e, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	known, err := openTaught(taughtFile)
	if err != nil {
		t.Fatal(err)
	}
	texts, have, sum := taughtTexts(t), 0, 0.0
	v := make([]float32, e.Dim())
	for _, text := range texts {
		e.Embed(text, v)
		if c, ok := known.cosine(text, v); ok {
			have, sum = have+1, sum+c
		}
	}
	t.Logf("%d of %d texts have a vector of the teacher, at a mean cosine of %.3f to that of the table", have, len(texts), sum/float64(max(have, 1)))
	if float64(have) < leastTaught*float64(len(texts)) || sum < 0.6*float64(have) {
		t.Errorf("%d of %d texts, %.3f", have, len(texts), sum/float64(have))
	}
	if *taughtTo != "" {
		writeTaught(t, e, texts)
	}
}

// taughtQuestions are questions that taught.py fits its map on beside the texts.
// No answer to them is used.
func taughtQuestions(t *testing.T) (out []string) {
	t.Helper()
	for _, file := range []string{"../chat/testdata/answers.dev.jsonl", "../chat/testdata/answers_fresh.dev.jsonl", "../chat/testdata/answers_2.dev.jsonl"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			var q struct{ Message string }
			if err := json.Unmarshal([]byte(line), &q); err != nil {
				t.Fatal(err)
			}
			out = append(out, q.Message)
		}
	}
	return out
}

func writeTaught(t *testing.T, e *Static, texts []string) {
	t.Helper()
	f, err := os.Create(*taughtTo)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	for _, text := range texts {
		v := make([]float32, e.Dim())
		e.Embed(text, v)
		if err := lines.Encode(map[string]any{"key": taughtKey(text), "text": text, "vector": v}); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range taughtQuestions(t) {
		v := make([]float32, e.Dim())
		e.EmbedAsQuery(text, v)
		if err := lines.Encode(map[string]any{"text": text, "vector": v}); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenTaughtRefusesDamage(t *testing.T) {
	for at := 0; at < len(taughtFile); at += len(taughtFile)/20 + 1 {
		bad := append([]byte(nil), taughtFile...)
		bad[at] ^= 1
		if _, err := openTaught(bad); !errors.Is(err, ErrTable) {
			t.Errorf("byte %d changed: %v", at, err)
		}
	}
	if _, err := openTaught(taughtFile[:40]); !errors.Is(err, ErrTable) {
		t.Error("cut file:", err)
	}
}
