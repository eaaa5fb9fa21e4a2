package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const again = "run: go generate ./api"

func committed(t *testing.T) []byte {
	t.Helper()
	js, err := os.ReadFile(filepath.FromSlash("../dist/widget.js"))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// The bundle names the digest of what it was made from, so that a change of a
// source without a new bundle is noticed with Go alone.
func TestBundleNamesItsSources(t *testing.T) {
	sum, err := digest("..")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(committed(t), []byte(banner(sum))) {
		t.Errorf("dist/widget.js was not made from these sources; %s", again)
	}
}

// With the packages at hand the bundle is made anew and must be the same to
// the byte.
func TestBundleIsFresh(t *testing.T) {
	if _, err := os.Stat(filepath.FromSlash("../node_modules/lit")); err != nil {
		t.Skip("the packages are not installed: run npm ci in api/widget")
	}
	js, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(js, committed(t)) {
		t.Errorf("dist/widget.js differs from what its sources give; %s", again)
	}
}

func TestDigestSeesEveryChange(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"build/main.go", "package-lock.json", "src/a.ts", "src/a.css", "src/texts/en.json"} {
		write(name, "{}")
	}
	seen := map[string]string{}
	sum := func(what string) {
		t.Helper()
		s, err := digest(dir)
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := seen[s]; ok {
			t.Errorf("%s has the digest of %s", what, before)
		}
		seen[s] = what
	}
	sum("the first state")
	write("src/a.ts", "let a")
	sum("a changed file")
	write("src/b.ts", "")
	sum("a new file")
	write("src/texts/en.json", `{"a":"b"}`)
	sum("a changed text")
}

func TestTextsRefusesALanguageThatIsNotWhole(t *testing.T) {
	for name, german := range map[string]string{"missing": `{"a":"x"}`, "extra": `{"a":"x","b":"y","c":"z"}`, "broken": `{`} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"en.json": `{"a":"1","b":"2"}`, "de.json": german} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := texts(dir); err == nil || !strings.Contains(err.Error(), "de.json") {
				t.Errorf("got error %v, want one that names de.json", err)
			}
		})
	}
}

func TestTextsKeepTheOrderOfKeys(t *testing.T) {
	dir := t.TempDir()
	for file, text := range map[string]string{"en.json": `{"b":"2","a":"1"}`, "ar.json": `{"a":"ا","b":"ب"}`} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := texts(dir)
	want := `export const keys=["a","b"],tables={"ar":["ا","ب"],"en":["1","2"]}`
	if err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
