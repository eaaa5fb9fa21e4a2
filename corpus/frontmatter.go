package corpus

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// MaxFrontMatter is the most bytes of YAML that may stand before an article.
const MaxFrontMatter = 16 << 10

// frontMatter is what may stand between the two "---" lines of an article.
// A key that is not listed here is an error.
type frontMatter struct {
	Title    string   `yaml:"title"`
	Slug     string   `yaml:"slug"`
	Aliases  []string `yaml:"aliases"`
	Topics   []string `yaml:"topics"`
	Reviewed string   `yaml:"reviewed"`
	License  string   `yaml:"license"`
	URL      string   `yaml:"url"`
	Sources  []Source `yaml:"sources"`
}

// splitFrontMatter cuts the YAML off the front of src. The rest is Markdown.
func splitFrontMatter(src []byte) (meta, body []byte, err error) {
	rest, ok := bytes.CutPrefix(src, []byte("---\n"))
	if !ok {
		return nil, src, nil
	}
	if meta, body, ok = bytes.Cut(append([]byte("\n"), rest...), []byte("\n---\n")); ok {
		if len(meta) > MaxFrontMatter {
			return nil, nil, fmt.Errorf("read front matter: %d bytes, at most %d allowed", len(meta), MaxFrontMatter)
		}
		return meta, body, nil
	}
	if meta, ok = bytes.CutSuffix(append([]byte("\n"), rest...), []byte("\n---")); ok {
		return meta, nil, nil
	}
	if looksLikeKey.Match(firstLine(rest)) {
		return nil, nil, fmt.Errorf("read front matter: no closing --- line")
	}
	return nil, src, nil // a thematic break
}

var looksLikeKey = regexp.MustCompile(`^[a-z]+:( |$)`)

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return line
}

// parseFrontMatter decodes and checks the YAML. Anchors and aliases are
// refused: a few lines of them can grow to gigabytes.
func parseFrontMatter(meta []byte) (fm frontMatter, err error) {
	defer func() {
		if r := recover(); r != nil { // the library gives up on some damaged YAML that way
			fm, err = frontMatter{}, fmt.Errorf("read front matter: damaged YAML (%.80v)", r)
		}
	}()
	if len(bytes.TrimSpace(meta)) == 0 {
		return fm, nil
	}
	for _, t := range lexer.Tokenize(string(meta)) {
		if t.Type == token.AnchorType || t.Type == token.AliasType {
			return fm, fmt.Errorf("read front matter: line %d: anchors and aliases are not allowed", t.Position.Line)
		}
	}
	if err := yaml.UnmarshalWithOptions(meta, &fm, yaml.Strict()); err != nil {
		return fm, fmt.Errorf("read front matter: %s", yaml.FormatError(err, false, false))
	}
	return fm, fm.check()
}

func (fm frontMatter) check() error {
	if fm.Slug != "" && !ValidSlug(fm.Slug) {
		return fmt.Errorf("read front matter: slug %q may hold letters, digits, '.', '_' and '-' only", fm.Slug)
	}
	if fm.Reviewed != "" {
		if _, err := time.Parse(time.DateOnly, fm.Reviewed); err != nil {
			return fmt.Errorf("read front matter: reviewed %q is not a date like 2026-11-01", fm.Reviewed)
		}
	}
	if fm.URL != "" && !webURL(fm.URL) {
		return fmt.Errorf("read front matter: url %q is not an http or https address", fm.URL)
	}
	for i, s := range fm.Sources {
		if s.Title == "" || !webURL(s.URL) {
			return fmt.Errorf("read front matter: source %d needs a title and an http or https url", i+1)
		}
	}
	return nil
}

// webURL reports whether s is a complete http or https address.
func webURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

var safeSlug = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$`)

// ValidSlug reports whether s may name an article: 1 to 200 letters, digits,
// '.', '_' and '-', the first a letter or a digit.
func ValidSlug(s string) bool { return safeSlug.MatchString(s) }

var unsafeRun = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// SlugOf makes an article name from a file name: the folder and the ending go,
// and what a slug may not hold becomes a hyphen. It may be empty.
func SlugOf(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	slug := strings.Trim(unsafeRun.ReplaceAllString(base, "-"), "-._")
	return slug[:min(len(slug), 200)]
}

// readable makes a title from a slug: "night-leg-cramps" is "Night leg cramps".
// It is empty when the slug has no word in it, such as a number or a hash.
func readable(slug string) string {
	words := strings.FieldsFunc(slug, func(r rune) bool { return strings.ContainsRune("-_. ", r) })
	word := false
	for _, w := range words {
		word = word || len(w) >= 3 && !strings.ContainsAny(w, "0123456789")
	}
	if !word {
		return ""
	}
	s := strings.Join(words, " ")
	return strings.ToUpper(s[:1]) + s[1:]
}
