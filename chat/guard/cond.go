package guard

import (
	"fmt"
	"strings"
)

// Conditions of the rule files. "a + b" needs both, "a|b" either, "-a" that a
// is not there. A term is the name of a concept or group, then optionally
//
//	[leg foot]  at one of these parts of the body
//	:sudden     with this attribute, several one after another
//	:!mild      without this attribute
//	:said       at a part of the body that was named, not only supposed
//	:somebody   of a person whom its clause names
//	@one        one side, or a singular word; @only one side said outright;
//	            @both both sides
//	2(a|b|c)    at least two different ones of these

// A cond is one condition: all terms must hold.
type cond struct {
	text  string
	terms []term
	needs []conceptSet // for each term that must hold, concepts that can meet it
	no    int          // its number, for facts.open
}

// A term holds when enough of its choices do.
type term struct {
	choices []choice
	need    int
	absent  bool
}

// A choice is one concept or group with what must be true of it.
type choice struct {
	concept int // -1 for a group
	group   int
	sites   uint64
	attrs   uint64
	without uint64
	said    bool
	person  bool
	side    side
}

// parseCond reads a condition.
func (lx *lexer) parseCond(text string, groups map[string]int) (cond, error) {
	c := cond{text: text}
	for _, part := range strings.Split(text, "+") {
		part = strings.TrimSpace(part)
		t := term{need: 1}
		if rest, ok := strings.CutPrefix(part, "-"); ok {
			t.absent, part = true, rest
		}
		if len(part) > 2 && part[0] >= '2' && part[0] <= '9' && part[1] == '(' && part[len(part)-1] == ')' {
			t.need, part = int(part[0]-'0'), part[2:len(part)-1]
		}
		for _, name := range strings.Split(part, "|") {
			ch, err := lx.parseChoice(strings.TrimSpace(name), groups)
			if err != nil {
				return c, fmt.Errorf("parse condition %q: %w", text, err)
			}
			t.choices = append(t.choices, ch)
		}
		c.terms = append(c.terms, t)
	}
	return c, nil
}

func (lx *lexer) parseChoice(s string, groups map[string]int) (choice, error) {
	ch := choice{concept: -1, group: -1}
	end := strings.IndexAny(s, "[:@")
	name := s
	if end >= 0 {
		name = s[:end]
	}
	if g, ok := groups[name]; ok {
		ch.group = g
	} else if k, ok := lx.byID[name]; ok && lx.concepts[k].kind <= risk {
		ch.concept = k
	} else {
		return ch, fmt.Errorf("unknown concept %q", name)
	}
	for s = s[len(name):]; s != ""; {
		var err error
		if s, err = lx.parseQualifier(s, &ch); err != nil {
			return ch, err
		}
	}
	return ch, nil
}

// parseQualifier reads one of [sites], :attr and @side and returns the rest.
func (lx *lexer) parseQualifier(s string, ch *choice) (string, error) {
	if s[0] == '[' {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", fmt.Errorf("missing ]")
		}
		for _, name := range strings.Fields(s[1:end]) {
			if lx.sites[name] == 0 {
				return "", fmt.Errorf("unknown site %q", name)
			}
			ch.sites |= lx.sites[name]
		}
		return s[end+1:], nil
	}
	end := strings.IndexAny(s[1:], "[:@") + 1
	if end == 0 {
		end = len(s)
	}
	word := s[1:end]
	switch s[:end] {
	case ":said":
		ch.said = true
		return s[end:], nil
	case ":somebody":
		if ch.concept < 0 {
			return "", fmt.Errorf(":somebody needs a concept, not a group")
		}
		ch.person, lx.concepts[ch.concept].persons = true, true
		return s[end:], nil
	}
	if s[0] == ':' {
		word, not := strings.CutPrefix(word, "!")
		k, ok := lx.byID[word]
		if !ok || lx.concepts[k].kind != attr {
			return "", fmt.Errorf("unknown attribute %q", word)
		}
		if not {
			ch.without |= lx.attrBits[k]
		} else {
			ch.attrs |= lx.attrBits[k]
		}
		return s[end:], nil
	}
	sides := map[string]side{"one": sideOne, "only": sideNamed, "both": sideBoth}
	sd, ok := sides[word]
	if !ok {
		return "", fmt.Errorf("unknown side %q", word)
	}
	ch.side = sd
	return s[end:], nil
}

// fits tells whether a mention is what a choice asks for.
func (ch *choice) fits(m *mention) bool {
	if ch.sites != 0 && ch.sites&m.sites == 0 || ch.attrs&^m.attrs != 0 || ch.without&m.attrs != 0 || ch.said && m.guessed || ch.person && !m.person {
		return false
	}
	switch ch.side {
	case sideOne:
		return m.side != sideBoth
	case sideNamed:
		return m.side == sideNamed
	case sideBoth:
		return m.side == sideBoth
	}
	return true
}
