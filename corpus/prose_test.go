package corpus_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/limber-health/limber/corpus"
)

// Limits of the prose rules: people read these articles tired and in pain.
const (
	maxGrade         = 8.0 // Flesch-Kincaid US school grade
	maxSentenceWords = 25
	minArticleWords  = 450
	maxArticleWords  = 1600
)

func TestProse(t *testing.T) {
	for _, a := range builtin(t) {
		t.Run(a.Slug, func(t *testing.T) {
			sentences := proseSentences(a)
			grade := fleschKincaid(sentences)
			total := len(wordsOf(a.Text))
			t.Logf("%s: grade %.2f, %d words, %d sentences", a.Slug, grade, total, len(sentences))
			if grade > maxGrade {
				t.Errorf("grade %.2f, want at most %.1f", grade, maxGrade)
			}
			if total < minArticleWords || total > maxArticleWords {
				t.Errorf("%d words, want %d to %d", total, minArticleWords, maxArticleWords)
			}
			for _, s := range sentences {
				if dangles(s) {
					t.Errorf("sentence does not name its subject: %s", s)
				}
				if n := len(wordsOf(s)); n > maxSentenceWords {
					t.Errorf("sentence has %d words, want at most %d: %s", n, maxSentenceWords, s)
				}
			}
		})
	}
}

// TestProseEnds checks that every paragraph and list item is whole
// sentences, because each may be quoted by itself.
func TestProseEnds(t *testing.T) {
	for _, a := range builtin(t) {
		for _, b := range a.Blocks {
			if text := a.Text[b.Start:b.End]; b.Kind != corpus.Heading && !sentenceEnd.MatchString(text) {
				t.Errorf("%s: text does not end as a sentence: %s", a.Slug, text)
			}
		}
	}
}

func TestDangles(t *testing.T) {
	for sentence, want := range map[string]bool{
		"It can last for an hour.":                      true,
		"These cramps hurt.":                            true,
		"That’s a warning sign.":                        true,
		"In these cases, call a doctor.":                true,
		"If they last, call a doctor.":                  true,
		"However, cramps pass.":                         true,
		"Cramps hurt, but they pass.":                   false,
		"If a cramp lasts, call a doctor.":              false,
		"Items in the garden can cause itchy legs.":     false,
		"In the evening, restless legs often get worse": false,
	} {
		if got := dangles(sentence); got != want {
			t.Errorf("dangles(%q) = %v, want %v", sentence, got, want)
		}
	}
}

func TestFleschKincaid(t *testing.T) {
	for word, want := range map[string]int{
		"leg": 1, "cramps": 1, "muscle": 2, "muscles": 2, "diabetes": 4, "magnesium": 4,
		"aches": 1, "twisted": 2, "cramped": 1, "movement": 2, "lying": 2, "artery": 3, "24": 1,
	} {
		if got := syllables(word); got != want {
			t.Errorf("syllables(%q) = %d, want %d", word, got, want)
		}
	}
	// 10 words, 2 sentences, 12 syllables: 0.39*5 + 11.8*1.2 - 15.59.
	sentences := splitSentences("The calf muscle gets tight. A doctor can help you.")
	if got := fleschKincaid(sentences); got < 0.51 || got > 0.53 {
		t.Errorf("grade = %.3f, want 0.52", got)
	}
	if got := splitSentences("Hold for 20 to 30 seconds. 15 minutes is fine! Is 1.5 hours?"); len(got) != 3 {
		t.Errorf("got %d sentences, want 3: %q", len(got), got)
	}
}

// fleschKincaid is the US school grade of a text:
// 0.39 words/sentences + 11.8 syllables/words - 15.59.
// Formula: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new
// readability formulas", US Naval Technical Training Command, Research
// Branch Report 8-75, 1975.
func fleschKincaid(sentences []string) float64 {
	var words, syl int
	for _, s := range sentences {
		list := wordsOf(s)
		words += len(list)
		for _, w := range list {
			syl += syllables(w)
		}
	}
	if words == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(len(sentences)) + 11.8*float64(syl)/float64(words) - 15.59
}

