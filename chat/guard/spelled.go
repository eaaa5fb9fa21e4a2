package guard

// joinSpaced joins words spelled out letter by letter ("s w o l l e n"). A run
// that is several words is split again by what the lexicon knows.
func (rd *reader) joinSpaced(in []token) []token {
	run, most := 0, 0
	for i := range in {
		if run++; in[i].letter == 0 {
			run = 0
		}
		most = max(most, run)
	}
	if most < 3 {
		return in
	}
	out := in[:0:0]
	for i := 0; i < len(in); {
		j := i
		for j < len(in) && in[j].letter != 0 && (j == i || in[j].brk < sentence || in[j].start-in[j-1].end <= 1) {
			j++
		}
		if j-i < 3 {
			j = max(j, i+1)
			out = append(out, in[i:j]...)
			i = j
			continue
		}
		out = append(out, rd.spelled(in[i:j])...)
		i = j
	}
	return out
}

// spelled reads single letters as words, longest known word first. Letters
// that make no word stay as they are.
func (rd *reader) spelled(in []token) []token {
	var out []token
	var letters [longestTyped]byte
	for i := 0; i < len(in); {
		used, n := 1, 0
		for ; n < min(len(in)-i, longestTyped); n++ {
			letters[n] = in[i+n].letter
			if w := rd.lex.words.get(string(letters[:n+1])); n >= 2 && w != nil && (w.known || w.contracted) {
				used = n + 1
			}
		}
		said := string(letters[:used])
		if used == 1 && n >= 5 {
			if w, ok := rd.lex.nearest(string(letters[:n])); ok {
				said, used = w, n
			}
		}
		if used == 1 {
			out = append(out, in[i])
			i++
			continue
		}
		for k, p := range rd.parts([]byte(said)) {
			t := token{text: p.text, start: in[i].start, end: in[i+used-1].end, ids: p.ids, known: p.known}
			if k == 0 {
				t.brk = in[i].brk
			}
			out = append(out, t)
		}
		i += used
	}
	return out
}
