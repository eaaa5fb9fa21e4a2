package api

import (
	"bytes"
	"embed"
	"encoding/json"
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
	assets    map[string]*staticFile
	widget    *staticFile
}

func loadPages() (*pages, error) {
	funcs := template.FuncMap{"articlePath": func(slug string) string { return "/articles/" + url.PathEscape(slug) }}
	t, err := template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	p := &pages{templates: t, assets: map[string]*staticFile{}}
	names, err := fs.Glob(pageFiles, "pages/assets/*")
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	for _, name := range names {
		data, err := pageFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read assets: %w", err)
		}
		if p.assets[path.Base(name)], err = newStaticFile(mime.TypeByExtension(path.Ext(name)), data); err != nil {
			return nil, fmt.Errorf("read assets: %w", err)
		}
	}
	p.widget, err = newStaticFile("text/javascript; charset=utf-8", widgetJS)
	return p, err
}

// pageCSP is the policy of our own pages. They load nothing from elsewhere;
// the one Trusted Types policy is that of the widget's templates.
const pageCSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html"

// A page is what every template is given.
type page struct {
	Title     string
	Articles  []chat.Article
	Host      string   // as the browser names this server
	Questions []string // to start with
	Examples  string   // the same as a JSON array
	BuiltIn   bool     // the corpus is the one about legs
	Key       string   // public key of this server's own pages; empty if none is needed
}

func (s *Server) page(c *gin.Context, title string) page {
	p := page{Title: title, Articles: s.chat.Articles(), Host: c.Request.Host}
	questions, builtIn := examples(p.Articles)
	b, _ := json.Marshal(questions) // strings always encode
	if s.opts.RequireKey && s.opts.Keys != nil {
		for _, scheme := range [...]string{"https://", "http://"} {
			if k, ok := s.opts.Keys.PublicKey(scheme + c.Request.Host); ok {
				p.Key = k
			}
		}
	}
	p.Questions, p.Examples, p.BuiltIn = questions, string(b), builtIn
	return p
}

// sendPage renders a page whole before the first byte goes out.
func (s *Server) sendPage(c *gin.Context, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages.templates.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	c.Header("Content-Security-Policy", pageCSP)
	c.Header("Cache-Control", "private, no-cache")
	c.Data(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
	return nil
}

func (s *Server) homePage(c *gin.Context) error {
	return s.sendPage(c, "home.html", s.page(c, "Limber"))
}

func (s *Server) articlesPage(c *gin.Context) error {
	return s.sendPage(c, "articles.html", s.page(c, "Articles"))
}

func (s *Server) embedPage(c *gin.Context) error {
	return s.sendPage(c, "embed.html", s.page(c, "Put it on your site"))
}

func (s *Server) articlePage(c *gin.Context) error {
	a, err := s.article(c)
	if err != nil {
		return err
	}
	return s.sendPage(c, "article.html", struct {
		page
		Article chat.Article
		Groups  []pageGroup
	}{s.page(c, a.Title), a, sections(chat.Page(a))})
}

// A pageGroup is a run of blocks that share one HTML container: a list, or
// nothing.
type pageGroup struct {
	List   bool
	Blocks []chat.PageBlock
}

// Heading is the text of a group that begins with a main heading, for the
// table of contents; empty for others.
func (g pageGroup) Heading() string {
	if g.List || g.Blocks[0].Kind != "heading" || g.Blocks[0].Level > 2 {
		return ""
	}
	var b bytes.Buffer
	for _, p := range g.Blocks[0].Pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// sections puts neighbouring list items into one list and begins a group at
// each heading.
func sections(blocks []chat.PageBlock) []pageGroup {
	var out []pageGroup
	for _, b := range blocks {
		list := b.Kind == "item"
		if n := len(out) - 1; n < 0 || out[n].List != list || b.Kind == "heading" {
			out = append(out, pageGroup{List: list})
		}
		n := len(out) - 1
		out[n].Blocks = append(out[n].Blocks, b)
	}
	return out
}

// builtInExamples are questions that the built-in articles answer.
var builtInExamples = [...]struct{ slug, question string }{
	{"legs-ache-when-lying-down", "Why do my legs ache when I lie down?"},
	{"night-leg-cramps", "How can I stop a leg cramp at night?"},
	{"restless-legs-syndrome", "What do restless legs feel like?"},
	{"when-to-see-a-doctor-about-leg-pain", "When should I see a doctor about leg pain?"},
}

// examples are questions to start with: ours where the built-in articles are
// served, else the titles of a few articles.
func examples(articles []chat.Article) (questions []string, builtIn bool) {
	served := map[string]bool{}
	for _, a := range articles {
		served[a.Slug] = true
	}
	for _, e := range builtInExamples {
		if served[e.slug] {
			questions = append(questions, e.question)
		}
	}
	if len(questions) == len(builtInExamples) {
		return questions, true
	}
	questions = []string{}
	for i := 0; i < len(articles) && len(questions) < len(builtInExamples); i += max(1, len(articles)/len(builtInExamples)) {
		questions = append(questions, articles[i].Title)
	}
	return questions, false
}

func (s *Server) asset(c *gin.Context) error {
	f, ok := s.pages.assets[c.Param("name")]
	if !ok {
		return newProblem(http.StatusNotFound, "there is no such file")
	}
	f.send(c)
	return nil
}
