package slack

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Slack reads "<!channel>", "<@U1>" and "<https://…>" in any text as a
// mention or a link, and makes links of bare addresses. So no text but our own
// may keep an angle bracket or an ampersand, and bare addresses are broken
// with a word joiner, which nobody sees.

// joiner keeps two characters together and breaks an address apart.
const joiner = "\u2060"

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes a text plain in mrkdwn.
func escape(s string) string { return escaper.Replace(s) }

var (
	linkable  = regexp.MustCompile(`(:)(//)`)
	mailto    = regexp.MustCompile(`(?i)\b(mailto|tel|javascript|data|slack):`)
	dotted    = regexp.MustCompile(`([\p{L}\p{N}_-])\.(\p{L}{2,})`)
	mentioned = regexp.MustCompile(`([@#])([\p{L}\p{N}_])`)
	emoji     = regexp.MustCompile(`:([a-z0-9_+'-]+):`)
)

// unlinked breaks what Slack would turn into a link, a mention or a picture.
func unlinked(s string) string {
	s = linkable.ReplaceAllString(s, "$1"+joiner+"$2")
	s = mailto.ReplaceAllString(s, "$1"+joiner+":")
	for dotted.MatchString(s) { // matches of "a.bc.de" overlap
		s = dotted.ReplaceAllString(s, "$1"+joiner+"."+joiner+"$2")
	}
	s = mentioned.ReplaceAllString(s, "$1"+joiner+"$2")
	return emoji.ReplaceAllString(s, ":"+joiner+"$1:")
}

// plainText is for buttons and headers, which show every character: angle
// brackets become look-alikes, because nothing says how Slack reads them there.
func plainText(s string, limit int) string {
	s = strings.NewReplacer("<", "‹", ">", "›").Replace(oneLine(s))
	return cut(s, limit)
}

// markdownText makes a text plain in Slack's Markdown.
func markdownText(s string) string {
	var b strings.Builder
	s = unlinked(oneLine(s))
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_~[]|", r), i == 0 && strings.ContainsRune("#+-=", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '.' || r == ')':
			if digits(s[:i]) {
				b.WriteByte('\\') // "1." would begin a list
			}
			b.WriteRune(r)
		default:
			b.WriteString(escape(string(r)))
		}
	}
	return b.String()
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cut shortens a text to at most limit characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
}

// split cuts escaped text into parts of at most limit bytes: between
// paragraphs if it can, else between lines, sentences, words, characters.
// Nothing but white space at the cuts is lost.
func split(s string, limit int) []string {
	var out []string
	for s = strings.TrimSpace(s); len(s) > limit; s = strings.TrimSpace(s) {
		at := cutAt(s, limit)
		out = append(out, strings.TrimSpace(s[:at]))
		s = s[at:]
	}
	if s != "" {
		out = append(out, s)
	}
	return out
}

// cutAt finds the best place to cut s at or before limit.
func cutAt(s string, limit int) int {
	for _, sep := range [...]string{"\n\n", "\n", ". ", " "} {
		if i := strings.LastIndex(s[:limit], sep); i > limit/4 {
			return i + len(sep)
		}
	}
	at := limit
	if i := strings.LastIndexByte(s[:at], '&'); i > 0 && at-i < len("&amp;") && strings.Contains(s[i:min(len(s), i+5)], ";") {
		at = i // not inside "&amp;"
	}
	for at > 1 && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

var (
	marked   = regexp.MustCompile(`<([^<>]*)>`)
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// spoken turns the text of a Slack message into what the person meant: links
// become their label, mentions and channel names go, escapes are undone.
func spoken(s string) string {
	s = marked.ReplaceAllStringFunc(s, func(m string) string {
		m = m[1 : len(m)-1]
		target, label, labelled := strings.Cut(m, "|")
		switch {
		case strings.HasPrefix(m, "@"), strings.HasPrefix(m, "!"):
			return " "
		case strings.HasPrefix(m, "#"):
			return " #" + label
		case labelled:
			return label
		}
		return strings.TrimPrefix(target, "mailto:")
	})
	return strings.TrimSpace(unescape.Replace(s))
}
