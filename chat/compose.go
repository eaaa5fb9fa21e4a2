package chat

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// What an extractive answer looks like.
const (
	passagesRead  = 18   // hits whose sentences are considered
	maxSentences  = 6    // in one answer, the direct one included
	maxBrief      = 4    // to a question whether something helps
	maxUrgent     = 3    // beside an urgent flag: the notice is what counts
	minSentences  = 3    // fewer only when nothing else is near
	fairlyGood    = 4.0  // a supporting sentence scores at most so much less than the direct one
	stillNear     = 9.0  // the same for the first few
	togetherMore  = 0.3  // what a sentence gains by the one before it that it leans on
	nearlyBest    = 1.5  // a neighbour that scores at most so much less joins the direct sentence
	nearDuplicate = 0.75 // share of the shorter one's words from which two sentences say the same
	minWords      = 4    // shorter ones are headings or scraps
	maxWords      = 60   // longer ones are not sentences
)

// A pick is a sentence chosen for the answer: verbatim bytes of an article.
type pick struct {
	hit   retrieval.Hit
	span  retrieval.Span // of the quote
	quote string
	score float64
	order int // place in reading order: passage by passage, then text order
}

// focus turns the search to what the rules found when it is urgent: the person
// needs to read about that, whatever else they asked. Two findings may both be
// what it is: a hot, red shin can be a clot or an infection. The backstop names
// no illness to read about.
func focus(v guard.Verdict) (titles string) {
	if v.Level < guard.Urgent {
		return ""
	}
	for _, f := range v.Findings[:min(len(v.Findings), mostFocus)] {
		if f.Level == v.Level && !strings.HasPrefix(f.Rule, backstopRules) {
			titles += f.Title + ".\n"
		}
	}
	return titles
}

// mostFocus is how many findings the search is turned to.
const mostFocus = 2

// backstopRules begin the names of the rules that fire by a likeness of words.
const backstopRules = "B"

// choose picks the sentences that answer a query: the direct one first, then
// supporting ones in source order. blocked reports whether filters removed a
// sentence that would have been a candidate.
func (c *Chat) choose(res retrieval.Result, scored []retrieval.Scored, w wish) (picks []pick, blocked bool) {
	v, bearing := w.verdict, c.ranking.forms.bearing(w)
	var all []pick
	features := c.ranking.judge(res, scored, w.asked(res.Query))
	for i, s := range scored {
		if !sentenceShape(s.Text) {
			continue
		}
		p, ok := standalone(res.Hits[s.Hit], s)
		if !ok {
			continue
		}
		p.score, p.order = c.ranking.score(features[i]), s.Hit<<16|s.Index
		if p.span != s.Span { // two sentences answer a little better than the better one
			p.score = max(p.score, c.ranking.score(features[i-1])) + togetherMore
		}
		if !c.filters.allowsUnder(lastHeading(p.hit.Section), p.quote, v) {
			blocked = true
			continue
		}
		p.score += bearing.of(p)
		all = append(all, p)
	}
	bearing.name(all)
	sort.SliceStable(all, func(i, j int) bool { return all[i].score > all[j].score })
	bearing.spare(all)
	most := maxSentences
	if v.Level >= guard.Urgent {
		most = maxUrgent
	}
	if bearing.brief {
		most = min(most, maxBrief)
	}
	picks = c.best(all, most, v)
	if len(picks) > 1 {
		rest := picks[1:]
		sort.SliceStable(rest, func(i, j int) bool { return rest[i].order < rest[j].order })
	}
	return picks, blocked
}

// best takes from picks sorted by score at most so many sentences: the direct
// one, with a neighbour that answers nearly as well, then what supports it.
func (c *Chat) best(all []pick, most int, v guard.Verdict) (picks []pick) {
	if len(all) == 0 {
		return nil
	}
	direct, rest, left := all[0], all[1:], mostOfFirst-1
	if p, joined := withNeighbour(direct, rest); joined && c.filters.allowsUnder(lastHeading(p.hit.Section), p.quote, v) {
		direct, most, left = p, most-1, left-1 // two sentences in one quote
	}
	picks = []pick{direct}
	shares := sharing{direct.hit.Article: left}
	for len(picks) < most {
		i := shares.next(rest)
		if i < 0 {
			break
		}
		p := rest[i]
		worse := all[0].score - p.score
		if worse > stillNear || worse > fairlyGood && len(picks) >= minSentences && !shares.oneSided() {
			break
		}
		rest = slices.Concat(rest[:i], rest[i+1:])
		if !repeats(picks, p) {
			picks = append(picks, p)
			shares.take(p.hit.Article)
		}
	}
	return picks
}

