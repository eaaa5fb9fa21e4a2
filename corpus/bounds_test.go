package corpus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// hostile are shapes that make Markdown parsers slow; each returns about n bytes.
var hostile = map[string]func(n int) string{
	"links":        repeated("[a]("),
	"images":       repeated("!["),
	"brackets":     repeated(strings.Repeat("[", 99) + "\n\n"),
	"short links":  repeated(strings.Repeat("[a](", 75) + "\n\n"),
	"link lines":   repeated("[a](\n\n"),
	"emphasis":     repeated("*a **b "),
	"underscores":  repeated("_a __b "),
	"mixed marks":  repeated("*_"),
	"strikes":      repeated("~~a "),
	"entities":     repeated("&a"),
	"escapes":      repeated("\\"),
	"tags":         repeated("<a "),
	"open tags":    repeated("<a\n\n"),
	"comments":     repeated("<!-- "),
	"cdata":        repeated("<![CDATA["),
	"html blocks":  repeated("<div>\n\n"),
	"definitions":  repeated("[a]:\n"),
	"open titles":  repeated("[a]: <b 'c\n"),
	"quotes":       repeated(strings.Repeat(">", 31) + " a\n"),
	"lazy quotes":  repeated("> a\nb\n"),
	"quoted lists": repeated("> - a\n> - b\n\n"),
	"lists":        repeated("- - - - - - - - a\n"),
	"ordered":      repeated("2. a\n"),
	"tab lists":    repeated("-\ta\n"),
	"underlines":   repeated("a\n=\n"),
	"fences":       repeated("```\n"),
	"tables":       repeated("|a|b|\n|-|-|\n|c|d|\n\n"),
	"bars":         repeated("|a\n"),
	"blank lines":  repeated(" \n"),
	"ticks": func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("`", i) + " ")
		}
		return b.String()
	},
	"nested list": func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(" ", 2*(i%30)) + "- a\n")
		}
		return b.String()
	},
	"many definitions": func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "[a%d]: x\n", i)
		}
		return b.String()
	},
}

func repeated(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)) }
}

// TestHostileMarkdownEnds passes when every shape is refused or read; without
// the bounds several of them take minutes.
func TestHostileMarkdownEnds(t *testing.T) {
	for name, shape := range hostile {
		t.Run(name, func(t *testing.T) {
			if a, err := corpus.Parse("hostile.md", []byte(shape(64<<10))); err == nil {
				checkBlocks(t, a)
			}
		})
	}
}

func BenchmarkHostileMarkdown(b *testing.B) {
	for name, shape := range hostile {
		src := []byte(shape(corpus.MaxMarkdown))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _ = corpus.Parse("hostile.md", src[:min(len(src), corpus.MaxMarkdown)])
			}
		})
	}
}
