// Package corpus is the articles and how to read one.
// It knows no vectors, no network and no question.
package corpus

// An Article is one text that Limber may quote.
//
// Text is plain UTF-8 without markup; every offset in Limber (blocks,
// sentences, citations) is a byte offset into it, start inclusive, end
// exclusive.
type Article struct {
	Slug     string   // unique; ASCII letters, digits, ".", "_" and "-"
	Title    string   // as a reader sees it
	Aliases  []string // other names people use for the subject; may be empty
	Topics   []string // what the article covers, for suggestions; may be empty
	Reviewed string   // date of the last review, YYYY-MM-DD; empty if unknown
	License  string   // SPDX id or short name; empty if unknown
	URL      string   // where the original is published; empty for our own articles
	Sources  []Source // public authorities the facts come from; may be empty
	Text     string
	Blocks   []Block // the structure of Text in reading order, without overlap

	Questions []Question `json:",omitempty"` // what sentences of Text answer, sentence by sentence; may be empty
}

// A Source is a public page that an article's facts were taken from.
type Source struct {
	Title string `yaml:"title" json:"title"`
	URL   string `yaml:"url" json:"url"`
	Note  string `yaml:"note,omitempty" json:"note,omitempty"` // for example that the page itself could not be opened
}

// A Block is one heading, paragraph, list item or table row of an article.
// Text between blocks is white space or left out on purpose (web debris).
type Block struct {
	Kind       Kind
	Level      int // headings 1 to 6; list items their depth from 1; otherwise 0
	Start, End int // bytes of Article.Text
}

// Kind tells what a Block is.
type Kind uint8

// The kinds of block.
const (
	Paragraph Kind = iota
	Heading
	Item
	Row
)

// String is the kind's name.
func (k Kind) String() string {
	return [...]string{"paragraph", "heading", "item", "row"}[k]
}
