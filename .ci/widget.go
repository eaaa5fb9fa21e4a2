//go:build ignore

// Widget reads package-lock.json: it checks the licences of what the widget is
// built from, or adds it to a CycloneDX file.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// allowed are licences that ask for no more than notice.
var allowed = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD"}

type pkg struct {
	Version, License string
	Dev              bool
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 3 && args[0] == "count" {
		return count(args[1], args[2])
	}
	if len(args) < 2 {
		return fmt.Errorf("usage: widget licences|sbom LOCK [SBOM], or count SBOM MODULES")
	}
	packages, err := read(args[1])
	if err != nil {
		return err
	}
	if args[0] == "sbom" {
		return add(packages, args[2])
	}
	for name, p := range packages {
		if !slices.Contains(allowed, p.License) {
			return fmt.Errorf("%s %s: licence %q is not allowed", name, p.Version, p.License)
		}
	}
	fmt.Printf("%d npm packages in the widget, all licences allowed\n", len(packages))
	return nil
}

// read returns what ends up in the widget, not the tools that build it.
func read(file string) (map[string]pkg, error) {
	var lock struct{ Packages map[string]pkg }
	if err := decode(file, &lock); err != nil {
		return nil, err
	}
	out := map[string]pkg{}
	for path, p := range lock.Packages {
		if name, ok := strings.CutPrefix(path, "node_modules/"); ok && !p.Dev {
			out[name] = p
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s names no package", file)
	}
	return out, nil
}

func decode(file string, v any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// add puts the packages behind the Go modules of a CycloneDX file.
func add(packages map[string]pkg, file string) error {
	var bom map[string]any
	if err := decode(file, &bom); err != nil {
		return err
	}
	list, _ := bom["components"].([]any)
	names := make([]string, 0, len(packages))
	for name := range packages {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		p := packages[name]
		url := "pkg:npm/" + strings.ReplaceAll(name, "@", "%40") + "@" + p.Version
		list = append(list, map[string]any{"bom-ref": url, "type": "library", "name": name, "version": p.Version, "purl": url,
			"licenses": []any{map[string]any{"license": map[string]any{"id": p.License}}}})
	}
	bom["components"] = list
	data, err := json.MarshalIndent(bom, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}

// count checks that a CycloneDX file names every module that the program says
// it is built from.
func count(file, modules string) error {
	var bom struct {
		BomFormat, SpecVersion string
		Components             []struct{ Purl string }
	}
	if err := decode(file, &bom); err != nil {
		return err
	}
	want, err := strconv.Atoi(modules)
	if err != nil {
		return err
	}
	kinds := map[string]int{}
	for _, c := range bom.Components {
		kind, _, _ := strings.Cut(strings.TrimPrefix(c.Purl, "pkg:"), "/")
		kinds[kind]++
	}
	if bom.BomFormat != "CycloneDX" || kinds["golang"] < want || kinds["npm"] == 0 {
		return fmt.Errorf("%s: %s, %v, but the program has %d modules", file, bom.BomFormat, kinds, want)
	}
	fmt.Printf("CycloneDX %s: %d Go modules, %d npm packages\n", bom.SpecVersion, kinds["golang"], kinds["npm"])
	return nil
}
