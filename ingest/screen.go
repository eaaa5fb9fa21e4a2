package ingest

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/limber-health/limber/corpus"
)

// A giveaway is a pattern of text that speaks to a program instead of a reader.
// Text can match only if it holds one of each list of needs, which is much
// quicker to see.
type giveaway struct {
	needs   [][]string // lower case; what begins with a letter begins a word
	pattern *regexp.Regexp
}

var machines = []string{"ai", "llm", "language model", "chatbot"}

// toMachines is everything that gives such text away.
var toMachines = []giveaway{
	gives(`\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(previous|prior|above|earlier|preceding|system|safety|all other|your)\b.{0,30}\b(instruction|prompt|rule|guideline|direction|message|context|training|polic)`,
		[]string{"ignore", "disregard", "forget", "override", "bypass"}, []string{"instruction", "prompt", "rule", "guideline", "direction", "message", "context", "training", "polic"}),
	gives(`\b(system|developer) (prompt|message|instruction)s?\b`,
		[]string{"system ", "developer "}, []string{" prompt", " message", " instruction"}),
	gives(`\b(you are|act as|pretend to be|behave as)\b.{0,30}\b(an? ai|a language model|a chatbot|an ai assistant|dan|in developer mode|unrestricted|jailbroken)\b`,
		[]string{"you are", "act as", "pretend to be", "behave as"}, []string{"a ai", "an ai", "language model", "chatbot", "dan", "developer mode", "unrestricted", "jailbroken"}),
	gives(`\b(note|message|instructions?|attention|reminder) (to|for) (the |any |all )?(ai|llms?|language models?|chatbots?)\b`,
		[]string{"note ", "message ", "instruction", "attention ", "reminder "}, machines),
	gives(`\b(ai|llm|language model|chatbot)s?\b.{0,30}\b(must|should|shall|has to|have to|is to) (not |never |always |only )?(say|tell|answer|reply|respond|recommend|mention|state|write|output)`,
		[]string{"must ", "should ", "shall ", "has to ", "have to ", "is to "}, machines,
		[]string{" say", " tell", " answer", " reply", " respond", " recommend", " mention", " state", " write", " output"}),
	gives(`\b(respond|reply|output)\b.{0,20}\b(only|exactly|solely) with\b`,
		[]string{"only with", "exactly with", "solely with"}),
	gives(`\b(add|include|insert|append|modify|rewrite|misspell|translate|group|replace|hide|embed|encode|mention)\b.{0,80}\byour (answers?|responses?|reply|replies|output)\b`,
		[]string{"your answer", "your response", "your reply", "your replies", "your output"}),
	gives(`\b(do not|don't|never) (tell|inform|warn|alert|advise) (the |any )?users?\b`,
		[]string{"user"}),
	gives(`\bwhen(ever)? (the |a )?user asks\b`,
		[]string{"user asks"}),
	gives(`<\|?(im_start|im_end|system|assistant|endoftext)\|?>|\[/?(inst|system)\]`,
		[]string{"<", "["}),
}

func gives(pattern string, needs ...[]string) giveaway {
	return giveaway{needs, regexp.MustCompile("(?i)" + pattern)}
}

// foldsToASCII are the letters outside ASCII that a pattern that ignores case
// takes for an ASCII letter.
const foldsToASCII = "\u017f\u212a"

// speaksToMachines reports whether a text speaks to a program.
func speaksToMachines(text string) bool {
	low, odd := lowerASCII(text), strings.ContainsAny(text, foldsToASCII)
	for _, g := range toMachines {
		if (odd || g.likely(low)) && g.pattern.MatchString(text) {
			return true
		}
	}
	return false
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func (g giveaway) likely(low string) bool {
	for _, words := range g.needs {
		if !slices.ContainsFunc(words, func(w string) bool { return holdsWord(low, w) }) {
			return false
		}
	}
	return true
}

// holdsWord reports whether text holds w, not in the middle of a word if w
// begins with a letter.
func holdsWord(text, w string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return false
		}
		if at += i; at == 0 || !isLetter(w[0]) || !isLetter(text[at-1]) && text[at-1] != '_' && (text[at-1] < '0' || text[at-1] > '9') {
			return true
		}
		at++
	}
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// screen leaves out the blocks of an article that speak to a program. They are
// outside the blocks then, so that no passage holds them. It returns how many.
func screen(a *corpus.Article) int {
	before := len(a.Blocks)
	a.Blocks = slices.DeleteFunc(a.Blocks, func(b corpus.Block) bool { return speaksToMachines(a.Text[b.Start:b.End]) })
	return before - len(a.Blocks)
}

// Bounds on pages that were made for search engines.
const (
	stuffedWords = 60   // a shorter page is not judged
	stuffedShare = 0.4  // of its three-word sequences occur again and again
	stuffedTimes = 4    // how often that is
	sameShare    = 0.75 // of the sketch, from which two pages say the same
	sketchSize   = 128
	shingle      = 4 // words in a row
)

var errStuffed = errors.New("the same words again and again, as in pages made for search engines")

// stuffed reports whether a page repeats itself to be found.
func stuffed(words []string) bool {
	if len(words) < stuffedWords {
		return false
	}
	count := map[string]int{}
	for i := 0; i+3 <= len(words); i++ {
		count[strings.Join(words[i:i+3], " ")]++
	}
	often := 0
	for _, n := range count {
		if n >= stuffedTimes {
			often += n
		}
	}
	return float64(often) >= stuffedShare*float64(len(words)-2)
}

var word = regexp.MustCompile(`[\pL\pN]+`)

func wordsOf(a corpus.Article) []string {
	var out []string
	for _, b := range a.Blocks {
		out = append(out, word.FindAllString(strings.ToLower(a.Text[b.Start:b.End]), -1)...)
	}
	return out
}

// A sketch is the smallest hashes of a page's word sequences: pages that say
// the same have most of them in common.
type sketch []uint64

func sketchOf(words []string) sketch {
	seen := map[uint64]bool{}
	var s sketch
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New64a()
		_, _ = io.WriteString(h, strings.Join(words[i:i+shingle], " "))
		if v := h.Sum64(); !seen[v] {
			seen[v] = true
			s = append(s, v)
		}
	}
	slices.Sort(s)
	return s[:min(len(s), sketchSize)]
}

// like is the share of word sequences, estimated, that two pages have in common.
func (s sketch) like(t sketch) float64 {
	both, all := 0, 0
	for i, j := 0, 0; all < sketchSize && (i < len(s) || j < len(t)); all++ {
		switch {
		case j == len(t) || i < len(s) && s[i] < t[j]:
			i++
		case i == len(s) || t[j] < s[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// pageCheck refuses pages that crowd out others. Files and pages that are in the
// index already come first, so that a copy cannot take the place of its original.
type pageCheck struct {
	names    []string
	sketches []sketch
}

func (c *pageCheck) check(name string, a corpus.Article) error {
	words := wordsOf(a)
	if stuffed(words) {
		return errStuffed
	}
	s := sketchOf(words)
	for i, t := range c.sketches {
		if len(s) > shingle && s.like(t) >= sameShare {
			return fmt.Errorf("says the same as %s", c.names[i])
		}
	}
	c.add(name, s)
	return nil
}

func (c *pageCheck) add(name string, s sketch) {
	c.names, c.sketches = append(c.names, name), append(c.sketches, s)
}
