package chat

import (
	"fmt"
	"testing"

	"github.com/limber-health/limber/chat/guard"
	"github.com/limber-health/limber/retrieval"
)

// remark makes a pick of an article whose words no other pick holds.
func remark(article string, n int, score float64) pick {
	h := retrieval.Hit{Passage: retrieval.Passage{ID: fmt.Sprint(article, n), Article: article}}
	quote := fmt.Sprintf("word%s%da word%s%db word%s%dc word%s%dd.", article, n, article, n, article, n, article, n)
	return pick{hit: h, quote: quote, score: score, span: retrieval.Span{Start: 1000 * n, End: 1000*n + len(quote)}}
}

// A page beside the right one that holds many sentences for the question gets
// its share and no more.
func TestOneArticleDoesNotTakeOver(t *testing.T) {
	f, err := loadFilters()
	if err != nil {
		t.Fatal(err)
	}
	c := &Chat{filters: f}
	all := []pick{remark("right", 0, 10)}
	for n := range 8 {
		all = append(all, remark("planted", n, 9.9-float64(n)/100))
	}
	all = append(all, remark("right", 1, 9), remark("right", 2, 8.8), remark("other", 0, 8.5))
	from := map[string]int{}
	for _, p := range c.best(all, maxSentences, guard.Verdict{}) {
		from[p.hit.Article]++
	}
	if from["planted"] != mostOfOther || from["right"] != 3 || from["other"] != 1 {
		t.Errorf("sentences by article: %v", from)
	}
}

// A direct sentence that is joined with its neighbour counts as the two that it
// is.
func TestJoinedSentencesCountTwice(t *testing.T) {
	f, err := loadFilters()
	if err != nil {
		t.Fatal(err)
	}
	c := &Chat{filters: f}
	first, second := "Loose covers keep weight off sore toes.", "Warm socks stop feet from getting cold."
	h := retrieval.Hit{Passage: retrieval.Passage{ID: "page 0", Article: "page", Text: first + " " + second}}
	all := []pick{
		{hit: h, quote: first, score: 10, span: retrieval.Span{End: len(first)}},
		{hit: h, quote: second, score: 9.95, span: retrieval.Span{Start: len(first) + 1, End: len(h.Text)}},
	}
	for n := range 8 {
		all = append(all, remark("page", n+1, 9.9-float64(n)/100))
	}
	picks := c.best(all, maxSentences, guard.Verdict{})
	if len(picks) != mostOfFirst-1 || picks[0].quote != h.Text {
		t.Errorf("%d quotes of one article, want %d, and the first is %q", len(picks), mostOfFirst-1, picks[0].quote)
	}
}

// Among sentences that are about as good the one of another article goes first.
func TestAnotherSourceGoesFirst(t *testing.T) {
	s := sharing{"a": maxSentences}
	near := []pick{remark("a", 1, 5), remark("b", 1, 5-otherSource/2)}
	if i := s.next(near); i != 1 {
		t.Errorf("picked %d, want the other article", i)
	}
	near[1].score = 5 - 2*otherSource
	if i := s.next(near); i != 0 {
		t.Errorf("picked %d, want the better sentence", i)
	}
}
