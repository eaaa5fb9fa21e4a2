package web

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxHead is the most bytes of a page in which its canonical address is looked for.
const maxHead = 128 << 10

// canonical is the address that a page gives itself, if that is on its own
// host: many addresses may lead to one page. Otherwise it is at.
func canonical(page []byte, at *url.URL) *url.URL {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), maxHead)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return at
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "head" {
				return at
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if tok.DataAtom == atom.Body {
				return at
			}
			if u, ok := canonicalLink(tok, at); ok {
				return u
			}
		}
	}
}

func canonicalLink(tok html.Token, at *url.URL) (*url.URL, bool) {
	if tok.DataAtom != atom.Link {
		return nil, false
	}
	var rel, href string
	for _, a := range tok.Attr {
		switch a.Key {
		case "rel":
			rel = strings.ToLower(a.Val)
		case "href":
			href = strings.TrimSpace(a.Val)
		}
	}
	if href == "" || !slices.Contains(strings.Fields(rel), "canonical") {
		return nil, false
	}
	u, err := at.Parse(href)
	if err != nil || checkAddress(u) != nil || u.Host != at.Host || len(u.String()) > maxAddress {
		return nil, false
	}
	return u, true
}
