package slack_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/limber-health/limber/api/slack"
)

// seen makes the invisible joiner visible.
func seen(s string) string { return strings.ReplaceAll(s, "\u2060", "^") }

func TestTextIsPlain(t *testing.T) {
	for _, c := range [][3]string{ // text, in sections, in Markdown
		{"a < b & c > d", "a &lt; b &amp; c &gt; d", "a &lt; b &amp; c &gt; d"},
		{"<!channel> <!here> <!everyone>", "&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;", "&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;"},
		{"<@U123> and <#C1|x>", "&lt;@U123&gt; and &lt;#C1|x&gt;", `&lt;@^U123&gt; and &lt;#^C1\|x&gt;`},
		{"@channel @here", "@channel @here", "@^channel @^here"},
		{"see https://evil.example/x", "see https://evil.example/x", "see https:^//evil^.^example/x"},
		{"0https://a.bc", "0https://a.bc", "0https:^//a^.^bc"},
		{"www.example.org", "www.example.org", "www^.^example^.^org"},
		{"mail me@example.org", "mail me@example.org", "mail me@^example^.^org"},
		{"mailto:me", "mailto:me", "mailto^:me"},
		{"[label](https://evil.example)", "[label](https://evil.example)", `\[label\](https:^//evil^.^example)`},
		{"*bold* _it_ ~no~ `code`", "*bold* _it_ ~no~ `code`", "\\*bold\\* \\_it\\_ \\~no\\~ \\`code\\`"},
		{"# head", "# head", `\# head`},
		{"- item", "- item", `\- item`},
		{"1. item", "1. item", `1\. item`},
		{"e.g. 2.5 cm, i.e. this", "e.g. 2.5 cm, i.e. this", "e.g. 2.5 cm, i.e. this"},
		{":siren: at 10:30:45", ":siren: at 10:30:45", ":^siren: at 10:^30:45"},
		{"two\nlines", "two\nlines", "two lines"},
		{"a | b", "a | b", `a \| b`},
	} {
		if got := slack.Escape(c[0]); got != c[1] {
			t.Errorf("in a section, %q: got %q, want %q", c[0], got, c[1])
		}
		if got := seen(slack.MarkdownText(c[0])); got != c[2] {
			t.Errorf("in Markdown, %q: got %q, want %q", c[0], got, c[2])
		}
	}
}

func TestLinks(t *testing.T) {
	for _, c := range [][3]string{
		{"https://x.org/a?b=1&c=2", "Cramps | NHS", "<https://x.org/a?b=1&amp;c=2|Cramps / NHS>"},
		{"https://x.org/a|b>c<d e", "a <b> & c", "<https://x.org/a%7Cb%3Ec%3Cd%20e|a &lt;b&gt; &amp; c>"},
		{"javascript:alert(1)", "x", "*x*"},
		{"", "x", "*x*"},
	} {
		if got := slack.Link(c[0], c[1]); got != c[2] {
			t.Errorf("%q, %q: got %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestSpoken(t *testing.T) {
	for _, c := range [][2]string{
		{"<@U0LIMBER> why do legs ache?", "why do legs ache?"},
		{"see <https://x.org|this page> &amp; <https://y.org>", "see this page & https://y.org"},
		{"mail <mailto:a@b.org|a@b.org>", "mail a@b.org"},
		{"<!here> in <#C1|general> pain &lt; 5", "in  #general pain < 5"},
		{"&amp;lt;", "&lt;"},
		{"a < b", "a < b"},
	} {
		if got := slack.Spoken(c[0]); got != c[1] {
			t.Errorf("%q: got %q, want %q", c[0], got, c[1])
		}
	}
}

var (
	control = regexp.MustCompile(`<[^<>]*>|[<>]`)
	entity  = regexp.MustCompile(`&(amp|lt|gt);`)
)

// TestNoTextCanSpeakToSlack: whatever is written, no mention, link or half an
// escape comes out, and nothing but white space is lost.
func TestNoTextCanSpeakToSlack(t *testing.T) {
	parts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"<!channel>", "<@U1>", "&lt;", "&", "@here", "https://a.bc", "x.yz.org", "\n\n", ". ", "*", "]( ", strings.Repeat("é", 90), strings.Repeat("&", 90),
	}))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(parts).Draw(t, "parts"), "")
		if !utf8.ValidString(s) {
			t.Skip("Slack sends valid text")
		}
		limit := rapid.IntRange(20, 200).Draw(t, "limit")
		whole := slack.Escape(s)
		pieces := slack.Split(whole, limit)
		for _, text := range append(pieces, slack.MarkdownText(s), slack.Unlinked(whole)) {
			if bad := control.FindString(text); bad != "" {
				t.Fatalf("%q holds %q", text, bad)
			}
			if rest := entity.ReplaceAllString(text, ""); strings.Contains(rest, "&") {
				t.Fatalf("%q holds half an escape", text)
			}
		}
		for _, p := range pieces {
			if len(p) > limit || !utf8.ValidString(p) {
				t.Fatalf("a piece of %d bytes, want at most %d", len(p), limit)
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got, want := bare(strings.Join(pieces, " ")), bare(whole); got != want {
			t.Fatalf("split lost text: got %q, want %q", got, want)
		}
		plain := strings.ReplaceAll(slack.MarkdownText(s), "\u2060", "")
		if regexp.MustCompile(`(?i)\w\.(org|bc)\b|://|@here`).MatchString(slack.MarkdownText(s)) {
			t.Fatalf("an address is whole: %q", plain)
		}
		if got := slack.PlainText(s, 75); utf8.RuneCountInString(got) > 75 || strings.ContainsAny(got, "<>") {
			t.Fatalf("on a button: %q", got)
		}
	})
}
