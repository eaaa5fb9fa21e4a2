package retrieval

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed lexicon/names.txt
var namesFile string

// A nameList knows the names of one illness or medicine that share no word, such as
// "osteitis deformans" and "Paget disease of bone".
type nameList struct {
	phrases *phrases
	groups  [][][]string // stems of the names of each line, the preferred one first
	spoken  [][]string   // the same names as written
}

// sameNames reads lexicon/names.txt once, when it is first needed.
var sameNames = sync.OnceValue(func() nameList { return readNames(namesFile) })

func readNames(file string) nameList {
	n := nameList{phrases: newPhrases()}
	stems := map[string]string{}
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var group [][]string
		spoken := strings.Split(line, "|")
		for _, name := range spoken {
			ws := strings.Fields(name)
			for i, w := range ws {
				s, ok := stems[w]
				if !ok {
					if s = w; !isStop(w) {
						s = stem(w)
					}
					stems[w] = s
				}
				ws[i] = s
			}
			n.phrases.addWords(ws, len(n.groups))
			group = append(group, ws)
		}
		n.groups, n.spoken = append(n.groups, group), append(n.spoken, spoken)
	}
	return n
}

// maxNames bounds the other names that a name is also searched by.
const maxNames = 4

// others returns the names that mean the same as asked, which is stemmed words,
// as content words, and the preferred one of them as written. Names that only
// add words to asked are left out.
func (n nameList) others(group int, asked []string) (also [][]string, means string) {
	for i, name := range n.groups[group] {
		var content []string
		adds := false
		for _, w := range name {
			if !isStop(w) {
				content = append(content, w)
				adds = adds || !slices.Contains(asked, w)
			}
		}
		if !adds || !slices.ContainsFunc(asked, func(w string) bool { return !isStop(w) && !slices.Contains(name, w) }) {
			continue
		}
		if also = append(also, content); means == "" {
			means = n.spoken[group][i]
		}
		if len(also) == maxNames {
			break
		}
	}
	return also, means
}
