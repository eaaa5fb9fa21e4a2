package corpus

import "testing"

func FuzzFrontMatter(f *testing.F) {
	f.Add([]byte("title: Legs\nslug: legs\naliases: [a, b]\nreviewed: 2026-11-01\nurl: https://example.org\nsources: [{title: S, url: \"https://example.org\"}]"))
	f.Add([]byte("a: &x [1]\nb: *x"))
	f.Add([]byte("? {[: "))
	f.Fuzz(func(t *testing.T, meta []byte) {
		if len(meta) > MaxFrontMatter {
			return
		}
		fm, err := parseFrontMatter(meta)
		if err == nil && (fm.Slug != "" && !ValidSlug(fm.Slug) || fm.URL != "" && !webURL(fm.URL)) {
			t.Errorf("slug %q, url %q", fm.Slug, fm.URL)
		}
	})
}
