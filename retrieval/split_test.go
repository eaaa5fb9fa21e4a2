package retrieval_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/limber-health/limber/corpus"
	"github.com/limber-health/limber/retrieval"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain", "It hurts. Rest it! Why? Done.", "It hurts.|Rest it!|Why?|Done."},
		{"latin", "Some conditions, e.g. Crohn's disease, hurt. Also i.e. Arthritis.", "Some conditions, e.g. Crohn's disease, hurt.|Also i.e. Arthritis."},
		{"title", "Ask Dr. Smith or Mrs. Jones. They know.", "Ask Dr. Smith or Mrs. Jones.|They know."},
		{"initial", "Dr. J. Smith saw him. He has vitamin K. Take it.", "Dr. J. Smith saw him.|He has vitamin K.|Take it."},
		{"decimal", "Take 2.5 mg. Then 0.5 more.", "Take 2.5 mg.|Then 0.5 more."},
		{"hour", "It woke me at 3 a.m. and again at 5 a.m. Then I slept.", "It woke me at 3 a.m. and again at 5 a.m.|Then I slept."},
		{"country", "The U.S. Preventive Services Task Force advises it in the U.S. It is free.", "The U.S. Preventive Services Task Force advises it in the U.S.|It is free."},
		{"number", "See no. 5 below. The answer is no. Rest.", "See no. 5 below.|The answer is no.|Rest."},
		{"joined", "Walk until it is done.Sore legs need rest.", "Walk until it is done.|Sore legs need rest."},
		{"address", "See www.Nhs.uk or mail a.Bc@x.org for it.", "See www.Nhs.uk or mail a.Bc@x.org for it."},
		{"numbered list", "1. Rest the leg.\n2. Raise it.", "1. Rest the leg.|2. Raise it."},
		{"bullets", "- Swelling\n- Pain\n- Fever", "- Swelling|- Pain|- Fever"},
		{"inline bullets", "Types of cells. - Red cells carry oxygen. - platelets clot. • Warmth", "Types of cells.|- Red cells carry oxygen.|- platelets clot.|• Warmth"},
		{"quote", `"Is it bad?" she asked. "Yes." He left.`, `"Is it bad?" she asked.|"Yes."|He left.`},
		{"wrapped", "The pain of a cramp comes on at night, when the leg is\nat rest, and goes.\n\nnext", "The pain of a cramp comes on at night, when the leg is\nat rest, and goes.|next"},
		{"short lines", "fever\nswelling", "fever|swelling"},
		{"empty", " \n\t ", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range retrieval.Sentences(c.text) {
				got = append(got, c.text[s.Start:s.End])
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

// checkSpans fails unless spans are in order, without overlap, trimmed, and
// leave out nothing but white space.
func checkSpans(t interface{ Fatalf(string, ...any) }, text string, spans []retrieval.Span) {
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d in %d bytes", s, at, len(text))
		}
		if gap := text[at:s.Start]; strings.TrimSpace(gap) != "" {
			t.Fatalf("left out %q", gap)
		}
		if v := text[s.Start:s.End]; strings.TrimSpace(v) != v {
			t.Fatalf("not trimmed: %q", v)
		}
		at = s.End
	}
	if strings.TrimSpace(text[at:]) != "" {
		t.Fatalf("left out the end %q", text[at:])
	}
}

func anyText() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{"Pain ", "dr. ", "e.g. ", "3.5 ", "a.m. ", ". ", "? ", "! ", "\n", "\n\n", "- ", "• ", "leg", ".Sore ",
		"\"", ")", ";", ", ", "é", "ä¸", "\xff", "U.S. ", " ", "wordwordword ", ": "})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 400).Draw(t, "pieces"), "")
	})
}

func TestSentencesCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		checkSpans(t, text, retrieval.Sentences(text))
	})
}

// anyArticle draws an article of headings, paragraphs and items with blank
// lines, and sometimes debris, between them.
func anyArticle() *rapid.Generator[retrieval.Article] {
	return rapid.Custom(func(t *rapid.T) retrieval.Article {
		a := retrieval.Article{Slug: "a", Title: "A"}
		for range rapid.IntRange(0, 12).Draw(t, "blocks") {
			b := corpus.Block{Start: len(a.Text), Kind: rapid.SampledFrom([]corpus.Kind{
				corpus.Paragraph, corpus.Heading, corpus.Item, corpus.Row}).Draw(t, "kind")}
			if b.Kind == corpus.Heading {
				b.Level = rapid.IntRange(1, 4).Draw(t, "level")
			}
			a.Text += anyText().Draw(t, "text")
			b.End = len(a.Text)
			a.Blocks = append(a.Blocks, b)
			a.Text += rapid.SampledFrom([]string{"\n\n", "\n", "", "\ndebris\n"}).Draw(t, "gap")
		}
		return a
	})
}

func TestSplitKeepsEverySentenceOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyArticle().Draw(t, "article")
		checkPassages(t, a, retrieval.Split(a))
	})
}

