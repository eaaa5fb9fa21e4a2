package corpus

import (
	"regexp"
	"strings"
	"unicode"
)

// Debris reports whether a line of text is a left-over of the web page that an
// article was copied from: an image or table scrap, a credit, a comment count,
// a share button, navigation, a cookie notice or a bare link.
func Debris(line string) bool {
	start, end := content(line)
	return start == end
}

// content returns the part of a line that is not debris, which may be empty.
// It never cuts inside a sentence: only image scraps and table bars at the ends
// of a line and a comment count glued to its front are taken off.
func content(line string) (start, end int) {
	start, end = trim(line, 0, len(line))
	for {
		s, e := start, end
		if strings.HasPrefix(line[s:e], "![") {
			start += len(imageScrap.FindString(line[s:e]))
		}
		if i := strings.LastIndex(line[start:e], "!["); i >= 0 && line[e-1] == ')' && imageScrap.FindString(line[start+i:e]) == line[start+i:e] {
			end = start + i
		}
		if head := line[start:min(end, start+64)]; strings.Contains(head, " Comment") {
			if m := commentCount.FindStringSubmatchIndex(head); m != nil {
				start += m[3]
			}
		}
		start, end = trim(line, start, end)
		if s == start && e == end {
			break
		}
	}
	if start == end || wholeLineDebris(line[start:end]) {
		return start, start
	}
	return start, end
}

// trim moves both ends past white space and the bars of a table scrap.
func trim(line string, start, end int) (int, int) {
	const blank = " \t\r\n\f\v|\u00a0\u200b\ufeff"
	start = end - len(strings.TrimLeft(line[start:end], blank))
	return start, start + len(strings.TrimRight(line[start:end], blank))
}

var (
	imageScrap = regexp.MustCompile(`^!\[[^\]]*\]\([^)]*\)`)
	// A count such as "0 Comments", alone or run into the next word.
	commentCount = regexp.MustCompile(`^((?:\d{1,6}|No|Leave a) Comments?)(?:[A-Z"'“‘(]|\s*$|\s*[|·•])`)

	credit = regexp.MustCompile(`(?i)^(image|photo|photograph|picture|illustration|graphic|video)s?( |-)?(credit|source|courtesy|by|copyright)s?( of)?( ?[:/©]| by )`)
	cookie = regexp.MustCompile(`(?i)^((we|this (web)?site|our (web)?site) uses? cookies|(accept|reject|manage|allow)( all)? cookies|cookie (settings|preferences|policy|notice)\b)`)
	rights = regexp.MustCompile(`(?i)^(©|\(c\)|copyright( ©| \(c\))? \d{4}).*|all rights reserved\.?$`)
	letter = regexp.MustCompile(`(?i)^((subscribe|sign up) (to|for) (our|the|my) .{0,60}newsletter|join our (mailing list|newsletter)).{0,60}$`)
	link   = regexp.MustCompile(`(?i)^(\[?\(?\d{1,3}[.)\]]+|[-*•–])?\s*(\[[^\]]*\]\([^)\s]+\)[,;.]?\s*|<?(https?://|www\.)\S+>?[,;.]?\s*)+$`)
	crumbs = regexp.MustCompile(`(?i)^home( ?[>»›/|] ?[\w&' -]{1,40}){1,6}$`)
	// The dots between a heading and its page in a table of contents.
	leaders = regexp.MustCompile(`(?:[.:·…] ?){8}`)
	readIn  = regexp.MustCompile(`(?i)^(\d{1,3} min(ute)?s? read|page \d+( of \d+)?|read time:? .{0,20})$`)
)

// wholeLineDebris looks for a telling word before it runs an expression, as
// almost every line is text.
func wholeLineDebris(s string) bool {
	head := s[:min(len(s), 300)]
	if wordless(s) || strings.Count(head, ".")+strings.Count(head, ":")+strings.Count(head, "·") >= 8 && leaders.MatchString(head) {
		return true
	}
	isLink := (strings.Contains(s, "://") || strings.Contains(s, "](") || strings.Contains(s, "www.")) && link.MatchString(s)
	if len(s) > 300 || isLink {
		return isLink
	}
	words, low := strings.Fields(s), strings.ToLower(s)
	switch {
	case furnitureLines[folded(s)], socialLine(words):
		return true
	case len(words) <= 15 && (hasAny(low, "credit", "source", "courtesy", " by", "copyright") && credit.MatchString(s) ||
		hasAny(low, "©", "(c)", "copyright", "reserved") && rights.MatchString(s) ||
		hasAny(low, "newsletter", "mailing list") && letter.MatchString(s)):
		return true
	case len(words) <= 30 && strings.Contains(low, "cookie") && cookie.MatchString(s):
		return true
	}
	return strings.HasPrefix(low, "home") && crumbs.MatchString(s) || hasAny(low, "read", "page") && readIn.MatchString(s)
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// wordless reports whether a line has neither two letters nor a number of three
// digits or more, such as 999: a page number, a rule, a row of marks.
func wordless(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
			digits = 0
		case unicode.IsDigit(r):
			digits++
		default:
			digits = 0
		}
		if letters >= 2 || digits >= 3 {
			return false
		}
	}
	return true
}

// folded is a line in lower case without punctuation at its ends.
func folded(s string) string {
	return strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// furnitureLines are lines that stand around an article, never inside it.
var furnitureLines = set(`menu|main menu|toggle navigation|skip to content|skip to main content|skip to navigation|
search|log in|login|sign in|sign up|register|my account|back to top|scroll to top|next article|previous article|
next post|previous post|previous|next|read more|continue reading|learn more|show more|see more|load more|
advertisement|advertisements|sponsored|sponsored content|related articles|related posts|recommended for you|
you may also like|you might also like|more from this author|leave a reply|leave a comment|post a comment|add a comment|
post comment|comments are closed|no comments|privacy policy|terms of use|terms of service|terms and conditions|
cookie policy|contact us|about us|site map|sitemap|home|table of contents|in this article|on this page|jump to|
was this page helpful|was this article helpful|was this helpful|print this page|image|photo|featured image|
email a friend|print article|next page|previous page|continue reading below|continue reading the main story|font size|
click to enlarge|enlarge image|thumbnail|loading|please enable javascript|notify me of new posts by email`)

// Words of a line that only offers to share or follow.
var (
	socialCalls = set(`share|tweet|pin|follow|like`)
	socialWords = set(`share|tweet|pin|follow|like|this|it|us|me|on|in|via|by|to|and|or|with|the|article|post|page|story|link|
copy|email|e-mail|mail|print|save|facebook|twitter|x|instagram|pinterest|linkedin|whatsapp|reddit|tumblr|youtube|
tiktok|telegram|messenger|threads|bluesky|mastodon|snapchat|google+|a|friend|friends|social|media`)
)

// socialLine matches "Share this on Facebook" but not "Share this with your
// doctor": every word must belong to the buttons.
func socialLine(words []string) bool {
	if len(words) > 14 || len(words) == 0 {
		return false
	}
	call, site := false, 0
	for _, w := range words {
		w = folded(w)
		if w != "" && !socialWords[w] {
			return false
		}
		call = call || socialCalls[w]
		if sites[w] {
			site++
		}
	}
	return call || site == len(words)
}

var sites = set(`facebook|twitter|instagram|pinterest|linkedin|whatsapp|reddit|tumblr|youtube|tiktok|telegram|email|print|x`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(strings.ReplaceAll(list, "\n", ""), "|") {
		m[s] = true
	}
	return m
}
