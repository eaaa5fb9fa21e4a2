package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/PuerkitoBio/goquery"
	readability "github.com/go-shiori/go-readability"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// unseen are the parts of a page that are no text, or that no reader sees. A
// form stays: some sites wrap the whole page in one.
const unseen = `script,style,noscript,template,iframe,object,embed,svg,nav,input,button,select,textarea,` +
	`[hidden],[aria-hidden=true]`

// invisible matches styles that keep text from every reader's eye.
var invisible = regexp.MustCompile(`(?i)(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0(\.0*)?\s*(%|;|!|$)|font-size\s*:\s*0*(\.0*)?[01]?(px|pt|em|rem|%|vw)?\s*(;|!|$)|(left|top|text-indent)\s*:\s*-\d{3,}|clip-path\s*:\s*inset\(\s*(50|100)%)`)

// readHTML finds the article in a web page and turns it into Markdown.
func readHTML(data []byte) (document, error) {
	text, err := decodeHTML(data)
	if err != nil {
		return document{}, err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return document{}, fmt.Errorf("parse HTML: %w", err)
	}
	page := goquery.NewDocumentFromNode(root)
	page.Find(unseen).Remove()
	page.Find("[style]").FilterFunction(func(_ int, e *goquery.Selection) bool { return invisible.MatchString(e.AttrOr("style", "")) }).Remove()
	page.Find("a").SetAttr("href", "#") // only its label is kept
	page.Find("img").Remove()
	title := pageTitle(page)
	main, found := mainPart(page, root)
	if title == "" {
		title = found
	}
	md, err := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithNewlineBehavior(table.NewlineBehaviorPreserve)),
	)).ConvertNode(main)
	if err != nil {
		return document{}, fmt.Errorf("convert HTML: %w", err)
	}
	if len(bytes.TrimSpace(md)) == 0 {
		return document{}, errors.New("no text in the page")
	}
	return document{Title: title, Markdown: true, Text: string(md)}, nil
}

// decodeHTML honours the character set that the page declares.
func decodeHTML(data []byte) (string, error) {
	if utf8.Valid(data) {
		return checkText(strings.TrimPrefix(string(data), "\ufeff"))
	}
	enc, name, certain := charset.DetermineEncoding(data, "")
	if m := declared.FindSubmatch(data[:min(len(data), 16<<10)]); m != nil && !certain {
		enc, name = charset.Lookup(string(m[1]))
		certain = enc != nil
	}
	if !certain || name == "utf-8" {
		return toUTF8(data)
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("convert from %s: %w", name, err)
	}
	return checkText(string(out))
}

// declared finds a character set beyond the 1,024 bytes in which the standard
// looks for it.
var declared = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset=["']?([\w-]{3,20})`)

// pageTitle prefers the only h1 to the title element, which often ends with
// the name of the site.
func pageTitle(page *goquery.Document) string {
	if h1 := page.Find("h1"); h1.Length() == 1 {
		if s := oneLine(h1.Text()); s != "" {
			return s
		}
	}
	title := oneLine(page.Find("head title").First().Text())
	for _, sep := range []string{" | ", " - ", " – ", " — "} {
		if i := strings.LastIndex(title, sep); i > 0 {
			return title[:i]
		}
	}
	return title
}

// mainPart is what readability takes for the article, or the whole body of a
// page that is too small or too plain for it. It returns the title it found.
func mainPart(page *goquery.Document, root *html.Node) (*html.Node, string) {
	body := page.Find("body").First()
	if found := page.Find("main, article"); found.Length() == 1 {
		body = found
	}
	whole := len(oneLine(body.Text()))
	art, err := readability.FromDocument(root, &url.URL{})
	if n := len(oneLine(art.TextContent)); err == nil && art.Node != nil && (n*2 > whole || n > 800 && n*6 > whole) {
		return art.Node, oneLine(art.Title)
	}
	body.Find("header,footer,aside").Remove()
	if body.Length() == 0 {
		return root, ""
	}
	return body.Nodes[0], ""
}
