package chat

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// A Block is a typed piece of an answer. Channels render blocks and never
// parse Markdown or HTML.
type Block struct {
	Type    string    `json:"type"` // paragraph, heading or list
	Level   int       `json:"level,omitempty"`
	Ordered bool      `json:"ordered,omitempty"`
	Inlines []Inline  `json:"inlines,omitempty"` // of a paragraph or heading
	Items   [][]Block `json:"items,omitempty"`   // of a list
}

// An Inline is a run of text, or a citation mark.
type Inline struct {
	Type string `json:"type"` // text, strong, em or cite
	Text string `json:"text,omitempty"`
	N    int    `json:"n,omitempty"` // citation number of a cite
}

var (
	markdown = goldmark.New()
	citeMark = regexp.MustCompile(`\[(\d{1,3})\]`)
)

// parseBlocks turns Markdown into typed blocks. Only paragraphs, headings,
// lists, emphasis and citation marks up to n survive: links become their
// label, images, code and raw HTML become nothing or plain text.
func parseBlocks(md string, n int) []Block {
	src := []byte(md)
	doc := markdown.Parser().Parse(text.NewReader(src))
	return walkBlocks(doc, src, n)
}

func walkBlocks(parent ast.Node, src []byte, n int) []Block {
	var out []Block
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch v := c.(type) {
		case *ast.Heading:
			out = append(out, Block{Type: "heading", Level: v.Level, Inlines: walkInlines(v, src, n)})
		case *ast.Paragraph, *ast.TextBlock:
			if in := walkInlines(v, src, n); len(in) > 0 {
				out = append(out, Block{Type: "paragraph", Inlines: in})
			}
		case *ast.List:
			list := Block{Type: "list", Ordered: v.IsOrdered()}
			for item := v.FirstChild(); item != nil; item = item.NextSibling() {
				list.Items = append(list.Items, walkBlocks(item, src, n))
			}
			out = append(out, list)
		case *ast.Blockquote:
			out = append(out, walkBlocks(v, src, n)...)
		}
	}
	return out
}

// walkInlines collects raw runs first and reads citation marks afterwards:
// goldmark may split "[1]" over several nodes, and an escaped "\[1\]" is text.
func walkInlines(parent ast.Node, src []byte, n int) []Inline {
	var raw []Inline
	var walk func(p ast.Node, kind string)
	walk = func(p ast.Node, kind string) {
		for c := p.FirstChild(); c != nil; c = c.NextSibling() {
			switch v := c.(type) {
			case *ast.Text:
				raw = joinText(raw, kind, string(v.Segment.Value(src)))
				if v.SoftLineBreak() || v.HardLineBreak() {
					raw = joinText(raw, kind, " ")
				}
			case *ast.Emphasis:
				walk(v, map[bool]string{true: "strong", false: "em"}[v.Level >= 2])
			case *ast.AutoLink:
				raw = joinText(raw, kind, string(v.Label(src)))
			case *ast.RawHTML, *ast.Image:
			default:
				walk(v, kind)
			}
		}
	}
	walk(parent, "text")
	var out []Inline
	for _, r := range raw {
		out = appendText(out, r.Type, r.Text, n)
	}
	return out
}

// appendText adds s, splitting citation marks out of it, and joins runs of one kind.
func appendText(out []Inline, kind, s string, n int) []Inline {
	for s != "" {
		m := citeMark.FindStringSubmatchIndex(s)
		if m == nil {
			return joinText(out, kind, unescape(s))
		}
		num, _ := strconv.Atoi(s[m[2]:m[3]])
		if num < 1 || num > n {
			out = joinText(out, kind, unescape(s[:m[1]]))
		} else {
			out = joinText(out, kind, unescape(s[:m[0]]))
			out = append(out, Inline{Type: "cite", N: num})
		}
		s = s[m[1]:]
	}
	return out
}

func joinText(out []Inline, kind, s string) []Inline {
	if s == "" {
		return out
	}
	if k := len(out) - 1; k >= 0 && out[k].Type == kind {
		out[k].Text += s
		return out
	}
	return append(out, Inline{Type: kind, Text: s})
}

// markdownSpecial are the characters that could start markup anywhere in a line.
const markdownSpecial = "\\`*_[]<>&#!|~+-="

// escapeMarkdown makes s plain text inside Markdown.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\n' || c == '\r':
			c = ' '
		case strings.IndexByte("+-=#", c) >= 0 && i > 0 && i < len(s)-1 && s[i-1] != ' ' && s[i-1] != '\n':
			// inside a word: harmless, and readable Markdown is part of the contract
		case strings.IndexByte(markdownSpecial, c) >= 0:
			b.WriteByte('\\')
		case (c == '.' || c == ')') && allDigits(s[:i]):
			b.WriteByte('\\') // "1." would start a list
		}
		b.WriteByte(c)
	}
	return b.String()
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

var escaped = regexp.MustCompile("\\\\([!-/:-@[-`{-~])")

// unescape removes the backslashes that goldmark leaves in text segments.
func unescape(s string) string { return escaped.ReplaceAllString(s, "$1") }

// renderHTML writes blocks as HTML. Every text is escaped; the only links are
// citation marks, to pages of our own.
func renderHTML(blocks []Block, cites []Citation) string {
	var b strings.Builder
	writeBlocks(&b, blocks, cites)
	return b.String()
}

func writeBlocks(b *strings.Builder, blocks []Block, cites []Citation) {
	for _, bl := range blocks {
		switch bl.Type {
		case "heading":
			tag := "h" + strconv.Itoa(min(max(bl.Level, 2), 6))
			writeElement(b, tag, bl.Inlines, cites)
		case "list":
			tag := "ul"
			if bl.Ordered {
				tag = "ol"
			}
			b.WriteString("<" + tag + ">")
			for _, item := range bl.Items {
				b.WriteString("<li>")
				writeBlocks(b, item, cites)
				b.WriteString("</li>")
			}
			b.WriteString("</" + tag + ">")
		default:
			writeElement(b, "p", bl.Inlines, cites)
		}
	}
}

func writeElement(b *strings.Builder, tag string, in []Inline, cites []Citation) {
	b.WriteString("<" + tag + ">")
	for _, i := range in {
		switch i.Type {
		case "cite":
			n := strconv.Itoa(i.N)
			b.WriteString(`<sup><a href="` + html.EscapeString(cites[i.N-1].URL) + `">[` + n + `]</a></sup>`)
		case "strong", "em":
			b.WriteString("<" + i.Type + ">" + html.EscapeString(i.Text) + "</" + i.Type + ">")
		default:
			b.WriteString(html.EscapeString(i.Text))
		}
	}
	b.WriteString("</" + tag + ">")
}
