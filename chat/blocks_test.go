package chat

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseBlocks(t *testing.T) {
	tests := map[string]struct {
		md   string
		want []Block
	}{
		"citation marks": {"Walk more. [1][2]", []Block{{Type: "paragraph", Inlines: []Inline{
			{Type: "text", Text: "Walk more. "}, {Type: "cite", N: 1}, {Type: "cite", N: 2}}}}},
		"a mark without a citation is text": {"See [9].", []Block{{Type: "paragraph", Inlines: []Inline{
			{Type: "text", Text: "See [9]."}}}}},
		"an escaped mark is text": {`See \[1\].`, []Block{{Type: "paragraph", Inlines: []Inline{
			{Type: "text", Text: "See [1]."}}}}},
		"list": {"Try:\n\n- **rest** [1]\n- heat", []Block{
			{Type: "paragraph", Inlines: []Inline{{Type: "text", Text: "Try:"}}},
			{Type: "list", Items: [][]Block{
				{{Type: "paragraph", Inlines: []Inline{{Type: "strong", Text: "rest"}, {Type: "text", Text: " "}, {Type: "cite", N: 1}}}},
				{{Type: "paragraph", Inlines: []Inline{{Type: "text", Text: "heat"}}}},
			}}}},
		"links, images and HTML lose their teeth": {
			"[tap](javascript:alert(1)) ![x](http://evil.example/p.png) <img src=x onerror=alert(1)> <https://a.example>",
			[]Block{{Type: "paragraph", Inlines: []Inline{{Type: "text", Text: "tap   https://a.example"}}}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parseBlocks(tt.md, 2)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRenderHTMLEscapes(t *testing.T) {
	blocks := parseBlocks(escapeMarkdown(`<script>alert("1")</script> & 5 > 3`)+" [1]", 1)
	got := renderHTML(blocks, []Citation{{N: 1, URL: `/articles/a#1-2`}})
	want := `<p>&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; 5 &gt; 3 <sup><a href="/articles/a#1-2">[1]</a></sup></p>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Whatever an article says, its sentence must come out of the Markdown as the
// same words: nothing in it may become markup or a citation.
func TestEscapeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab 1.)-+*_`#~|<>[]&;:!\\\"'()x\u00e9")), 1, 40, -1).Draw(t, "s")
		s = strings.Join(strings.Fields(s), " ")
		if s == "" {
			return
		}
		blocks := parseBlocks(escapeMarkdown(s), 9)
		if len(blocks) != 1 || len(blocks[0].Inlines) != 1 || blocks[0].Inlines[0].Text != s {
			t.Fatalf("%q became %+v", s, blocks)
		}
	})
}
