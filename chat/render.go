package chat

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/limber-health/limber/retrieval"
)

// cite turns picks into sentences with citations. A quote that is not the
// article's own bytes is dropped here, whatever chose it: nothing passes
// without this proof.
func cite(r *Reply, index Searcher, picks []pick) []Sentence {
	out := []Sentence{}
	for _, p := range picks {
		a, ok := index.Article(p.hit.Article)
		if !ok || !verbatim(a, p.span, p.quote) {
			continue
		}
		n := len(r.Citations) + 1
		r.Citations = append(r.Citations, Citation{
			N: n, Article: a.Slug, Title: a.Title, Section: p.hit.Section,
			URL: ArticleURL(a.Slug, p.span), Quote: p.quote,
			Start: p.span.Start, End: p.span.End, Reviewed: a.Reviewed,
		})
		out = append(out, Sentence{Text: strings.Join(strings.Fields(p.quote), " "), Citations: []int{n}})
	}
	return out
}

// verbatim reports whether quote is the article's text at span.
func verbatim(a retrieval.Article, s retrieval.Span, quote string) bool {
	return quote != "" && s.Start >= 0 && s.Start <= s.End && s.End <= len(a.Text) && a.Text[s.Start:s.End] == quote
}

// ArticleURL is the path of an article's page, with the quote at span highlighted.
func ArticleURL(slug string, s retrieval.Span) string {
	return fmt.Sprintf("/articles/%s#%d-%d", url.PathEscape(slug), s.Start, s.End)
}

// render writes the sentences as Markdown, blocks and HTML: the direct answer
// first, then a list of what supports it.
func render(r *Reply) {
	var md strings.Builder
	for i, s := range r.Answer.Sentences {
		switch {
		case i == 1:
			md.WriteString("\n\n- ")
		case i > 1:
			md.WriteString("\n- ")
		}
		md.WriteString(escapeMarkdown(s.Text))
		for _, n := range s.Citations {
			fmt.Fprintf(&md, " [%d]", n)
		}
	}
	r.Answer.Status = Answered
	setMarkdown(r, md.String())
}

// say gives an answer of fixed text.
func (c *Chat) say(r *Reply, s Status, why Reason, text string) {
	r.Answer.Status, r.Answer.Reason = s, why
	r.Answer.Sentences = []Sentence{}
	r.Citations = []Citation{}
	setMarkdown(r, escapeMarkdown(text))
}

func setMarkdown(r *Reply, md string) {
	r.Answer.Markdown = md
	r.Answer.Blocks = parseBlocks(md, len(r.Citations))
	r.Answer.HTML = renderHTML(r.Answer.Blocks, r.Citations)
}

// refuse says that the corpus does not answer, and what it does cover: the
// nearest topics if the question was about something, else a sample.
func (c *Chat) refuse(r *Reply, index Searcher, res retrieval.Result) {
	why, text, withTopics := NotInCorpus, c.texts.NotInCorpus, c.texts.NotInCorpusTopics
	titles := nearestTitles(res)
	if len(res.Query.Terms) == 0 || len(titles) == 0 {
		why, text, withTopics = OutOfScope, c.texts.OutOfScope, c.texts.OutOfScopeTopics
		titles = sampleTitles(index.Articles())
	}
	asks := related(res, nil)
	if !res.Query.Topic { // it names nothing of health: what comes near it is chance
		titles, asks = sampleTitles(index.Articles()), nil
	}
	r.Suggestions = titles
	if why == NotInCorpus && len(asks) > 0 {
		r.Suggestions = asks // one tap asks what the corpus does answer
	}
	if len(titles) > 0 {
		text += " " + fmt.Sprintf(withTopics, strings.Join(titles, "; "))
	}
	c.say(r, Refused, why, text)
}

const suggestionsShown = 3

// nearestTitles are the titles of the best hits, each once.
func nearestTitles(res retrieval.Result) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, h := range res.Hits {
		if !seen[h.Article] && len(out) < suggestionsShown {
			seen[h.Article] = true
			out = append(out, h.Title)
		}
	}
	return out
}

// sampleTitles are titles spread evenly over the corpus.
func sampleTitles(all []Article) []string {
	out := []string{}
	step := max(1, len(all)/suggestionsShown)
	for i := 0; i < len(all) && len(out) < suggestionsShown; i += step {
		out = append(out, all[i].Title)
	}
	return out
}

// related suggests headings beside the ones quoted: questions the corpus
// answers about the same topics.
func related(res retrieval.Result, picks []pick) []string {
	used := map[string]bool{}
	for _, p := range picks {
		used[p.hit.Article+"\x00"+p.hit.Section] = true
	}
	out := []string{}
	for _, h := range res.Hits {
		key := h.Article + "\x00" + h.Section
		if used[key] || h.Section == "" || len(out) == suggestionsShown {
			continue
		}
		used[key] = true
		out = append(out, suggestion(h.Title, lastHeading(h.Section)))
	}
	return out
}

// suggestion is a heading as something to ask: a question that names a topic
// stands alone, any other heading needs the title before it.
func suggestion(title, heading string) string {
	if strings.HasSuffix(heading, "?") && (retrieval.Condense(heading).Topic || shareTopic(title, heading)) {
		return heading
	}
	return title + ": " + heading
}

// shareTopic tells whether two texts share a word that is searched for.
func shareTopic(a, b string) bool {
	terms := retrieval.Condense(a).Terms
	return slices.ContainsFunc(retrieval.Condense(b).Terms, func(t string) bool { return slices.Contains(terms, t) })
}

func lastHeading(section string) string {
	if i := strings.LastIndex(section, " > "); i >= 0 {
		return section[i+len(" > "):]
	}
	return section
}
