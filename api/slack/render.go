package slack

import (
	"fmt"
	"strings"

	slackgo "github.com/slack-go/slack"

	"github.com/limber-health/limber/chat"
)

// Slack's limits, with room to spare.
const (
	maxSection  = 2800 // bytes of a section's text; Slack takes 3,000 characters
	maxQuote    = 2000 // bytes of a quote in a context block
	maxHeader   = 150  // characters
	maxButton   = 75   // characters on a button
	maxValue    = 2000 // characters behind a button
	maxSections = 20   // sections of a message; Slack takes 50 blocks in all
	maxSources  = 15
	maxAsk      = 5
)

// Actions by which presses are known.
const (
	actionRate  = "rate"
	actionAsk   = "ask"   // followed by a number: a suggestion
	actionCheck = "check" // followed by numbers: an answer to a question of the notice
	actionErase = "erase"
)

// A writer turns verdicts and replies into messages.
type writer struct {
	texts *texts
	base  string // of links to articles; empty: no links
}

// notice is the message of a red flag: what to do, then why.
func (w *writer) notice(v *chat.Verdict) message {
	blocks := []slackgo.Block{slackgo.NewHeaderBlock(words(plainText(v.Headline, maxHeader)))}
	blocks = append(blocks, sections(escape(v.Action))...)
	for i, f := range v.Decisive() {
		if i == maxAsk {
			break
		}
		why := "*" + escape(w.texts.Why) + ":* " + escape(f.Reason)
		if f.Source.Name != "" {
			why += " (" + link(f.Source.URL, f.Source.Name) + ")"
		}
		blocks = append(blocks, context1(why))
	}
	return message{Text: w.noticeText(v), Blocks: blocks}
}

func (w *writer) noticeText(v *chat.Verdict) string {
	return unlinked(escape(v.Headline + " – " + v.Action))
}

// restated shows words of the person that were not written as a message here.
func restated(label, said string) slackgo.Block {
	return context1("*" + escape(label) + ":* " + escape(cut(oneLine(said), 500)))
}

// reminder is the notice of an earlier turn, in one line.
func reminder(v *chat.Verdict) string { return "*" + escape(v.Headline) + ".* " + escape(v.Reminder) }

// say is a message of fixed words.
func say(text string) message {
	return message{Text: escape(text), Blocks: sections(escape(text))}
}

// answer is a whole reply: any number of messages, all but the last full of
// text. Head blocks come first.
func (w *writer) answer(r *chat.Reply, head []slackgo.Block) []message {
	body := append(head, sections(mrkdwn(r.Answer.Blocks))...)
	var out []message
	for len(body) > maxSections {
		out = append(out, message{Blocks: body[:maxSections:maxSections]})
		body = body[maxSections:]
	}
	out = append(out, message{Blocks: append(body, w.tail(r)...)})
	out[len(out)-1].Whole = unlinked(mrkdwn(r.Answer.Blocks))
	for i := range out {
		out[i].Text = unlinked(escape(cut(oneLine(plain(r.Answer.Blocks)), 300)))
	}
	return out
}

// tail is what stands under every answer: questions of the notice,
// suggestions, sources, feedback.
func (w *writer) tail(r *chat.Reply) []slackgo.Block {
	var out []slackgo.Block
	for i, q := range r.Triage.Questions {
		out = append(out, sections("*"+escape(w.texts.AskAlso)+":* "+escape(q.Text))...)
		var buttons []slackgo.BlockElement
		for j, o := range q.Options {
			value := fmt.Sprintf("%s %d %s", r.ID, i, o)
			buttons = append(buttons, button(fmt.Sprintf("%s%d-%d", actionCheck, i, j), value, o))
		}
		out = append(out, slackgo.NewActionBlock("", buttons...))
	}
	if asks := w.suggestions(r); asks != nil {
		out = append(out, context1("*"+escape(w.texts.Suggest)+":*"), asks)
	}
	out = append(out, w.sources(r.Citations)...)
	out = append(out, context1(escape(w.texts.Disclaimer)))
	return append(out, w.feedback(r.ID))
}

func (w *writer) suggestions(r *chat.Reply) slackgo.Block {
	var buttons []slackgo.BlockElement
	for i, s := range r.Suggestions {
		if i == maxAsk {
			break
		}
		buttons = append(buttons, button(fmt.Sprint(actionAsk, i), cut(s, maxValue), s))
	}
	if buttons == nil {
		return nil
	}
	return slackgo.NewActionBlock("", buttons...)
}

// sources are the citations with their exact words.
func (w *writer) sources(cites []chat.Citation) []slackgo.Block {
	if len(cites) == 0 {
		return nil
	}
	out := []slackgo.Block{context1("*" + escape(w.texts.Sources) + "*")}
	for i, c := range cites {
		if i == maxSources {
			return append(out, context1(escape(w.texts.MoreSources)))
		}
		place := c.Title
		if c.Section != "" {
			place += ", " + c.Section
		}
		quote := split(escape(c.Quote), maxQuote)
		text := fmt.Sprintf("[%d] %s “%s”", c.N, link(w.address(c.URL), place), quote[0])
		if len(quote) > 1 {
			text += " …"
		}
		out = append(out, context1(text))
	}
	return out
}

