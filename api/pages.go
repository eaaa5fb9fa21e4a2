package api

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"

	"github.com/gin-gonic/gin"

	"github.com/limber-health/limber/chat"
)

//go:embed pages
var pageFiles embed.FS

// pages are the HTML templates and the files they use.
type pages struct {
	templates *template.Template
	assets    fs.FS
}

func loadPages() (*pages, error) {
	funcs := template.FuncMap{"articlePath": func(slug string) string { return "/articles/" + url.PathEscape(slug) }}
	t, err := template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	assets, err := fs.Sub(pageFiles, "pages/assets")
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	return &pages{t, assets}, nil
}

// sendPage renders a page whole before the first byte goes out.
func (s *Server) sendPage(c *gin.Context, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages.templates.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
	return nil
}

func (s *Server) homePage(c *gin.Context) error {
	return s.sendPage(c, "home.html", map[string]any{"Title": "Limber", "Articles": s.chat.Articles()})
}

func (s *Server) articlesPage(c *gin.Context) error {
	return s.sendPage(c, "articles.html", map[string]any{"Title": "Articles", "Articles": s.chat.Articles()})
}

func (s *Server) articlePage(c *gin.Context) error {
	a, err := s.article(c)
	if err != nil {
		return err
	}
	return s.sendPage(c, "article.html", map[string]any{"Title": a.Title, "Article": a, "Blocks": sections(chat.Page(a))})
}

// A pageGroup is a run of blocks that share one HTML container: a list, or
// nothing.
type pageGroup struct {
	List   bool
	Blocks []chat.PageBlock
}

// sections puts neighbouring list items into one list.
func sections(blocks []chat.PageBlock) []pageGroup {
	var out []pageGroup
	for _, b := range blocks {
		list := b.Kind == "item"
		if n := len(out) - 1; n < 0 || out[n].List != list {
			out = append(out, pageGroup{List: list})
		}
		n := len(out) - 1
		out[n].Blocks = append(out[n].Blocks, b)
	}
	return out
}

func (s *Server) asset(c *gin.Context) error {
	name := c.Param("name")
	data, err := fs.ReadFile(s.pages.assets, path.Base(name))
	if err != nil {
		return newProblem(http.StatusNotFound, "there is no such file")
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), data)
	return nil
}
