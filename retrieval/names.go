package retrieval

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed lexicon/names.txt
var namesFile string

// A nameList knows the names of one illness or medicine that share no word, such
// as "osteitis deformans" and "Paget disease of bone". It stems a name only when
// a text may hold it, so that reading the list takes next to no time.
type nameList struct {
	lines   []string
	byStart map[string][]nameAt // by the first letters of the first word
	words   sync.Map            // word of a name -> its stem
	stems   sync.Map            // line -> [][]string, the names' stemmed words
}

// A nameAt is where a name stands: in a line, from a byte to another.
type nameAt struct {
	line     int32
	from, to uint16
}

// sameNames reads lexicon/names.txt once, when it is first needed.
var sameNames = sync.OnceValue(func() *nameList { return readNames(namesFile) })

func readNames(file string) *nameList {
	n := &nameList{byStart: make(map[string][]nameAt, 4096)}
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for from := 0; from < len(line); {
			to := from + strings.IndexByte(line[from:]+"|", '|')
			first, _, _ := strings.Cut(line[from:to], " ")
			key := start3(first)
			n.byStart[key] = append(n.byStart[key], nameAt{int32(len(n.lines)), uint16(from), uint16(to)})
			from = to + 1
		}
		n.lines = append(n.lines, line)
	}
	return n
}

func start3(w string) string { return w[:min(3, len(w))] }

// find calls f for every name in words, which are stemmed as by stemsKeeping,
// with its line and the range it covers.
func (n *nameList) find(words []string, f func(line, from, to int)) {
	for i, w := range words {
		for _, at := range n.byStart[start3(w)] {
			if size := n.beginsWith(words[i:], n.lines[at.line][at.from:at.to]); size > 0 {
				f(int(at.line), i, i+size)
			}
		}
	}
}

// beginsWith returns how many words a name has if words begin with it, or 0.
func (n *nameList) beginsWith(words []string, name string) int {
	size, rest, more := 0, name, true
	for more {
		var w string
		w, rest, more = strings.Cut(rest, " ")
		if size == len(words) || !alike(words[size], w) {
			return 0
		}
		size++
	}
	rest = name
	for i := range size {
		var w string
		if w, rest, _ = strings.Cut(rest, " "); words[i] != n.stemOf(w) {
			return 0
		}
	}
	return size
}

// stemOf is stemKeeping for a word of the list, and remembers it.
func (n *nameList) stemOf(word string) string {
	if s, ok := n.words.Load(word); ok {
		return s.(string)
	}
	s := stemKeeping(word)
	n.words.Store(word, s)
	return s
}

// alike reports whether a word may have the given stem: they differ at the end
// at most. It is much cheaper than stemming.
func alike(stem, word string) bool {
	shorter := min(len(stem), len(word))
	same := 0
	for same < shorter && stem[same] == word[same] {
		same++
	}
	return same >= min(shorter, max(3, shorter-3)) && len(word)-len(stem) < 8
}

// stemKeeping returns the stem of a folded word; a stop word stays as it is.
func stemKeeping(w string) string {
	if isStop(w) {
		return w
	}
	return stem(w)
}

// group returns the stemmed words of every name of a line, the preferred first.
func (n *nameList) group(line int) [][]string {
	if g, ok := n.stems.Load(line); ok {
		return g.([][]string)
	}
	var group [][]string
	for name := range strings.SplitSeq(n.lines[line], "|") {
		group = append(group, stemsKeeping(strings.Fields(name)))
	}
	n.stems.Store(line, group)
	return group
}

// maxNames bounds the other names that a name is also searched by.
const maxNames = 4

// others returns the names of a line that mean the same as asked, which is
// stemmed words, as content words, and the first of them as written. Names that
// only add words to asked, or leave some out, are no other names.
func (n *nameList) others(line int, asked []string) (also [][]string, means string) {
	spoken := strings.Split(n.lines[line], "|")
	for i, name := range n.group(line) {
		content := slices.DeleteFunc(slices.Clone(name), isStop)
		adds := slices.ContainsFunc(content, func(w string) bool { return !slices.Contains(asked, w) })
		lacks := slices.ContainsFunc(asked, func(w string) bool { return !isStop(w) && !slices.Contains(name, w) })
		if !adds || !lacks {
			continue
		}
		if also = append(also, content); means == "" {
			means = spoken[i]
		}
		if len(also) == maxNames {
			break
		}
	}
	return also, means
}
