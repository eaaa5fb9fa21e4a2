package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// envPrefix begins the environment twins of the flags.
const envPrefix = "LIMBER_"

// A variables is the LIMBER_ part of an environment that no flag has.
type variables struct {
	misspelt map[string]string // and what was probably meant
	strange  []string          // like no flag; left alone
}

// readVariables finds the variables that no flag of any command has.
func readVariables(app *kong.Application, environ []string) variables {
	known := map[string]bool{}
	collect(app.Node, known)
	v := variables{misspelt: map[string]string{}}
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(name, envPrefix) || known[name] {
			continue
		}
		if near := nearest(name, known); near != "" {
			v.misspelt[name] = near
		} else {
			v.strange = append(v.strange, name)
		}
	}
	slices.Sort(v.strange)
	return v
}

func collect(n *kong.Node, known map[string]bool) {
	for _, f := range n.Flags {
		for _, e := range f.Envs {
			known[e] = true
			if f.Tag.Has("secret") {
				known[e+"_FILE"] = true
			}
		}
	}
	for _, child := range n.Children {
		collect(child, known)
	}
}

// check reports every misspelt variable: a setting that is silently ignored
// is a setting that somebody relies on.
func (v variables) check() error {
	var faults []error
	for name, meant := range v.misspelt {
		faults = append(faults, fmt.Errorf("there is no setting %s; did you mean %s?", name, meant))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// nearest is the known name at most two letters away; empty if there is none.
func nearest(name string, known map[string]bool) string {
	best, at := "", 3
	for k := range known {
		if d := distance(name, k); d < at || d == at && d < 3 && k < best {
			best, at = k, d
		}
	}
	return best
}

// distance is the number of letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
