package corpus_test

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/limber-health/limber/corpus"
)

// frontKeys are the front matter keys every built-in article states itself.
var frontKeys = []string{"title", "slug", "aliases", "topics", "reviewed", "license", "sources"}

var (
	// dose finds an amount of medicine: articles never give one.
	dose = regexp.MustCompile(`(?i)\d+ ?(mg|mcg|µg|ml)\b`)
	// markup finds what a parser should have taken out of the text.
	markup = regexp.MustCompile("(?m)\\*\\*|__|`|\\]\\(|^#{1,6} |^[-*+] |</?[a-zA-Z!]|&[a-z]+;|&#\\d+;|^---$")
)

func TestArticles(t *testing.T) {
	list := builtin(t)
	if len(list) < 18 {
		t.Errorf("got %d articles, want at least 18", len(list))
	}
	titles := make(map[string]string)
	slugs := make(map[string]bool)
	for _, a := range list {
		t.Run(a.Slug, func(t *testing.T) { checkArticle(t, a) })
		title := strings.ToLower(a.Title)
		if other, ok := titles[title]; ok {
			t.Errorf("%s and %s share the title %q", other, a.Slug, a.Title)
		}
		if slugs[a.Slug] {
			t.Errorf("two articles have the slug %q", a.Slug)
		}
		titles[title], slugs[a.Slug] = a.Slug, true
	}
}

func checkArticle(t *testing.T, a corpus.Article) {
	if a.Title == "" || a.Text == "" {
		t.Error("no title or no text")
	}
	checkNames(t, "alias", a.Aliases)
	checkNames(t, "topic", a.Topics)
	if _, err := time.Parse(time.DateOnly, a.Reviewed); err != nil {
		t.Errorf("review date: %v", err)
	}
	if a.License == "" {
		t.Error("no license")
	}
	if len(a.Sources) == 0 {
		t.Error("no source")
	}
	for _, s := range a.Sources {
		u, err := url.Parse(s.URL)
		if err != nil || u.Scheme != "https" || !strings.Contains(u.Host, ".") || s.Title == "" {
			t.Errorf("source %q: want a title and an https URL, got %q", s.Title, s.URL)
		}
	}
	if found := dose.FindString(a.Text); found != "" {
		t.Errorf("text gives a dose: %q", found)
	}
	if found := markup.FindString(a.Text); found != "" {
		t.Errorf("text holds markup: %q", found)
	}
	checkHeadings(t, a)
}

// checkNames wants at least two names, none empty and none twice.
func checkNames(t *testing.T, kind string, names []string) {
	t.Helper()
	if len(names) < 2 {
		t.Errorf("got %d of %s, want at least 2", len(names), kind)
	}
	seen := make(map[string]bool)
	for _, n := range names {
		if key := strings.ToLower(strings.TrimSpace(n)); key == "" || seen[key] {
			t.Errorf("%s %q is empty or listed twice", kind, n)
		} else {
			seen[key] = true
		}
	}
}

// checkHeadings wants the answer to a heading right below it, not a further
// heading or the end. The title is no heading of the text, so levels start
// at 2.
func checkHeadings(t *testing.T, a corpus.Article) {
	t.Helper()
	headings := 0
	for i, b := range a.Blocks {
		if b.Kind != corpus.Heading {
			continue
		}
		headings++
		if text := a.Text[b.Start:b.End]; b.Level < 2 {
			t.Errorf("heading %q has level %d", text, b.Level)
		} else if i+1 == len(a.Blocks) || a.Blocks[i+1].Kind == corpus.Heading {
			t.Errorf("heading %q is not followed by its answer", text)
		}
	}
	if headings < 3 {
		t.Errorf("got %d headings, want at least 3", headings)
	}
}

// TestArticleFiles checks the files themselves, because a parser may fill in
// a missing slug or title.
func TestArticleFiles(t *testing.T) {
	files, err := os.ReadDir("articles")
	if err != nil {
		t.Fatal(err)
	}
	parsed := make(map[string]bool)
	for _, a := range builtin(t) {
		parsed[a.Slug] = true
	}
	for _, f := range files {
		slug, ok := strings.CutSuffix(f.Name(), ".md")
		if !ok {
			t.Errorf("%s is no Markdown file", f.Name())
			continue
		}
		src, err := os.ReadFile("articles/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		front, _, ok := strings.Cut(strings.TrimPrefix(string(src), "---\n"), "\n---\n")
		if !ok || !strings.HasPrefix(string(src), "---\n") {
			t.Errorf("%s has no front matter", f.Name())
		}
		for _, key := range frontKeys {
			if !strings.Contains("\n"+front, "\n"+key+":") {
				t.Errorf("%s: front matter lacks %s", f.Name(), key)
			}
		}
		if !strings.Contains("\n"+front+"\n", "\nslug: "+slug+"\n") || !parsed[slug] {
			t.Errorf("%s: slug is not the file name", f.Name())
		}
	}
}