var (
	letters     = regexp.MustCompile(`[^a-z]+`)
	vowelGroup  = regexp.MustCompile(`[aeiouy]+`)
	silentE     = regexp.MustCompile(`[^aeiouyl]e$|[aeiouy]le$|[gq]ue$`)                 // rare, not muscle
	silentED    = regexp.MustCompile(`[^aeiouytd]ed$`)                                   // cramped, not wanted
	silentES    = regexp.MustCompile(`[^aeiouylsxzcgh]es$|[aeiouy]les$|th?es$|aches$`)   // bones, not muscles
	innerE      = regexp.MustCompile(`[^aeiouyl]e(?:ment|ly$|thing|times?$|less|ful)`)   // movement, safely
	vowelPair   = regexp.MustCompile(`[^cstgx]i(?:a|o|um)|[cstgx]ium|[iy]et`)            // period, calcium, diet
	splitVowel  = regexp.MustCompile(`[yoe]ing$|[^aeiouyqg]u(?:al|id)|[^aeiou]reat[ei]`) // lying, manual, create
	syllabic    = regexp.MustCompile(`sms?$|[ds]nt$|betes$`)                             // spasms, didn't
	wordShape   = regexp.MustCompile(`[A-Za-z0-9]+(?:[’'\-][A-Za-z0-9]+)*`)              // deep-vein is one word
	sentenceIn  = regexp.MustCompile(`[.!?][)”"’]*\s+`)                                  // a possible cut
	afterCut    = regexp.MustCompile(`^[A-Z0-9“"(]`)                                     // what makes it one
	sentenceEnd = regexp.MustCompile(`[.!?][)”"’]*$`)
)

// syllables estimates by spelling: groups of vowels, less silent e, plus
// vowels said apart. At least 1.
func syllables(word string) int {
	w := letters.ReplaceAllString(strings.ToLower(word), "")
	count := func(re *regexp.Regexp) int { return len(re.FindAllString(w, -1)) }
	n := count(vowelGroup)
	if silentE.MatchString(w) || silentED.MatchString(w) || silentES.MatchString(w) {
		n--
	}
	return max(n-count(innerE)+count(vowelPair)+count(splitVowel)+count(syllabic), 1)
}

func wordsOf(text string) []string { return wordShape.FindAllString(text, -1) }

// proseSentences returns the sentences of paragraphs, items and rows;
// headings are left out.
func proseSentences(a corpus.Article) []string {
	var list []string
	for _, b := range a.Blocks {
		if b.Kind != corpus.Heading {
			list = append(list, splitSentences(a.Text[b.Start:b.End])...)
		}
	}
	return list
}

// splitSentences cuts after . ! or ? when white space and a capital, a digit
// or an opening mark follow. White space in a sentence becomes one space.
func splitSentences(block string) []string {
	var list []string
	start := 0
	for _, m := range sentenceIn.FindAllStringIndex(block, -1) {
		if afterCut.MatchString(block[m[1]:]) {
			list = append(list, strings.Join(strings.Fields(block[start:m[1]]), " "))
			start = m[1]
		}
	}
	if rest := strings.Join(strings.Fields(block[start:]), " "); rest != "" {
		list = append(list, rest)
	}
	return list
}

// danglingWords cannot open a sentence that must stand alone.
var danglingWords = strings.Fields(`this these those it its it's they they're their theirs them
	themselves that that's such he she his her hers him which here otherwise likewise instead
	however also then so but and or therefore thus consequently furthermore moreover additionally`)

var danglingLead = regexp.MustCompile(`(?i)^(?:in|for|with|after|before|because of|because|when|if|at|on|by|` +
	`during|from|as|as with|like|unlike|without|despite|once|while|although|until|unless|` +
	`(?:most|some|many|all|both|each|one|either|none|any|part) of) ` +
	`(?:this|these|those|it|they|that|such|them|he|she)\b`)

// dangles tells whether a sentence opens by pointing at an earlier one.
func dangles(sentence string) bool {
	words := wordsOf(sentence)
	if len(words) == 0 {
		return false
	}
	first := strings.ReplaceAll(strings.ToLower(words[0]), "’", "'")
	return slices.Contains(danglingWords, first) || danglingLead.MatchString(sentence)
}
