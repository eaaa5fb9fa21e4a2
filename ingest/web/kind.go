package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// kinds are the content types that can be read.
var kinds = map[string]string{
	"text/html":             ".html",
	"application/xhtml+xml": ".html",
	"text/plain":            ".txt",
	"text/markdown":         ".md",
	"text/x-markdown":       ".md",
	"application/pdf":       ".pdf",
	"application/x-pdf":     ".pdf",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

// endings are those that are believed when the content type says little.
var endings = []string{".md", ".markdown", ".pdf", ".docx", ".html", ".htm", ".txt"}

// extension tells the kind of a page by its content type or, when that says
// little, by the ending of its address.
func extension(contentType string, at *url.URL) (string, error) {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	ext := strings.ToLower(path.Ext(at.Path))
	switch kind {
	case "text/plain":
		if ext == ".md" || ext == ".markdown" {
			return ".md", nil
		}
	case "", "application/octet-stream", "binary/octet-stream":
		for _, e := range endings {
			if ext == e {
				return ext, nil
			}
		}
	}
	if ext, ok := kinds[kind]; ok {
		return ext, nil
	}
	return "", fmt.Errorf("content type %.60q cannot be read", kind)
}

// toUTF8 converts a text whose character set the answer names. Others stay as
// they are; their readers look into the text itself.
func toUTF8(body []byte, contentType, ext string) []byte {
	if ext == ".pdf" || ext == ".docx" || utf8.Valid(body) {
		return body
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["charset"] == "" {
		return body
	}
	enc, _ := charset.Lookup(params["charset"])
	if enc == nil {
		return body
	}
	out, err := io.ReadAll(enc.NewDecoder().Reader(bytes.NewReader(body)))
	if err != nil {
		return body
	}
	return out
}
