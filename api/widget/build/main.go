// Command build bundles the chat widget from src into dist/widget.js with
// esbuild. It needs the packages of package-lock.json ("npm ci" in
// api/widget); the bundle itself is committed, so building Limber does not.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	esbuild "github.com/evanw/esbuild/pkg/api"
)

// sources are the files a bundle is made from, as patterns inside the
// widget's folder.
var sources = []string{"build/main.go", "package-lock.json", "src/*.ts", "src/*.css", "src/texts/*.json"}

// quietLit are the places where Lit writes to the page's global scope, and
// what stands there instead: the widget leaves no trace on its host page.
var quietLit = map[string][][2]string{
	"lit-html.js":    {{`(t.litHtmlVersions??=[]).push`, `[].push`}},
	"lit-element.js": {{`(s.litElementVersions??=[]).push`, `[].push`}},
	"reactive-element.js": {
		{`(a.reactiveElementVersions??=[]).push`, `[].push`},
		{`Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;`, `const litPropertyMetadata=new WeakMap,litMetadata=Symbol();`},
		{`this[Symbol.metadata]`, `this[litMetadata]`},
	},
}

func main() {
	dir := "widget" // go generate runs in the folder above
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := write(dir); err != nil {
		fmt.Fprintln(os.Stderr, "build widget:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	js, err := bundle(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "dist", "widget.js"), js, 0o644)
}

// bundle makes the file that pages load: one module, minified, with the
// digest of its sources in the first line.
func bundle(dir string) ([]byte, error) {
	sum, err := digest(dir)
	if err != nil {
		return nil, err
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	res := esbuild.Build(esbuild.BuildOptions{
		EntryPoints:       []string{filepath.Join(root, "src", "index.ts")},
		AbsWorkingDir:     root,
		Bundle:            true,
		Format:            esbuild.FormatESModule,
		Target:            esbuild.ES2022,
		Charset:           esbuild.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     esbuild.LegalCommentsEndOfFile,
		Banner:            map[string]string{"js": banner(sum)},
		Plugins:           []esbuild.Plugin{{Name: "limber", Setup: setup}},
	})
	if len(res.Errors) > 0 {
		msg := res.Errors[0]
		if msg.Location != nil {
			return nil, fmt.Errorf("%s:%d: %s", msg.Location.File, msg.Location.Line, msg.Text)
		}
		return nil, errors.New(msg.Text)
	}
	return res.OutputFiles[0].Contents, nil
}

func banner(sum string) string { return "/* <limber-chat>, sources " + sum + " */" }

// digest is the SHA-256 of every source's name and content, in hexadecimal.
func digest(dir string) (string, error) {
	var names []string
	for _, pattern := range sources {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return "", err
		}
		if len(found) == 0 {
			return "", fmt.Errorf("no files match %s", pattern)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", filepath.ToSlash(rel), len(data), data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// setup adds two loaders: Lit without its global traces, and style sheets as
// minified text.
func setup(b esbuild.PluginBuild) {
	b.OnLoad(esbuild.OnLoadOptions{Filter: `[/\\](lit-html|lit-element|reactive-element)\.js$`}, loadLit)
	b.OnLoad(esbuild.OnLoadOptions{Filter: `\.css$`}, loadStyle)
	b.OnResolve(esbuild.OnResolveOptions{Filter: `^limber:texts$`}, func(esbuild.OnResolveArgs) (esbuild.OnResolveResult, error) {
		return esbuild.OnResolveResult{Path: filepath.Join(b.InitialOptions.AbsWorkingDir, "src", "texts"), Namespace: "texts"}, nil
	})
	b.OnLoad(esbuild.OnLoadOptions{Filter: ".*", Namespace: "texts"}, func(args esbuild.OnLoadArgs) (esbuild.OnLoadResult, error) {
		text, err := texts(args.Path)
		return esbuild.OnLoadResult{Contents: &text, Loader: esbuild.LoaderJS}, err
	})
}

// texts is a module of the interface's words: the keys once, then the values
// of each language in their order. A language must have exactly the keys of
// English.
func texts(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return "", err
	}
	tables := map[string]map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		table := map[string]string{}
		if err := json.Unmarshal(data, &table); err != nil {
			return "", fmt.Errorf("read %s: %w", filepath.Base(file), err)
		}
		tables[strings.TrimSuffix(filepath.Base(file), ".json")] = table
	}
	keys := slices.Sorted(maps.Keys(tables["en"]))
	values := map[string][]string{}
	for lang, table := range tables {
		if have := slices.Sorted(maps.Keys(table)); !slices.Equal(have, keys) {
			return "", fmt.Errorf("%s.json does not have exactly the keys of en.json", lang)
		}
		for _, k := range keys {
			values[lang] = append(values[lang], table[k])
		}
	}
	k, _ := json.Marshal(keys)   // strings always encode
	v, _ := json.Marshal(values) // likewise
	return fmt.Sprintf("export const keys=%s,tables=%s", k, v), nil
}

func loadLit(args esbuild.OnLoadArgs) (esbuild.OnLoadResult, error) {
	data, err := os.ReadFile(args.Path)
	if err != nil {
		return esbuild.OnLoadResult{}, err
	}
	text := string(data)
	for _, swap := range quietLit[filepath.Base(args.Path)] {
		if strings.Count(text, swap[0]) != 1 {
			return esbuild.OnLoadResult{}, fmt.Errorf("%s does not hold %q once: look at what this version of Lit writes to the global scope", filepath.Base(args.Path), swap[0])
		}
		text = strings.Replace(text, swap[0], swap[1], 1)
	}
	return esbuild.OnLoadResult{Contents: &text, Loader: esbuild.LoaderJS}, nil
}

func loadStyle(args esbuild.OnLoadArgs) (esbuild.OnLoadResult, error) {
	data, err := os.ReadFile(args.Path)
	if err != nil {
		return esbuild.OnLoadResult{}, err
	}
	res := esbuild.Transform(string(data), esbuild.TransformOptions{
		Loader: esbuild.LoaderCSS, Charset: esbuild.CharsetUTF8, MinifyWhitespace: true, MinifySyntax: true,
	})
	if len(res.Errors) > 0 {
		return esbuild.OnLoadResult{}, errors.New(res.Errors[0].Text)
	}
	text := string(res.Code)
	return esbuild.OnLoadResult{Contents: &text, Loader: esbuild.LoaderText}, nil
}
