package corpus_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-health/limber/corpus"
)

func TestParsePlainCases(t *testing.T) {
	textCases(t, "plain", func(name, src string) (corpus.Article, error) {
		return corpus.ParsePlain(corpus.Plain{Name: name, Text: src})
	})
}

func TestParsePlainVerbatim(t *testing.T) {
	text := "\n0 CommentsLegs  hurt\r\n![](x) |\n\nThey hurt at night.  Why: - Cramps. - Clots. See a doctor.\nReferences\n1. https://example.org/?q=legs\n"
	got, err := corpus.ParsePlain(corpus.Plain{Slug: "MQ_1", Title: "Legs", Text: text, Verbatim: true})
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != text {
		t.Errorf("text changed: %q", got.Text)
	}
	checkBlocks(t, got)
	want := "= Legs\nH2 Legs  hurt\nP They hurt at night.  Why:\nI1 Cramps.\nI1 Clots.\nP See a doctor.\n"
	if diff := cmp.Diff(want, dump(got)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestParsePlainRefuses(t *testing.T) {
	for name, p := range map[string]corpus.Plain{
		"slug":  {Slug: "a/b", Text: "text"},
		"empty": {Name: "a.txt", Text: " \n"},
		"utf8":  {Name: "a.txt", Text: "\xff\xfe"},
		"size":  {Name: "a.txt", Text: strings.Repeat("a", corpus.MaxPlain+1)},
		"name":  {Name: "???.txt", Text: "text"},
	} {
		if _, err := corpus.ParsePlain(p); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestDebris(t *testing.T) {
	debris := []string{
		"", "  ", "![]() |", "![A leg](leg.png)", "| image credit: FREEPIK |", "|", "---", "* * *", "Photo by: Jo Bloggs",
		"0 Comments", "12 Comments", "No Comments", "Share", "Share this article on Facebook", "Tweet", "Follow us on X and Instagram",
		"Facebook Twitter Email", "Skip to main content", "Home > Health > Leg pain", "Read more", "ADVERTISEMENT",
		"We use cookies to give you the best experience.", "Accept all cookies", "© 2024 Some Clinic. All rights reserved.",
		"https://example.org/a", "1. [https://example.org/s?q=a](https://example.org/s?q=a)", "- [Home](/) [About](/about)",
		"Subscribe to our weekly newsletter", "5 min read", "12", "1 | 2 | 3", "A", "Causes . . . . . . . . . . 12", "Next Page >",
	}
	for _, s := range debris {
		if !corpus.Debris(s) {
			t.Errorf("Debris(%q): got false", s)
		}
	}
	text := []string{
		"0 CommentsWhy Do My Legs Ache?", "No comments from the study were used.", "5 comments came from patients.",
		"Share this with your doctor.", "Share your symptoms with a pharmacist.", "Follow the advice on the packet.",
		"Search for a lump behind the knee.", "Home treatment is enough for most people.", "Like cramps, restless legs come at night.",
		"Pin-prick pain in the foot", "Email your clinic if the pain goes on.", "Cookies and sweets raise blood sugar.",
		"See https://example.org/a for the full list of signs.", "Call 999 or go to A&E.", "[Restless legs](rls.md) can wake you.",
		"An image of the vein is taken with ultrasound.", "Photographs of the sore help the nurse.", "Print the plan and keep it by the bed.",
		"Rest.", "Pain 10", "999", "Call 111", "Wait... then stretch.", "Copyright 2019 did not change the advice for patients in the UK, and doctors kept to the same rules as before it.",
	}
	for _, s := range text {
		if corpus.Debris(s) {
			t.Errorf("Debris(%q): got true", s)
		}
	}
}

func FuzzParsePlain(f *testing.F) {
	f.Add("Title\n\nKey Points\n- A. - B.\n1. c\n| d |\n", true)
	f.Add("0 CommentsWhy\n![](a)\nlong line that goes on\nand on", false)
	f.Fuzz(func(t *testing.T, text string, verbatim bool) {
		a, err := corpus.ParsePlain(corpus.Plain{Slug: "a", Text: text, Verbatim: verbatim})
		if err != nil {
			return
		}
		if verbatim && a.Text != text {
			t.Fatal("verbatim text changed")
		}
		checkBlocks(t, a)
	})
}
