package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // the bundle
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

//go:generate go run ./widget/build

//go:embed widget/dist/widget.js
var widgetJS []byte

// A staticFile is a file of the binary, ready to be sent plain or compressed.
type staticFile struct {
	contentType  string
	plain, small []byte
	tag          string // of the content, without quotes
}

func newStaticFile(contentType string, data []byte) (*staticFile, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &staticFile{contentType, data, b.Bytes(), hex.EncodeToString(sum[:12])}, nil
}

// send answers with the file, or with 304 if the caller has it. Browsers ask
// again each time, so that a page and its files are always of one version.
func (f *staticFile) send(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "public, no-cache")
	h.Add("Vary", "Accept-Encoding")
	data, tag := f.plain, f.tag
	if acceptsGzip(c.GetHeader("Accept-Encoding")) {
		data, tag = f.small, f.tag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", fmt.Sprintf("%q", tag))
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(data))
}

// acceptsGzip reads an Accept-Encoding header as far as gzip goes.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if name == "gzip" {
			return strings.Trim(strings.TrimPrefix(quality, "q="), "0.") != "" || quality == ""
		}
	}
	return false
}

// widget sends the chat element. Pages of the allowed origins may load it.
func (s *Server) widget(c *gin.Context) error {
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	s.pages.widget.send(c)
	return nil
}
