package chat

import (
	"regexp"
	"sort"
	"strings"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// What an extractive answer looks like.
const (
	passagesRead  = 8    // hits whose sentences are considered
	maxSentences  = 5    // in one answer, the direct one included
	maxUrgent     = 3    // beside an urgent flag: the notice is what counts
	keepShare     = 0.62 // a supporting sentence scores at least this share of the direct one
	nearDuplicate = 0.72 // word overlap (Jaccard) from which two sentences say the same
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

// focus turns the search to what a rule found when it is urgent: the person
// needs to read about that, whatever else they asked.
func focus(v guard.Verdict) string {
	if v.Level < guard.Urgent || len(v.Findings) == 0 {
		return ""
	}
	return v.Findings[0].Title + ".\n"
}

// choose picks the sentences that answer a query: the direct one first, then
// supporting ones in source order. blocked reports whether filters removed a
// sentence that would have been a candidate.
func (c *Chat) choose(res retrieval.Result, scored []retrieval.Scored, v guard.Verdict) (picks []pick, blocked bool) {
	var all []pick
	measured := judge(res, scored)
	for i, s := range scored {
		if !sentenceShape(s.Text) {
			continue
		}
		p, ok := standalone(res.Hits[s.Hit], s)
		if !ok {
			continue
		}
		f := measured[i]
		if p.span != s.Span { // two sentences answer with what both hold
			f[featMatch] = joined(f[featMatch], measured[i-1][featMatch])
			f[featMatchShare] = joined(f[featMatchShare], measured[i-1][featMatchShare])
		}
		p.score, p.order = c.ranking.score(f), s.Hit<<16|s.Index
		if !c.filters.allows(p.quote, v) {
			blocked = true
			continue
		}
		all = append(all, p)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].score > all[j].score })
	most := maxSentences
	if v.Level >= guard.Urgent {
		most = maxUrgent
	}
	for _, p := range all {
		if len(picks) == most || p.score < keepShare*all[0].score {
			break
		}
		if !repeats(picks, p) {
			picks = append(picks, p)
		}
	}
	if len(picks) > 1 {
		rest := picks[1:]
		sort.SliceStable(rest, func(i, j int) bool { return rest[i].order < rest[j].order })
	}
	return picks, blocked
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

// dangling matches a sentence that cannot be read without the one before it.
var dangling = regexp.MustCompile(`^(?i)\W*(this|these|those|it|its|it's|they|their|them|such|he|she|his|her|that|both|other|others|another|some of (these|those|them)|one of (these|those|them)|most of (these|those|them)|either|neither|the former|the latter|in contrast|instead|however|also|additionally|moreover|furthermore|therefore|thus|as a result|for example|for instance|similarly|likewise|in addition|on the other hand|otherwise|then|here|there (?:it|they)|but|and|or|so|because of this)\b`)

// standalone makes a quote that reads on its own: the sentence, or the
// sentence with the one before it. It reports false if neither does.
func standalone(h retrieval.Hit, s retrieval.Scored) (pick, bool) {
	p := pick{hit: h, span: s.Span, quote: s.Text}
	if !dangling.MatchString(s.Text) {
		return p, true
	}
	if s.Index == 0 {
		return p, false
	}
	before := h.Sentences[s.Index-1]
	text := h.Text[before.Start-h.Start : before.End-h.Start]
	between := h.Text[before.End-h.Start : s.Start-h.Start]
	if dangling.MatchString(text) || !sentenceShape(text) || strings.Contains(between, "\n\n") {
		return p, false
	}
	p.span.Start = before.Start
	p.quote = h.Text[before.Start-h.Start : s.End-h.Start]
	return p, len(strings.Fields(p.quote)) <= maxWords
}

// joined estimates the share of terms that two sentences hold together, when
// about half of what the poorer one holds is in the other too.
func joined(a, b float64) float64 { return min(1, max(a, b)+min(a, b)/2) }

// repeats reports whether a picked sentence says the same or overlaps.
func repeats(picks []pick, p pick) bool {
	for _, q := range picks {
		if q.hit.Article == p.hit.Article && q.span.Start < p.span.End && p.span.Start < q.span.End {
			return true
		}
		if jaccard(words(q.quote), words(p.quote)) >= nearDuplicate {
			return true
		}
	}
	return false
}

var wordPattern = regexp.MustCompile(`[\pL\pN]+`)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range wordPattern.FindAllString(strings.ToLower(s), -1) {
		out[w] = true
	}
	return out
}

func jaccard(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	if len(a)+len(b) == both {
		return 1
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
