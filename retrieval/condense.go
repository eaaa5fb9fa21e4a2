package retrieval

import (
	_ "embed"
	"strings"
)

//go:embed lexicon/chat.yaml
var chatFile []byte

// chatRules is lexicon/chat.yaml made ready for matching.
type chatRules struct {
	polite       map[string]bool
	asks, inside *phrases
}

// chat is read once and never changed.
var chat = onFirstUse(mustChat, chatFile)

func mustChat(raw []byte) chatRules {
	var file struct {
		Polite string   `yaml:"polite"`
		Asks   []string `yaml:"asks"`
		Inside []string `yaml:"asks_inside"`
	}
	if err := decodeYAML(raw, &file); err != nil {
		panic("read lexicon/chat.yaml: " + err.Error())
	}
	c := chatRules{polite: set(file.Polite), asks: newPhrases(), inside: newPhrases()}
	for _, s := range file.Asks {
		c.asks.add(s, 0)
	}
	for _, s := range file.Inside {
		c.inside.add(s, 0)
	}
	return c
}

// Weights of a message's words in the search.
const (
	storyWeight   = 0.4 // in a sentence beside the question
	aloneWeight   = 0.9 // the same, when the question itself names no topic
	earlierWeight = 0.8 // in an earlier message, when the new one names a topic
)

// asideShare is how much the other words of a story count beside those that name
// a topic.
const asideShare = 0.25

// messageRepeats is how many times more a follow-up is said to the embedder than
// what it goes on from.
const messageRepeats = 1

// storyWords is how many words of story are searched for beside the question.
const storyWords = 40

// shortWords is up to how many words a message is searched for as it is.
const shortWords = 18

// Condense makes a message ready for search: it finds the question, leaves out
// greetings, thanks and sentences of story that name no health word, and
// counts the rest of the story less.
func Condense(text string) Query { return CondenseAfter("", text) }

// CondenseAfter is Condense for a message that goes on from earlier ones. What
// they said is story beside the message: it names the topic, the message says
// what is asked of it.
func CondenseAfter(earlier, text string) Query {
	return condense(earlier, text, func(string) bool { return false })
}

// condense is CondenseAfter with further stemmed words that name a topic.
func condense(earlier, text string, topic func(stem string) bool) Query {
	parts := readParts(text, topic)
	var q Query
	asked := false
	total := 0
	for _, p := range parts {
		asked = asked || p.asks
		total += len(p.words)
		q.Topical += p.topic
	}
	q.Topic = q.Topical > 0
	rank(parts, asked && total > shortWords)
	if earlier != "" {
		parts = append(before(readParts(earlier, topic), names(parts)), parts...)
	}
	var kept, said, question []string
	for _, p := range parts {
		if p.weight == 0 {
			continue
		}
		kept = append(kept, p.text)
		said = append(said, p.said())
		topics := p.topics
		if p.weight == 1 {
			topics = nil
		}
		q.Concepts = append(q.Concepts, concepts(p.words, p.weight, topics)...)
		if p.asks {
			question = append(question, p.words...)
		}
	}
	q.Text, q.Said = strings.Join(kept, " "), strings.Join(said, " ")
	if earlier != "" { // the embedder weighs by count: let the message itself count more
		again := strings.Repeat(" "+text, messageRepeats)
		q.Text, q.Said = q.Text+again, q.Said+again
	}
	if q.Type = kinds().detect(question); q.Type == AnyType {
		q.Type = kinds().detect(foldedWords(q.Text))
	}
	q.Concepts = merge(q.Concepts)
	for _, c := range q.Concepts {
		q.Terms = append(q.Terms, c.Terms...)
	}
	q.Terms = unique(q.Terms)
	return q
}

// names tells whether a message names anything to search for, beyond what
// type of question it is.
func names(parts []part) bool {
	for _, p := range parts {
		for _, c := range concepts(p.words, 1, nil) {
			if !c.Asks {
				return true
			}
		}
	}
	return false
}

// before takes the sentences of earlier messages as story: those without a
// health word are left out, the others count less when the new message names a
// topic itself.
func before(earlier []part, topic bool) []part {
	weight := aloneWeight
	if topic {
		weight = earlierWeight
	}
	var out []part
	for _, p := range earlier {
		if p.topic > 0 {
			p.asks, p.weight = false, weight
			out = append(out, p)
		}
	}
	return out
}

// A part is one sentence of a message.
type part struct {
	text   string
	words  []string // folded
	asks   bool
	topic  int    // words that name a topic of health
	topics []bool // which of words do
	weight float64
}

func readParts(text string, topic func(stem string) bool) []part {
	var parts []part
	for _, s := range Sentences(text) {
		p := part{text: text[s.Start:s.End]}
		p.words = foldedWords(p.text)
		said := 0
		stems := stemsKeeping(p.words)
		p.topics = make([]bool, len(p.words))
		for i, w := range p.words {
			if !isStop(w) && !chat().polite[w] {
				said++
				p.topics[i] = lay().health[stems[i]] || topic(stems[i])
			}
		}
		sameNames().find(stems, func(_, from, to int) {
			for i := from; i < to; i++ {
				p.topics[i] = true
			}
		})
		for _, t := range p.topics {
			if t {
				p.topic++
			}
		}
		if said == 0 && !strings.Contains(p.text, "?") {
			continue
		}
		p.asks = isQuestion(p)
		parts = append(parts, p)
	}
	return parts
}

// said is what the embedder is told of a part: all of a question, of story only
// the words that name a topic, since each word of a text counts alike.
func (p part) said() string {
	if p.weight == 1 {
		return p.text
	}
	var words []string
	for i, w := range p.words {
		if p.topics[i] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

func isQuestion(p part) bool {
	if strings.HasSuffix(strings.TrimRight(p.text, "!\"')” "), "?") {
		return true
	}
	found := false
	chat().asks.find(p.words[:min(len(p.words), 8)], func(_ phrase, from, _ int) { found = found || from == 0 })
	chat().inside.find(p.words, func(phrase, int, int) { found = true })
	return found
}

// rank gives each part its weight. With story set, sentences that do not ask
// count less, and those without a health word not at all.
func rank(parts []part, story bool) {
	alone := true
	for _, p := range parts {
		if p.asks && p.topic > 0 {
			alone = false
		}
	}
	weight := storyWeight
	if alone {
		weight = aloneWeight
	}
	budget := storyWords
	for i := range parts {
		p := &parts[i]
		switch {
		case !story || p.asks:
			p.weight = 1
		case p.topic > 0 && budget > 0:
			p.weight = weight
			budget -= len(p.words)
		}
	}
}

func unique(words []string) []string {
	seen := map[string]bool{}
	out := words[:0]
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
