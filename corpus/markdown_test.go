package corpus_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/corpus"
)

// dump shows an article the way the files in testdata expect it: the title,
// then one line a block, such as "H2 Causes" or "P One sentence."
func dump(a corpus.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "= %s\n", a.Title)
	for _, bl := range a.Blocks {
		kind := string("PHIR"[bl.Kind])
		if bl.Level > 0 {
			kind += fmt.Sprint(bl.Level)
		}
		fmt.Fprintf(&b, "%s %s\n", kind, strings.ReplaceAll(a.Text[bl.Start:bl.End], "\n", `\n`))
	}
	return b.String()
}

// textCases runs read over every file of a folder: text in, blocks out.
func textCases(t *testing.T, dir string, read func(name, src string) (corpus.Article, error)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/%s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, want, ok := strings.Cut(string(data), "-- want --\n")
			if !ok {
				t.Fatal("no -- want -- line")
			}
			a, err := read(filepath.Base(file), in)
			if err != nil {
				t.Fatal(err)
			}
			checkBlocks(t, a)
			if diff := cmp.Diff(want, dump(a)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

// checkBlocks asserts what everybody else relies on.
func checkBlocks(t *testing.T, a corpus.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) {
		t.Error("text is not UTF-8")
	}
	if !corpus.ValidSlug(a.Slug) || a.Title == "" {
		t.Errorf("slug %q, title %q", a.Slug, a.Title)
	}
	at := 0
	for i, b := range a.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(a.Text) {
			t.Fatalf("block %d [%d:%d) after %d of %d", i, b.Start, b.End, at, len(a.Text))
		}
		if s := a.Text[b.Start:b.End]; s != strings.TrimSpace(s) || !utf8.ValidString(s) {
			t.Errorf("block %d %q is not trimmed", i, s)
		}
		at = b.End
	}
}

func TestParseCases(t *testing.T) {
	textCases(t, "markdown", func(name, src string) (corpus.Article, error) {
		return corpus.Parse(name, []byte(src))
	})
}

func TestParseFrontMatter(t *testing.T) {
	src := "---\ntitle: Night cramps\nslug: cramps\naliases: [charley horse]\ntopics: [cramps]\nreviewed: 2026-11-01\n" +
		"license: CC0-1.0\nurl: https://example.org/cramps\nsources:\n  - title: A page\n    url: https://example.org/a\n    note: seen\n---\n\nA cramp is sudden.\n"
	got, err := corpus.Parse("file.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	want := corpus.Article{Slug: "cramps", Title: "Night cramps", Aliases: []string{"charley horse"}, Topics: []string{"cramps"},
		Reviewed: "2026-11-01", License: "CC0-1.0", URL: "https://example.org/cramps",
		Sources: []corpus.Source{{Title: "A page", URL: "https://example.org/a", Note: "seen"}},
		Text:    "A cramp is sudden.", Blocks: []corpus.Block{{Kind: corpus.Paragraph, End: 18}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
}

func meta(yaml string) string { return "---\n" + yaml + "\n---\n\nSome text.\n" }

// refusals are articles that Parse must not take, and what its error must name.
var refusals = []struct{ name, src, want string }{
	{"unknown key", meta("author: me"), "author"},
	{"wrong type", meta("topics: 3"), "sequence"},
	{"slug", meta("slug: ../etc"), "slug"},
	{"date", meta("reviewed: yesterday"), "reviewed"},
	{"url", meta("url: javascript:alert(1)"), "url"},
	{"source", meta("sources: [{title: x, url: /etc/passwd}]"), "source 1"},
	{"alias bomb", meta("topics: &a [x]\naliases: *a"), "anchors"},
	{"long front matter", meta("title: " + strings.Repeat("x", corpus.MaxFrontMatter)), "front matter"},
	{"open front matter", "---\ntitle: x\n\ntext", "closing"},
	{"not UTF-8", "caf\xe9", "UTF-8"},
	{"empty", "", "no text"},
	{"only debris", "![](a.png)\n\n0 Comments\n", "no text"},
	{"size", strings.Repeat("word\n", corpus.MaxMarkdown/5+1), "bytes"},
	{"long line", strings.Repeat("word ", 20000), "line 1"},
	{"brackets", strings.Repeat("[", 101), "'['"},
	{"quotes", strings.Repeat(">", 50), "deep"},
	{"quotes on lines", strings.Repeat(">", 33) + " a", "deep"},
	{"lists", strings.Repeat("- ", 50) + "a", "deep"},
	{"indent", strings.Repeat(" ", 200) + "a", "columns"},
	{"links", strings.Repeat("[a](", 16000), "markup"},
	{"wide table", strings.Repeat("|a", 70) + "|\n" + strings.Repeat("|-", 70) + "|\n", "columns"},
	{"long table", "|a|b|\n|-|-|\n" + strings.Repeat("|c|d|\n", 2001), "rows"},
	{"growing table", "|a|" + strings.Repeat("x", 60000) + "|\n|-|-|\n" + strings.Repeat("|c|d|\n", 1990), "times"},
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			_, err := corpus.Parse("hostile.md", []byte(tt.src))
			if err == nil {
				t.Fatal("got no error")
			}
			if s := err.Error(); !strings.Contains(s, tt.want) || !strings.Contains(s, "hostile.md") || strings.Contains(s, "\n\n") {
				t.Errorf("got %q, want one that names %q", s, tt.want)
			}
		})
	}
	if _, err := corpus.Parse("a.md", []byte(" ")); !errors.Is(err, corpus.ErrEmpty) {
		t.Errorf("got %v, want ErrEmpty", err)
	}
}

func TestParseSlugAndTitle(t *testing.T) {
	tests := []struct{ file, src, slug, title string }{
		{"dir/night-cramps.md", "Text.", "night-cramps", "Night cramps"},
		{"Leg Pain (2).md", "# Sore legs\n\nText.", "Leg-Pain-2", "Sore legs"},
		{"000_72d8b8e0.md", "Legs can ache.", "000_72d8b8e0", "Legs can ache"},
		{"a.b_c.md", "---\nslug: MQ-1\n---\nLegs.", "MQ-1", "Legs"},
	}
	for _, tt := range tests {
		a, err := corpus.Parse(tt.file, []byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		if a.Slug != tt.slug || a.Title != tt.title {
			t.Errorf("%s: got %q %q, want %q %q", tt.file, a.Slug, a.Title, tt.slug, tt.title)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("---\ntitle: A\n---\n# A\n\n- one\n  - two\n\n|a|b|\n|-|-|\n|c|d|\n"))
	f.Add([]byte("> > 1. [a](<b> \"c\")\n\n![](x)\n<div>\n`code` &amp; \\*"))
	f.Add([]byte("---\ntopics: [[[[\n---\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		start := time.Now()
		a, err := corpus.Parse("fuzz.md", src)
		if d := time.Since(start); d > 5*time.Second {
			t.Fatalf("%d bytes took %v", len(src), d)
		}
		if err == nil {
			checkBlocks(t, a)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	src := []byte("# Title\n\n" + strings.Repeat("## Part\n\nOne sentence of *some* length. Another one with a [link](https://example.org).\n\n- item one\n- item two\n\n", 100))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := corpus.Parse("bench.md", src); err != nil {
			b.Fatal(err)
		}
	}
}
