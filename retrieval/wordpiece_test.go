package retrieval

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// readLines decodes every line of a JSONL file.
func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	if err := lines.Err(); err != nil || len(out) == 0 {
		t.Fatalf("read %s: %d lines, %v", path, len(out), err)
	}
	return out
}

func (v *wordPieces) tokens(text string) []string {
	var s pieceScratch
	v.encode(text, &s)
	out := []string{}
	for _, id := range s.ids {
		out = append(out, v.entries[id])
	}
	return out
}

// TestWordPiecesMatchTeacher compares with the teacher's own tokenizer; the
// file is written by distill/golden.py.
func TestWordPiecesMatchTeacher(t *testing.T) {
	s, err := NewStatic()
	if err != nil {
		t.Fatal(err)
	}
	pieces := newWordPieces(s.words.entries[:s.pieces], s.pieces)
	for _, c := range readLines[struct {
		Text   string   `json:"text"`
		Pieces []string `json:"pieces"`
	}](t, "testdata/static/pieces.jsonl") {
		if diff := cmp.Diff(c.Pieces, pieces.tokens(c.Text)); diff != "" {
			t.Errorf("%q (-teacher +got):\n%s", c.Text, diff)
		}
	}
}

func TestLongestTermWins(t *testing.T) {
	v := newWordPieces([]string{"leg", "##s", "pain", "-", "rest", "##less", "night",
		"leg pain", "night leg pain", "restless legs", "sciatica"}, 7)
	tests := []struct {
		text string
		want []string
	}{
		{"leg pain", []string{"leg pain"}},
		{"Night LEG  pain", []string{"night leg pain"}},
		{"night leg-pain", []string{"night", "leg", "-", "pain"}},
		{"restless legs", []string{"restless legs"}},
		{"restless leg", []string{"rest", "##less", "leg"}},
		{"sciatica leg", []string{"sciatica", "leg"}},
		{"legs pain", []string{"leg", "##s", "pain"}},
		{"leg zzz pain", []string{"leg", "pain"}},
		{"zzz", []string{}},
		{"##s", []string{}},
	}
	for _, c := range tests {
		if diff := cmp.Diff(c.want, v.tokens(c.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func FuzzWordPieces(f *testing.F) {
	s, err := NewStatic()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"leg pain", "Ménière’s", "\xff\xfe", "e\u0301", "日本", "##s", strings.Repeat("a", 300)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var b pieceScratch
		s.words.encode(text, &b)
		if !utf8.Valid(b.norm) {
			t.Fatalf("folded text is not UTF-8: %q", b.norm)
		}
		for w := range b.starts {
			if b.starts[w] >= b.ends[w] || int(b.ends[w]) > len(b.norm) {
				t.Fatalf("word %d is [%d:%d) of %d bytes", w, b.starts[w], b.ends[w], len(b.norm))
			}
		}
		first := append([]int32(nil), b.ids...)
		s.words.encode(text+" ", &b)
		if diff := cmp.Diff(first, append([]int32(nil), b.ids...)); diff != "" {
			t.Fatalf("a space at the end changes the tokens:\n%s", diff)
		}
	})
}