// withNeighbour joins a sentence with the one before or after it in the same
// paragraph when that one is nearly as good: together they read as one thought.
func withNeighbour(p pick, rest []pick) (pick, bool) {
	for _, q := range rest {
		if q.score < p.score-nearlyBest {
			break
		}
		if q.hit.ID != p.hit.ID || q.span.Start < p.span.End && p.span.Start < q.span.End {
			continue
		}
		first, second := p, q
		if q.span.Start < p.span.Start {
			first, second = q, p
		}
		between := p.hit.Text[first.span.End-p.hit.Start : second.span.Start-p.hit.Start]
		if strings.Trim(between, " \t") != "" || between == "" {
			continue
		}
		p.span = retrieval.Span{Start: first.span.Start, End: second.span.End}
		p.quote, p.order = first.quote+between+second.quote, first.order
		return p, len(strings.Fields(p.quote)) <= maxWords
	}
	return p, false
}

// leadIn ends a line that only opens a list.
var leadIn = regexp.MustCompile(`(?i)\b(include|includes|including|are|is|following|of|to|by|such as|if|when|and|or|may|can|with|have|has)\W*$`)

// sentenceShape reports whether a text can be a statement at all. A list item
// may lack its full stop; a heading or a lead-in is no statement.
func sentenceShape(s string) bool {
	n := len(strings.Fields(s))
	body := strings.TrimRight(s, " \n\t\"'”’)")
	if n < minWords || n > maxWords || body == "" || strings.ContainsAny(body[len(body)-1:], ":?,;") {
		return false
	}
	return strings.ContainsAny(body[len(body)-1:], ".!") || n >= 2*minWords && !leadIn.MatchString(body)
}

// dangling matches a sentence that cannot be read without the one before it:
// its subject is a word that points back.
var dangling = regexp.MustCompile(`^(?i)\W*(this|these|those|it|its|it's|they|they're|their|them|such|he|she|his|her|that|that's|both|other|others|another|some of (these|those|them)|one of (these|those|them)|most of (these|those|them)|either|neither|the former|the latter|in contrast|instead|however|also|additionally|moreover|furthermore|therefore|thus|as a result|for example|for instance|similarly|likewise|in addition|on the other hand|otherwise|then|here|there (?:it|they)|but|and|or|so|because of this)\b`)

// pointing matches one that points back later on, or whose subject is a bare
// "the symptoms".
var pointing = regexp.MustCompile(`(?i)^(\W*(\w+\W+){1,7}(these|those) (symptoms|sensations|feelings|areas|movements|problems|changes|cramps|signs|conditions|cases|nerves|muscles|issues|spasms)\b|\W*(in|for|with|because of|due to|during|from|by|after) (this|these|those|that|such)\b|\W*the (symptoms?|sensations?|condition|disorder|feelings?|discomfort|morning pain|problem|swelling) (is|are|can|may|might|tends?|usually|often|typically|gets?)\b)`)

func leans(sentence string) bool {
	return dangling.MatchString(sentence) || pointing.MatchString(sentence)
}

// mostBefore is how many sentences may come before one that leans on them.
const mostBefore = 2

// standalone makes a quote that reads on its own: the sentence, or the
// sentence with the ones before it that it leans on. It reports false if
// neither does.
func standalone(h retrieval.Hit, s retrieval.Scored) (pick, bool) {
	p := pick{hit: h, span: s.Span, quote: s.Text}
	first, text := s.Index, s.Text
	for leans(text) {
		if first == 0 || s.Index-first == mostBefore {
			return p, false
		}
		first--
		before, after := h.Sentences[first], h.Sentences[first+1]
		text = h.Text[before.Start-h.Start : before.End-h.Start]
		between := h.Text[before.End-h.Start : after.Start-h.Start]
		if !sentenceShape(text) || strings.Contains(between, "\n\n") {
			return p, false
		}
	}
	p.span.Start = h.Sentences[first].Start
	p.quote = h.Text[p.span.Start-h.Start:s.Start-h.Start] + s.Text
	return p, len(strings.Fields(p.quote)) <= maxWords
}

// repeats reports whether a picked sentence says the same or overlaps.
func repeats(picks []pick, p pick) bool {
	for _, q := range picks {
		if q.hit.Article == p.hit.Article && q.span.Start < p.span.End && p.span.Start < q.span.End {
			return true
		}
		if overlap(words(q.quote), words(p.quote)) >= nearDuplicate {
			return true
		}
	}
	return false
}

var wordPattern = regexp.MustCompile(`[\pL\pN]+`)

// words are the longer words of a text, in the singular, and its numbers.
func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range wordPattern.FindAllString(strings.ToLower(s), -1) {
		if len(w) > 3 || w[0] >= '0' && w[0] <= '9' {
			out[strings.TrimSuffix(w, "s")] = true
		}
	}
	return out
}

// overlap is the share of the smaller set that the other holds too.
func overlap(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return ratio(float64(both), float64(min(len(a), len(b))))
}