func (w *writer) address(url string) string {
	if strings.HasPrefix(url, "/") {
		if w.base == "" {
			return ""
		}
		return w.base + url
	}
	return url
}

func (w *writer) feedback(receipt string) slackgo.Block {
	t := w.texts
	up := slackgo.NewFeedbackButton(words(t.FeedbackUp), "up "+receipt).WithAccessibilityLabel(t.FeedbackLabelUp)
	down := slackgo.NewFeedbackButton(words(t.FeedbackDown), "down "+receipt).WithAccessibilityLabel(t.FeedbackLabelDown)
	return slackgo.NewContextActionsBlock("", slackgo.NewFeedbackButtonsBlockElement(actionRate, up, down))
}

// home is the home tab.
func (w *writer) home() []slackgo.Block {
	t := w.texts
	out := []slackgo.Block{slackgo.NewHeaderBlock(words(t.HomeTitle))}
	out = append(out, sections(escape(t.HomeIntro))...)
	for _, part := range [][2]string{{t.HomeCan, t.HomeCanText}, {t.HomeCannot, t.HomeCannotText}, {t.HomePrivacy, t.HomePrivacyText}} {
		out = append(out, slackgo.NewDividerBlock())
		out = append(out, sections("*"+escape(part[0])+"*\n"+escape(part[1]))...)
	}
	return append(out, slackgo.NewActionBlock("", button(actionErase, "erase", t.HomeErase)), context1(escape(t.Disclaimer)))
}

// mrkdwn writes typed blocks as escaped text, paragraphs apart.
func mrkdwn(blocks []chat.Block) string {
	var parts []string
	for _, b := range blocks {
		switch b.Type {
		case "heading":
			parts = append(parts, "*"+inlines(b.Inlines, escape)+"*")
		case "list":
			var items []string
			for i, item := range b.Items {
				mark := "• "
				if b.Ordered {
					mark = fmt.Sprintf("%d. ", i+1)
				}
				items = append(items, mark+strings.ReplaceAll(mrkdwn(item), "\n\n", "\n"))
			}
			parts = append(parts, strings.Join(items, "\n"))
		default:
			parts = append(parts, inlines(b.Inlines, escape))
		}
	}
	return strings.Join(parts, "\n\n")
}

// plain is the text of typed blocks without marks.
func plain(blocks []chat.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		b.WriteString(inlines(x.Inlines, func(s string) string { return s }) + " ")
		for _, item := range x.Items {
			b.WriteString(plain(item) + " ")
		}
	}
	return b.String()
}

func inlines(in []chat.Inline, esc func(string) string) string {
	var b strings.Builder
	for _, i := range in {
		if i.Type == "cite" {
			fmt.Fprintf(&b, "[%d]", i.N)
		} else {
			b.WriteString(esc(i.Text))
		}
	}
	return strings.TrimSpace(b.String())
}

// sentence writes one sentence for a growing message.
func sentence(s *chat.Sentence, first bool) string {
	var b strings.Builder
	if !first {
		b.WriteString("\n- ")
	}
	b.WriteString(markdownText(s.Text))
	for _, n := range s.Citations {
		fmt.Fprintf(&b, " [%d]", n)
	}
	if first {
		b.WriteString("\n")
	}
	return b.String()
}

// sections are as many section blocks as an escaped text needs.
func sections(text string) []slackgo.Block {
	var out []slackgo.Block
	for _, part := range split(text, maxSection) {
		out = append(out, slackgo.NewSectionBlock(verbatim(part), nil, nil, slackgo.SectionBlockOptionExpand(true)))
	}
	return out
}

// verbatim is escaped text in which Slack makes no links and mentions.
func verbatim(text string) *slackgo.TextBlockObject {
	return slackgo.NewTextBlockObject(slackgo.MarkdownType, text, false, true)
}

func context1(text string) slackgo.Block { return slackgo.NewContextBlock("", verbatim(text)) }

func words(text string) *slackgo.TextBlockObject {
	return slackgo.NewTextBlockObject(slackgo.PlainTextType, text, false, false)
}

func button(action, value, label string) slackgo.BlockElement {
	return slackgo.NewButtonBlockElement(action, value, words(plainText(label, maxButton)))
}

// link is a link with a label, or the label alone if there is no web address.
func link(url, label string) string {
	label = escape(strings.ReplaceAll(oneLine(label), "|", "/"))
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return "*" + label + "*"
	}
	url = strings.NewReplacer("|", "%7C", "<", "%3C", ">", "%3E", " ", "%20", "\n", "", "&", "&amp;").Replace(url)
	return "<" + url + "|" + label + ">"
}
