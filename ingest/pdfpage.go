package ingest

import (
	"errors"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// maxOperators bounds the drawing commands of one page.
const maxOperators = 2_000_000

// pdfRun is one string as it is drawn on a page.
type pdfRun struct {
	text  string
	x, y  float64 // where it starts
	width float64
	size  float64 // height of its type
}

// pdfMatrix is [a b c d e f] of the PDF specification, 8.3.3.
type pdfMatrix [6]float64

func (m pdfMatrix) times(n pdfMatrix) pdfMatrix {
	return pdfMatrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

var pdfIdentity = pdfMatrix{1, 0, 0, 1, 0, 0}

// pdfState is the part of the graphics state that text depends on.
type pdfState struct {
	ctm                               pdfMatrix
	font                              *pdfFont
	size, charSpace, wordSpace, scale float64
	leading, rise                     float64
}

// pdfPage follows the drawing commands of one page. The library has a method
// for it, which looks every font up again for each letter.
type pdfPage struct {
	page  pdf.Page
	fonts map[string]*pdfFont // shared by the pages of one file, by content
	names map[string]*pdfFont // by name on this page
	show  func(pdfRun)

	pdfState
	stack    []pdfState
	tm, line pdfMatrix
	count    int
}

// runPage calls show for every string on the page, in drawing order.
func runPage(page pdf.Page, fonts map[string]*pdfFont, show func(pdfRun)) {
	contents := page.V.Key("Contents")
	if page.V.IsNull() || contents.IsNull() {
		return
	}
	p := &pdfPage{page: page, fonts: fonts, names: map[string]*pdfFont{}, show: show}
	p.pdfState = pdfState{ctm: pdfIdentity, scale: 1}
	p.tm, p.line = pdfIdentity, pdfIdentity
	pdf.Interpret(contents, p.do)
}

// do carries out one command. Commands with too few arguments are passed over.
func (p *pdfPage) do(stack *pdf.Stack, op string) {
	if p.count++; p.count > maxOperators {
		panic(errors.New("too many drawing commands on a page"))
	}
	args := make([]pdf.Value, stack.Len())
	for i := len(args) - 1; i >= 0; i-- {
		args[i] = stack.Pop()
	}
	if need, ok := pdfArguments[op]; !ok || len(args) < need {
		return
	}
	switch op {
	case "q":
		if len(p.stack) < 1000 {
			p.stack = append(p.stack, p.pdfState)
		}
	case "Q":
		if n := len(p.stack); n > 0 {
			p.pdfState, p.stack = p.stack[n-1], p.stack[:n-1]
		}
	case "cm":
		p.ctm = matrixOf(args).times(p.ctm)
	case "BT":
		p.tm, p.line = pdfIdentity, pdfIdentity
	case "Tm":
		p.tm = matrixOf(args)
		p.line = p.tm
	case "Tf":
		p.font, p.size = p.fontNamed(args[0].Name()), args[1].Float64()
	case "TD":
		p.leading = -args[1].Float64()
		p.move(args[0].Float64(), args[1].Float64())
	case "Td":
		p.move(args[0].Float64(), args[1].Float64())
	case "T*":
		p.move(0, -p.leading)
	default:
		p.text(op, args)
	}
}

// pdfArguments says how many arguments each known command needs.
var pdfArguments = map[string]int{"q": 0, "Q": 0, "cm": 6, "BT": 0, "Tm": 6, "Tf": 2, "TD": 2, "Td": 2, "T*": 0,
	"TL": 1, "Tc": 1, "Tw": 1, "Tz": 1, "Ts": 1, "Tj": 1, "TJ": 1, "'": 1, `"`: 3}

func (p *pdfPage) text(op string, args []pdf.Value) {
	switch op {
	case "TL":
		p.leading = args[0].Float64()
	case "Tc":
		p.charSpace = args[0].Float64()
	case "Tw":
		p.wordSpace = args[0].Float64()
	case "Tz":
		p.scale = args[0].Float64() / 100
	case "Ts":
		p.rise = args[0].Float64()
	case "Tj":
		p.string(args[0].RawString())
	case "'":
		p.move(0, -p.leading)
		p.string(args[0].RawString())
	case `"`:
		p.wordSpace, p.charSpace = args[0].Float64(), args[1].Float64()
		p.move(0, -p.leading)
		p.string(args[2].RawString())
	case "TJ":
		for i := range args[0].Len() {
			if v := args[0].Index(i); v.Kind() == pdf.String {
				p.string(v.RawString())
			} else {
				p.advance(-v.Float64() / 1000 * p.size * p.scale)
			}
		}
	}
}

func matrixOf(args []pdf.Value) (m pdfMatrix) {
	for i := range m {
		m[i] = args[i].Float64()
	}
	return m
}

func (p *pdfPage) move(x, y float64) {
	p.line = pdfMatrix{1, 0, 0, 1, x, y}.times(p.line)
	p.tm = p.line
}

func (p *pdfPage) advance(x float64) { p.tm = pdfMatrix{1, 0, 0, 1, x, 0}.times(p.tm) }

// string shows one string and moves on by its width.
func (p *pdfPage) string(raw string) {
	if p.font == nil || raw == "" {
		return
	}
	text, width := p.font.decode(raw)
	n := float64(len(raw) / p.font.bytes)
	width = (width/1000*p.size + n*p.charSpace + float64(strings.Count(text, " "))*p.wordSpace) * p.scale
	at := pdfMatrix{p.size * p.scale, 0, 0, p.size, 0, p.rise}.times(p.tm).times(p.ctm)
	unit := p.tm.times(p.ctm)
	p.show(pdfRun{
		text: text, x: at[4], y: at[5],
		width: width * math.Hypot(unit[0], unit[1]), size: math.Hypot(at[2], at[3]),
	})
	p.advance(width)
}

func (p *pdfPage) fontNamed(name string) *pdfFont {
	f, ok := p.names[name]
	if !ok {
		font := p.page.Font(name)
		key := font.V.String()
		if f, ok = p.fonts[key]; !ok {
			f = newPDFFont(font)
			p.fonts[key] = f
		}
		p.names[name] = f
	}
	return f
}

// pdfFont knows how wide the glyphs of a font are and what they mean.
type pdfFont struct {
	enc    pdf.TextEncoding
	bytes  int // of one code: 1, or 2 in a composite font
	widths map[int]float64
	usual  float64 // width of a glyph that widths does not name
	known  [256]*string
}

func newPDFFont(font pdf.Font) *pdfFont {
	f := &pdfFont{enc: font.Encoder(), bytes: 1, widths: map[int]float64{}, usual: 500}
	if font.V.Key("Subtype").Name() == "Type0" {
		f.bytes = 2
		f.composite(font.V.Key("DescendantFonts").Index(0))
		return f
	}
	first := font.FirstChar()
	for i, w := range font.Widths() {
		f.widths[first+i] = w
	}
	return f
}

// composite reads the array W: "code [width width …]" or "first last width".
func (f *pdfFont) composite(d pdf.Value) {
	f.usual = 1000
	if dw := d.Key("DW"); !dw.IsNull() {
		f.usual = dw.Float64()
	}
	w := d.Key("W")
	for i := 0; i+1 < w.Len(); {
		first, second := int(w.Index(i).Int64()), w.Index(i+1)
		if second.Kind() == pdf.Array {
			for j := range second.Len() {
				f.widths[first+j] = second.Index(j).Float64()
			}
			i += 2
			continue
		}
		width := w.Index(i + 2).Float64()
		for c := first; c <= int(second.Int64()) && c-first < 1<<16; c++ {
			f.widths[c] = width
		}
		i += 3
	}
}

// decode returns the text of a string and its width in thousandths.
func (f *pdfFont) decode(raw string) (string, float64) {
	width := 0.0
	for i := 0; i+f.bytes <= len(raw); i += f.bytes {
		code := int(raw[i])
		if f.bytes == 2 {
			code = code<<8 | int(raw[i+1])
		}
		w, ok := f.widths[code]
		if !ok {
			w = f.usual
		}
		width += w
	}
	if f.bytes == 2 {
		return f.enc.Decode(raw), width
	}
	var b strings.Builder
	for i := range len(raw) {
		if f.known[raw[i]] == nil {
			s := f.enc.Decode(raw[i : i+1])
			f.known[raw[i]] = &s
		}
		b.WriteString(*f.known[raw[i]])
	}
	return b.String(), width
}
