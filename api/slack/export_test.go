package slack

// For tests of the parts that no message shows alone.
var (
	Escape       = escape
	Unlinked     = unlinked
	MarkdownText = markdownText
	Link         = link
	Split        = split
	Spoken       = spoken
	PlainText    = plainText
)