func checkPassages(t interface{ Fatalf(string, ...any) }, a retrieval.Article, passages []retrieval.Passage) {
	var spans []retrieval.Span
	for _, p := range passages {
		if p.Text != a.Text[p.Start:p.End] {
			t.Fatalf("passage %s is not verbatim", p.ID)
		}
		if n := retrieval.Tokens(p.Text); n > 350 {
			t.Fatalf("passage %s has %d tokens", p.ID, n)
		}
		checkSpans(t, p.Text, shift(p.Sentences, -p.Start))
		spans = append(spans, p.Sentences...)
	}
	at := 0
	for _, b := range a.Blocks {
		if b.Kind == corpus.Heading {
			continue
		}
		var inside []retrieval.Span
		for at < len(spans) && spans[at].End <= b.End {
			inside = append(inside, spans[at])
			at++
		}
		checkSpans(t, a.Text[b.Start:b.End], shift(inside, -b.Start))
	}
	if at != len(spans) {
		t.Fatalf("%d of %d sentences lie outside the blocks", len(spans)-at, len(spans))
	}
}

func shift(spans []retrieval.Span, by int) []retrieval.Span {
	out := make([]retrieval.Span, len(spans))
	for i, s := range spans {
		out[i] = retrieval.Span{Start: s.Start + by, End: s.End + by}
	}
	return out
}

func TestSplitNamesSections(t *testing.T) {
	text := "Intro text.\n\nCauses\n\nCold.\n\nNerves\n\nPinched.\n\nTreatment\n\nRest."
	at := func(kind corpus.Kind, level int, s string) corpus.Block {
		i := strings.Index(text, s)
		return corpus.Block{Kind: kind, Level: level, Start: i, End: i + len(s)}
	}
	a := retrieval.Article{Slug: "x", Title: "T", Text: text, Blocks: []corpus.Block{
		at(corpus.Paragraph, 0, "Intro text."), at(corpus.Heading, 2, "Causes"), at(corpus.Paragraph, 0, "Cold."),
		at(corpus.Heading, 3, "Nerves"), at(corpus.Paragraph, 0, "Pinched."), at(corpus.Heading, 2, "Treatment"),
		at(corpus.Paragraph, 0, "Rest.")}}
	var got []string
	for _, p := range retrieval.Split(a) {
		got = append(got, p.ID+" "+p.Section+": "+p.Text)
	}
	want := []string{"x#0-11 : Intro text.", "x#21-26 Causes: Cold.", "x#36-44 Causes > Nerves: Pinched.", "x#57-62 Treatment: Rest."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("passages (-want +got):\n%s", diff)
	}
}

func TestSplitBalancesLongSections(t *testing.T) {
	a := retrieval.Article{Slug: "x", Text: strings.Repeat("A short sentence about legs that hurt at night. ", 60)}
	ps := retrieval.Split(a)
	if len(ps) < 2 {
		t.Fatalf("got %d passages, want several", len(ps))
	}
	for _, p := range ps {
		if n := retrieval.Tokens(p.Text); n < 120 || n > 280 {
			t.Errorf("passage %s has %d tokens, want 120 to 280", p.ID, n)
		}
	}
}

// Texts made to be slow must not be: each takes well under a second, or, were
// the time quadratic, minutes.
func TestSplitIsLinear(t *testing.T) {
	for _, unit := range []string{"x", "word ", "e.g. ", "1. ", "a.b", ". ", "aa.Bb@", "- ", "•", "Dr. J. ", "é", "\n", "\"", "a;", "lower case\n", "U.S. "} {
		text := strings.Repeat(unit, 1<<18/len(unit))
		a := retrieval.Article{Slug: "s", Text: text}
		checkSpans(t, text, retrieval.Sentences(text))
		for _, p := range retrieval.Split(a) {
			if n := retrieval.Tokens(p.Text); n > 350 {
				t.Fatalf("%q: passage of %d tokens", unit, n)
			}
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("Dr. Smith said e.g. Rest.Then walk. - One • Two\n3. Three", 9)
	f.Add(strings.Repeat("word ", 2000), 100)
	f.Add(strings.Repeat("x", 9000), 4500)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		cut = max(0, min(cut, len(text)))
		a := retrieval.Article{Slug: "f", Text: text, Blocks: []corpus.Block{
			{Kind: corpus.Paragraph, End: cut}, {Kind: corpus.Item, Start: cut, End: len(text)}}}
		checkSpans(t, text, retrieval.Sentences(text))
		checkPassages(t, a, retrieval.Split(a))
	})
}

func TestBuildEmbedsOnlyWhatChanged(t *testing.T) {
	e := &counting{HashEmbedder: retrieval.NewHashEmbedder(16)}
	arts := []retrieval.Article{{Slug: "b", Title: "B", Text: "Two."}, {Slug: "a", Title: "A", Text: "One."}}
	first, err := retrieval.Build(context.Background(), arts, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	arts[0].Text = "Two and more."
	e.texts = nil
	second, err := retrieval.Build(context.Background(), arts, e, retrieval.BuildOptions{Previous: first})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Two and more.", "B."}, e.texts); diff != "" {
		t.Errorf("embedded again (-want +got):\n%s", diff)
	}
	fresh, err := retrieval.Build(context.Background(), arts, e, retrieval.BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fresh, second); diff != "" {
		t.Errorf("incremental build differs from a full one:\n%s", diff)
	}
}

type counting struct {
	*retrieval.HashEmbedder
	texts []string
}

func (c *counting) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	c.texts = append(c.texts, texts...)
	return c.HashEmbedder.EmbedDocuments(ctx, texts)
}
