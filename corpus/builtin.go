package corpus

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed articles/*.md
var articles embed.FS

// Builtin returns the articles that come with the program, sorted by slug.
func Builtin() ([]Article, error) {
	names, err := fs.Glob(articles, "articles/*.md")
	if err != nil {
		return nil, fmt.Errorf("list built-in articles: %w", err)
	}
	var list []Article
	for _, name := range names {
		src, err := articles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read built-in article: %w", err)
		}
		a, err := Parse(name, src)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Article) int { return strings.Compare(a.Slug, b.Slug) })
	for i := 1; i < len(list); i++ {
		if list[i].Slug == list[i-1].Slug {
			return nil, fmt.Errorf("read built-in articles: two have the slug %q", list[i].Slug)
		}
	}
	return list, nil
}
