package guard

import "strings"

// Words of a song. "Who sings the one that goes 'I can't breathe without you'":
// the turn asks for a song, and a word such as "goes" brings in its line. Only
// the line is taken out: up to the closing quote or, without one, up to the next
// comma. "Who sings that, I can't breathe" brings in no line.

// lyrics takes out the lines of songs.
func (lx *lexer) lyrics(r *reading) {
	kinds := r.allKinds()
	if kinds&(1<<sung) == 0 || kinds&(1<<claim) != 0 || r.sameOfMine() || r.says(isShared) {
		return
	}
	for i := 0; i+1 < len(r.tokens); i++ {
		from, to := r.lineFrom(i)
		if from < 0 {
			continue
		}
		for k := range r.mentions {
			m := &r.mentions[k]
			if m.status == asserted && m.start >= from && m.end <= to && (!lx.grave(m)) {
				m.status, m.because = unrealised, "the words of a song"
			}
		}
	}
}

// lineFrom gives the bytes of the line of a song that the word at token i brings
// in; from is -1 for none.
func (r *reading) lineFrom(i int) (from, to int) {
	next := &r.tokens[i+1]
	start := int(next.start)
	quoted := start > 0 && strings.ContainsRune("\"“”", lastRune(r.text[:start]))
	switch r.tokens[i].text {
	case "goes", "go", "says", "starts", "with":
		if !quoted && (next.brk != joined || !r.songBefore(i)) {
			return -1, -1
		}
	case "sings", "sang", "sung", "song", "tune", "line", "lyric", "lyrics", "are", "is", "chorus", "verse", "called", "day":
		if !quoted {
			return -1, -1
		}
	default:
		return -1, -1
	}
	if quoted {
		if end := strings.IndexAny(r.text[start:], "\"“”"); end >= 0 {
			return start - 1, start + end
		}
		return -1, -1
	}
	end := i + 1
	for end < len(r.tokens) && (end == i+1 || r.tokens[end].brk == joined) {
		switch r.tokens[end].text {
		case "now", "today", "tonight", "since", "help", "please", "really", "but", "anyway", "suddenly", "worse":
			return -1, -1
		case "and":
			return start, int(r.tokens[end-1].end)
		}
		end++
	}
	return start, int(r.tokens[end-1].end)
}

// isShared tells whether a word says that a line is true of who quotes it: "me
// neither", "same here".
func isShared(w string) bool {
	switch w {
	case "neither", "same", "likewise", "ditto", "literally", "agree", "cpr", "inhaler":
		return true
	}
	return false
}

// mostToLine is how many words may stand between a song and what it goes like.
const mostToLine = 3

// songBefore tells whether a song is what goes so at token i: "the chorus goes",
// "the one that goes", "it goes".
func (r *reading) songBefore(i int) bool {
	for k := i - 1; k >= max(0, i-mostToLine); k-- {
		switch r.tokens[k].text {
		case "song", "tune", "chorus", "lyric", "lyrics", "verse", "one", "it", "track", "line", "hook":
			return true
		case "that", "which", "and", "just":
		default:
			return false
		}
	}
	return false
}

// lastRune is the last character of a text.
func lastRune(s string) rune {
	var last rune
	for _, c := range s[max(0, len(s)-4):] {
		last = c
	}
	return last
}
