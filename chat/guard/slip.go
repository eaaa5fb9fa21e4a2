package guard

import "strings"

// distance counts edits, two swapped neighbours as one (optimal string
// alignment). Neither word may be longer than longestWord.
func distance(a, b string) int {
	var rows [3][longestWord + 1]int
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

// slip rates how unlikely it is that a hand which means a word types another that
// is one mistake away: letters swapped or doubled, and letters that lie beside
// each other or sound alike, are the mistakes of hands and ears (Damerau 1964,
// "A technique for computer detection and correction of spelling errors").
func slip(typed, word string) int {
	at := 0
	for at < min(len(typed), len(word)) && typed[at] == word[at] {
		at++
	}
	switch {
	case len(typed) == len(word) && sameLetters(typed, word):
		return 0
	case len(typed) != len(word):
		longer := typed
		if len(word) > len(typed) {
			longer = word
		}
		if at > 0 && at < len(longer) && longer[at] == longer[at-1] {
			return 0
		}
		return 2
	case at < len(typed) && (beside(typed[at], word[at]) || vowel(typed[at]) && vowel(word[at])):
		return 1
	}
	return 3
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// keyRows are the rows of an English keyboard.
var keyRows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// beside tells whether two letters lie beside each other on a keyboard.
func beside(a, b byte) bool {
	place := func(c byte) (row, col int) {
		for row, keys := range keyRows {
			if col := strings.IndexByte(keys, c); col >= 0 {
				return row, col
			}
		}
		return -9, 0
	}
	row, col := place(a)
	otherRow, otherCol := place(b)
	down := otherRow - row
	return max(down, -down) <= 1 && max(otherCol-col, col-otherCol) <= 1
}
